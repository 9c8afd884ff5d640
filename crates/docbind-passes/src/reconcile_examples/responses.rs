//! What comes back: the sentence of a page against its examples and their annotations.

use std::collections::{BTreeMap, HashMap};

use docbind_ir::{
    Code, Diagnostic, ExampleResponse, Operation, Response, ResponseBody, Segment, Severity, Source, TypeName, TypeRef,
    is_annotation,
};
use serde_json::Value;

use super::evidence::{Verdict, judge, together};
use crate::example_json::{Key, Shown, declared, read};
use crate::members::Members;

/// Gives responses the type that annotations name where the examples contradict the sentence, and the type of the
/// property that a path ends in.
pub(super) fn reconcile(operations: &mut [Operation], members: &Members<'_>, diagnostics: &mut Vec<Diagnostic>) {
    narrow_to_property(operations, members);
    for operation in operations.iter() {
        diagnostics.extend(wrapped(operation, members));
    }
    let mut shown: BTreeMap<(Key, u16), (TypeRef, Source)> = BTreeMap::new();
    for operation in operations.iter_mut() {
        fill(operation, members);
        for response in &operation.responses {
            if let Some(other) = shown_otherwise(operation, response, members) {
                shown.entry((Shown::key(operation), response.status)).or_insert(other);
            }
        }
    }
    for operation in operations {
        let key = Shown::key(operation);
        for response in &mut operation.responses {
            let Some((other, example)) = shown.get(&(key.clone(), response.status)) else { continue };
            let ResponseBody::Json(ty) = &mut response.body else { continue };
            if ty != other {
                let message =
                    format!("the text says that {ty} comes back, the example shows {other}; docbind takes {other}");
                let finding = Diagnostic::new(Code::ResponseMismatch, response.source.clone(), message);
                diagnostics.push(finding.related(example.clone(), "the example").help("name the same type in both"));
                ty.clone_from(other);
            }
        }
    }
}

/// Types a response that the text leaves open as the annotation of an example says, or else as its objects do.
fn fill(operation: &mut Operation, members: &Members<'_>) {
    for response in operation.responses.iter_mut().filter(|response| (200..300).contains(&response.status)) {
        let ResponseBody::Json(open) = &mut response.body else { continue };
        if !open.is_any() {
            continue;
        }
        let shown = operation.examples.iter().filter_map(|example| example.response.as_ref());
        let ty = shown.filter(|shown| shown.status == response.status).find_map(|shown| {
            let json = read(&shown.body)?;
            let first = match json.get("value") {
                Some(Value::Array(items)) => items.first()?,
                _ => &json,
            };
            let annotated = annotated(shown, members).filter(|ty| first.is_object() && members.accepts(ty, first));
            annotated.or_else(|| declared(first, members))
        });
        if let Some(ty) = ty {
            *open = ty;
        }
    }
}

/// The type that the annotation of an example names.
fn annotated(shown: &ExampleResponse, members: &Members<'_>) -> Option<TypeRef> {
    let name = shown.odata_type.as_deref()?.trim().trim_start_matches('#');
    let name = name.trim_start_matches("Collection(").trim_end_matches(')');
    members.object(&TypeName::new(name)).map(|def| TypeRef::Named(def.name.clone()))
}

/// Notes on examples that wrap a single item into `value`, as lists are. The text is taken, which tells no wrapper, as
/// services send none.
fn wrapped(operation: &Operation, members: &Members<'_>) -> Vec<Diagnostic> {
    let is_selected = matches!(operation.path.segments.last(), Some(Segment::Parameter(_) | Segment::Key(_)));
    let is_wrapper = |ty: &TypeRef, json: &Value| {
        let only = json.as_object().is_some_and(|all| all.keys().all(|name| name == "value" || is_annotation(name)));
        let is_own = ty.name().is_none_or(|name| members.find_derived(name, "value").is_some());
        only && !is_own
            && match json.get("value") {
                Some(Value::Array(_)) => is_selected,
                inner => inner.is_some_and(Value::is_object),
            }
    };
    let shown = |response: &Response| {
        let ResponseBody::Json(ty) = &response.body else { return None };
        let examples = operation.examples.iter().filter_map(|example| example.response.as_ref());
        let own = examples.filter(|shown| shown.status == response.status && !response.is_collection);
        let example = own.into_iter().find(|shown| read(&shown.body).is_some_and(|json| is_wrapper(ty, &json)))?;
        let message = format!("the example wraps {ty} into `value`, the text does not; docbind follows the text");
        let mut note = Diagnostic::new(Code::ResponseMismatch, example.source.clone(), message);
        note.severity = Severity::Note;
        Some(note.related(response.source.clone(), "the text").help("show the item without the object around it"))
    };
    operation.responses.iter().filter_map(shown).collect()
}

