//! What docbind finds, as far as two runs can be compared.

use std::collections::BTreeMap;

use docbind_ir::Diagnostic;
use docbind_verify::Report;

use crate::fact::{Fact, Kind};

/// Findings without their lines, which an edit above them moves, and how often each was made.
#[derive(Debug, Default)]
pub(crate) struct Findings(BTreeMap<Finding, usize>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// The pages it points to.
    files: Vec<String>,
    text: String,
}

impl Findings {
    pub(crate) fn new(diagnostics: &[Diagnostic], report: &Report) -> Self {
        let mut findings = Self::default();
        for diagnostic in diagnostics {
            let places = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
            let files = places.map(|label| label.source.file.to_string()).collect();
            findings.add(Finding { files, text: format!("{} {}", diagnostic.code, diagnostic.message) });
        }
        for finding in report.examples.iter().flat_map(|example| &example.findings) {
            let places = std::iter::once(&finding.example).chain(&finding.documented);
            let files = places.map(|source| source.file.to_string()).collect();
            let text = format!("{} {} {} {}", finding.kind, finding.path, finding.expected, finding.found);
            findings.add(Finding { files, text });
        }
        findings
    }

    fn add(&mut self, finding: Finding) {
        *self.0.entry(finding).or_default() += 1;
    }

    /// Those that were made more often than in another run.
    pub(crate) fn without(self, before: &Self) -> Self {
        let is_new = |finding: &Finding, times: usize| times > before.0.get(finding).copied().unwrap_or_default();
        Self(self.0.into_iter().filter(|(finding, times)| is_new(finding, *times)).collect())
    }

    /// Whether one of them names the fact: by its word and a page that states or uses it, or for the body of an example
    /// by the page alone.
    pub(crate) fn name(&self, fact: &Fact) -> bool {
        self.0.keys().any(|finding| {
            let mut files = finding.files.iter();
            let is_there = files.any(|file| **file == *fact.file || fact.users.contains(&**file));
            is_there && (fact.kind == Kind::Unwrap || names(&finding.text, &fact.name))
        })
    }
}

/// Whether a text has a name as a word, as it was or as the lie spells it.
fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == name || word.strip_suffix("Anew") == Some(name))
}
