//! `docbind generate`.

use docbind::{Changes, CrateSettings, Error, Runtime, Settings, find_set, printable, write_crate};
use docbind_emitter::{CheckedExample, ExampleHalf, ExampleOutcome};
use docbind_verify::{Checked, Finding, Kind, Outcome, Report, verify};

use crate::args::Generate;
use crate::progress;
use crate::reporter::Reporter;
use crate::summary::summary;

/// Generates one crate from the arguments, or those that `docbind.toml` names.
pub(crate) fn run(arguments: &Generate, reporter: &mut Reporter) -> Result<(), Error> {
    for settings in &crates(arguments)? {
        generate(settings, arguments.check, reporter)?;
    }
    Ok(())
}

fn crates(arguments: &Generate) -> Result<Vec<CrateSettings>, Error> {
    let Some(docs) = &arguments.docs else {
        if arguments.out.is_some() {
            return Err(Error::Settings(
                "`--out` goes with DOCS; without it, docbind.toml names the output".to_owned(),
            ));
        }
        return Ok(Settings::read("".as_ref())?.crates);
    };
    let Some(out) = &arguments.out else {
        return Err(Error::Settings("say where to: `docbind generate DOCS --out DIR`".to_owned()));
    };
    Ok(vec![CrateSettings {
        name: arguments.name.clone().unwrap_or_default(),
        docs: docs.clone(),
        out: Some(out.clone()),
        include: arguments.filter.include.clone(),
        exclude: arguments.filter.exclude.clone(),
        runtime: arguments.runtime.clone().map(Runtime::from).unwrap_or_default(),
        member: arguments.member,
        with_tests: arguments.with_tests,
        ..CrateSettings::default()
    }])
}

fn generate(settings: &CrateSettings, is_check: bool, reporter: &mut Reporter) -> Result<(), Error> {
    let set = find_set(settings, reporter.global().set.as_deref())?;
    let bar = progress::bar(reporter, set.files.len());
    let mut documentation = docbind::read(&set, settings, &|| bar.inc(1))?;
    bar.finish_and_clear();
    let tests = settings.with_tests.then(|| checked(&verify(&documentation.api)));
    let changes = write_crate(&mut documentation, settings, tests, is_check);
    reporter.report(&set, &documentation.diagnostics);
    let changes = changes?;
    reporter.say(&summary(&documentation.api, set.files.len(), &documentation.diagnostics));
    let out = settings.out();
    let out = printable(&out.to_string_lossy()).into_owned();
    if is_check && !changes.is_empty() {
        reporter.report_difference(&format!("{out} is not what `docbind generate` writes"), &list(&changes));
    } else {
        reporter.say(&format!("{out}: {}", count(&changes)));
    }
    // Nobody waits for it: taking a large model apart is as much work as planning its crate, and the process ends soon.
    rayon::spawn(|| drop(documentation));
    Ok(())
}

/// What verification says about the examples, for the tests that are made of them.
fn checked(report: &Report) -> Vec<CheckedExample> {
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
    report.examples.iter().map(example).collect()
}

/// A finding in a few words: the rest is what `docbind verify` is for.
fn brief(finding: &Finding) -> String {
    format!("{} at {}", finding.kind, finding.path)
}

fn count(changes: &Changes) -> String {
    if changes.is_empty() {
        return format!("{} files, nothing changed", changes.unchanged);
    }
    let Changes { added, changed, removed, unchanged } = changes;
    format!(
        "{} files added, {} changed, {} removed, {unchanged} as they were",
        added.len(),
        changed.len(),
        removed.len()
    )
}

/// The files that differ, the first few of each kind.
fn list(changes: &Changes) -> Vec<String> {
    let kinds = [("missing", &changes.added), ("different", &changes.changed), ("left over", &changes.removed)];
    let mut lines = Vec::new();
    for (kind, files) in kinds {
        lines.extend(files.iter().take(10).map(|file| format!("{kind}: {file}")));
        if files.len() > 10 {
            lines.push(format!("{kind}: {} more", files.len() - 10));
        }
    }
    lines
}