/// The type that examples name when none can be of the documented type, and all can be of that one: by their annotation
/// or else all by themselves.
fn shown_otherwise(operation: &Operation, response: &Response, members: &Members<'_>) -> Option<(TypeRef, Source)> {
    let ResponseBody::Json(ty) = &response.body else { return None };
    let examples = operation.examples.iter().filter_map(|example| example.response.as_ref());
    let examples: Vec<_> = examples.filter(|shown| shown.status == response.status).collect();
    let bodies: Vec<Value> = examples.iter().filter_map(|shown| read(&shown.body)).collect();
    let items = || bodies.iter().flat_map(|body| items(body, response.is_collection));
    let source = examples.first()?.source.clone();
    let verdict = together(items().map(|item| judge(ty, item, members)));
    let annotation = examples.iter().find_map(|shown| annotated(shown, members));
    if let Some(other) = annotation.filter(|other| other != ty && items().next().is_some()) {
        let fits = match &verdict {
            Verdict::Shows(_) => together(items().map(|item| judge(&other, item, members))) == Verdict::Agrees,
            // No value names its type: each member decides.
            _ => items().all(|item| lacks(ty, item, members) && !lacks(&other, item, members)),
        };
        return fits.then_some((other, source));
    }
    match verdict {
        Verdict::Shows(other @ TypeRef::Named(_)) => Some((other, source)),
        _ => None,
    }
}

/// Whether an object has a member that values of the type do not have.
fn lacks(ty: &TypeRef, item: &Value, members: &Members<'_>) -> bool {
    let (Some(name), Some(object)) = (ty.name(), item.as_object()) else { return false };
    object.keys().any(|member| !members.knows(name, member))
}

fn items(body: &Value, is_collection: bool) -> impl Iterator<Item = &Value> {
    let items = body.get("value").and_then(Value::as_array).filter(|_| is_collection);
    let single = (!is_collection).then_some(body);
    items.into_iter().flatten().chain(single)
}

/// A path that goes on with a property of what the page returns for the shorter path returns that property.
fn narrow_to_property(operations: &mut [Operation], members: &Members<'_>) {
    let single = |operation: &Operation| -> Option<TypeName> {
        let response = operation.responses.iter().find(|response| !response.is_collection)?;
        match &response.body {
            ResponseBody::Json(TypeRef::Named(name)) => Some(name.clone()),
            _ => None,
        }
    };
    let whole: HashMap<String, TypeName> = operations
        .iter()
        .filter_map(|operation| Some((format!("{} {}", operation.source.file, operation.key()), single(operation)?)))
        .collect();
    for operation in operations {
        let key = format!("{} {}", operation.source.file, operation.key());
        let Some((shorter, last)) = key.rsplit_once('/') else { continue };
        let Some(owner) = single(operation).filter(|owner| whole.get(shorter) == Some(owner)) else { continue };
        let Some(property) = members.structural(&owner, last).filter(|row| !row.ty.element().is_any()) else {
            continue;
        };
        for response in &mut operation.responses {
            if response.body == ResponseBody::Json(TypeRef::Named(owner.clone())) {
                response.is_collection = property.ty.is_collection();
                response.body = match property.ty.element() {
                    TypeRef::Named(name) if members.object(name).is_some() || response.is_collection => {
                        ResponseBody::Json(TypeRef::Named(name.clone()))
                    }
                    element if response.is_collection => ResponseBody::Json(element.clone()),
                    element => ResponseBody::Value(element.clone()),
                };
            }
        }
    }
}
