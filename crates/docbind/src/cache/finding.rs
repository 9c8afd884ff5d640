//! A finding as a row.

use docbind_ir::{Diagnostic, Label, Rule, Severity, Source};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Row {
    code: String,
    severity: u8,
    message: String,
    primary: Place,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    related: Vec<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// File, line, column, length, note.
#[derive(Serialize, Deserialize)]
struct Place(String, u32, u32, u32, String);

impl Place {
    fn of(label: &Label) -> Self {
        let Source { file, line, column, .. } = &label.source;
        Self(file.to_string(), *line, *column, label.length, label.note.clone())
    }

    fn into_label(self) -> Label {
        let Self(file, line, column, length, note) = self;
        Label { source: Source::new(file.into(), line, column, Rule::Inferred), length, note }
    }
}

/// The row of a finding.
pub(super) fn to_row(finding: &Diagnostic) -> String {
    let row = Row {
        code: finding.code.as_str().to_owned(),
        severity: finding.severity as u8,
        message: finding.message.clone(),
        primary: Place::of(&finding.primary),
        related: finding.related.iter().map(Place::of).collect(),
        help: finding.help.clone(),
    };
    serde_json::to_string(&row).unwrap_or_default()
}

/// The finding of a row; which rule read its place is not kept.
pub(super) fn from_row(text: &str) -> Option<Diagnostic> {
    let row: Row = serde_json::from_str(text).ok()?;
    let primary = row.primary.into_label();
    let finding = Diagnostic::new(row.code.parse().ok()?, primary.source.clone(), row.message);
    let severity = [Severity::Note, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|severity| *severity as u8 == row.severity)?;
    let related = row.related.into_iter().map(Place::into_label).collect();
    Some(Diagnostic { severity, primary, related, help: row.help, ..finding })
}
