use std::fmt;

use super::{Answer, FromResponse};
use crate::Error;
use crate::model::{Element, Extra, Json, Mut, Record, Ref, Shape, Slot, decode, decode_value, erase};
use crate::redact::REDACTED;

/// One page of a collection.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Collection<T> {
    /// The entries.
    pub value: Vec<T>,
    /// Where the next page is, while there is one.
    pub next_link: Option<String>,
    /// Where changes from now on are, on the last page of a delta query.
    pub delta_link: Option<String>,
    /// The number of all entries, when the request asked for it.
    pub count: Option<i64>,
    /// What else came with the page: `@odata.context`.
    pub extra: Extra,
}

/// Links are not shown: they hold tokens.
impl<T: fmt::Debug> fmt::Debug for Collection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let link = |link: &Option<String>| link.as_ref().map(|_| REDACTED);
        f.debug_struct("Collection")
            .field("value", &self.value)
            .field("next_link", &link(&self.next_link))
            .field("delta_link", &link(&self.delta_link))
            .field("count", &self.count)
            .field("extra", &self.extra)
            .finish()
    }
}

impl<T> IntoIterator for Collection<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Collection<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.iter()
    }
}

impl<T: Element> FromResponse for Collection<T> {
    #[inline]
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        let mut value: Option<Vec<T>> = None;
        let rest = Envelope::read(answer, erase::slot(&mut value))?;
        let value = value.unwrap_or_default();
        answer.check(&value.item())?;
        Ok(Self { value, next_link: rest.next_link, delta_link: rest.delta_link, count: rest.count, extra: rest.extra })
    }
}

/// The object around a value. A record like any model, so that reading a page needs no code of its own for each type.
pub(super) struct Envelope<'a> {
    value: &'a mut dyn Slot,
    pub(super) next_link: Option<String>,
    pub(super) delta_link: Option<String>,
    pub(super) count: Option<i64>,
    pub(super) extra: Extra,
}

/// What is left of an envelope once the value is out of it.
pub(super) struct Rest {
    next_link: Option<String>,
    delta_link: Option<String>,
    count: Option<i64>,
    pub(super) extra: Extra,
}

impl<'a> Envelope<'a> {
    /// Reads the object, its `value` into the slot. An object without one is an error: it is not an empty list.
    pub(super) fn read(answer: &Answer, value: &'a mut dyn Slot) -> Result<Rest, Error> {
        if answer.has_nothing() {
            return Err(Error::no_body());
        }
        let mut envelope = Self { value, next_link: None, delta_link: None, count: None, extra: Extra::default() };
        decode(&answer.body, &mut envelope)?;
        if let Some(misfit) = envelope.extra.remove("value") {
            envelope.read_again(misfit)?;
        }
        let Self { value, next_link, delta_link, count, mut extra } = envelope;
        if value.get().is_none() && !extra.is_null(Self::VALUE) {
            return Err(answer.hidden_error(extra.get("error")).unwrap_or_else(|| Error::shape("value")));
        }
        // A link that is no text cannot be followed, and its page must not pass for the last one.
        for name in ["@odata.nextLink", "@odata.deltaLink"] {
            if extra.remove(name).is_some() {
                return Err(Error::shape(name));
            }
        }
        Ok(Rest { next_link, delta_link, count, extra })
    }

    const VALUE: usize = 3;

    /// A list whose entries are not all of its type. Entries that are null say nothing; others are an error.
    #[cold]
    fn read_again(&mut self, mut misfit: Json) -> Result<(), Error> {
        let Json::Array(list) = &mut misfit else { return Err(Error::shape("value")) };
        let length = list.len();
        list.retain(|entry| !entry.is_null());
        if list.len() == length {
            return Err(Error::shape("value"));
        }
        decode_value(misfit.to_string().as_bytes(), Mut::List(self.value), "value")
    }
}

impl Record for Envelope<'_> {
    fn shape(&self) -> &'static Shape {
        &Shape {
            type_name: "",
            bases: &[],
            names: &["@odata.count", "@odata.nextLink", "@odata.deltaLink", "value"],
            secrets: &[],
            read_only: &[],
        }
    }
    fn slot(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => Mut::I64(&mut self.count),
            1 => Mut::Str(&mut self.next_link),
            2 => Mut::Str(&mut self.delta_link),
            3 => Mut::List(self.value),
            _ => Mut::Rest(&mut self.extra),
        }
    }
    fn slot_ref(&self, index: usize) -> Ref<'_> {
        match index {
            0 => Ref::I64(&self.count),
            1 => Ref::Str(&self.next_link),
            2 => Ref::Str(&self.delta_link),
            3 => Ref::List(self.value),
            _ => Ref::Rest(&self.extra),
        }
    }
}
