//! Hand-written examples.

use std::sync::Arc;

use serde::Serialize;

use crate::Source;

/// A request, its response, or both, as a page shows them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Example {
    /// The heading above it, or the annotation's name.
    pub title: String,
    /// The annotation's `name`.
    pub name: Option<String>,
    /// The request.
    pub request: Option<ExampleRequest>,
    /// The response.
    pub response: Option<ExampleResponse>,
    /// Calls of the same operation in other languages.
    pub snippets: Vec<Snippet>,
}

/// A request as a page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExampleRequest {
    /// The method as written.
    pub method: String,
    /// The URL as written, with host and query where the page has them.
    pub url: String,
    /// The headers in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExampleBody,
    /// `@odata.type` of the annotation.
    pub odata_type: Option<String>,
    /// Line of the request.
    pub source: Source,
}

/// A response as a page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExampleResponse {
    /// The status code; 0 when the page gives none.
    pub status: u16,
    /// The headers in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExampleBody,
    /// `@odata.type` of the annotation.
    pub odata_type: Option<String>,
    /// `isCollection` of the annotation.
    pub is_collection: Option<bool>,
    /// Whether the page says that it left out properties.
    pub truncated: bool,
    /// Line of the response.
    pub source: Source,
}

/// The body of an example.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ExampleBody {
    /// Nothing.
    #[default]
    None,
    /// JSON text: strict, comments and trailing commas removed.
    Json(Arc<str>),
    /// Text that was meant as JSON but cannot be read, with the reason.
    BrokenJson(Arc<str>, String),
    /// Anything else: CSV, MIME, HTML, bytes.
    Other(Arc<str>),
}

/// A snippet in another language that an example's tabs carry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snippet {
    /// `csharp`, `javascript`, `powershell`, as the tab names it.
    pub language: String,
    /// The file that holds it, relative to the documentation root.
    pub file: Arc<str>,
    /// Line of the include.
    pub source: Source,
}

/// Whether a text of an example stands for a value instead of being one: `String`, `string (identifier)`, `{id}`,
/// `status-value`, `@odata.type: …`.
pub fn is_placeholder(text: &str) -> bool {
    const KINDS: [&str; 10] =
        ["string", "boolean", "integer", "int32", "int64", "guid", "double", "number", "timestamp", "binary"];
    let text = text.trim();
    let kind = text.split([' ', '(']).next().unwrap_or_default();
    text.is_empty()
        || KINDS.iter().any(|name| name.eq_ignore_ascii_case(kind))
        || text.starts_with(['{', '<', '@'])
        || text.ends_with("-value")
        || text.contains("...")
}

/// Whether the name of a JSON member is one of the protocol's annotations, not of a property: `@odata.type`,
/// `owner@odata.bind`, and `odata.context` as older services write it.
pub fn is_annotation(name: &str) -> bool {
    name.contains('@') || name.starts_with("odata.")
}
