//! What verification found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use docbind_ir::{Source, TypeRef};
use serde::Serialize;

use crate::snippet::Snippets;
use crate::value::Comparison;

/// Everything that was checked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// One entry for each example request and each example response, by page and line.
    pub examples: Vec<Checked>,
    /// The counts.
    pub summary: Summary,
    /// What the snippets in other languages call, when they were compared.
    pub snippets: Snippets,
}

/// The counts of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// All examples.
    pub examples: usize,
    /// Those without a finding.
    pub passed: usize,
    /// Those with one.
    pub differs: usize,
    /// Those that could not be checked.
    pub skipped: usize,
    /// How many examples differ or were skipped for each reason.
    pub reasons: BTreeMap<String, usize>,
    /// How many examples passed although they depart from the documentation in a way that changes nothing.
    pub tolerated: BTreeMap<&'static str, usize>,
}

/// One checked example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// The page, relative to the documentation root.
    pub page: Arc<str>,
    /// The line of the request or status line, from 1.
    pub line: u32,
    /// Request or response.
    pub kind: Kind,
    /// The operation it belongs to, as `METHOD /path`.
    pub operation: Option<String>,
    /// What kind of body it shows.
    pub body: BodyKind,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was skipped, or the kind of the first finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What departs from the documentation, but means the same and is kept as it is.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tolerated: BTreeSet<&'static str>,
    /// What differs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The rows of tables that it uses.
    #[serde(skip)]
    pub touched: BTreeSet<Touched>,
}

/// The two halves of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The request.
    Request,
    /// The response.
    Response,
}

/// The kinds of bodies that examples show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyKind {
    /// JSON, or what was meant as JSON.
    Json,
    /// Nothing.
    None,
    /// CSV, MIME, HTML, bytes.
    Other,
}

/// How the check of an example ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nothing to say.
    Passed,
    /// It does not fit the model.
    Differs,
    /// It could not be checked.
    Skipped,
}

/// A row of the documentation that an example uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touched {
    /// Where the row stands.
    pub source: Source,
    /// The property or the enum member.
    pub name: Arc<str>,
    /// The type of the property; nothing for an enum member.
    pub ty: Option<TypeRef>,
}

/// One difference between an example and the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The kind of the difference in a few words, the same for all of its kind.
    pub kind: &'static str,
    /// The JSON path of the value, `$` for the whole body; `header`, `query`, `status` or `url` outside the body.
    pub path: String,
    /// What the documentation says should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// Where the example stands.
    pub example: Source,
    /// Where the documentation says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documented: Option<Source>,
}

impl Report {
    pub(crate) fn new(examples: Vec<Checked>) -> Self {
        let mut summary = Summary { examples: examples.len(), ..Summary::default() };
        for example in &examples {
            match example.outcome {
                Outcome::Passed => summary.passed += 1,
                Outcome::Differs => summary.differs += 1,
                Outcome::Skipped => summary.skipped += 1,
            }
            if let Some(reason) = &example.reason {
                let (cause, _) = reason.split_once(':').unwrap_or((reason, ""));
                *summary.reasons.entry(cause.to_owned()).or_default() += 1;
            }
            for tolerated in example.tolerated.iter().filter(|_| example.outcome == Outcome::Passed) {
                *summary.tolerated.entry(tolerated).or_default() += 1;
            }
        }
        Self { examples, summary, snippets: Snippets::default() }
    }
}

impl Checked {
    /// An example at `source`; without findings and reason it has passed.
    pub(crate) fn new(
        source: &Source,
        kind: Kind,
        operation: Option<String>,
        body: BodyKind,
        comparison: Comparison<'_, '_>,
        skipped: Option<String>,
    ) -> Self {
        let Comparison { findings, tolerated, touched, .. } = comparison;
        let outcome = match (&skipped, findings.is_empty()) {
            (_, false) => Outcome::Differs,
            (Some(_), true) => Outcome::Skipped,
            (None, true) => Outcome::Passed,
        };
        let reason = findings.first().map(|finding| finding.kind.to_owned()).or(skipped);
        Self {
            page: source.file.clone(),
            line: source.line,
            kind,
            operation,
            body,
            outcome,
            reason,
            tolerated,
            findings,
            touched,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: expected {}, found {}", self.kind, self.path, self.expected, self.found)?;
        match &self.documented {
            Some(source) => write!(f, " (documented in {source})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}
