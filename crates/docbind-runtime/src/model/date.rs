use super::text::{Scan, text_type};

text_type! {
    /// A date without a time: `2031-01-30`.
    Date, "a date (2031-01-30)", i64, |text| Calendar::parse(text).map(Calendar::unix_days)
}

impl Date {
    /// Year, month and day, when the text is a date.
    pub fn to_calendar(&self) -> Option<(i32, u8, u8)> {
        Calendar::parse(&self.0).map(|date| (date.year, date.month, date.day))
    }

    /// Days since 1970-01-01, when the text is a date.
    pub fn to_unix_days(&self) -> Option<i64> {
        Calendar::parse(&self.0).map(Calendar::unix_days)
    }
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy)]
pub(super) struct Calendar {
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Calendar {
    fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let date = Self::scan(&mut scan)?;
        scan.is_at_end().then_some(date)
    }

    pub(super) fn scan(scan: &mut Scan<'_>) -> Option<Self> {
        let year = scan.digits(4)?;
        scan.byte(b'-')?;
        let month = scan.digits(2)?;
        scan.byte(b'-')?;
        let day = scan.digits(2)?;
        Self::new(year, month, day)
    }

    /// The day when there is one.
    pub(super) fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let date = Self { year: year.try_into().ok()?, month: month.try_into().ok()?, day: day.try_into().ok()? };
        (1..=days).contains(&day).then_some(date)
    }

    /// Counts years from March, so that the leap day is the last of its year.
    pub(super) fn unix_days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
    }

    pub(super) fn from_unix_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // The remainders above keep month and day in range; a year beyond i32 is no date anybody can write.
        Self {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }
}
