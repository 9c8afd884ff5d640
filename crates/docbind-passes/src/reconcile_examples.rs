//! Takes what the evidence supports where a table and an example disagree.

mod calls;
mod parameters;
mod responses;
mod values;

use std::collections::HashSet;

use docbind_ir::{Api, BodyShape, Diagnostic};

use crate::example_json::{Shown, by_page};
use crate::members::Members;
use crate::type_index::TypeIndex;

/// Compares every operation with its own hand-written examples.
///
/// Parameters of actions take the names and wrappers that the examples send. Properties and enum members that only
/// examples show are added and marked, and so are options, headers and statuses. The witnesses of the bodies are dropped afterwards.
pub fn reconcile_examples(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let index = TypeIndex::new(api);
    let found = {
        let members = Members::new(api, &index);
        let mut findings = Vec::new();
        for page in by_page(&mut operations) {
            let shown = Shown::new(page);
            for operation in page {
                if matches!(operation.body.shape, BodyShape::Inline(_)) {
                    let sent = shown.of(operation);
                    parameters::reconcile(operation, sent, &members, &mut findings);
                }
                responses::reconcile(operation, &index, &members, &mut findings);
                calls::reconcile(operation, &members);
            }
        }
        diagnostics.extend(once_a_place(findings));
        let mut found = values::Found::default();
        for operation in &operations {
            values::collect(operation, &members, &mut found);
        }
        found
    };
    found.add_to(api, diagnostics);
    for operation in &mut operations {
        operation.body.resource = None;
        operation.body.table = Vec::new();
    }
    api.operations = operations;
}

/// The operations of a page that differ in where their paths begin have the same faults.
fn once_a_place(findings: Vec<Diagnostic>) -> impl Iterator<Item = Diagnostic> {
    let mut seen = HashSet::new();
    findings.into_iter().filter(move |finding| {
        let related = finding.related.first().map(|label| label.source.clone());
        // Several members that one example shows stand at the same place.
        let member = finding.message.rsplit('`').nth(1).map(str::to_owned);
        seen.insert((finding.code, finding.primary.source.clone(), related, member))
    })
}

#[cfg(test)]
mod tests;
