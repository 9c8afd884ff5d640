//! References to types.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// The full wire name of a type, such as `microsoft.graph.callRecords.session`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TypeName(pub Arc<str>);

impl TypeName {
    /// A name from its full spelling.
    pub fn new(full: impl Into<Arc<str>>) -> Self {
        Self(full.into())
    }

    /// The full spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the last dot: `microsoft.graph.callRecords`, or nothing.
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }

    /// The part after the last dot: `session`.
    pub fn short(&self) -> &str {
        self.0.rsplit_once('.').map_or(&*self.0, |(_, short)| short)
    }

    /// The spelling that compares equal for names which differ by case alone.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The primitive types of the dialect, by their OData names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Primitive {
    /// `Edm.String`
    String,
    /// `Edm.Boolean`
    Boolean,
    /// `Edm.Byte`, `Edm.SByte`
    Byte,
    /// `Edm.Int16`
    Int16,
    /// `Edm.Int32`
    Int32,
    /// `Edm.Int64`
    Int64,
    /// `Edm.Single`
    Single,
    /// `Edm.Double`
    Double,
    /// `Edm.Decimal`
    Decimal,
    /// `Edm.Guid`
    Guid,
    /// `Edm.Date`
    Date,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.TimeOfDay`
    TimeOfDay,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Binary`: base64 text in JSON
    Binary,
    /// `Edm.Stream`: bytes outside JSON
    Stream,
    /// Any JSON value
    Untyped,
}

/// A reference to a type, before or after `resolve_types`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TypeRef {
    /// A primitive.
    Primitive(Primitive),
    /// A type or an enum of the model, by its full name.
    Named(TypeName),
    /// A collection of the inner type.
    Collection(Box<TypeRef>),
    /// What a page says, not tied to a type of the model; once `resolve_types` has run, a type that no page documents.
    Unresolved(Box<Unresolved>),
}

/// A type as a page writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Unresolved {
    /// The words of the page: the link text or the bare name.
    pub text: Arc<str>,
    /// Path of the linked page relative to the documentation root, lower case, with `#anchor` when it has one.
    pub link: Option<Arc<str>>,
}

impl TypeRef {
    /// Any JSON value.
    pub const UNTYPED: Self = Self::Primitive(Primitive::Untyped);
    /// A string.
    pub const STRING: Self = Self::Primitive(Primitive::String);

    /// A reference to a named type.
    pub fn named(full: impl Into<Arc<str>>) -> Self {
        Self::Named(TypeName::new(full))
    }

    /// A reference still in the words of the page.
    pub fn unresolved(text: impl Into<Arc<str>>, link: Option<Arc<str>>) -> Self {
        Self::Unresolved(Box::new(Unresolved { text: text.into(), link }))
    }

    /// A collection of this type.
    pub fn collection(self) -> Self {
        Self::Collection(Box::new(self))
    }

    /// The type inside any number of collections.
    pub fn element(&self) -> &Self {
        let mut ty = self;
        while let Self::Collection(inner) = ty {
            ty = inner;
        }
        ty
    }

    /// The same, to change it in place.
    pub fn element_mut(&mut self) -> &mut Self {
        match self {
            Self::Collection(inner) => inner.element_mut(),
            other => other,
        }
    }

    /// The name of the referred type, looking through collections.
    pub fn name(&self) -> Option<&TypeName> {
        match self.element() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Whether values can be any JSON, be it that nothing is known or that no page documents the type.
    pub fn is_any(&self) -> bool {
        matches!(self, Self::Primitive(Primitive::Untyped) | Self::Unresolved(_))
    }

    /// Whether this is a collection.
    pub fn is_collection(&self) -> bool {
        matches!(self, Self::Collection(_))
    }
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => write!(f, "{primitive:?}"),
            Self::Named(name) => write!(f, "{name}"),
            Self::Collection(inner) => write!(f, "Collection({inner})"),
            Self::Unresolved(unresolved) => write!(f, "{}?", unresolved.text),
        }
    }
}
