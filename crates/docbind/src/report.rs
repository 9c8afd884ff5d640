//! What a run of the generator did.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic};
use serde::{Deserialize, Serialize};

use crate::{Changes, Documentation, DocumentationRoot};

/// What a run of the generator did and found.
#[derive(Clone, Debug)]
pub struct Report {
    /// What changed in the output.
    pub changes: Changes,
    /// Findings on the pages of what was generated, by page and line; those that are allowed are left out.
    pub findings: Vec<Diagnostic>,
    /// How many findings there are on other pages.
    pub findings_elsewhere: usize,
    /// What there is to say about the settings: overrides that are no longer needed, lines of sources that may call an
    /// operation which was not taken.
    pub remarks: Vec<String>,
    /// How much was generated.
    pub counts: Counts,
    /// Where the paths of findings start.
    pub root: DocumentationRoot,
    /// All files that were read: pages, and what they include.
    pub inputs: Vec<PathBuf>,
    /// Whether nothing has changed since the last run, so that no page had to be read.
    pub is_fresh: bool,
}

/// How much was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pages read.
    pub pages: usize,
    /// Operations in the output.
    pub operations: usize,
    /// Types in the output.
    pub types: usize,
    /// Enumerations in the output.
    pub enums: usize,
    /// Permissions that the operations name.
    pub permissions: usize,
}

impl Counts {
    /// What a model of so many pages holds.
    pub fn of(api: &Api, pages: usize) -> Self {
        let names: HashSet<&str> = api
            .operations
            .iter()
            .flat_map(|operation| operation.permissions.schemes.values())
            .flat_map(|requirement| &requirement.alternatives)
            .flat_map(|alternative| &alternative.permissions)
            .map(|name| &**name)
            .collect();
        Self {
            pages,
            operations: api.operations.len(),
            types: api.types.len(),
            enums: api.enums.len(),
            permissions: names.len(),
        }
    }
}

impl Report {
    /// How many findings there are of each code.
    pub fn codes(&self) -> BTreeMap<Code, usize> {
        let mut codes = BTreeMap::new();
        for finding in &self.findings {
            *codes.entry(finding.code).or_default() += 1;
        }
        codes
    }
}

/// Splits the findings into those about what is in the model and the number of the others.
///
/// A finding counts when its place, or another one that it names, is on a page of the model, in a file that such a page
/// includes, or in a file that no page is.
pub(crate) fn relevant(documentation: &Documentation, all_pages: &[Arc<str>]) -> (Vec<Diagnostic>, usize) {
    let mut files = pages(&documentation.api);
    let included: Vec<&Arc<str>> = files.iter().filter_map(|page| documentation.includes.get(page)).flatten().collect();
    let included: BTreeSet<Arc<str>> = included.into_iter().cloned().collect();
    files.extend(included);
    let known: HashSet<&Arc<str>> = all_pages.iter().chain(documentation.includes.values().flatten()).collect();
    let counts = |file: &Arc<str>| files.contains(file) || !known.contains(file);
    let (kept, others): (Vec<_>, Vec<_>) = documentation.diagnostics.iter().partition(|finding| {
        counts(&finding.primary.source.file) || finding.related.iter().any(|label| counts(&label.source.file))
    });
    (kept.into_iter().cloned().collect(), others.len())
}

/// The pages that document what is in the model.
fn pages(api: &Api) -> BTreeSet<Arc<str>> {
    let operations = api.operations.iter().flat_map(|operation| &operation.pages);
    let types = api.types.iter().flat_map(|ty| &ty.pages);
    let enums = api.enums.iter().flat_map(|def| &def.pages);
    let page = |page: &Arc<str>| page.split_once('#').map_or_else(|| page.clone(), |(page, _)| page.into());
    operations.chain(types).chain(enums).map(page).collect()
}
