use std::fmt;
use std::mem::ManuallyDrop;

use super::Json;

/// What a model holds besides its documented fields: properties the documentation does not list, values that did not
/// fit their documented type, annotations such as `@odata.type`, and which fields are explicitly `null`.
///
/// All of it is sent back when the model is.
#[derive(Clone, Default)]
pub struct Extra {
    /// A bit for each of the first 64 slots that is explicitly null: a page of answers is full of nulls, which must
    /// not cost an allocation.
    nulls: u64,
    rest: Option<ManuallyDrop<Box<Rest>>>,
}

/// Dropping a rest is a call that is known not to unwind. Without it every model could unwind while it is dropped, and
/// would have the code that drops its fields twice.
impl Drop for Extra {
    #[inline]
    fn drop(&mut self) {
        if let Some(rest) = self.rest.take() {
            drop_rest(ManuallyDrop::into_inner(rest));
        }
    }
}

/// By its calling convention it does not unwind.
extern "C" fn drop_rest(rest: Box<Rest>) {
    drop(rest);
}

#[derive(Clone, Default)]
struct Rest {
    /// Bits of the slots from 64 on.
    nulls: Vec<u64>,
    unknown: Vec<(Box<str>, Json)>,
}

/// Nothing, as every model starts. A constant, as its path costs the compiler less than that of a method would.
pub const NO_EXTRA: Extra = Extra { nulls: 0, rest: None };

impl Extra {
    /// Nothing.
    pub const fn new() -> Self {
        NO_EXTRA
    }

    /// The value of a property or annotation by its wire name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        // The last one wins, as for every reader of JSON that names a member twice.
        self.unknown().iter().rev().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }

    /// The text of a property or annotation by its wire name.
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }

    /// Sets a property or annotation. A documented property that has a value is sent in place of one set here.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: impl Into<Json>) {
        let (name, value) = (name.into(), value.into());
        let unknown = &mut self.rest.get_or_insert_default().unknown;
        match unknown.iter_mut().rev().find(|(known, _)| *known == name) {
            Some((_, former)) => *former = value,
            None => unknown.push((name, value)),
        }
    }

    /// Takes a property or annotation out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let unknown = &mut self.rest.as_mut()?.unknown;
        let mut removed = None;
        unknown.retain_mut(|(known, value)| {
            let found = **known == *name;
            if found {
                removed = Some(value.take());
            }
            !found
        });
        removed
    }

    /// Names and values in the order they came in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.unknown().iter().map(|(name, value)| (&**name, value))
    }

    /// Whether there is neither an unknown property nor an explicit null.
    pub fn is_empty(&self) -> bool {
        self.nulls == 0
            && self.rest.as_ref().is_none_or(|rest| rest.unknown.is_empty() && rest.nulls.iter().all(|bits| *bits == 0))
    }

    pub(super) fn unknown(&self) -> &[(Box<str>, Json)] {
        self.rest.as_ref().map_or(&[], |rest| &rest.unknown)
    }

    /// Appends without looking for the name: a decoder that looked would take quadratic time for a hostile answer.
    pub(super) fn push(&mut self, name: Box<str>, value: Json) {
        self.rest.get_or_insert_default().unknown.push((name, value));
    }

    pub(super) fn has_nulls(&self) -> bool {
        self.nulls != 0 || self.rest.as_ref().is_some_and(|rest| !rest.nulls.is_empty())
    }

    pub(crate) fn is_null(&self, slot: usize) -> bool {
        let bit = 1 << (slot % 64);
        if slot < 64 {
            return self.nulls & bit != 0;
        }
        self.rest.as_ref().and_then(|rest| rest.nulls.get(slot / 64 - 1)).is_some_and(|bits| bits & bit != 0)
    }

    #[inline]
    pub(super) fn set_null(&mut self, slot: usize, null: bool) {
        if slot < 64 {
            let bit = 1 << slot;
            self.nulls = if null { self.nulls | bit } else { self.nulls & !bit };
        } else if null || self.rest.is_some() {
            self.set_far_null(slot, null);
        }
    }

    fn set_far_null(&mut self, slot: usize, null: bool) {
        let words = &mut self.rest.get_or_insert_default().nulls;
        let (word, bit) = (slot / 64 - 1, 1 << (slot % 64));
        if null && words.len() <= word {
            words.resize(word + 1, 0);
        }
        if let Some(bits) = words.get_mut(word) {
            *bits = if null { *bits | bit } else { *bits & !bit };
        }
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value)| (name, super::print::Shown { name, item: super::Item::Json(value) });
        f.debug_map().entries(self.iter().map(shown)).finish()
    }
}

/// Equal when the same is in it in the same order; which nulls are meant is up to the fields.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.nulls == other.nulls && self.unknown() == other.unknown()
    }
}
