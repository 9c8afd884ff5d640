//! The types whose value is text of a fixed form: what `FromStr` takes, and what can be read from it.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::time::{Duration as Std, SystemTime};

use docbind_runtime::model::{Binary, Date, DateTime, Duration, Guid, TimeOfDay};

#[test]
fn points_in_time() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T12:00:00+02:00", 951_818_400),
        ("2000-02-29T12:00:00.1234567-00:30", 951_827_400),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59.9999999Z", 253_402_300_799),
        ("1969-12-31T23:59:59Z", -1),
    ] {
        let time: DateTime = text.parse().unwrap();
        assert_eq!((time.as_str(), time.to_unix_seconds()), (text, Some(seconds)));
        let whole = DateTime::from_unix_seconds(seconds);
        assert_eq!(whole.to_unix_seconds(), Some(seconds), "{whole}");
    }
    for text in [
        "",
        "2000-01-01",
        "2000-13-01T00:00:00Z",
        "2001-02-29T00:00:00Z",
        "2000-01-01T24:00:00Z",
        "2000-01-01T00:00:00",
        "2000-01-01T00:00:00Zx",
        "２０00-01-01T00:00:00Z",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text}");
        // What a service sends is kept all the same.
        assert_eq!(DateTime::from_text(text).as_str(), text);
        assert_eq!(DateTime::from_text(text).to_unix_seconds(), None);
    }
    let half = SystemTime::UNIX_EPOCH - Std::from_millis(500);
    assert_eq!(DateTime::from(half).as_str(), "1969-12-31T23:59:59.5Z");
    assert_eq!(DateTime::from(half).to_system_time(), Some(half));
}

#[test]
fn dates_and_times() {
    assert_eq!("2000-02-29".parse::<Date>().unwrap().to_calendar(), Some((2000, 2, 29)));
    assert_eq!("1970-03-01".parse::<Date>().unwrap().to_unix_days(), Some(59));
    assert!("1900-02-29".parse::<Date>().is_err() && "2000-1-1".parse::<Date>().is_err());
    let time: TimeOfDay = "08:30:00.5000000".parse().unwrap();
    assert_eq!(time.to_std(), Some(Std::from_millis(30_600_500)));
    assert!("8:30".parse::<TimeOfDay>().is_err() && "08:30:00.".parse::<TimeOfDay>().is_err());
}

#[test]
fn lengths_of_time() {
    for (text, length) in [
        ("PT1H30M", Some(Std::from_secs(5400))),
        ("P3D", Some(Std::from_secs(259_200))),
        ("P1DT0.5S", Some(Std::from_millis(86_400_500))),
        ("P2W", Some(Std::from_secs(1_209_600))),
        ("-PT1S", None),
        ("P1Y", None),
        ("P1M", None),
        ("PT1M", Some(Std::from_secs(60))),
    ] {
        assert_eq!(text.parse::<Duration>().unwrap().to_std(), length, "{text}");
    }
    for text in ["", "P", "PT", "P1", "PT1", "PT1D", "P1S", "PT1S1M", "PT1.5M", "P1DT", "1H", "PT99999999999999999999S"]
    {
        assert!(text.parse::<Duration>().is_err(), "{text}");
    }
    assert_eq!(Duration::from(Std::from_millis(1500)).as_str(), "PT1.5S");
}

#[test]
fn guids() {
    let guid: Guid = "00112233-4455-6677-8899-AABBCCDDEEFF".parse().unwrap();
    assert_eq!(guid.to_bytes().map(u128::from_be_bytes), Some(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF));
    for text in [
        "",
        "00112233445566778899AABBCCDDEEFF",
        "{00112233-4455-6677-8899-AABBCCDDEEFF}",
        "00112233-4455-6677-8899-AABBCCDDEEFG",
    ] {
        assert!(text.parse::<Guid>().is_err(), "{text}");
    }
}

#[test]
fn bytes() {
    for text in ["AP/+", "AP_-"] {
        assert_eq!(Binary::from_base64(text).unwrap().as_slice(), [0, 0xFF, 0xFE]);
    }
    assert_eq!(Binary::from_base64("AA").unwrap().to_string(), "AA==");
    assert!(Binary::from_base64("a b").is_err());
    assert_eq!(format!("{:?}", Binary::from([1, 2])), "Binary([2 bytes])");
}

#[test]
fn values_are_compared_by_what_they_say() {
    let time = DateTime::from_text;
    assert!(time("2031-01-30T08:30:00+02:00") < time("2031-01-30T07:30:00Z"));
    assert_eq!(time("2031-01-30T08:30:00Z"), time("2031-01-30T10:30:00.0000000+02:00"));
    assert!(time("9999-12-31T23:59:59Z") < time("later") && time("later") < time("never"));
    let same = std::collections::HashSet::from([time("2031-01-30T08:30:00Z"), time("2031-01-30T08:30:00.0Z")]);
    assert_eq!(same.len(), 1);
    assert_eq!(TimeOfDay::from_text("08:30"), TimeOfDay::from_text("08:30:00.000"));
    assert!(
        Duration::from_text("-PT1H") < Duration::from_text("PT1M")
            && Duration::from_text("PT60S") < Duration::from_text("PT2M")
    );
    assert_eq!(Duration::from_text("PT1H"), Duration::from_text("PT60M"));
    assert_ne!(Duration::from_text("P1M"), Duration::from_text("P30D"));
    let guid = "7d1d2e2c-6f4e-4c7c-9d0a-1b1f0a3f6a55";
    assert_eq!(Guid::from_text(guid), Guid::from_text(guid.to_uppercase()));
    assert!(Date::from_text("2031-01-30") < Date::from_text("2031-02-01"));
}
