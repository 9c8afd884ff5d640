//! What comes back: the sentence of a page against its examples and their annotations.

use std::collections::BTreeMap;

use docbind_ir::{
    Code, Diagnostic, Example, ExampleResponse, Method, Operation, OperationId, Response, ResponseBody, Segment,
    Severity, Source, TypeName, TypeRef, is_annotation,
};
use foldhash::HashMap;
use serde_json::Value;

use super::evidence::{Verdict, judge, together};
use crate::example_json::{Key, SentBodies, declared};
use crate::members::Members;

/// Gives responses the type that annotations name where the examples contradict the sentence, and the type of the
/// property that a path ends in. `answers` is the JSON of the responses of each operation's examples.
pub(super) fn reconcile(
    operations: &mut [Operation],
    answers: &[Vec<Option<Value>>],
    members: &Members<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    narrow_to_property(operations, members);
    for (operation, answers) in operations.iter().zip(answers) {
        diagnostics.extend(wrapped(operation, answers, members));
    }
    let mut shown: BTreeMap<(Key, u16), (TypeRef, Source)> = BTreeMap::new();
    for (operation, answers) in operations.iter_mut().zip(answers) {
        fill(operation, answers, members);
        for response in &operation.responses {
            if let Some(other) = shown_otherwise(operation, answers, response, members) {
                shown.entry((SentBodies::key(operation), response.status)).or_insert(other);
            }
        }
    }
    if shown.is_empty() {
        return;
    }
    for operation in operations {
        let key = SentBodies::key(operation);
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

/// The responses that examples show with a status, each with its JSON.
fn answered<'e>(
    examples: &'e [Example],
    answers: &'e [Option<Value>],
    status: u16,
) -> impl Iterator<Item = (&'e ExampleResponse, Option<&'e Value>)> {
    let shown = examples.iter().zip(answers).filter_map(|(one, json)| Some((one.response.as_ref()?, json.as_ref())));
    shown.filter(move |(shown, _)| shown.status == status)
}

/// Types a response that the text leaves open as the annotation of an example says, or else as its objects do.
fn fill(operation: &mut Operation, answers: &[Option<Value>], members: &Members<'_>) {
    for response in operation.responses.iter_mut().filter(|response| (200..300).contains(&response.status)) {
        let ResponseBody::Json(open) = &mut response.body else { continue };
        if !open.is_any() {
            continue;
        }
        let ty = answered(&operation.examples, answers, response.status).find_map(|(shown, json)| {
            let json = json?;
            let first = match json.get("value") {
                Some(Value::Array(items)) => items.first()?,
                _ => json,
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
    members.object_called(name).map(|def| TypeRef::Named(def.name.clone()))
}

/// Notes on examples that wrap a single item into `value`, as lists are. The text is taken, which tells no wrapper, as
/// services send none.
fn wrapped(operation: &Operation, answers: &[Option<Value>], members: &Members<'_>) -> Vec<Diagnostic> {
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
        let mut own = answered(&operation.examples, answers, response.status).filter(|_| !response.is_collection);
        let (example, _) = own.find(|(_, json)| json.is_some_and(|json| is_wrapper(ty, json)))?;
        let message = format!("the example wraps {ty} into `value`, the text does not; docbind follows the text");
        let mut note = Diagnostic::new(Code::ResponseMismatch, example.source.clone(), message);
        note.severity = Severity::Note;
        Some(note.related(response.source.clone(), "the text").help("show the item without the object around it"))
    };
    operation.responses.iter().filter_map(shown).collect()
}

/// The type that examples name when none can be of the documented type, and all can be of that one: by their annotation
/// or else all by themselves.
fn shown_otherwise(
    operation: &Operation,
    answers: &[Option<Value>],
    response: &Response,
    members: &Members<'_>,
) -> Option<(TypeRef, Source)> {
    let ResponseBody::Json(ty) = &response.body else { return None };
    let examples = || answered(&operation.examples, answers, response.status);
    let items = || examples().filter_map(|(_, json)| json).flat_map(|body| items(body, response.is_collection));
    let source = examples().next()?.0.source.clone();
    let verdict = together(items().map(|item| judge(ty, item, members)));
    let annotation = examples().find_map(|(shown, _)| annotated(shown, members));
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
    // A page with one operation has no shorter path.
    if operations.len() < 2 {
        return;
    }
    let keys: Vec<OperationId> = operations.iter().map(Operation::id).collect();
    let whole = keys
        .iter()
        .zip(operations.iter())
        .filter_map(|(key, operation)| Some(((key.method, key.path.as_str()), single(operation)?)));
    let whole: HashMap<(Method, &str), TypeName> = whole.collect();
    for (operation, key) in operations.iter_mut().zip(&keys) {
        let Some((shorter, last)) = key.path.rsplit_once('/') else { continue };
        let Some(owner) = single(operation).filter(|owner| whole.get(&(key.method, shorter)) == Some(owner)) else {
            continue;
        };
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
