//! Request bodies.

use std::sync::Arc;

use serde::Serialize;

use crate::{Property, Source, TypeRef};

/// What an operation takes as its request body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// The form of the body.
    pub shape: BodyShape,
    /// Whether the call is wrong without it.
    pub required: bool,
    /// Derived types that pages of the same operation document as bodies of their own.
    pub variants: Vec<TypeRef>,
    /// The resource that the page names as the body, when it names one; a witness for `infer_bodies`.
    pub resource: Option<TypeRef>,
    /// The rows of the page's table, whatever the shape; a witness for `infer_bodies`.
    pub table: Vec<Property>,
    /// What the page says about it, as Markdown.
    pub description: Arc<str>,
    /// Where it is documented.
    pub source: Source,
}

/// The form of a request body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum BodyShape {
    /// No body.
    #[default]
    None,
    /// A body is due, but no page says which; lowering leaves it to `infer_bodies`.
    Unknown,
    /// A JSON value of this type: a documented resource, a collection, a primitive or any JSON.
    Json(TypeRef),
    /// A JSON object with parameters of its own, as actions have.
    Inline(Vec<Property>),
    /// An array of changes as JSON Patch.
    JsonPatch,
    /// Bytes of this media type.
    Binary(String),
    /// Text of this media type.
    Text(String),
    /// `multipart/form-data`.
    Multipart,
}
