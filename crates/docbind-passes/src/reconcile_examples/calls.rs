//! Query options, headers and statuses that only the examples of an operation show.

use std::sync::Arc;

use docbind_ir::{
    Example, ExampleBody, ExampleRequest, ExampleResponse, Header, Operation, QueryOption, RequestUrl, Response,
    ResponseBody, Rule, TypeName, TypeRef,
};
use serde_json::Value;

use crate::example_json::{declared, read};
use crate::members::Members;

/// Adds what the operation's own examples and those of other pages show and its page does not list, marked by where it
/// comes from.
pub(super) fn reconcile(operation: &mut Operation, others: &[&Example], members: &Members<'_>) {
    let own = std::mem::take(&mut operation.examples);
    // A response without its request may belong to a step that the page does not show.
    let calls =
        own.iter().chain(others.iter().copied()).filter_map(|one| Some((one.request.as_ref()?, one.response.as_ref())));
    for (request, response) in calls {
        add_options(operation, request);
        add_headers(operation, request);
        if let Some(response) = response {
            add_status(operation, response, members);
        }
    }
    operation.examples = own;
}

fn add_options(operation: &mut Operation, request: &ExampleRequest) {
    for (name, _) in RequestUrl::parse(&request.url).query_pairs() {
        let is_parameter = operation.parameters.iter().any(|parameter| parameter.wire_name.eq_ignore_ascii_case(name));
        // Tokens are what the service puts into its own links; `format` alone may be a parameter like any other.
        let option = QueryOption::named(name).filter(|option| match option {
            QueryOption::Skiptoken | QueryOption::Deltatoken => false,
            QueryOption::Format => name.starts_with('$'),
            _ => !is_parameter,
        });
        if let Some(option) = option.filter(|option| !operation.query_options.contains(option)) {
            operation.query_options.push(option);
            operation.query_options.sort_unstable();
        }
    }
}

fn add_headers(operation: &mut Operation, request: &ExampleRequest) {
    for (name, _) in &request.headers {
        let name = name.trim();
        let is_known =
            operation.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name)) || Header::is_universal(name);
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

/// Another success carries what the documented one does, or the type that the example names.
fn add_status(operation: &mut Operation, shown: &ExampleResponse, members: &Members<'_>) {
    let Some(documented) = operation.responses.first() else { return };
    let is_known = operation.responses.iter().any(|known| known.status == shown.status);
    if is_known || !(200..400).contains(&shown.status) {
        return;
    }
    let (body, is_collection) = if shown.status == 204 && shown.body == ExampleBody::None {
        (ResponseBody::None, false)
    } else if is_as_documented(shown, documented, members) {
        (documented.body.clone(), documented.is_collection)
    } else if let Some(named) = named(shown, members) {
        (ResponseBody::Json(named), false)
    } else {
        return;
    };
    operation.responses.push(Response {
        status: shown.status,
        body,
        is_collection,
        leads_to: None,
        headers: Vec::new(),
        description: Arc::default(),
        source: shown.source.by(Rule::Example),
    });
}

