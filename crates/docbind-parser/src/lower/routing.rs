//! Which operation of a page each of its examples calls.

use docbind_ir::{
    Code, Diagnostic, Example, ExampleRequest, Method, Operation, PathTemplate, RequestUrl, Router, Segment,
};

use super::request::below_version;
use super::set::SetContext;

/// The examples of a page.
#[derive(Debug, Default)]
pub(super) struct Routed {
    /// Those of the page's operations, with the position of the operation.
    pub own: Vec<(usize, Example)>,
    /// Those that call something else.
    pub elsewhere: Vec<Example>,
}

/// Finds the operation of each example; a response without a request belongs to the first.
pub(super) fn route(
    examples: Vec<Example>,
    operations: &[Operation],
    set: &SetContext,
    findings: &mut Vec<Diagnostic>,
) -> Routed {
    let router = Router::new(operations);
    let mut routed = Routed::default();
    for example in examples {
        let position = match &example.request {
            Some(request) => called(request, operations, &router, set, findings),
            None => (!operations.is_empty()).then_some(0),
        };
        match position {
            Some(position) => routed.own.push((position, example)),
            None => routed.elsewhere.push(example),
        }
    }
    routed
}

fn called(
    request: &ExampleRequest,
    operations: &[Operation],
    router: &Router<'_>,
    set: &SetContext,
    findings: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let method: Method = request.method.parse().ok()?;
    let base = below_version(&request.url, set);
    if base.foreign {
        return None;
    }
    if let Some(wrong) = base.wrong {
        let message = format!("the URL has `{wrong}` where the API's base URL is due");
        let finding = Diagnostic::new(Code::WrongHost, request.source.clone(), message);
        findings.push(finding.help(format!("begin with {}", set.base_url)));
    }
    let url = format!("/{}", base.path.trim_start_matches('/'));
    let path = RequestUrl::parse(&url).path;
    router.find(method, path).or_else(|| alias(method, path, operations))
}

/// The only operation of the method, when the call ends in its last word: `/me/messages` for `/users/{id}/messages`.
fn alias(method: Method, path: &str, operations: &[Operation]) -> Option<usize> {
    let mut same = operations.iter().enumerate().filter(|(_, operation)| operation.method == method);
    let (position, operation) = same.next()?;
    let word = last_word(&operation.path)?;
    let end = path.rsplit('/').find(|segment| segment.eq_ignore_ascii_case(word))?;
    let ends_alike = path.ends_with(end) == ends_in_word(&operation.path);
    (ends_alike && same.next().is_none()).then_some(position)
}

fn last_word(path: &PathTemplate) -> Option<&str> {
    path.segments.iter().rev().find_map(|segment| match segment {
        Segment::Literal(word) => Some(&**word),
        _ => None,
    })
}

fn ends_in_word(path: &PathTemplate) -> bool {
    matches!(path.segments.last(), Some(Segment::Literal(_)))
}
