//! What verification says about the examples, for the tests that are made of them.

use docbind_emitter::{CheckedExample, ExampleHalf, ExampleOutcome};
use docbind_ir::Api;
use docbind_verify::{Checked, Finding, Kind, Outcome, verify};

/// The examples of a model with their outcomes.
pub(crate) fn checked(api: &Api) -> Vec<CheckedExample> {
    let example = |checked: &Checked| CheckedExample {
        page: checked.page.clone(),
        line: checked.line,
        half: match checked.kind {
            Kind::Request => ExampleHalf::Request,
            Kind::Response => ExampleHalf::Response,
        },
        operation: checked.operation.clone(),
        outcome: match checked.outcome {
            Outcome::Passed => ExampleOutcome::Passed,
            Outcome::Differs => ExampleOutcome::Differs(checked.findings.first().map(brief).unwrap_or_default()),
            Outcome::Skipped => ExampleOutcome::Skipped(checked.reason.clone().unwrap_or_default()),
        },
    };
    verify(api).examples.iter().map(example).collect()
}

/// A finding in a few words: the rest is what `docbind verify` is for.
fn brief(finding: &Finding) -> String {
    format!("{} at {}", finding.kind, finding.path)
}
