//! Which operation of a page each of its examples calls.

use docbind_ir::{
    Code, Diagnostic, Example, ExampleRequest, Method, Operation, PathTemplate, RequestUrl, Router, Segment,
};

use super::set::SetContext;
use crate::dialect::service::aliases;

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
    let aliases = aliases(&set.namespace);
    let router = Router::over(operations, &aliases);
    let mut routed = Routed::default();
    for mut example in examples {
        let position = match &mut example.request {
            Some(request) => {
                below_base(request, set);
                called(request, operations, &router, set, findings)
            }
            None => (!operations.is_empty()).then_some(0),
        };
        match position {
            Some(position) => routed.own.push((position, example)),
            None => routed.elsewhere.push(example),
        }
    }
    routed
}

/// Leaves the path of a request alone where what it begins with tells nobody else where the base ends.
fn below_base(request: &mut ExampleRequest, set: &SetContext) {
    let below = set.base.below(&request.url);
    if below.foreign || below.wrong.is_some() {
        return;
    }
    let path = format!("/{}", below.path);
    if RequestUrl::parse(&request.url).path != RequestUrl::parse(&path).path {
        request.url = path;
    }
}

fn called(
    request: &ExampleRequest,
    operations: &[Operation],
    router: &Router<'_>,
    set: &SetContext,
    findings: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let method: Method = request.method.parse().ok()?;
    let base = set.base.below(&request.url);
    if base.foreign {
        return None;
    }
    if let Some(wrong) = base.wrong {
        let message = format!("the URL has `{wrong}` where the API's base URL is due");
        let finding = Diagnostic::new(Code::WrongHost, request.source.clone(), message);
        findings.push(finding.help(format!("begin with {}", set.base.url)));
    }
    let url = format!("/{}", base.path.trim_start_matches('/'));
    let url = RequestUrl::parse(&url);
    let path = url.path;
    router.find_url(method, &url).or_else(|| alias(method, path, operations))
}

/// An operation that the call ends like: `/users/{id}/messages` for `/me/messages`. The one with the same first word is
/// preferred.
fn alias(method: Method, path: &str, operations: &[Operation]) -> Option<usize> {
    let alike = |operation: &Operation| {
        let Some(word) = last_word(&operation.path) else { return false };
        let mut segments = path.rsplit('/').map(|segment| segment.split('(').next().unwrap_or(segment));
        let last = if ends_in_word(&operation.path) { segments.next() } else { segments.nth(1) };
        operation.method == method && last.is_some_and(|last| last.eq_ignore_ascii_case(word))
    };
    let root = path.split('/').nth(1).unwrap_or_default();
    let same_root = |operation: &Operation| match operation.path.segments.first() {
        Some(Segment::Literal(word)) => word.eq_ignore_ascii_case(root),
        _ => false,
    };
    let position = operations.iter().position(|operation| same_root(operation) && alike(operation));
    position.or_else(|| operations.iter().position(alike))
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
