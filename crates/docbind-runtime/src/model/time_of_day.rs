use super::text::{Scan, text_type};

text_type! {
    /// A time without a date: `08:30:00` or `08:30:00.0000000`.
    TimeOfDay, "a time of day (08:30:00)", (u32, u32), |text| Clock::parse(text).map(|clock| (clock.seconds, clock.nanoseconds))
}

impl TimeOfDay {
    /// The time since midnight, when the text is a time.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        Clock::parse(&self.0).map(|clock| std::time::Duration::new(clock.seconds.into(), clock.nanoseconds))
    }
}

/// A time of a day.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) seconds: u32,
    pub(super) nanoseconds: u32,
}

impl Clock {
    fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let clock = Self::scan(&mut scan)?;
        scan.is_at_end().then_some(clock)
    }

    /// Hours and minutes, and seconds and their fraction if present.
    pub(super) fn scan(scan: &mut Scan<'_>) -> Option<Self> {
        let hour = scan.digits(2)?;
        scan.byte(b':')?;
        let minute = scan.digits(2)?;
        let second = if scan.byte(b':').is_some() { scan.digits(2)? } else { 0 };
        let nanoseconds = if scan.byte(b'.').is_some() { scan.nanoseconds()? } else { 0 };
        // A leap second is a valid time to write.
        let valid = hour < 24 && minute < 60 && second <= 60;
        valid.then_some(Self { seconds: hour * 3600 + minute * 60 + second, nanoseconds })
    }
}
