//! Checking example responses.

use docbind_ir::{
    ExampleBody, ExampleResponse, Operation, Response, ResponseBody, Segment, Source, TypeRef, is_annotation,
};
use serde_json::Value;

use crate::report::{Checked, Kind};
use crate::request::kind;
use crate::value::{Comparison, shown};
use crate::{Called, Context};

/// Checks a response of what was called; `is_asked` says whether the example shows the request too.
pub(crate) fn check(
    context: &Context<'_>,
    response: &ExampleResponse,
    called: &Called<'_, '_>,
    is_asked: bool,
) -> Checked {
    let mut comparison = Comparison::new(&context.types, &response.source);
    let mut skipped = None;
    let mut name = None;
    match called {
        Called::Nothing => skipped = Some("belongs to no documented operation".to_owned()),
        Called::OtherHost(host) => skipped = Some(format!("other host: {host}")),
        Called::Operation(operation, extension) => {
            name = Some(operation.request_line());
            let all = || operation.responses.iter().chain(&operation.scenario_responses);
            let by_status = |status| all().find(move |documented: &&Response| documented.status == status);
            let documented = by_status(response.status).or_else(|| redirect(operation, response));
            if documented.is_none() && response.status != 0 && response.status < 400 {
                if !is_asked {
                    // It may belong to a step whose request the page does not show.
                    let reason = Some("response without its request".to_owned());
                    return Checked::new(
                        &response.source,
                        Kind::Response,
                        name,
                        kind(&response.body),
                        comparison,
                        reason,
                    );
                }
                status(&mut comparison, response, operation);
            }
            let described = documented.or_else(|| operation.responses.first());
            match value(&response.body) {
                Err(reason) => skipped = Some(reason),
                Ok(None) => {}
                Ok(Some(_)) if extension.raw => {}
                Ok(Some(value)) if response.status >= 400 => error(&mut comparison, &value),
                Ok(Some(value)) if extension.count => {
                    if !value.is_number() {
                        comparison.differs("wrong type", "$", "a number", &shown(&value), None);
                    }
                }
                Ok(Some(value)) => {
                    if let Some(described) = described {
                        let cast = extension.cast.and_then(|name| context.types.named(name));
                        let cast = cast.map(|ty| TypeRef::Named(ty.name.clone()));
                        let last = operation.path.segments.last();
                        let is_selected = matches!(last, Some(Segment::Parameter(_) | Segment::Key(_)));
                        body(&mut comparison, &value, described, cast.as_ref(), is_selected);
                    }
                }
            }
        }
    }
    Checked::new(&response.source, Kind::Response, name, kind(&response.body), comparison, skipped)
}

/// The redirect whose target an example shows.
fn redirect<'a>(operation: &'a Operation, response: &ExampleResponse) -> Option<&'a Response> {
    let is_redirect = |documented: &&Response| (300..400).contains(&documented.status);
    operation.responses.iter().find(is_redirect).filter(|_| response.status == 200)
}

fn status(comparison: &mut Comparison<'_, '_>, response: &ExampleResponse, operation: &Operation) {
    let known: Vec<String> = operation.responses.iter().map(|known| known.status.to_string()).collect();
    let found = response.status.to_string();
    comparison.differs("unknown status", "status", &known.join(" or "), &found, Some(&operation.source));
}

fn value(body: &ExampleBody) -> Result<Option<Value>, String> {
    match body {
        ExampleBody::None | ExampleBody::Other(_) => Ok(None),
        ExampleBody::BrokenJson(_, reason) => Err(format!("not JSON: {reason}")),
        ExampleBody::Json(text) => serde_json::from_str(text).map(Some).map_err(|error| format!("not JSON: {error}")),
    }
}

/// An error response is the same for every operation: an object `error` with code and message.
fn error(comparison: &mut Comparison<'_, '_>, value: &Value) {
    if !value.get("error").is_some_and(Value::is_object) {
        comparison.differs("wrong type", "$.error", "an error object", &shown(value), None);
    }
}

