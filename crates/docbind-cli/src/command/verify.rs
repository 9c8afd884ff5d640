//! `docbind verify`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use docbind::{DocSet, Error, Scope, printable};
use docbind_verify::{Finding, Outcome, Report, junit, snippets, verify};
use serde_json::{Value, json};

use super::{read, sets};
use crate::args::{Verify, VerifyFormat};
use crate::render::json_pretty;
use crate::reporter::Reporter;

/// Prints how every example of each set ended to standard output.
pub(crate) fn run(arguments: &Verify, reporter: &mut Reporter) -> Result<(), Error> {
    let sets = sets(&arguments.docs, reporter)?;
    let mut reports = Vec::with_capacity(sets.len());
    for set in sets {
        let documentation = read(&set, &Scope::default(), None, reporter);
        reporter.count(&documentation.diagnostics);
        let text = |file: &str| Some(String::from_utf8_lossy(&set.root.read(file).ok()?).into_owned());
        let mut report = verify(&documentation.api);
        report.snippets = snippets(&documentation.api, &text);
        reports.push((set, report));
    }
    let differs = |report: &Report| report.summary.differs + report.snippets.differing > 0;
    if reporter.denies_differences() && reports.iter().any(|(_, report)| differs(report)) {
        reporter.differs();
    }
    let text = match arguments.format {
        VerifyFormat::Text => reports.iter().map(|(set, report)| text(set, report)).collect::<Vec<_>>().join("\n"),
        VerifyFormat::Json => json_pretty(&document(&reports)) + "\n",
        VerifyFormat::Junit => {
            let reports: Vec<&Report> = reports.iter().map(|(_, report)| report).collect();
            junit(&reports).map_err(|error| Error::Write {
                path: "standard output".into(),
                source: io::Error::other(error.to_string()),
            })?
        }
    };
    io::stdout().write_all(text.as_bytes()).map_err(|source| Error::Write { path: "standard output".into(), source })
}

fn document(reports: &[(DocSet, Report)]) -> Value {
    match reports {
        [(_, report)] => json!(report),
        reports => {
            let named = |(set, report): &(DocSet, Report)| json!({ "set": set.name, "examples": report.examples, "summary": report.summary, "snippets": report.snippets });
            json!({ "sets": reports.iter().map(named).collect::<Vec<_>>() })
        }
    }
}

fn text(set: &DocSet, report: &Report) -> String {
    let mut text = String::new();
    for checked in report.examples.iter().filter(|checked| checked.outcome != Outcome::Passed) {
        let operation = checked.operation.as_deref().unwrap_or("no documented operation");
        let outcome = match checked.outcome {
            Outcome::Skipped => format!("skipped, {}", checked.reason.as_deref().unwrap_or_default()),
            _ => "differs".to_owned(),
        };
        let line = format!("{}:{}: {} of {operation}: {outcome}", checked.page, checked.line, checked.kind);
        let _ = writeln!(text, "{}", printable(&line));
        for finding in &checked.findings {
            let _ = writeln!(text, "    {}", printable(&finding.to_string()));
        }
    }
    for finding in &report.snippets.findings {
        let Finding { path: language, expected, found, example, .. } = finding;
        let line = format!("{example}: snippet in {language}: calls {found}, the request beside it {expected}");
        let _ = writeln!(text, "{}", printable(&line));
    }
    let summary = &report.summary;
    let _ = writeln!(
        text,
        "{}: {} examples, {} passed, {} differ, {} skipped",
        printable(&set.name),
        summary.examples,
        summary.passed,
        summary.differs,
        summary.skipped
    );
    for (reason, number) in &summary.reasons {
        let _ = writeln!(text, "{number:>8}  {}", printable(reason));
    }
    for (what, number) in &summary.tolerated {
        let _ = writeln!(text, "{number:>8}  passed in spite of: {what}");
    }
    let found = &report.snippets;
    if found.agreeing + found.differing + found.unread > 0 {
        let _ = writeln!(
            text,
            "{:>8}  snippets in other languages call the same operation, {} another, {} cannot be read",
            found.agreeing, found.differing, found.unread
        );
    }
    text
}
