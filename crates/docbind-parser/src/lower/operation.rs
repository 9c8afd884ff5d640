//! Operations: the requests of a page with everything the page says about them.

use std::sync::Arc;

use docbind_ir::{BodyShape, Diagnostic, Example, ExampleBody, Method, Operation, QueryOption, ResponseBody, TypeRef};

use super::body::Sent;
use super::outline::Outline;
use super::request::Request;
use super::response;
use super::set::SetContext;
use super::{
    body, clouds, headers, method_check, notes, parameters, query_option, request, roles, routing, shown_arguments,
    type_mention,
};
use crate::page::Page;

/// The operations of a page with their examples, and the examples that call none of them.
pub(super) fn operations(
    page: &Page<'_>,
    outline: &Outline<'_, '_>,
    set: &SetContext,
    examples: Vec<Example>,
    findings: &mut Vec<Diagnostic>,
) -> (Vec<Operation>, Vec<Example>) {
    let requests = request::requests(page, outline, set, findings);
    let file = &*page.file;
    let rows = parameters::documented(outline, file, findings);
    method_check::report(outline, &requests, findings);
    shown_arguments::report(&requests, &examples, &rows, set, findings);
    let arguments: Vec<Arc<str>> =
        requests.iter().flat_map(|request| request.template.arguments().map(Arc::from)).collect();
    let mut operations: Vec<Operation> =
        requests.iter().map(|request| Operation::new(request.method, request.template.path.clone())).collect();
    let routed = routing::route(examples, &operations, set, findings);
    let documented_headers = headers::documented(outline);
    let options = query_option::query_options(outline, &rows);
    let content_type = documented_headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
    let body = body::section(outline, content_type.and_then(|header| header.value.as_deref()), (file, set));
    let methods: Vec<Method> = requests.iter().map(|request| request.method).collect();
    let scopes = response::Scopes::new(outline, &requests);
    let responses: Vec<_> = (0..scopes.count())
        .map(|scope| response::responses(outline, (&scopes, scope), &methods, &routed.own, (file, set)))
        .collect();
    for (scope, _) in responses.iter().enumerate().filter(|(_, responses)| responses.responses.is_empty()) {
        let first = requests.iter().enumerate().find(|(position, _)| scopes.of(*position) == scope);
        findings.extend(first.map(|(_, first)| response::unknown(first.source.clone())));
    }
    let introduction = notes::description(page);
    let described = type_mention::linked(&introduction, file, set).find_map(|mention| mention.target).map(whole);
    let answers = response::Answers::new(&requests, &routed.own);
    let title: Arc<str> = outline.title().unwrap_or_default().into();
    let description: Arc<str> = introduction.into();
    let notes: Vec<Arc<str>> = notes::notes(outline).into_iter().map(Arc::from).collect();
    let deprecation = notes::deprecated(page);
    let stability = notes::stability(page, outline, set);
    let clouds = clouds::clouds(outline).map(Arc::new);
    let roles = roles::roles(outline);
    for (position, (request, operation)) in requests.iter().zip(&mut operations).enumerate() {
        let Some(responses) = responses.get(scopes.of(position)) else { continue };
        operation.title = title.clone();
        operation.aliases.extend(request.template.shown.clone());
        operation.parameters = parameters::parameters(request, &rows, &arguments);
        operation.headers = headers::headers(request, &documented_headers);
        operation.body = body.body(request, sent(request.method, &routed.own));
        if operation.body.shape == BodyShape::Unknown && shows_no_body(request.method, &routed.own) {
            operation.body.shape = BodyShape::None;
        }
        if !is_usage(request, &requests) {
            operation.responses = responses.of(request, &answers);
        }
        operation.resource_page = linked_page(operation).or_else(|| described.clone());
        generalize(operation);
        operation.errors = responses.errors.clone();
        let is_collection = operation.responses.iter().any(|response| response.is_collection);
        operation.query_options = options.resolve(is_collection);
        for option in &request.template.options {
            if !operation.query_options.contains(option) {
                operation.query_options.push(*option);
            }
        }
        operation.query_options.sort_unstable();
        operation.description = description.clone();
        operation.notes = notes.clone();
        operation.deprecation = deprecation.clone();
        operation.stability = stability;
        operation.clouds = clouds.clone();
        operation.roles = roles.clone();
        operation.is_usage = request.is_usage;
        operation.source = request.source.clone();
        operation.pages = vec![Arc::clone(&page.file)];
    }
    for (position, example) in routed.own {
        if let Some(operation) = operations.get_mut(position) {
            operation.examples.push(example);
        }
    }
    (operations, routed.elsewhere)
}

/// The page of the type that an operation returns or else takes.
fn linked_page(operation: &Operation) -> Option<Arc<str>> {
    let returned = operation.responses.iter().find_map(|response| match &response.body {
        ResponseBody::Json(ty) => Some(ty),
        _ => None,
    });
    let mut types = returned.into_iter().chain(&operation.body.resource).map(TypeRef::element);
    types.find_map(|ty| match ty {
        TypeRef::Unresolved(named) => named.link.clone().map(whole),
        _ => None,
    })
}

/// The page of a link without its anchor.
fn whole(link: Arc<str>) -> Arc<str> {
    link.split_once('#').map(|(page, _)| Arc::from(page)).unwrap_or(link)
}

/// Whether the examples of a method send nothing.
fn shows_no_body(method: Method, examples: &[(usize, Example)]) -> bool {
    let requests = examples.iter().filter_map(|(_, example)| example.request.as_ref());
    let mut own = requests.filter(|request| request.method.eq_ignore_ascii_case(method.as_str())).peekable();
    own.peek().is_some() && own.all(|request| request.body == ExampleBody::None)
}

/// What the examples of a method send as JSON.
fn sent(method: Method, examples: &[(usize, Example)]) -> Sent {
    let requests = examples.iter().filter_map(|(_, example)| example.request.as_ref());
    let own = requests.filter(|request| request.method.eq_ignore_ascii_case(method.as_str()));
    let mut shown = own.filter_map(|request| match &request.body {
        ExampleBody::Json(text) => Some(text.trim_start().starts_with('[')),
        _ => None,
    });
    match shown.next() {
        None => Sent::Nothing,
        Some(true) if shown.all(|is_list| is_list) => Sent::Lists,
        Some(_) => Sent::Objects,
    }
}

/// Whether a request only shows how another page's operation reaches what this page is about, by expanding it.
fn is_usage(request: &Request, requests: &[Request]) -> bool {
    let expands = |request: &Request| request.is_usage && request.template.options.contains(&QueryOption::Expand);
    request.method == Method::Get && expands(request) && !requests.iter().all(expands)
}

/// A body of one of several types is of the type that they have in common, which is the one that comes back.
fn generalize(operation: &mut Operation) {
    let body = &mut operation.body;
    let returned = operation.responses.iter().find_map(|response| match &response.body {
        ResponseBody::Json(ty) if !response.is_collection => Some(ty),
        _ => None,
    });
    if let (true, BodyShape::Json(own), Some(ty)) = (!body.variants.is_empty(), &mut body.shape, returned) {
        own.clone_from(ty);
        body.resource = Some(ty.clone());
    }
}
