//! What is known of a set of pages before any of them is understood.

use std::collections::BTreeSet;

/// The set a page belongs to.
#[derive(Clone, Debug, Default)]
pub struct SetContext {
    /// The version the set documents: `v1.0`, `beta`.
    pub version: String,
    /// What unqualified type names mean: `microsoft.graph`.
    pub namespace: String,
    /// The base URL, version included, without a slash at the end.
    pub base_url: String,
    /// The files of the set, relative to the documentation root, in lower case.
    pub files: BTreeSet<String>,
}

impl SetContext {
    /// Whether the set has this file; case does not matter.
    pub fn contains(&self, file: &str) -> bool {
        self.files.contains(&file.to_lowercase())
    }

    /// The host of the base URL: `graph.microsoft.com`.
    pub fn host(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        rest.split_once('/').map_or(rest, |(host, _)| host)
    }
}
