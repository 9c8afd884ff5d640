use std::fmt;

/// Text that does not have the form its type asks for.
///
/// Only `FromStr` checks: what a service sends is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidText {
    /// What the text was to be, such as `a date (2031-01-30)`.
    pub(super) expected: &'static str,
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.expected)
    }
}

impl std::error::Error for InvalidText {}

/// What the types have in common whose value is text of a fixed form: the text is kept exactly, so that a value
/// goes back as it came, with its precision and its way of writing the time zone.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $key:ty, $read:expr) => {
        $(#[$doc])*
        ///
        /// Compared by what the text says, where it has the form; other text comes after, in its own order.
        #[derive(Clone, Debug)]
        pub struct $name(Box<str>);

        impl $name {
            /// What is compared: what the text says, or the text.
            fn key(&self) -> Result<$key, &str> {
                let read: fn(&str) -> Option<$key> = $read;
                read(&self.0).ok_or(&*self.0)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || self.key() == other.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.key().cmp(&other.key())
            }
        }

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }

        impl $name {
            /// The value with this text, unchecked, as a service sends it.
            #[inline]
            pub fn from_text(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }

            /// The text as it was sent.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::model::InvalidText;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let read: fn(&str) -> Option<$key> = $read;
                match read(text) {
                    Some(_) => Ok(Self(text.into())),
                    None => Err($crate::model::InvalidText { expected: $expected }),
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::model::InvalidText;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl $crate::model::Element for $name {
            #[inline]
            fn fresh() -> Self {
                Self(Box::default())
            }
            #[inline]
            fn item(&self) -> $crate::model::Item<'_> {
                $crate::model::Item::from(&*self.0)
            }
            #[inline]
            fn item_mut(&mut self) -> $crate::model::ItemMut<'_> {
                $crate::model::ItemMut::Text(&mut self.0)
            }
        }
    };
}
pub(super) use text_type;

/// Reads text of a fixed form from its start.
pub(crate) struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// Takes one of the bytes, and says which.
    pub(crate) fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        bytes.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    pub(crate) fn byte(&mut self, byte: u8) -> Option<()> {
        self.one_of(&[byte]).map(|_| ())
    }

    /// Takes exactly so many digits.
    pub(crate) fn digits(&mut self, count: usize) -> Option<u32> {
        let mut scan = Self(self.0);
        let number = scan.take(count)?.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number.checked_mul(10)?.checked_add((digit - b'0').into()))?
        })?;
        *self = scan;
        Some(number)
    }

    /// Takes exactly so many bytes.
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes as many digits as there are, at least one.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number: Option<u64> = None;
        while let Some(digit) = self.one_of(b"0123456789") {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add((digit - b'0').into())?);
        }
        number
    }

    /// Takes a decimal fraction, the point already taken, as nanoseconds; digits past the ninth are dropped.
    pub(crate) fn nanoseconds(&mut self) -> Option<u32> {
        let (mut nanoseconds, mut place) = (0, 100_000_000);
        let mut any = false;
        while let Some(digit) = self.one_of(b"0123456789") {
            nanoseconds += u32::from(digit - b'0') * place;
            place /= 10;
            any = true;
        }
        any.then_some(nanoseconds)
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
