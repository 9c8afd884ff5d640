//! Parameters and headers of operations.

use std::sync::Arc;

use serde::Serialize;

use crate::{Source, TypeRef};

/// A parameter in the path or the query of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// Unique in the operation; for path parameters the name that the path template uses.
    pub name: Arc<str>,
    /// As the page spells it, before repeated names were told apart.
    pub wire_name: Arc<str>,
    /// Where the value goes.
    pub location: Location,
    /// The type of the value.
    pub ty: TypeRef,
    /// The value that the request line shows where the parameter belongs, such as an identifier.
    pub example: Option<Arc<str>>,
    /// Whether the call is wrong without it; path parameters always are.
    pub required: bool,
    /// What the page says about it, as Markdown.
    pub description: Arc<str>,
    /// Where it is documented.
    pub source: Source,
}

/// Where the value of a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Location {
    /// A whole path segment or a path address.
    Path,
    /// An argument of a function segment.
    Function,
    /// An alternate key.
    Key,
    /// The query string.
    Query,
}

/// A request header that a page documents; `Authorization` is left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// The header's name, such as `ConsistencyLevel`.
    pub name: Arc<str>,
    /// The value the page gives, such as `eventual`, when it gives one.
    pub value: Option<Arc<str>>,
    /// Whether the page calls it required.
    pub required: bool,
    /// What the page says about it, as Markdown.
    pub description: Arc<str>,
    /// Where it is documented.
    pub source: Source,
}

impl Header {
    /// Whether every request may carry a header of this name, so that pages need not list it.
    pub fn is_universal(name: &str) -> bool {
        const UNIVERSAL: [&str; 7] =
            ["authorization", "content-type", "content-length", "accept", "host", "user-agent", "accept-language"];
        UNIVERSAL.iter().any(|universal| universal.eq_ignore_ascii_case(name))
    }
}
