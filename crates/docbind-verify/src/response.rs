//! Checking example responses.

use docbind_ir::{ExampleBody, ExampleResponse, Operation, Response, ResponseBody, Source, TypeRef};
use serde_json::Value;

use crate::Context;
use crate::report::{Checked, Kind};
use crate::request::kind;
use crate::value::{Comparison, shown};

/// Checks a response of `operation`, or of nothing documented.
pub(crate) fn check(context: &Context<'_>, response: &ExampleResponse, operation: Option<&Operation>) -> Checked {
    let mut comparison = Comparison { schema: &context.schema, example: &response.source, findings: Vec::new() };
    let mut skipped = None;
    match operation {
        None => skipped = Some("belongs to no documented operation".to_owned()),
        Some(operation) => {
            let documented = operation.responses.iter().find(|documented| documented.status == response.status);
            if documented.is_none() && response.status != 0 && response.status < 400 {
                let known: Vec<String> = operation.responses.iter().map(|known| known.status.to_string()).collect();
                comparison.differs(
                    "unknown status",
                    "status",
                    &known.join(" or "),
                    &response.status.to_string(),
                    Some(&operation.source),
                );
            }
            let described = documented.or_else(|| operation.responses.first());
            match value(&response.body) {
                Err(reason) => skipped = Some(reason),
                Ok(None) => {}
                Ok(Some(value)) if response.status >= 400 => error(&mut comparison, &value),
                Ok(Some(value)) => {
                    if let Some(described) = described {
                        body(&mut comparison, &value, described);
                    }
                }
            }
        }
    }
    let name = operation.map(|operation| format!("{} {}", operation.method, operation.path));
    Checked::new(&response.source, Kind::Response, name, kind(&response.body), comparison.findings, skipped)
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

fn body(comparison: &mut Comparison<'_, '_>, value: &Value, response: &Response) {
    match &response.body {
        ResponseBody::None => {
            let empty = value.as_object().is_some_and(serde_json::Map::is_empty);
            if !empty {
                comparison.differs("unexpected body", "$", "no body", &shown(value), Some(&response.source));
            }
        }
        ResponseBody::Json(ty) if response.is_collection => page(comparison, value, ty, &response.source),
        ResponseBody::Json(ty) => comparison.value(value, ty, "$", &response.source, 0),
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
        ResponseBody::Binary(media) | ResponseBody::Text(media) => {
            comparison.differs("unexpected body", "$", media, &shown(value), Some(&response.source));
        }
        ResponseBody::EventStream => {}
    }
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
            (name, _) if name.contains('@') => {}
            (name, other) => {
                comparison.differs("unknown property", &format!("$.{name}"), "value", &shown(other), Some(documented));
            }
        }
    }
    if !members.contains_key("value") && !members.is_empty() {
        comparison.differs("collection or single", "$", &format!("a page of {item}"), &shown(value), Some(documented));
    }
}
