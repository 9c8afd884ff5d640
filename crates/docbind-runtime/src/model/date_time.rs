use std::time::{Duration, SystemTime};

use super::date::Calendar;
use super::text::{Scan, text_type};
use super::time_of_day::Clock;

text_type! {
    /// A point in time: `2031-01-30T08:30:00Z`, `2031-01-30T08:30:00.1234567+02:00`.
    DateTime, "a point in time (2031-01-30T08:30:00Z)", (i64, u32), instant
}

impl DateTime {
    /// Seconds since 1970-01-01T00:00:00Z, fraction dropped, when the text is a point in time.
    pub fn to_unix_seconds(&self) -> Option<i64> {
        instant(&self.0).map(|(seconds, _)| seconds)
    }

    /// The point in time for the standard library, when the text is one.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let (seconds, nanoseconds) = instant(&self.0)?;
        system_time(seconds)?.checked_add(Duration::from_nanos(nanoseconds.into()))
    }

    /// The text for a number of seconds since 1970-01-01T00:00:00Z.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self::from_unix(seconds, 0)
    }

    fn from_unix(seconds: i64, nanoseconds: u32) -> Self {
        let Calendar { year, month, day } = Calendar::from_unix_days(seconds.div_euclid(86_400));
        let clock = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        let fraction = match nanoseconds {
            0 => String::new(),
            _ => format!(".{nanoseconds:09}").trim_end_matches('0').to_owned(),
        };
        Self::from_text(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
    }
}

impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let whole = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self::from_unix(whole(after), after.subsec_nanos()),
            Err(before) => match before.duration() {
                before if before.subsec_nanos() == 0 => Self::from_unix(-whole(before), 0),
                before => Self::from_unix(-whole(before) - 1, 1_000_000_000 - before.subsec_nanos()),
            },
        }
    }
}

fn system_time(seconds: i64) -> Option<SystemTime> {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    match seconds >= 0 {
        true => SystemTime::UNIX_EPOCH.checked_add(distance),
        false => SystemTime::UNIX_EPOCH.checked_sub(distance),
    }
}

/// The time of a header since 1970, in the one form that may be sent: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn http_date(text: &str) -> Option<Duration> {
    const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut scan = Scan::new(text);
    scan.take(5)?;
    let day = scan.digits(2)?;
    scan.byte(b' ')?;
    let name = scan.take(3)?;
    let month = 1 + MONTHS.chunks(3).position(|month| month == name)?;
    scan.byte(b' ')?;
    let date = Calendar::new(scan.digits(4)?, month.try_into().ok()?, day)?;
    scan.byte(b' ')?;
    let clock = Clock::scan(&mut scan)?;
    let valid = scan.take(4)? == b" GMT" && scan.is_at_end();
    let seconds = u64::try_from(date.unix_days() * 86_400 + i64::from(clock.seconds)).unwrap_or(0);
    valid.then_some(Duration::from_secs(seconds))
}

/// Seconds since 1970 and nanoseconds of the second.
fn instant(text: &str) -> Option<(i64, u32)> {
    let mut scan = Scan::new(text);
    let date = Calendar::scan(&mut scan)?;
    scan.one_of(b"Tt ")?;
    let clock = Clock::scan(&mut scan)?;
    let offset = match scan.one_of(b"Zz+-")? {
        sign @ (b'+' | b'-') => {
            let hours = scan.digits(2)?;
            scan.byte(b':')?;
            let minutes = scan.digits(2)?;
            let seconds = i64::from((hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?);
            if sign == b'+' { seconds } else { -seconds }
        }
        _ => 0,
    };
    let seconds = date.unix_days() * 86_400 + i64::from(clock.seconds) - offset;
    scan.is_at_end().then_some((seconds, clock.nanoseconds))
}
