//! Responses.

use std::sync::Arc;

use serde::Serialize;

use crate::{Source, TypeRef};

/// One success response of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The status code: 200, 201, 202, 204, 206, 302.
    pub status: u16,
    /// What comes back; for a redirect, what its target carries.
    pub body: ResponseBody,
    /// Whether the body is a page of items: an object whose `value` is an array. The type of `body` is then the item's.
    pub is_collection: bool,
    /// What the address in a header of the answer leads to: the operation that an accepted request began, say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<TypeRef>,
    /// Response headers that the page names, such as `Location`, `Retry-After`.
    pub headers: Vec<String>,
    /// The page's sentence, as Markdown.
    pub description: Arc<str>,
    /// Where it is documented.
    pub source: Source,
}

/// What a response carries.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ResponseBody {
    /// Nothing.
    #[default]
    None,
    /// A JSON object or page of this type.
    Json(TypeRef),
    /// A primitive or enum in an object with the one member `value`.
    Value(TypeRef),
    /// Bytes of this media type.
    Binary(String),
    /// Text of this media type.
    Text(String),
    /// Server-sent events.
    EventStream,
}
