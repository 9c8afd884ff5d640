//! Checking example requests.

use docbind_ir::{Body, BodyShape, ExampleBody, ExampleRequest, Extension, Header, Operation, RequestUrl, TypeRef};
use serde_json::Value;

use crate::report::{BodyKind, Checked, Kind};
use crate::value::{Comparison, shown};
use crate::{Called, Context, query};

/// Checks a request that calls `called`.
pub(crate) fn check(context: &Context<'_>, request: &ExampleRequest, called: &Called<'_, '_>) -> Checked {
    let body = kind(&request.body);
    let mut comparison = Comparison::new(&context.types, &request.source);
    let mut skipped = None;
    let mut name = None;
    match called {
        Called::OtherHost(host) => skipped = Some(format!("other host: {host}")),
        Called::Nothing => {
            comparison.differs(
                "unknown operation",
                "url",
                "a documented operation",
                &format!("{} {}", request.method, request.url),
                None,
            );
        }
        Called::Operation(operation, extension) => {
            name = Some(operation.request_line());
            // No page lists what a cast or a count offers.
            if *extension == Extension::default() {
                options(&mut comparison, request, operation);
                headers(&mut comparison, request, operation);
            }
            skipped = json(&mut comparison, &request.body, &operation.body, context);
        }
    }
    Checked::new(&request.source, Kind::Request, name, body, comparison, skipped)
}

/// The kind of an example's body.
pub(crate) fn kind(body: &ExampleBody) -> BodyKind {
    match body {
        ExampleBody::None => BodyKind::None,
        ExampleBody::Json(_) | ExampleBody::BrokenJson(..) => BodyKind::Json,
        ExampleBody::Other(_) => BodyKind::Other,
    }
}

fn options(comparison: &mut Comparison<'_, '_>, request: &ExampleRequest, operation: &Operation) {
    for (name, _) in RequestUrl::parse(&request.url).query_pairs() {
        if !query::is_offered(operation, name) {
            comparison.differs(
                "undocumented query option",
                "query",
                "an option the operation offers",
                name,
                Some(&operation.source),
            );
        }
    }
}

fn headers(comparison: &mut Comparison<'_, '_>, request: &ExampleRequest, operation: &Operation) {
    for (name, _) in &request.headers {
        let documented = operation.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
        if !documented && !Header::is_universal(name) {
            comparison.differs(
                "undocumented header",
                "header",
                "a header the operation offers",
                name,
                Some(&operation.source),
            );
        }
    }
}

/// Compares the body; gives the reason when it cannot be compared.
fn json(
    comparison: &mut Comparison<'_, '_>,
    example: &ExampleBody,
    body: &Body,
    context: &Context<'_>,
) -> Option<String> {
    let value = match example {
        ExampleBody::None | ExampleBody::Other(_) => return None,
        ExampleBody::BrokenJson(_, reason) => return Some(format!("not JSON: {reason}")),
        ExampleBody::Json(text) => match serde_json::from_str::<Value>(text) {
            Ok(value) => value,
            Err(error) => return Some(format!("not JSON: {error}")),
        },
    };
    match &body.shape {
        BodyShape::None => {
            let empty = value.as_object().is_some_and(serde_json::Map::is_empty);
            if !empty {
                comparison.differs("unexpected body", "$", "no body", &shown(&value), Some(&body.source));
            }
        }
        BodyShape::Unknown => {}
        BodyShape::Inline(parameters) => match &value {
            Value::Object(members) => comparison.parameters(members, parameters, &body.source),
            other => comparison.differs("wrong type", "$", "an object", &shown(other), Some(&body.source)),
        },
        BodyShape::Json(ty) => {
            let variant = variant(&value, body, context);
            comparison.value(&value, variant.unwrap_or(ty), "$", &body.source, 0);
        }
        BodyShape::JsonPatch => {
            if !value.is_array() {
                comparison.differs("wrong type", "$", "an array of changes", &shown(&value), Some(&body.source));
            }
        }
        BodyShape::Binary(media) | BodyShape::Text(media) => {
            comparison.differs("unexpected body", "$", media, &shown(&value), Some(&body.source));
        }
        BodyShape::Multipart => {
            comparison.differs("unexpected body", "$", "multipart/form-data", &shown(&value), Some(&body.source));
        }
    }
    None
}

/// The documented variant that the body's `@odata.type` names.
fn variant<'b>(value: &Value, body: &'b Body, context: &Context<'_>) -> Option<&'b TypeRef> {
    let named = context.types.named(value.get("@odata.type")?.as_str()?)?;
    body.variants.iter().find(|variant| variant.name() == Some(&named.name))
}