fn body(
    comparison: &mut Comparison<'_, '_>,
    value: &Value,
    response: &Response,
    cast: Option<&TypeRef>,
    is_selected: bool,
) {
    match &response.body {
        ResponseBody::None => {
            let empty = value.as_object().is_some_and(serde_json::Map::is_empty);
            if !empty {
                comparison.differs("unexpected body", "$", "no body", &shown(value), Some(&response.source));
            }
        }
        ResponseBody::Json(ty) if response.is_collection => {
            page(comparison, value, cast.unwrap_or(ty), &response.source);
        }
        ResponseBody::Json(ty) => {
            let ty = cast.unwrap_or(ty);
            match wrapped(comparison, value, ty, is_selected) {
                Some(inner) => {
                    comparison.tolerates("wrapper around a single item");
                    comparison.value(inner, ty, "$.value", &response.source, 0);
                }
                None if lacks_value(comparison, ty) && value.get("value").is_some_and(Value::is_array) => {
                    comparison.differs(
                        "collection or single",
                        "$.value",
                        &format!("one {ty}"),
                        &shown(value),
                        Some(&response.source),
                    );
                }
                None => comparison.value(value, ty, "$", &response.source, 0),
            }
        }
        ResponseBody::Value(ty) => match value.get("value") {
            Some(inner) => comparison.value(inner, ty, "$.value", &response.source, 0),
            None => comparison.differs(
                "missing wrapper",
                "$",
                "an object with value",
                &shown(value),
                Some(&response.source),
            ),
        },
        // Bytes of no kind in particular may be JSON.
        ResponseBody::Binary(media) if media == "application/octet-stream" => {
            comparison.tolerates("JSON where bytes are documented");
        }
        ResponseBody::Binary(media) | ResponseBody::Text(media) => {
            comparison.differs("unexpected body", "$", media, &shown(value), Some(&response.source));
        }
        ResponseBody::EventStream => {}
    }
}

/// The item that an example wraps into `value`, as lists are: the generated type keeps the wrapper as it is. What an
/// identifier selects may stand there as the only one of a list.
fn wrapped<'v>(
    comparison: &Comparison<'_, '_>,
    value: &'v Value,
    ty: &TypeRef,
    is_selected: bool,
) -> Option<&'v Value> {
    let inner = match value.get("value")? {
        Value::Array(items) if is_selected => match items.as_slice() {
            [item] => item,
            _ => return None,
        },
        inner => inner,
    };
    let is_only = value.as_object()?.keys().all(|name| name == "value" || is_annotation(name));
    (inner.is_object() && is_only && lacks_value(comparison, ty)).then_some(inner)
}

/// Whether values of the type have no member `value`.
fn lacks_value(comparison: &Comparison<'_, '_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(name) = ty else { return false };
    let (types, name) = (comparison.types, name.as_str());
    types.object(name).is_some() && !types.is_open(name) && types.member(name, "value").is_none()
}

/// A page of items: an object whose `value` is an array.
fn page(comparison: &mut Comparison<'_, '_>, value: &Value, item: &TypeRef, documented: &Source) {
    let Some(members) = value.as_object() else {
        return comparison.differs(
            "collection or single",
            "$",
            &format!("a page of {item}"),
            &shown(value),
            Some(documented),
        );
    };
    for (name, member) in members {
        match (name.as_str(), member) {
            ("value", Value::Array(items)) => {
                for (index, found) in items.iter().enumerate() {
                    comparison.value(found, item, &format!("$.value[{index}]"), documented, 1);
                }
            }
            ("value", other) => {
                comparison.differs(
                    "collection or single",
                    "$.value",
                    &format!("a collection of {item}"),
                    &shown(other),
                    Some(documented),
                );
            }
            (name, _) if is_annotation(name) => {}
            (name, other) => {
                comparison.differs("unknown property", &format!("$.{name}"), "value", &shown(other), Some(documented));
            }
        }
    }
    if !members.contains_key("value") && !members.is_empty() {
        comparison.differs("collection or single", "$", &format!("a page of {item}"), &shown(value), Some(documented));
    }
}
