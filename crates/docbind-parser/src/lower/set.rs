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

/// The folder that holds the pages of types where a set has folders.
const RESOURCES: &str = "resources";

/// What the page that a link leads to documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkedPage {
    /// A type.
    Type,
    /// Anything: all pages of the set stand together, so that the words around the link have to tell.
    Unsaid,
    /// Something else.
    Other,
}

impl SetContext {
    /// Whether the set has this file; case does not matter.
    pub fn contains(&self, file: &str) -> bool {
        self.files.contains(&file.to_lowercase())
    }

    /// What the page that a link leads to documents, as far as the place of the page tells; `from` is the page of the
    /// link, `target` its path, as `resolve_link` gives it or as written.
    pub(crate) fn linked_page(&self, from: &str, target: &str) -> LinkedPage {
        let path = target.split_once('#').map_or(target, |(path, _)| path);
        if path.split('/').rev().nth(1) == Some(RESOURCES) {
            LinkedPage::Type
        } else if self.contains(path) && !self.has_resources(&from.to_lowercase()) {
            LinkedPage::Unsaid
        } else {
            LinkedPage::Other
        }
    }

    /// Whether one of the folders above a file has a folder of resources.
    fn has_resources(&self, file: &str) -> bool {
        let folders = file.char_indices().filter(|(_, c)| *c == '/').map(|(at, _)| at + 1);
        std::iter::once(0).chain(folders).any(|end| {
            let folder = format!("{}{RESOURCES}/", file.get(..end).unwrap_or_default());
            self.files.range(folder.clone()..).next().is_some_and(|next| next.starts_with(&folder))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_types_by_their_place() {
        let set = |files: &[&str]| SetContext {
            files: files.iter().map(|file| (*file).to_owned()).collect(),
            ..SetContext::default()
        };
        let flat = set(&["boat.md", "get-boat.md"]);
        assert_eq!(flat.linked_page("get-boat.md", "boat.md#properties"), LinkedPage::Unsaid);
        assert_eq!(flat.linked_page("get-boat.md", "sail.md"), LinkedPage::Other);
        let folders = set(&["v1.0/api/boat-get.md", "v1.0/api/boat-list.md", "v1.0/resources/boat.md"]);
        assert_eq!(folders.linked_page("v1.0/api/boat-get.md", "v1.0/resources/boat.md"), LinkedPage::Type);
        assert_eq!(folders.linked_page("v1.0/api/boat-get.md", "v1.0/api/boat-list.md"), LinkedPage::Other);
    }
}
