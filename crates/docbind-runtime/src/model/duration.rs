use super::text::{Scan, text_type};

text_type! {
    /// A length of time in ISO 8601: `PT1H30M`, `P3D`, `-PT0.5S`.
    Duration, "a duration (PT1H30M)", (i64, i128), |text| Parts::parse(text).map(Parts::length)
}

impl Duration {
    /// The length for the standard library; nothing when the text is no duration, is negative, or counts in years or
    /// months, whose length depends on the calendar.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        let parts = Parts::parse(&self.0)?;
        let fixed = !parts.calendar && !parts.negative;
        fixed.then(|| std::time::Duration::new(parts.seconds, parts.nanoseconds))
    }
}

impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Self {
        let fraction = match duration.subsec_nanos() {
            0 => String::new(),
            nanoseconds => format!(".{nanoseconds:09}").trim_end_matches('0').to_owned(),
        };
        Self::from_text(format!("PT{}{fraction}S", duration.as_secs()))
    }
}

struct Parts {
    negative: bool,
    /// Whether years or months are among the parts.
    calendar: bool,
    /// Years and months.
    months: u64,
    seconds: u64,
    nanoseconds: u32,
}

impl Parts {
    /// Months and nanoseconds: how many days a month has depends on the calendar.
    fn length(self) -> (i64, i128) {
        let sign = if self.negative { -1 } else { 1 };
        let nanoseconds = i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanoseconds);
        (sign * i64::try_from(self.months).unwrap_or(i64::MAX), i128::from(sign) * nanoseconds)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let negative = scan.one_of(b"+-") == Some(b'-');
        scan.byte(b'P')?;
        let mut parts = Self { negative, calendar: false, months: 0, seconds: 0, nanoseconds: 0 };
        let (mut in_time, mut any) = (false, false);
        // Units come in this order, each at most once.
        let mut units: &[u8] = b"YMWD";
        while !scan.is_at_end() {
            if !in_time && scan.byte(b'T').is_some() {
                (in_time, any, units) = (true, false, b"HMS");
                continue;
            }
            let number = scan.number()?;
            let nanoseconds = if scan.byte(b'.').is_some() { Some(scan.nanoseconds()?) } else { None };
            let unit = scan.one_of(units)?;
            let position = units.iter().position(|known| *known == unit)?;
            (_, units) = units.split_at_checked(position + 1)?;
            let seconds: u64 = match (unit, in_time) {
                (b'W', _) => 604_800,
                (b'D', _) => 86_400,
                (b'H', _) => 3_600,
                (b'M', true) => 60,
                (b'S', _) => 1,
                _ => {
                    parts.calendar = true;
                    let months = number.checked_mul(if unit == b'Y' { 12 } else { 1 })?;
                    parts.months = parts.months.checked_add(months)?;
                    0
                }
            };
            parts.seconds = parts.seconds.checked_add(number.checked_mul(seconds)?)?;
            if let Some(nanoseconds) = nanoseconds {
                parts.nanoseconds = (unit == b'S').then_some(nanoseconds)?;
            }
            any = true;
        }
        any.then_some(parts)
    }
}
