use super::{Answer, FromResponse};
use crate::Error;
use crate::model::{Element, Extra, Json, Mut, Record, Ref, Shape, Slot, decode, erase};

/// One page of a collection.
#[derive(Clone, Debug, PartialEq)]
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
        let rest = Envelope::read(&answer.body, erase::slot(&mut value))?;
        Ok(Self {
            value: value.unwrap_or_default(),
            next_link: rest.next_link,
            delta_link: rest.delta_link,
            count: rest.count,
            extra: rest.extra,
        })
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
    /// Reads the object, its `value` into the slot.
    pub(super) fn read(json: &[u8], value: &'a mut dyn Slot) -> Result<Rest, Error> {
        let mut envelope = Self { value, next_link: None, delta_link: None, count: None, extra: Extra::default() };
        decode(json, &mut envelope)?;
        let Self { next_link, delta_link, count, extra, .. } = envelope;
        match extra.get("value") {
            None | Some(Json::Null) => Ok(Rest { next_link, delta_link, count, extra }),
            Some(_) => Err(Error::shape("value")),
        }
    }
}

impl Record for Envelope<'_> {
    fn shape(&self) -> &'static Shape {
        &Shape {
            type_name: "",
            bases: &[],
            names: &["@odata.count", "@odata.nextLink", "@odata.deltaLink", "value"],
            secrets: &[],
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
