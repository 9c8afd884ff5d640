//! Decides what a request body holds, where a page alone cannot tell.

use std::collections::HashSet;

use docbind_ir::{Api, Body, BodyShape, Code, Diagnostic, Method, Operation, Segment, TypeRef};
use serde_json::{Map, Value};

use crate::example_json::{requests, undocumented};
use crate::members::Members;
use crate::references::returned_type;
use crate::type_index::TypeIndex;

/// Gives every body that lowering left open a shape.
///
/// A table lists properties of a resource when the operation creates or changes one, and parameters of its own when it
/// is an action; which of both an operation is shows in the paths and relationships of all pages together. What stays
/// open is reported.
pub fn infer_bodies(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let paths = Paths::new(api, &operations);
    let index = TypeIndex::new(api);
    let members = Members::new(api, &index);
    for operation in operations.iter_mut().filter(|operation| is_open(&operation.body)) {
        let shape = decide(operation, &paths, &members);
        if shape == BodyShape::Unknown {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownBody,
                    operation.body.source.clone(),
                    format!("the page does not say what the body of `{} {}` holds", operation.method, operation.path),
                )
                .help("link the resource that is sent, or list the parameters in a table"),
            );
        }
        operation.body.shape = shape;
    }
    api.operations = operations;
}

/// Whether the shape rests on one page's witnesses alone.
fn is_open(body: &Body) -> bool {
    match &body.shape {
        BodyShape::Unknown => true,
        BodyShape::Inline(rows) => !rows.is_empty() && *rows == body.table,
        BodyShape::Json(ty) => body.resource.as_ref() == Some(ty),
        _ => false,
    }
}

/// What the paths of a set tell about one of them.
struct Paths {
    /// Keys of paths that can be read, or below which single items stand.
    resources: HashSet<String>,
    /// Names of relationships, in lower case.
    relationships: HashSet<String>,
}

impl Paths {
    fn new(api: &Api, operations: &[Operation]) -> Self {
        let mut resources = HashSet::new();
        for operation in operations {
            let key = operation.path.key();
            if let Some(collection) = key.strip_suffix("/{}") {
                resources.insert(collection.to_owned());
            }
            if operation.method == Method::Get {
                resources.insert(key);
            }
        }
        let rows = api.types.iter().flat_map(|def| &def.navigation);
        Self { resources, relationships: rows.map(|row| row.name.to_lowercase()).collect() }
    }

    /// Whether a POST to the path creates something there, instead of calling an action.
    fn is_collection(&self, operation: &Operation) -> bool {
        match operation.path.segments.last() {
            Some(Segment::Literal(word)) => {
                operation.path.segments.len() == 1
                    || self.relationships.contains(&word.to_lowercase())
                    || self.resources.contains(&operation.path.key())
            }
            Some(Segment::Function { .. }) => false,
            _ => true,
        }
    }
}

fn decide(operation: &mut Operation, paths: &Paths, members: &Members<'_>) -> BodyShape {
    let example = requests(operation).find_map(|(json, source)| match json {
        Value::Object(object) => Some((object, source.clone())),
        _ => None,
    });
    let returned = returned_type(operation).cloned();
    let Body { resource, table, .. } = &operation.body;
    let names = table.iter().map(|row| &*row.name);
    let keys = example.iter().flat_map(|(object, _)| object.keys().map(String::as_str));
    let is_silent = table.is_empty() && example.is_none();
    let creates_or_changes = match operation.method {
        Method::Patch | Method::Put => true,
        Method::Post => paths.is_collection(operation),
        Method::Get | Method::Head | Method::Delete => false,
    };
    let table_fits = |ty: &TypeRef| table.is_empty() || members.fits(ty, names.clone());
    let example_fits = |ty: &TypeRef| example.is_none() || members.fits(ty, keys.clone());
    let is_resource = |ty: &TypeRef| table_fits(ty) && (example_fits(ty) || creates_or_changes && !table.is_empty());
    let returned = returned.filter(|_| creates_or_changes && !is_silent);
    if let Some(ty) = resource.iter().chain(&returned).find(|ty| is_resource(ty)) {
        return BodyShape::Json(ty.clone());
    }
    if !table.is_empty() {
        return BodyShape::Inline(std::mem::take(&mut operation.body.table));
    }
    match (resource, example) {
        (Some(ty), Some((object, source))) => wrapper(ty, &object, members, &source),
        (Some(ty), None) => BodyShape::Json(ty.clone()),
        (None, Some((object, source))) => {
            let near = returned_type(operation).cloned();
            let rows = object.iter().map(|(name, value)| undocumented(name, value, &source, near.as_ref(), members));
            BodyShape::Inline(rows.collect())
        }
        (None, None) => BodyShape::Unknown,
    }
}

/// An object whose only member holds the resource that the page names, or else the resource itself.
fn wrapper(ty: &TypeRef, object: &Map<String, Value>, members: &Members<'_>, source: &docbind_ir::Source) -> BodyShape {
    if let Some((name, Value::Object(inner))) = object.iter().next()
        && object.len() == 1
        && members.fits(ty, inner.keys().map(String::as_str))
    {
        let mut property = undocumented(name, &Value::Null, source, None, members);
        property.ty = ty.clone();
        return BodyShape::Inline(vec![property]);
    }
    BodyShape::Json(ty.clone())
}

#[cfg(test)]
mod tests;
