//! The words around the names of types.

/// What follows the name of a type in a sentence: `a **boat** object`.
pub(crate) const KINDS: &[&str] = &[
    "object",
    "objects",
    "collection",
    "collections",
    "resource",
    "resources",
    "entity",
    "entities",
    "instance",
    "record",
    "records",
    "type",
];

/// Words before `object` that are no part of a name: `the newly created boat object`.
pub(crate) const NO_NAMES: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "one",
    "this",
    "that",
    "its",
    "their",
    "your",
    "new",
    "newly",
    "created",
    "updated",
    "existing",
    "same",
    "single",
    "requested",
    "resulting",
    "following",
    "full",
    "complete",
    "empty",
    "json",
    "jsonobject",
    "request",
    "response",
    "body",
    "odata",
    "returned",
    "corresponding",
    "specified",
    "given",
    "each",
    "all",
    "any",
    "and",
    "or",
    "with",
    "more",
    "parent",
    "child",
    "target",
    "valid",
    "error",
    "respective",
    "associated",
    "related",
    "modified",
    "added",
    "copied",
    "both",
    "other",
    "entire",
    "whole",
    "result",
    "data",
    "for",
];

/// What introduces the name of a type in plain words.
pub(crate) const INTRODUCTIONS: &[&str] =
    &["a", "an", "the", "of", "for", "updated", "new", "created", "json", "requested", "newly"];

/// Stems of the words in which pages call a type open: texts without one need no closer look.
pub(crate) const OPEN_STEMS: &[&str] = &["open", "Open", "custom propert", "additional propert", "dynamic propert"];

/// What says that values of a type may have members that the page does not list, in lower case.
pub(crate) const OPEN_WORDS: &[&str] = &[
    "is an open type",
    "an open type that",
    "an open type,",
    "is open type",
    "an open complex type",
    "an open entity type",
    "is an open complex",
    "is an open entity",
    "open type, which",
    "open types allow",
    "can contain additional properties",
    "may contain additional properties",
    "can have additional properties",
    "can carry additional properties",
    "accepts additional properties",
    "allows additional properties",
    "supports dynamic properties",
    "can contain dynamic properties",
    "allows custom properties to be added",
    "you can add custom properties",
    "you can add your own properties",
];

/// Words of a type column that name no type and call for one of the values that the text lists.
pub(crate) const ENUMS: &[&str] = &["enum", "enumeration", "enums", "flags", "flag", "bitmask"];

/// Of these, the ones that let several values stand together.
pub(crate) const FLAGS: &[&str] = &["flags", "flag", "bitmask"];
