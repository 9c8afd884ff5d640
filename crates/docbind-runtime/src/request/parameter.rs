use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use super::Draft;

/// A query parameter or header that the page of the operation `O` documents, as a constant of its type. It is set by
/// [`Request::with`](super::Request::with).
pub struct Parameter<O, V> {
    name: &'static str,
    place: Place,
    types: PhantomData<fn() -> (O, V)>,
}

#[derive(Clone, Copy)]
enum Place {
    Query,
    Header,
    /// A part of `Prefer`, whose value is in quotes unless it is a number.
    Preference {
        quoted: bool,
    },
}

/// The query parameter with a name.
pub const fn query<O, V>(name: &'static str) -> Parameter<O, V> {
    Parameter { name, place: Place::Query, types: PhantomData }
}

/// The header with a name.
pub const fn header<O, V>(name: &'static str) -> Parameter<O, V> {
    Parameter { name, place: Place::Header, types: PhantomData }
}

/// The preference with a name, a part of the header `Prefer`.
pub const fn preference<O, V>(name: &'static str, quoted: bool) -> Parameter<O, V> {
    Parameter { name, place: Place::Preference { quoted }, types: PhantomData }
}

/// What a parameter takes.
pub trait ParameterValue {
    /// The value as it is sent; nothing for a preference that has none.
    fn text(&self) -> Cow<'_, str>;
}

impl ParameterValue for String {
    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

impl ParameterValue for bool {
    fn text(&self) -> Cow<'_, str> {
        if *self { "true" } else { "false" }.into()
    }
}

impl ParameterValue for i64 {
    fn text(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
}

/// For a preference that is either there or not.
impl ParameterValue for () {
    fn text(&self) -> Cow<'_, str> {
        "".into()
    }
}

impl<O, V> Parameter<O, V> {
    /// The name of the parameter, header or preference.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn set(&self, draft: &mut Draft, value: &str) {
        match self.place {
            Place::Query => draft.query(self.name, value),
            Place::Header => draft.header(self.name, value),
            Place::Preference { .. } if value.is_empty() => draft.header("Prefer", self.name),
            Place::Preference { quoted: false } => draft.header("Prefer", &format!("{}={value}", self.name)),
            Place::Preference { quoted: true } if value.contains(['"', '\\']) => {
                draft.refuse(|| format!("the value of the preference `{}` holds a quote", self.name));
            }
            Place::Preference { quoted: true } => draft.header("Prefer", &format!("{}=\"{value}\"", self.name)),
        }
    }
}

impl<O, V> Clone for Parameter<O, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O, V> Copy for Parameter<O, V> {}

impl<O, V> fmt::Debug for Parameter<O, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parameter").field(&self.name).finish()
    }
}
