//! Takes what the evidence supports where a table and an example disagree.

mod parameters;
mod values;

use docbind_ir::{Api, BodyShape, Diagnostic};

use crate::members::Members;
use crate::type_index::TypeIndex;

/// Compares every operation with its own hand-written examples.
///
/// Parameters of actions take the names and wrappers that the examples send. Properties and enum members that only
/// examples show are added and marked. The witnesses of the bodies are dropped afterwards.
pub fn reconcile_examples(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let index = TypeIndex::new(api);
    let found = {
        let members = Members::new(api, &index);
        for operation in &mut operations {
            if matches!(operation.body.shape, BodyShape::Inline(_)) {
                parameters::reconcile(operation, &members, diagnostics);
            }
        }
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

#[cfg(test)]
mod tests;
