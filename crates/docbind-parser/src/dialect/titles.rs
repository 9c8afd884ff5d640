//! The words of titles and headings of types.

/// Words that say of a title that its page is about a type.
pub(crate) const KINDS: &[&str] = &[
    "resource",
    "resouce",
    "entity",
    "object",
    "complex",
    "facet",
    "enum",
    "enumeration",
    "structure",
    "type",
    "values",
];

/// The same where a page holds several types.
pub(crate) const PLURALS: &[&str] =
    &["resources", "types", "objects", "entities", "enums", "enumerations", "structures", "schemas", "models"];

/// What stands between the name of a product and that of the type.
pub(crate) const SEPARATORS: &[&str] = &[" - ", " \u{2013} ", " \u{2014} ", ": ", " | ", " / "];

/// Words before a name that are no part of it.
pub(crate) const ARTICLES: &[&str] = &["the", "a", "an"];
