//! Whether one object or a page of them comes back, where two pages of an operation disagree.

use docbind_ir::{Code, Diagnostic, Example, Operation, Response, ResponseBody};
use serde_json::Value;

use crate::example_json::read;

/// Takes from `other` whether a collection comes back, where its examples show what it says and no example of the
/// leading page does. Reports each response about which the two pages disagree.
pub(super) fn settle(first: &mut Operation, other: &Operation) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let call = first.request_line();
    let Operation { responses, examples, .. } = first;
    for own in responses {
        let Some(theirs) = other.responses.iter().find(|theirs| contradicts(own, theirs)) else { continue };
        let is_shown = |examples: &[Example], response: &Response| {
            shown(examples, response.status) == Some(response.is_collection)
        };
        if is_shown(&other.examples, theirs) && !is_shown(examples, own) {
            own.is_collection = theirs.is_collection;
        }
        let says = |is_collection| if is_collection { "a collection" } else { "one object" };
        let message = format!(
            "two pages disagree on what `{call}` returns, one object or a collection; docbind takes {}",
            says(own.is_collection)
        );
        let finding = Diagnostic::new(Code::ResponseMismatch, own.source.clone(), message);
        findings.push(finding.related(theirs.source.clone(), "the other page").help("say the same on both pages"));
    }
    findings
}

/// Whether two responses differ in nothing but how many objects come back.
fn contradicts(own: &Response, theirs: &Response) -> bool {
    let is_json = matches!(own.body, ResponseBody::Json(_));
    is_json && own.status == theirs.status && own.body == theirs.body && own.is_collection != theirs.is_collection
}

/// Whether the examples of a status show collections; nothing when there are none, or some of both kinds.
fn shown(examples: &[Example], status: u16) -> Option<bool> {
    let answers = examples.iter().filter_map(|example| example.response.as_ref());
    let bodies = answers.filter(|answer| answer.status == status).filter_map(|answer| read(&answer.body));
    let mut kinds = bodies.map(|json| matches!(json.get("value"), Some(Value::Array(_))));
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}
