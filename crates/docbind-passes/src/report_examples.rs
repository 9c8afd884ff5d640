//! Reports the examples that contradict the operations.

use docbind_ir::{
    Api, Code, Diagnostic, ExampleRequest, ExampleResponse, Method, Operation, RequestUrl, Response, Router, Rule,
};
use foldhash::HashSet;

use crate::batches;

/// Reports examples of another status than the page names, and each example on a page of an operation whose request no
/// page lists: another method or another path.
///
/// Conventions that pages do not list for every operation (`$count`, casts) and hosts of others are left alone.
pub fn report_examples(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    let statuses = batches::gather(&api.operations, |operation| {
        // A response without a request may belong to a step that the page does not show.
        let called = operation.examples.iter().filter(|example| example.request.is_some());
        let responses = called.filter_map(|example| example.response.as_ref());
        responses.filter_map(|response| other_status(operation, response))
    });
    diagnostics.extend(statuses);
    let router = Router::new(api);
    let pages: HashSet<&str> =
        api.operations.iter().flat_map(|operation| &operation.pages).map(|page| &**page).collect();
    let own_host = RequestUrl::parse(&api.base_url).host.unwrap_or_default();
    let unlisted = batches::gather(&api.examples, |example| {
        let request = example.request.as_ref()?;
        let url = RequestUrl::parse(&request.url);
        let is_own = url.host.is_none_or(|host| own_host.is_empty() || host.eq_ignore_ascii_case(own_host));
        let method = request.method.parse().ok()?;
        let is_unlisted = is_own
            && pages.contains(&*request.source.file)
            && !is_convention(url.path, &api.namespace)
            && router.find_url(method, &url).is_none();
        is_unlisted.then(|| elsewhere(request, method, url.path, &router, &api.operations))
    });
    diagnostics.extend(unlisted);
}

/// The finding about a success whose status no page names.
fn other_status(operation: &Operation, response: &ExampleResponse) -> Option<Diagnostic> {
    let documented = operation.responses.first()?;
    // What reconciliation took from an example, the text still does not say.
    let is_said = |known: &Response| known.status == response.status && known.source.rule != Rule::Example;
    let mut all = operation.responses.iter().chain(&operation.scenario_responses);
    let is_known = response.status == documented.status || all.any(is_said);
    if is_known || !(200..400).contains(&response.status) {
        return None;
    }
    let message = format!(
        "the example answers `{} {}` with {}, the text says {}",
        operation.method, operation.path, response.status, documented.status
    );
    let finding = Diagnostic::new(Code::ResponseMismatch, response.source.clone(), message);
    Some(finding.related(documented.source.clone(), "the text").help("name the same status in both"))
}

/// Whether the path ends in or casts to what OData offers everywhere.
fn is_convention(path: &str, namespace: &str) -> bool {
    path.split('/').any(|segment| segment.starts_with('$') || (!namespace.is_empty() && segment.starts_with(namespace)))
}

fn elsewhere(
    request: &ExampleRequest,
    method: Method,
    path: &str,
    router: &Router<'_>,
    operations: &[Operation],
) -> Diagnostic {
    let others = Method::ALL.into_iter().filter(|other| *other != method);
    let listed = others.filter_map(|other| operations.get(router.find(other, path)?)).next();
    let message = format!("the example calls `{method} {path}`, which no page lists");
    let finding = Diagnostic::new(Code::ExampleElsewhere, request.source.clone(), message);
    match listed {
        Some(operation) => finding
            .related(operation.source.clone(), format!("this page lists `{}` for the path", operation.method))
            .help("use the same method in both"),
        None => finding.help("correct the URL, or add the request to the page that documents it"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use docbind_ir::{Example, ExampleBody, PathTemplate, Response, ResponseBody, Rule, Segment, Source};

    use super::*;

    fn api(method: &str, url: &str) -> Api {
        let page: Arc<str> = Arc::from("api/shelf-rename.md");
        let segments = vec![Segment::Literal("shelves".into()), Segment::Parameter("id".into())];
        let mut operation = Operation::new(Method::Patch, PathTemplate { segments });
        operation.pages.push(page.clone());
        let request = ExampleRequest {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: ExampleBody::None,
            odata_type: None,
            source: Source::new(page, 20, 1, Rule::Example),
        };
        Api {
            base_url: "https://library.example/v1.0".to_owned(),
            namespace: "library".to_owned(),
            operations: vec![operation],
            examples: vec![Example { request: Some(request), ..Example::default() }],
            ..Api::default()
        }
    }

    fn messages(method: &str, url: &str) -> Vec<String> {
        let mut diagnostics = Vec::new();
        report_examples(&api(method, url), &mut diagnostics);
        diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn another_status_is_reported_unless_it_is_an_error() {
        let codes = |status| {
            let mut api = api("PATCH", "/shelves/7");
            let response = Response {
                status: 204,
                body: ResponseBody::None,
                is_collection: false,
                leads_to: None,
                headers: Vec::new(),
                description: Arc::default(),
                source: Source::default(),
            };
            let shown = ExampleResponse {
                status,
                headers: Vec::new(),
                body: ExampleBody::None,
                odata_type: None,
                is_collection: None,
                truncated: false,
                source: Source::default(),
            };
            api.operations[0].responses.push(response);
            let mut example = api.examples.remove(0);
            example.response = Some(shown);
            api.operations[0].examples.push(example);
            let mut diagnostics = Vec::new();
            report_examples(&api, &mut diagnostics);
            diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(200), [Code::ResponseMismatch]);
        assert_eq!(codes(204), []);
        assert_eq!(codes(404), []);
    }

    #[test]
    fn another_method_or_path_is_reported() {
        let put = messages("PUT", "https://library.example/v1.0/shelves/7");
        assert_eq!(put, ["the example calls `PUT /shelves/7`, which no page lists"]);
        assert_eq!(messages("PATCH", "/racks/7").len(), 1);
    }

    #[test]
    fn conventions_and_other_hosts_are_not() {
        assert!(messages("GET", "https://library.example/v1.0/shelves/$count").is_empty());
        assert!(messages("GET", "https://library.example/v1.0/shelves/7/library.bookshelf").is_empty());
        assert!(messages("POST", "https://bot.example/calls").is_empty());
        assert!(messages("PATCH", "https://library.example/v1.0/shelves/7").is_empty());
    }
}
