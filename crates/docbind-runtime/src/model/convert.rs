//! Dates, times and identifiers as types of other crates, each with its feature. They go by their text: what came is
//! kept as it came, and turned into such a type when somebody asks.

#[cfg(any(feature = "chrono", feature = "jiff"))]
use super::TimeOfDay;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use super::{Date, DateTime};

#[cfg(feature = "jiff")]
mod jiff {
    use ::jiff::civil::{Date as CivilDate, Time};
    use ::jiff::{SignedDuration, Timestamp};

    use super::{Date, DateTime, TimeOfDay};
    use crate::model::Duration;

    macro_rules! by_text {
        ($($own:ty => $other:ty;)*) => {$(
            impl TryFrom<&$own> for $other {
                type Error = ::jiff::Error;

                fn try_from(value: &$own) -> Result<Self, Self::Error> {
                    value.as_str().parse()
                }
            }

            impl From<$other> for $own {
                fn from(value: $other) -> Self {
                    Self::from_text(value.to_string())
                }
            }
        )*};
    }

    by_text! {
        DateTime => Timestamp;
        Date => CivilDate;
        TimeOfDay => Time;
        Duration => SignedDuration;
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use ::chrono::{NaiveDate, NaiveTime, ParseError, SecondsFormat, Utc};

    use super::{Date, DateTime, TimeOfDay};

    impl TryFrom<&DateTime> for ::chrono::DateTime<Utc> {
        type Error = ParseError;

        fn try_from(value: &DateTime) -> Result<Self, Self::Error> {
            ::chrono::DateTime::parse_from_rfc3339(value.as_str()).map(|time| time.to_utc())
        }
    }

    impl From<::chrono::DateTime<Utc>> for DateTime {
        fn from(value: ::chrono::DateTime<Utc>) -> Self {
            Self::from_text(value.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        }
    }

    impl TryFrom<&Date> for NaiveDate {
        type Error = ParseError;

        fn try_from(value: &Date) -> Result<Self, Self::Error> {
            value.as_str().parse()
        }
    }

    impl From<NaiveDate> for Date {
        fn from(value: NaiveDate) -> Self {
            Self::from_text(value.to_string())
        }
    }

    impl TryFrom<&TimeOfDay> for NaiveTime {
        type Error = ParseError;

        fn try_from(value: &TimeOfDay) -> Result<Self, Self::Error> {
            value.as_str().parse()
        }
    }

    impl From<NaiveTime> for TimeOfDay {
        fn from(value: NaiveTime) -> Self {
            Self::from_text(value.to_string())
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use ::time::OffsetDateTime;
    use ::time::error::{Format, Parse};
    use ::time::format_description::well_known::{Iso8601, Rfc3339};

    use super::{Date, DateTime};

    impl TryFrom<&DateTime> for OffsetDateTime {
        type Error = Parse;

        fn try_from(value: &DateTime) -> Result<Self, Self::Error> {
            Self::parse(value.as_str(), &Rfc3339)
        }
    }

    /// A year beyond 9999 cannot be written.
    impl TryFrom<OffsetDateTime> for DateTime {
        type Error = Format;

        fn try_from(value: OffsetDateTime) -> Result<Self, Self::Error> {
            value.format(&Rfc3339).map(Self::from_text)
        }
    }

    impl TryFrom<&Date> for ::time::Date {
        type Error = Parse;

        fn try_from(value: &Date) -> Result<Self, Self::Error> {
            Self::parse(value.as_str(), &Iso8601::DATE)
        }
    }

    impl From<::time::Date> for Date {
        fn from(value: ::time::Date) -> Self {
            Self::from_text(value.to_string())
        }
    }
}

#[cfg(feature = "uuid")]
mod uuid {
    use ::uuid::Uuid;

    use crate::model::Guid;

    impl TryFrom<&Guid> for Uuid {
        type Error = ::uuid::Error;

        fn try_from(value: &Guid) -> Result<Self, Self::Error> {
            Self::try_parse(value.as_str())
        }
    }

    impl From<Uuid> for Guid {
        fn from(value: Uuid) -> Self {
            Self::from_text(value.to_string())
        }
    }
}
