use super::collection::Envelope;
use super::{Answer, FromResponse};
use crate::Error;
use crate::model::{Element, Extra, erase};

/// A single value in an object: `{"value": 7}`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// What else came with it.
    pub extra: Extra,
}

impl<T: Element> FromResponse for Value<T> {
    #[inline]
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        let mut value: Option<T> = None;
        let rest = Envelope::read(answer, erase::slot(&mut value))?;
        let value = value.ok_or_else(Error::no_body)?;
        answer.check(&value.item())?;
        Ok(Self { value, extra: rest.extra })
    }
}
