//! Cmdlets: calls of an operation in a shell, as their help pages describe them.

use std::sync::Arc;

use serde::Serialize;

use crate::{PermissionTable, Property, Source, TypeDef};

/// What the help page of a cmdlet says.
///
/// Such a page states no path; `link_cmdlets` finds the operation by [`Cmdlet::page`] or else by the type of the body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cmdlet {
    /// The name: `Get-MgUser`.
    pub name: String,
    /// The module that brings it.
    pub module: Option<String>,
    /// Other names it answers to.
    pub aliases: Vec<String>,
    /// What the page says it does.
    pub description: String,
    /// The name of the page that its documentation link leads to, in lower case, without an ending.
    pub page: Option<Arc<str>>,
    /// The version that the documentation link asks for: `1.0`, `beta`.
    pub version: Option<Arc<str>>,
    /// The request that the generated name of the body's type spells; letters have lost their case.
    pub request: Option<String>,
    /// The operation it calls, as method and path, once that is known.
    pub operation: Option<String>,
    /// The ways to call it.
    pub parameter_sets: Vec<ParameterSet>,
    /// The parameters that identify what the call is about, in order.
    pub keys: Vec<Arc<str>>,
    /// The type of the whole body as the page names it.
    pub body_type: Option<String>,
    /// The parameters that are properties of the body, with their wire names.
    pub body: Vec<Property>,
    /// What the page says about each of its own parameters, those of every cmdlet left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Property>,
    /// The keys that the identity object takes in place of separate parameters, with what each identifies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<Property>,
    /// The object types whose members its notes list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<TypeDef>,
    /// Who may call it.
    pub permissions: PermissionTable,
    /// Its examples.
    pub examples: Vec<CmdletExample>,
    /// The types it is said to put out; the generator derives them from the request, so they are no evidence.
    pub outputs: Vec<String>,
    /// Where it is documented.
    pub source: Source,
}

/// One way to call a cmdlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterSet {
    /// The name: `UpdateExpanded`.
    pub name: String,
    /// Whether it is the default.
    pub is_default: bool,
    /// The parameters that are mandatory in it.
    pub mandatory: Vec<Arc<str>>,
    /// Where it is documented.
    pub source: Source,
}

/// An example of a cmdlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CmdletExample {
    /// The heading above it.
    pub title: String,
    /// The script.
    pub code: String,
    /// Where it stands.
    pub source: Source,
}
