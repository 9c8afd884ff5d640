//! What is known of a set of pages before any of them is understood.

use std::collections::BTreeSet;

use crate::Base;

/// The set a page belongs to.
#[derive(Clone, Debug, Default)]
pub struct SetContext {
    /// The version the set documents: `v1.0`, `beta`; empty when nothing tells it.
    pub version: String,
    /// What unqualified type names mean: `microsoft.graph`.
    pub namespace: String,
    /// How the URLs of the set begin.
    pub base: Base,
    /// The files of the set, relative to the documentation root, in lower case.
    pub files: BTreeSet<String>,
}

impl SetContext {
    /// Whether the set has this file; case does not matter.
    pub fn contains(&self, file: &str) -> bool {
        self.files.contains(&file.to_lowercase())
    }
}
