use std::fmt;

use crate::model::{Model, Record, Ref};
use crate::{Arg, Node};

/// What a segment such as `{id}` takes: an identifier as text, or an [`Identity`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name an object",
    note = "an identifier is text, or an `Identity`: `Identity::of(&user)`, `Identity::key(\"appId\", app_id)`"
)]
pub trait Identify {
    /// The place of the object below that of its collection.
    #[doc(hidden)]
    fn at(&self, collection: Node) -> Node;
}

impl<T: AsRef<str>> Identify for T {
    #[inline]
    fn at(&self, collection: Node) -> Node {
        collection.id(self.as_ref())
    }
}

/// Which object of a collection is meant, by its identifier or by an alternate key. Every operation that addresses the
/// object takes it where it takes an identifier, so that it can be kept, handed on and used again.
///
/// ```
/// # use docbind_runtime::Identity;
/// let by_id = Identity::id("3d5c8a10-7e42-4f9b-b6d1-90c2e4a7f518");
/// let by_key = Identity::key("appId", "b1e07f64-29c3-4d8a-a5f0-6c7d3e1b9284");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Identity(Kind);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kind {
    Id(String),
    /// Names, values, whether the value is text.
    Keys(Vec<(String, String, bool)>),
    /// The object it was to be made of has no identifier.
    Nothing,
}

impl Identity {
    /// An object by its identifier.
    pub fn id(id: impl Into<String>) -> Self {
        Self(Kind::Id(id.into()))
    }

    /// An object by an alternate key, such as `appId` or `uniqueName`, whose value is text.
    pub fn key(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(Kind::Keys(vec![(name.into(), value.into(), true)]))
    }

    /// A further part of an alternate key.
    #[must_use]
    pub fn and_key(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name.into(), value.into(), true)
    }

    /// A further part of an alternate key whose value stands without quotes: a number, a boolean.
    #[must_use]
    pub fn and_bare_key(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name.into(), value.into(), false)
    }

    /// The object that a value was read from, by its property `id`. Without one the request that is made of it cannot be
    /// sent, and says so.
    pub fn of<T: Model>(value: &T) -> Self {
        let record = value.as_record();
        Self(identifier(record).map_or(Kind::Nothing, |id| Kind::Id(id.to_owned())))
    }

    fn push(self, name: String, value: String, is_text: bool) -> Self {
        let mut keys = match self.0 {
            Kind::Keys(keys) => keys,
            Kind::Id(_) | Kind::Nothing => Vec::new(),
        };
        keys.push((name, value, is_text));
        Self(Kind::Keys(keys))
    }
}

/// The identifier of an object.
pub(crate) fn identifier(record: &dyn Record) -> Option<&str> {
    let slot = record.shape().names.iter().position(|name| *name == "id");
    match slot.map(|slot| record.slot_ref(slot)) {
        Some(Ref::Str(id)) => id.as_deref(),
        _ => record.extra().get_str("id"),
    }
}

impl Identify for Identity {
    fn at(&self, mut collection: Node) -> Node {
        match &self.0 {
            Kind::Id(id) => collection.id(id),
            Kind::Keys(keys) => {
                let is_name = |name: &str| {
                    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte))
                };
                if !keys.iter().all(|(name, ..)| is_name(name)) {
                    collection.refuse("an alternate key has a name of letters and digits".to_owned());
                    return collection;
                }
                let arguments: Vec<(&str, Arg<'_>)> = keys
                    .iter()
                    .map(|(name, value, is_text)| {
                        let value = value.as_str();
                        (name.as_str(), if *is_text { Arg::Quoted(value) } else { Arg::Bare(value) })
                    })
                    .collect();
                collection.key(&arguments)
            }
            Kind::Nothing => {
                collection.refuse("the object has no identifier: it was read without its `id`".to_owned());
                collection
            }
        }
    }
}

impl Identify for &Identity {
    fn at(&self, collection: Node) -> Node {
        (**self).at(collection)
    }
}

/// Identifiers are not secrets, but logs are read by many.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Kind::Id(_) => "Identity(id)",
            Kind::Keys(_) => "Identity(key)",
            Kind::Nothing => "Identity(nothing)",
        })
    }
}
