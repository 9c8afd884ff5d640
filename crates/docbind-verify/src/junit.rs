//! The report as JUnit XML, which CI systems read.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use crate::report::{Checked, Outcome, Report};

/// The reports as one JUnit document: a suite for each page, a case for each example.
///
/// # Errors
///
/// When the document cannot be written, which only a defect of the writer can cause.
pub fn junit(reports: &[&Report]) -> Result<String, quick_junit::SerializeError> {
    let mut pages: BTreeMap<&str, TestSuite> = BTreeMap::new();
    for checked in reports.iter().flat_map(|report| &report.examples) {
        pages.entry(&checked.page).or_insert_with(|| TestSuite::new(&*checked.page)).add_test_case(case(checked));
    }
    for finding in reports.iter().flat_map(|report| &report.snippets.findings) {
        let page = &*finding.example.file;
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(finding.kind).set_description(finding.to_string());
        let mut case = TestCase::new(format!("line {} snippet ({})", finding.example.line, finding.path), status);
        case.set_classname(finding.expected.as_str());
        pages.entry(page).or_insert_with(|| TestSuite::new(page)).add_test_case(case);
    }
    let mut junit = JunitReport::new("docbind verify");
    junit.add_test_suites(pages.into_values());
    junit.to_string()
}

fn case(checked: &Checked) -> TestCase {
    let reason = checked.reason.clone().unwrap_or_default();
    let mut status = match checked.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Differs => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Skipped => TestCaseStatus::skipped(),
    };
    if checked.outcome != Outcome::Passed {
        status.set_message(reason);
        let findings: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
        if !findings.is_empty() {
            status.set_description(findings.join("\n"));
        }
    }
    let mut case = TestCase::new(format!("line {} {}", checked.line, checked.kind), status);
    if let Some(operation) = &checked.operation {
        case.set_classname(operation.as_str());
    }
    case
}
