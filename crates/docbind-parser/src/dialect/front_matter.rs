//! What the keys of the front matter say about the kind of a page.

use crate::page::Page;

/// What a page announces itself to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Announced {
    /// The reference of an operation.
    Operation,
    /// Reference of some kind.
    Reference,
    /// An article: it shows requests, but documents none.
    Article,
    /// Nothing that is known.
    Unsaid,
}

/// Kinds of pages that teach or explain.
const ARTICLES: [&str; 10] = [
    "tutorial",
    "quickstart",
    "overview",
    "conceptual",
    "concept-article",
    "how-to",
    "get-started",
    "sample",
    "release-notes",
    "whats-new",
];

/// What the front matter announces; `doc_type` is the dialect's own key, `ms.topic` that of all sister sets.
pub(crate) fn announced(page: &Page<'_>) -> Announced {
    let value =
        |key: &str| page.front_matter(key).map(|entry| entry.value.trim_matches(['\'', '_', ' ']).to_lowercase());
    match value("doc_type").as_deref() {
        Some("apipagetype") => return Announced::Operation,
        Some("resourcepagetype" | "enumpagetype") => return Announced::Reference,
        Some("conceptualpagetype") => return Announced::Article,
        _ => {}
    }
    match value("ms.topic").as_deref() {
        Some("reference" | "api-reference") => Announced::Reference,
        Some(topic) if ARTICLES.contains(&topic) => Announced::Article,
        _ => Announced::Unsaid,
    }
}
