//! `docbind lint`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::iter::once;
use std::path::Path;

use anstream::AutoStream;
use docbind::{DocSet, Error, Scope};
use docbind_ir::{Code, Diagnostic};
use serde_json::{Value, json};

use super::{read, sets};
use crate::args::{Lint, LintFormat, MessageFormat};
use crate::baseline::Baseline;
use crate::render::{self, json_pretty};
use crate::reporter::{self, Reporter};
use crate::sarif;

/// Prints the findings of each set to standard output.
pub(crate) fn run(arguments: &Lint, reporter: &mut Reporter) -> Result<(), Error> {
    let sets = sets(&arguments.docs, reporter)?;
    let mut baseline = arguments.baseline.as_deref().map(Baseline::read).transpose()?.unwrap_or_default();
    let mut findings: Vec<(DocSet, Vec<Diagnostic>)> = Vec::with_capacity(sets.len());
    for set in sets {
        let documentation = read(&set, &Scope::default(), None, reporter);
        let known_as = prefix(&arguments.docs, &set);
        let mut diagnostics = baseline.subtract(documentation.diagnostics, &known_as);
        diagnostics.retain(|found| reporter.is_told(found));
        findings.push((set, diagnostics));
    }
    for (_, diagnostics) in &findings {
        reporter.count(diagnostics);
    }
    let format = arguments.format.unwrap_or(match reporter.global().message_format {
        MessageFormat::Human => LintFormat::Human,
        MessageFormat::Short => LintFormat::Short,
        MessageFormat::Json => LintFormat::Json,
    });
    print(format, &arguments.docs, &findings)
        .map_err(|source| Error::Write { path: "standard output".into(), source })?;
    let number: usize = findings.iter().map(|(_, diagnostics)| diagnostics.len()).sum();
    let pages: usize = findings.iter().map(|(set, _)| set.files.len()).sum();
    reporter.say(&format!("{} on {}", counted(number, "finding"), counted(pages, "page")));
    Ok(())
}

fn print(format: LintFormat, docs: &Path, findings: &[(DocSet, Vec<Diagnostic>)]) -> io::Result<()> {
    let mut out = io::BufWriter::new(AutoStream::auto(io::stdout().lock()));
    let message_format = match format {
        LintFormat::Human => MessageFormat::Human,
        LintFormat::Short => MessageFormat::Short,
        LintFormat::Json | LintFormat::Sarif => {
            let all: Vec<Diagnostic> =
                findings.iter().flat_map(|(set, diagnostics)| below(&prefix(docs, set), diagnostics)).collect();
            let document = if format == LintFormat::Sarif { sarif::log(&all) } else { document(&all) };
            writeln!(out, "{}", json_pretty(&document))?;
            return out.flush();
        }
    };
    for (set, diagnostics) in findings {
        let diagnostics: Vec<&Diagnostic> = diagnostics.iter().collect();
        if findings.len() > 1 && format == LintFormat::Human && !diagnostics.is_empty() {
            writeln!(out, "{}:\n", docbind::printable(&set.name))?;
        }
        reporter::print(&mut out, message_format, &set.root, &diagnostics)?;
    }
    out.flush()
}

/// What to put before the paths of a set to make them relative to DOCS, where another set may have the same ones.
fn prefix(docs: &Path, set: &DocSet) -> String {
    let docs = docs.canonicalize().unwrap_or_default();
    let below = set.root.path().strip_prefix(docs).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    if below.is_empty() { below } else { below + "/" }
}

/// The same findings with `prefix` before each path.
fn below(prefix: &str, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut diagnostics = diagnostics.to_vec();
    for label in diagnostics.iter_mut().flat_map(|found| once(&mut found.primary).chain(&mut found.related)) {
        label.source.file = format!("{prefix}{}", label.source.file).into();
    }
    diagnostics
}

fn document(diagnostics: &[Diagnostic]) -> Value {
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *codes.entry(diagnostic.code).or_default() += 1;
    }
    let summary: serde_json::Map<String, Value> =
        codes.into_iter().map(|(code, number)| (code.as_str().to_owned(), json!(number))).collect();
    json!({ "diagnostics": diagnostics.iter().map(render::json).collect::<Vec<_>>(), "summary": summary })
}

/// `1 finding`, `2 findings`.
fn counted(number: usize, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {word}{plural}")
}
