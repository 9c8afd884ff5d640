//! The root of the model.

use std::sync::Arc;

use serde::Serialize;

use crate::{Cmdlet, EnumDef, Example, Operation, PathAlias, Permission, TypeDef};

/// Everything one set of pages says.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// The version the set documents: `v1.0`, `beta`.
    pub version: String,
    /// The base URL, version included, without a slash at the end; empty when the pages name none.
    pub base_url: String,
    /// What unqualified type names mean: `microsoft.graph`.
    pub namespace: String,
    /// Paths of the service that mean the same.
    #[serde(skip)]
    pub aliases: Vec<PathAlias>,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The object types.
    pub types: Vec<TypeDef>,
    /// The enumerations.
    pub enums: Vec<EnumDef>,
    /// Permissions described by permission reference pages.
    pub permissions: Vec<Permission>,
    /// Cmdlets described by help pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cmdlets: Vec<Cmdlet>,
    /// Examples that call no operation of their own page; those that do stand at their operations.
    pub examples: Vec<Example>,
    /// The pages that were read.
    pub pages: Vec<PageSummary>,
}

/// What a page turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageSummary {
    /// Path relative to the documentation root.
    pub file: Arc<str>,
    /// The title, or the file name when it has none.
    pub title: String,
    /// The kind, by content.
    pub kind: PageKind,
}

/// The kinds of pages, by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PageKind {
    /// It has HTTP requests.
    Operation,
    /// It documents a resource or complex type.
    Resource,
    /// It documents one or more enumerations and nothing else.
    Enum,
    /// It lists permissions with their texts.
    Permissions,
    /// It is help for a cmdlet.
    Cmdlet,
    /// It explains; there is nothing to extract.
    Conceptual,
}
