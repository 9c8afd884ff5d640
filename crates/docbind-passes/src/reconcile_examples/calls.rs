//! Query options, headers and statuses that only the examples of an operation show.

use std::sync::Arc;

use docbind_ir::{
    ExampleBody, ExampleRequest, ExampleResponse, Header, Operation, QueryOption, RequestUrl, Response, ResponseBody,
    Rule, TypeRef,
};
use serde_json::Value;

use crate::example_json::read;
use crate::members::Members;

/// Headers that belong to every call and that no page lists for one.
const EVERYWHERE: &[&str] =
    &["authorization", "content-type", "content-length", "accept", "host", "user-agent", "accept-language"];

/// Adds what the operation's own examples show and its page does not list, marked by where it comes from.
pub(super) fn reconcile(operation: &mut Operation, members: &Members<'_>) {
    let examples = std::mem::take(&mut operation.examples);
    for request in examples.iter().filter_map(|example| example.request.as_ref()) {
        add_options(operation, request);
        add_headers(operation, request);
    }
    // A response without its request may belong to a step that the page does not show.
    for response in examples.iter().filter(|example| example.request.is_some()).filter_map(|one| one.response.as_ref())
    {
        add_status(operation, response, members);
    }
    operation.examples = examples;
}

fn add_options(operation: &mut Operation, request: &ExampleRequest) {
    for (name, _) in RequestUrl::parse(&request.url).query_pairs() {
        let option = QueryOption::ALL.into_iter().find(|option| option.wire().eq_ignore_ascii_case(name));
        // Tokens are what the service puts into its own links.
        let is_token = matches!(option, Some(QueryOption::Skiptoken | QueryOption::Deltatoken));
        if let Some(option) = option.filter(|option| !is_token && !operation.query_options.contains(option)) {
            operation.query_options.push(option);
            operation.query_options.sort_unstable();
        }
    }
}

fn add_headers(operation: &mut Operation, request: &ExampleRequest) {
    for (name, _) in &request.headers {
        let name = name.trim();
        let is_known = operation.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
            || EVERYWHERE.iter().any(|usual| usual.eq_ignore_ascii_case(name));
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_known && is_name {
            operation.headers.push(Header {
                name: name.into(),
                value: None,
                required: false,
                description: Arc::default(),
                source: request.source.by(Rule::Example),
            });
        }
    }
}

/// Another success carries what the documented one does, unless the example shows something else.
fn add_status(operation: &mut Operation, shown: &ExampleResponse, members: &Members<'_>) {
    let Some(documented) = operation.responses.first() else { return };
    let is_known = operation.responses.iter().any(|known| known.status == shown.status);
    if is_known || !(200..400).contains(&shown.status) {
        return;
    }
    let carries_nothing = shown.status == 204 && shown.body == ExampleBody::None;
    if !carries_nothing && !is_as_documented(shown, documented, members) {
        return;
    }
    let (body, is_collection) = match carries_nothing {
        true => (ResponseBody::None, false),
        false => (documented.body.clone(), documented.is_collection),
    };
    let source = shown.source.by(Rule::Example);
    operation.responses.push(Response {
        status: shown.status,
        body,
        is_collection,
        headers: Vec::new(),
        description: Arc::default(),
        source,
    });
}

/// Whether the body can be the documented one; a body that is left out can be.
fn is_as_documented(shown: &ExampleResponse, documented: &Response, members: &Members<'_>) -> bool {
    let json = match &shown.body {
        ExampleBody::None | ExampleBody::Other(_) => return true,
        ExampleBody::BrokenJson(..) => return false,
        ExampleBody::Json(_) => read(&shown.body),
    };
    let Some(json) = json else { return false };
    match (&documented.body, json.get("value")) {
        (ResponseBody::Json(_), Some(Value::Array(_))) if documented.is_collection => true,
        (ResponseBody::Json(_), _) if documented.is_collection => false,
        (ResponseBody::Json(ty @ TypeRef::Named(_)), inner) => {
            members.accepts(ty, &json) || inner.is_some_and(|inner| members.accepts(ty, inner))
        }
        (ResponseBody::Value(_), inner) => inner.is_some(),
        (ResponseBody::Json(_) | ResponseBody::EventStream, _) => true,
        (ResponseBody::None | ResponseBody::Binary(_) | ResponseBody::Text(_), _) => false,
    }
}
