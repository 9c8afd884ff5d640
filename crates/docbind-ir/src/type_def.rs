//! Types and enums.

use std::sync::Arc;

use serde::Serialize;
use thin_vec::ThinVec;

use crate::{Deprecation, Source, TypeName, TypeRef};

/// An object type: a resource, a complex type, a facet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeDef {
    /// The full name.
    pub name: TypeName,
    /// The type it inherits from.
    pub base: Option<TypeRef>,
    /// Types that the page lists as derived from this one; `resolve_types` makes bases of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<TypeRef>,
    /// Whether values always are of a derived type.
    pub is_abstract: bool,
    /// Whether values may carry undocumented properties by design.
    pub is_open: bool,
    /// The property that identifies a value.
    pub key: Option<Arc<str>>,
    /// What the page says about it, as Markdown.
    pub description: String,
    /// Structural properties, in the order of the page, without inherited ones once `resolve_types` has run.
    pub properties: Vec<Property>,
    /// Relationships to other resources.
    pub navigation: Vec<Property>,
    /// When the page announces its end.
    pub deprecation: Option<Box<Deprecation>>,
    /// Where it is documented first.
    pub source: Source,
    /// All pages that document it, the first included; links to any of them mean this type.
    pub pages: Vec<Arc<str>>,
}

impl TypeDef {
    /// A type of which no more than the name is known.
    pub fn new(name: TypeName) -> Self {
        Self {
            name,
            base: None,
            derived: Vec::new(),
            is_abstract: false,
            is_open: false,
            key: None,
            description: String::new(),
            properties: Vec::new(),
            navigation: Vec::new(),
            deprecation: None,
            source: Source::default(),
            pages: Vec::new(),
        }
    }
}

impl EnumDef {
    /// An enumeration of which no more than the name is known.
    pub fn new(name: TypeName) -> Self {
        Self {
            name,
            members: Vec::new(),
            is_flags: false,
            is_evolvable: false,
            description: String::new(),
            source: Source::default(),
            pages: Vec::new(),
        }
    }
}

/// A property, a relationship, or a parameter of a body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// The wire name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: TypeRef,
    /// Whether `null` is allowed, when documented.
    pub nullable: Option<bool>,
    /// Whether the service alone sets it.
    pub read_only: bool,
    /// Whether the page calls it required.
    pub required: bool,
    /// Whether it is (part of) the key.
    pub key: bool,
    /// The documented default.
    pub default: Option<Arc<str>>,
    /// Whether it comes only when `$select` asks for it.
    pub select_only: bool,
    /// The `$filter` operators that the page says it supports: `eq`, `ne`, `startswith`. Empty: nothing said.
    pub filter: ThinVec<Arc<str>>,
    /// Whether the page says that it can be sorted by.
    pub orderby: bool,
    /// Values the description lists for it, in order.
    pub values: ThinVec<Arc<str>>,
    /// The type it is inherited from, in the words of the page.
    pub inherited_from: Option<Box<TypeRef>>,
    /// Whether no table lists it, only examples or the JSON representation.
    pub undocumented: bool,
    /// What the page says about it, as Markdown.
    pub description: Arc<str>,
    /// When the page announces its end.
    pub deprecation: Option<Box<Deprecation>>,
    /// Where it is documented.
    pub source: Source,
}

impl Default for TypeRef {
    fn default() -> Self {
        Self::UNTYPED
    }
}

/// An enumeration.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnumDef {
    /// The full name.
    pub name: TypeName,
    /// The members in order, each once.
    pub members: Vec<EnumMember>,
    /// Whether several members may be combined in one value.
    pub is_flags: bool,
    /// Whether the page announces members to come (`unknownFutureValue`).
    pub is_evolvable: bool,
    /// What the page says about it, as Markdown.
    pub description: String,
    /// Where it is documented first.
    pub source: Source,
    /// All pages (with `#anchor` where it has one) that document it.
    pub pages: Vec<Arc<str>>,
}

/// A member of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnumMember {
    /// The wire name.
    pub name: Arc<str>,
    /// The number behind it, when documented.
    pub value: Option<i64>,
    /// What the page says about it, as Markdown.
    pub description: String,
    /// Where it is documented.
    pub source: Source,
}
