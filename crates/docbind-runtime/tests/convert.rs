//! Values of models as types of other crates: `--features chrono,jiff,time,uuid`.

#![cfg(all(feature = "chrono", feature = "jiff", feature = "time", feature = "uuid"))]
#![allow(clippy::unwrap_used, reason = "a failed expectation is the point")]

use docbind_runtime::model::{Date, DateTime, Duration, Guid, TimeOfDay};

const TIME: &str = "2031-01-30T08:30:00.125Z";

#[test]
fn points_in_time_go_both_ways() {
    let time: DateTime = TIME.parse().unwrap();
    let seconds = time.to_unix_seconds().unwrap();
    let jiff = jiff::Timestamp::try_from(&time).unwrap();
    let chrono = chrono::DateTime::<chrono::Utc>::try_from(&time).unwrap();
    let offset = time::OffsetDateTime::try_from(&time).unwrap();
    assert_eq!((jiff.as_second(), chrono.timestamp(), offset.unix_timestamp()), (seconds, seconds, seconds));
    for back in [DateTime::from(jiff), DateTime::from(chrono), DateTime::try_from(offset).unwrap()] {
        assert_eq!(back.as_str(), TIME);
    }
    // Another offset is the same moment.
    let local: DateTime = "2031-01-30T10:30:00.125+02:00".parse().unwrap();
    assert_eq!(jiff::Timestamp::try_from(&local).unwrap(), jiff);
}

#[test]
fn dates_times_durations_and_identifiers_go_both_ways() {
    let date: Date = "2031-01-30".parse().unwrap();
    assert_eq!(Date::from(jiff::civil::Date::try_from(&date).unwrap()), date);
    assert_eq!(Date::from(chrono::NaiveDate::try_from(&date).unwrap()), date);
    assert_eq!(Date::from(time::Date::try_from(&date).unwrap()), date);
    let clock: TimeOfDay = "08:30:00".parse().unwrap();
    assert_eq!(TimeOfDay::from(jiff::civil::Time::try_from(&clock).unwrap()), clock);
    assert_eq!(TimeOfDay::from(chrono::NaiveTime::try_from(&clock).unwrap()), clock);
    let span: Duration = "PT40M".parse().unwrap();
    assert_eq!(jiff::SignedDuration::try_from(&span).unwrap().as_mins(), 40);
    let guid: Guid = "7d1d2e2c-6f4e-4c7c-9d0a-1b1f0a3f6a55".parse().unwrap();
    assert_eq!(Guid::from(uuid::Uuid::try_from(&guid).unwrap()), guid);
}

#[test]
fn text_that_is_none_is_an_error() {
    let hostile = DateTime::from_text("tomorrow");
    assert!(jiff::Timestamp::try_from(&hostile).is_err());
    assert!(chrono::DateTime::<chrono::Utc>::try_from(&hostile).is_err());
    assert!(time::OffsetDateTime::try_from(&hostile).is_err());
    assert!(uuid::Uuid::try_from(&Guid::from_text("x")).is_err());
}
