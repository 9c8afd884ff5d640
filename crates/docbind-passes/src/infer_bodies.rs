//! Decides what a request body holds, where a page alone cannot tell.

use docbind_ir::{
    Api, Body, BodyShape, Code, Diagnostic, Method, Operation, PathKey, Property, Segment, TypeName, TypeRef,
    is_annotation,
};
use foldhash::{HashMap, HashSet, HashSetExt};
use serde_json::Value;

use crate::batches;
use crate::example_json::{SentBodies, SentObject, by_page, undocumented};
use crate::members::Members;
use crate::references::returned_type;
use crate::type_names::TypeNames;
use crate::wrapped_lists::wrap_lists;

/// Gives every body that lowering left open a shape.
///
/// A table lists properties of a resource when the operation creates or changes one, and parameters of its own when it
/// is an action; which of both an operation is shows in the paths and relationships of all pages together. What stays
/// open is reported.
pub fn infer_bodies(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let keys = batches::gather(&operations, |operation| Some(operation.path.key()));
    let paths = Paths::new(api, &operations, &keys);
    let names = TypeNames::new(api);
    let members = Members::new(api, &names);
    let found = batches::gather(by_page(&mut operations), |page| decide_all(page, &paths, &members));
    let mut reported = HashSet::new();
    let mut listed = Vec::new();
    for found in found {
        match found {
            Found::Unknown(finding) if reported.insert(finding.primary.source.clone()) => diagnostics.push(finding),
            Found::Unknown(_) => {}
            Found::Listed(owner, property) => listed.push((owner, property)),
        }
    }
    let wrappers = wrap_lists(api, &mut operations, &members);
    api.operations = operations;
    api.types.extend(wrappers);
    add_listed(api, listed);
}

/// What the operations of a page give beside their shapes.
enum Found {
    /// A body of which nothing is known.
    Unknown(Diagnostic),
    /// A property of a type that only the table of a body lists.
    Listed(TypeName, Property),
}

/// Adds the properties that only tables of bodies list to the types that the bodies hold: a client has to be able to
/// send them.
fn add_listed(api: &mut Api, listed: Vec<(TypeName, Property)>) {
    if listed.is_empty() {
        return;
    }
    let places: HashMap<TypeName, usize> =
        api.types.iter().enumerate().map(|(place, def)| (def.name.clone(), place)).collect();
    for (owner, property) in listed {
        let Some(def) = places.get(&owner).and_then(|place| api.types.get_mut(*place)) else { continue };
        let is_known = |known: &Property| known.name.eq_ignore_ascii_case(&property.name);
        if !def.properties.iter().chain(&def.navigation).any(is_known) {
            def.properties.push(property);
        }
    }
}

/// The rows of a body's table that the type of the body does not have.
fn only_listed(operation: &Operation, members: &Members<'_>) -> Vec<Found> {
    let BodyShape::Json(TypeRef::Named(owner)) = &operation.body.shape else { return Vec::new() };
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let rows = operation.body.table.iter().filter(|row| is_name(&row.name) && !members.knows(owner, &row.name));
    // What the body asks for need not be asked for wherever the type is used.
    rows.map(|row| Found::Listed(owner.clone(), Property { required: false, ..row.clone() })).collect()
}

/// Decides about the operations of one page, and reports what stays open.
fn decide_all(page: &mut [Operation], paths: &Paths<'_>, members: &Members<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    if !page.iter().any(|operation| is_open(&operation.body)) {
        return found;
    }
    let shown = SentBodies::new(page);
    for operation in page.iter_mut().filter(|operation| is_open(&operation.body)) {
        let shape = decide(operation, shown.of(operation), paths, members);
        if shape == BodyShape::Unknown {
            found.push(Found::Unknown(unknown(operation)));
        }
        operation.body.shape = shape;
        found.extend(only_listed(operation, members));
    }
    found
}

fn unknown(operation: &Operation) -> Diagnostic {
    let message = format!("the page does not say what the body of `{} {}` holds", operation.method, operation.path);
    Diagnostic::new(Code::UnknownBody, operation.body.source.clone(), message)
        .help("link the resource that is sent, or list the parameters in a table")
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
struct Paths<'k> {
    /// Keys of paths that can be read, or below which single items stand.
    resources: HashSet<&'k str>,
    /// Names of relationships, in lower case.
    relationships: HashSet<String>,
}

