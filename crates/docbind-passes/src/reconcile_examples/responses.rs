//! What comes back, where the examples show it and the text does not say it or says something else.

use docbind_ir::{Code, Diagnostic, ExampleResponse, Operation, Response, ResponseBody, TypeRef};
use serde_json::Value;

use crate::example_json::{declared, read};
use crate::members::Members;
use crate::type_index::TypeIndex;

/// Types a response that the text leaves open, or for which it names a primitive while objects come back.
pub(super) fn reconcile(
    operation: &mut Operation,
    index: &TypeIndex,
    members: &Members<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let call = format!("{} {}", operation.method, operation.path);
    for response in operation.responses.iter_mut().filter(|response| (200..300).contains(&response.status)) {
        let shown = operation.examples.iter().filter_map(|example| example.response.as_ref());
        let Some((ty, shown)) = shown
            .filter(|shown| shown.status == response.status)
            .find_map(|shown| Some((objects(shown, index, members)?, shown)))
        else {
            continue;
        };
        match &mut response.body {
            ResponseBody::Json(open) if open.is_any() => *open = ty,
            ResponseBody::Json(TypeRef::Primitive(_)) if response.is_collection => {
                diagnostics.push(mismatch(response, shown, &call, &ty));
                response.body = ResponseBody::Json(ty);
            }
            _ => {}
        }
    }
}

/// The type of the objects in the body of an example: the annotated one if they fit it, or else the one they declare.
fn objects(shown: &ExampleResponse, index: &TypeIndex, members: &Members<'_>) -> Option<TypeRef> {
    let json = read(&shown.body)?;
    let first = match json.get("value") {
        Some(Value::Array(items)) => items.first()?,
        _ => &json,
    };
    if !first.is_object() {
        return None;
    }
    let annotated = shown.odata_type.as_deref().and_then(|name| index.full_name(name.trim_start_matches('#')));
    let annotated = annotated.cloned().map(TypeRef::Named).filter(|ty| members.accepts(ty, first));
    annotated.or_else(|| declared(first, members))
}

fn mismatch(response: &Response, shown: &ExampleResponse, call: &str, ty: &TypeRef) -> Diagnostic {
    let message = format!("the text says that `{call}` returns a collection of primitives, the example shows `{ty}`");
    Diagnostic::new(Code::ResponseMismatch, response.source.clone(), message)
        .related(shown.source.clone(), "the example")
        .help("make the text and the example agree")
}
