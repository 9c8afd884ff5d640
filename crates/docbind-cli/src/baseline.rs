//! Known findings, which `docbind lint --baseline` leaves out.

use std::collections::BTreeMap;
use std::path::Path;

use docbind::Error;
use docbind_ir::Diagnostic;
use serde::Deserialize;

/// The findings of an earlier `docbind lint --format json`.
///
/// A finding is known by its code, page and message, so that lines may move; as many are left out as there were.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    known: BTreeMap<Finding, usize>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Finding {
    code: String,
    file: String,
    message: String,
}

#[derive(Deserialize)]
struct Document {
    diagnostics: Vec<Finding>,
}

impl Baseline {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::Settings(format!("cannot read the baseline {}: {error}", path.display())))?;
        let document: Document = serde_json::from_str(&text).map_err(|error| {
            Error::Settings(format!(
                "{} is no baseline ({error}); write one with `docbind lint DOCS --format json`",
                path.display()
            ))
        })?;
        let mut known = BTreeMap::new();
        for finding in document.diagnostics {
            *known.entry(finding).or_default() += 1;
        }
        Ok(Self { known })
    }

    /// Drops the known findings; in the file, their pages have `prefix` before them.
    pub(crate) fn subtract(&mut self, diagnostics: Vec<Diagnostic>, prefix: &str) -> Vec<Diagnostic> {
        diagnostics
            .into_iter()
            .filter(|diagnostic| {
                let finding = Finding {
                    code: diagnostic.code.as_str().to_owned(),
                    file: format!("{prefix}{}", diagnostic.primary.source.file),
                    message: diagnostic.message.clone(),
                };
                match self.known.get_mut(&finding) {
                    Some(left) if *left > 0 => {
                        *left -= 1;
                        false
                    }
                    _ => true,
                }
            })
            .collect()
    }
}