impl<'k> Paths<'k> {
    /// What the keys of the paths of all operations and the relationships of all types tell.
    fn new(api: &Api, operations: &[Operation], keys: &'k [PathKey]) -> Self {
        let collections = keys.iter().filter_map(|key| key.strip_suffix("/{}"));
        let read = keys.iter().zip(operations).filter(|(_, operation)| operation.method == Method::Get);
        let resources = collections.chain(read.map(|(key, _)| key.as_str())).collect();
        let rows = api.types.iter().flat_map(|def| &def.navigation);
        Self { resources, relationships: rows.map(|row| row.name.to_lowercase()).collect() }
    }

    /// Whether a POST to the path creates something there, instead of calling an action.
    fn is_collection(&self, operation: &Operation) -> bool {
        match operation.path.segments.last() {
            Some(Segment::Literal(word)) => {
                operation.path.segments.len() == 1
                    || self.relationships.contains(&word.to_lowercase())
                    || self.resources.contains(operation.path.key().as_str())
            }
            Some(Segment::Function { .. }) => false,
            _ => true,
        }
    }
}

fn decide(operation: &mut Operation, sent: &[SentObject], paths: &Paths<'_>, members: &Members<'_>) -> BodyShape {
    let example = sent.first();
    let returned = returned_type(operation).cloned();
    let Body { resource, table, .. } = &operation.body;
    let names = table.iter().map(|row| &*row.name);
    let keys = example.into_iter().flat_map(SentObject::names);
    // A page that leaves the body open without a word still says that there is one.
    let is_silent = table.is_empty() && example.is_none() && operation.body.shape != BodyShape::Unknown;
    let creates_or_changes = match operation.method {
        Method::Patch | Method::Put => true,
        Method::Post => paths.is_collection(operation),
        Method::Get | Method::Head | Method::Delete => false,
    };
    let table_fits = |ty: &TypeRef| table.is_empty() || members.fits(ty, names.clone());
    let example_fits = |ty: &TypeRef| example.is_none() || members.fits(ty, keys.clone());
    // An action that is told about a resource may take parameters beside its properties.
    let is_all = |ty: &TypeRef| names.clone().all(|name| ty.name().is_some_and(|ty| members.knows(ty, name)));
    let is_resource = |ty: &TypeRef| match creates_or_changes {
        true => table_fits(ty) && (example_fits(ty) || !table.is_empty()),
        false => is_all(ty) && example_fits(ty),
    };
    let returned = returned.filter(|_| creates_or_changes && !is_silent);
    if let Some(ty) = resource.iter().chain(&returned).find(|ty| is_resource(ty)) {
        return BodyShape::Json(ty.clone());
    }
    if !table.is_empty() {
        return BodyShape::Inline(std::mem::take(&mut operation.body.table));
    }
    match (resource, example) {
        (Some(ty), Some(sent)) => wrapper(ty, sent, members),
        (Some(ty), None) => BodyShape::Json(ty.clone()),
        (None, Some(sent)) => {
            let near = returned_type(operation);
            let rows = sent.object.iter().filter(|(name, _)| !is_annotation(name));
            BodyShape::Inline(
                rows.map(|(name, value)| undocumented(name, value, &sent.source, near, members)).collect(),
            )
        }
        (None, None) => BodyShape::Unknown,
    }
}

/// An object whose only member holds the resource that the page names, or else the resource itself.
fn wrapper(ty: &TypeRef, sent: &SentObject, members: &Members<'_>) -> BodyShape {
    if let Some((name, Value::Object(inner))) = sent.object.iter().next()
        && sent.object.len() == 1
        && members.fits(ty, inner.keys().map(String::as_str))
    {
        let mut property = undocumented(name, &Value::Null, &sent.source, None, members);
        property.ty = ty.clone();
        return BodyShape::Inline(vec![property]);
    }
    BodyShape::Json(ty.clone())
}

#[cfg(test)]
mod tests;