/// The type that a single object names, itself or by its annotation.
fn named(shown: &ExampleResponse, members: &Members<'_>) -> Option<TypeRef> {
    let json = read(&shown.body)?;
    let annotated = shown.odata_type.as_deref().map(|name| TypeName::new(name.trim().trim_start_matches('#')));
    let annotated = annotated.and_then(|name| members.object(&name)).map(|def| TypeRef::Named(def.name.clone()));
    declared(&json, members).or(annotated).filter(|ty| members.accepts(ty, &json))
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

#[cfg(test)]
mod tests {
    use docbind_ir::{Api, Location, Method, Parameter, PathTemplate, Segment, Source, TypeDef};

    use super::*;
    use crate::type_names::TypeNames;

    fn request(url: &str, headers: &[&str]) -> ExampleRequest {
        ExampleRequest {
            method: "GET".to_owned(),
            url: url.to_owned(),
            headers: headers.iter().map(|name| ((*name).to_owned(), "x".to_owned())).collect(),
            body: ExampleBody::None,
            odata_type: None,
            source: Source { line: 50, ..Source::default() },
        }
    }

    fn response(status: u16, json: &str) -> ExampleResponse {
        ExampleResponse {
            status,
            headers: Vec::new(),
            body: if json.is_empty() { ExampleBody::None } else { ExampleBody::Json(json.into()) },
            odata_type: None,
            is_collection: None,
            truncated: false,
            source: Source { line: 60, ..Source::default() },
        }
    }

    /// An operation that returns a boat, after looking at one example.
    fn seen(request: Option<ExampleRequest>, response: Option<ExampleResponse>) -> Operation {
        let boat = TypeDef {
            properties: vec![docbind_ir::Property { name: "name".into(), ty: TypeRef::STRING, ..Default::default() }],
            ..TypeDef::new(TypeName::new("g.boat"))
        };
        let api = Api { types: vec![boat], ..Api::default() };
        let names = TypeNames::new(&api);
        let path = PathTemplate { segments: vec![Segment::Literal("boats".into())] };
        let mut operation = Operation::new(Method::Get, path);
        operation.responses.push(Response {
            status: 200,
            body: ResponseBody::Json(TypeRef::named("g.boat")),
            is_collection: false,
            leads_to: None,
            headers: Vec::new(),
            description: Arc::default(),
            source: Source::default(),
        });
        operation.parameters.push(Parameter {
            name: "search".into(),
            wire_name: "search".into(),
            location: Location::Query,
            ty: TypeRef::STRING,
            example: None,
            required: false,
            description: Arc::default(),
            source: Source::default(),
        });
        operation.examples.push(Example { request, response, ..Example::default() });
        reconcile(&mut operation, &[], &Members::new(&api, &names));
        operation
    }

    #[test]
    fn options_are_taken_with_and_without_the_dollar_sign() {
        let options = |url: &str| seen(Some(request(url, &[])), None).query_options;
        assert_eq!(options("/boats?$top=1&select=name"), [QueryOption::Select, QueryOption::Top]);
        assert_eq!(options("/boats?$skiptoken=x&search=y&format=z"), []);
    }

    #[test]
    fn headers_that_belong_to_every_call_are_not_taken() {
        let headers = seen(Some(request("/boats", &["Authorization", "Prefer", "a header"])), None).headers;
        let [header] = headers.as_slice() else { panic!("{headers:?}") };
        assert_eq!((&*header.name, header.source.line, header.source.rule), ("Prefer", 50, Rule::Example));
    }

    /// The statuses with what comes back, after an example of the second.
    fn statuses(response: ExampleResponse) -> Vec<(u16, ResponseBody)> {
        let operation = seen(Some(request("/boats", &[])), Some(response));
        operation.responses.into_iter().map(|response| (response.status, response.body)).collect()
    }

    #[test]
    fn another_success_carries_what_it_shows() {
        let boat = || ResponseBody::Json(TypeRef::named("g.boat"));
        assert_eq!(statuses(response(204, "")), [(200, boat()), (204, ResponseBody::None)]);
        assert_eq!(statuses(response(201, r#"{"name": "Ada"}"#)), [(200, boat()), (201, boat())]);
        assert_eq!(statuses(response(201, r#"{"error": 7}"#)), [(200, boat())]);
        assert_eq!(statuses(response(404, "")), [(200, boat())]);
    }

    #[test]
    fn another_success_may_carry_what_the_text_denies() {
        let json = r##"{"@odata.type": "#g.boat", "name": "Ada"}"##;
        let mut operation = seen(None, None);
        operation.responses = vec![Response { status: 204, body: ResponseBody::None, ..operation.responses.remove(0) }];
        let example = Example {
            request: Some(request("/boats", &[])),
            response: Some(response(200, json)),
            ..Example::default()
        };
        let boat = TypeDef {
            properties: vec![docbind_ir::Property { name: "name".into(), ty: TypeRef::STRING, ..Default::default() }],
            ..TypeDef::new(TypeName::new("g.boat"))
        };
        let api = Api { types: vec![boat], ..Api::default() };
        let names = TypeNames::new(&api);
        reconcile(&mut operation, &[&example], &Members::new(&api, &names));
        assert_eq!(operation.responses[1].body, ResponseBody::Json(TypeRef::named("g.boat")));
    }

    #[test]
    fn a_response_without_its_request_is_no_evidence() {
        assert_eq!(seen(None, Some(response(202, ""))).responses.len(), 1);
    }
}
