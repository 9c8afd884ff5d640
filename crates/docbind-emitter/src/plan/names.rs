//! Rust names from wire names: cases, reserved words, and names that are unique where they are written.

use std::collections::BTreeSet;

use super::words::{tag, words};

/// Strict and reserved keywords of all editions up to 2024.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that generated code uses from the standard prelude; a type of that name would shadow them in its file.
pub(crate) const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Fields and setters that would hide what every model has.
pub(crate) const MODEL: &[&str] = &[
    "as_record",
    "as_record_mut",
    "cast",
    "clone",
    "clone_from",
    "default",
    "etag",
    "expanded",
    "extra",
    "extra_mut",
    "from_json",
    "into_base",
    "is",
    "is_null",
    "is_removed",
    "misfits",
    "new",
    "null",
    "odata_id",
    "odata_type",
    "set",
    "to_json",
    "with",
    "with_odata_type",
];

/// Variants that every open enum has.
pub(crate) const ENUM: &[&str] = &["Unknown"];

/// Path segments that would hide a verb or the methods that take an identifier or a path.
pub(crate) const NODE: &[&str] =
    &["by_id", "by_key", "by_path", "clone", "delete", "get", "head", "list", "new", "patch", "post", "put"];

/// Methods of the generated client.
pub(crate) const CLIENT: &[&str] =
    &["batch", "builder", "clone", "from", "into", "new", "raw", "runtime", "send", "with_base_url"];

/// Modules of the crate's root, and names of crates that paths in generated code start with.
pub(crate) const ROOT: &[&str] = &[
    "alloc",
    "client",
    "core",
    "lib",
    "lookup",
    "main",
    "docbind_runtime",
    "models",
    "permissions",
    "prelude",
    "proc_macro",
    "root",
    "runtime",
    "std",
    "test",
];

/// File names that an operating system or the layout of the crate keeps to itself.
pub(crate) const FILES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "mod", "nul", "prn",
];

/// How the words of a name are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `display_name`
    Snake,
    /// `DisplayName`
    Pascal,
    /// `display-name`
    Kebab,
}

impl Case {
    pub(crate) fn join(self, words: &[String]) -> String {
        match self {
            Self::Snake => words.join("_"),
            Self::Kebab => words.join("-"),
            Self::Pascal => {
                let mut name = String::with_capacity(words.iter().map(String::len).sum());
                for word in words {
                    let mut letters = word.chars();
                    name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                    name.push_str(letters.as_str());
                }
                name
            }
        }
    }
}

/// A trailing `_` where the language or the layout has taken the name.
fn unreserved(case: Case, name: String, reserved: &[&str]) -> String {
    let is_keyword = case != Case::Kebab && KEYWORDS.contains(&name.as_str());
    let mut name = if is_keyword { name + "_" } else { name };
    while reserved.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// A name of its own for each of `wires` in one namespace, in their order.
///
/// A name is made from its wire name alone. Where several wire names come out the same, the one that is spelled as the
/// name's words would be in camel case keeps it (else the first in alphabetical order), and the others get a tag made
/// from their own wire name; so the order of the pages does not matter.
pub(crate) fn assign(case: Case, reserved: &[&str], wires: &[Wire<'_>]) -> Assigned {
    let mut joined: Vec<(String, usize)> = wires.iter().map(|wire| case.join(&wire.words)).zip(0..).collect();
    joined.sort();
    let mut names = vec![String::new(); wires.len()];
    let mut collisions = Vec::new();
    let mut losers = Vec::new();
    for group in joined.chunk_by(|left, right| left.0 == right.0) {
        let rank = |index: &usize| wires.get(*index).map(|wire| (!wire.is_plain(), wire.text, *index));
        let winner = match group {
            [only] => Some(only),
            several => several.iter().min_by_key(|(_, index)| rank(index)),
        };
        let Some((name, winner)) = winner else { continue };
        if let Some(slot) = names.get_mut(*winner) {
            slot.clone_from(name);
        }
        losers.extend(group.iter().filter(|(_, index)| index != winner).map(|(_, index)| (*index, *winner)));
    }
    losers.sort_by_key(|(index, _)| wires.get(*index).map(|wire| (wire.text, *index)));
    let mut taken: BTreeSet<String> =
        if losers.is_empty() { BTreeSet::new() } else { joined.into_iter().map(|(name, _)| name).collect() };
    for (index, winner) in losers {
        let Some(wire) = wires.get(index) else { continue };
        let tags = [4, 8, 16].into_iter().map(|digits| tag(wire.text, digits));
        let counted = (2_usize..).map(|number| format!("{}n{number}", tag(wire.text, 16)));
        let found = tags.chain(counted).map(|tag| case.join(&[wire.words.as_slice(), &[tag]].concat()));
        for name in found {
            if taken.insert(name.clone()) {
                if let Some(slot) = names.get_mut(index) {
                    *slot = name;
                }
                break;
            }
        }
        collisions.push(Collision { loser: index, winner });
    }
    let names = names.into_iter().map(|name| unreserved(case, name, reserved)).collect();
    Assigned { names, collisions }
}

/// A wire name and the words its Rust name is made of.
#[derive(Clone, Debug)]
pub(crate) struct Wire<'a> {
    pub(crate) text: &'a str,
    pub(crate) words: Vec<String>,
}

impl<'a> Wire<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, words: words(text) }
    }

    /// Whether the wire name is nothing but its words in camel case.
    fn is_plain(&self) -> bool {
        let mut camel = Case::Pascal.join(&self.words);
        if let Some(first) = self.words.first().and_then(|word| word.get(..1)) {
            camel.replace_range(..1, first);
        }
        camel == self.text
    }
}

/// The names that [`assign`] found.
#[derive(Debug, Default)]
pub(crate) struct Assigned {
    pub(crate) names: Vec<String>,
    pub(crate) collisions: Vec<Collision>,
}

/// Two wire names, by their places in the list, that would have had the same Rust name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Collision {
    /// The one that got a tag.
    pub(crate) loser: usize,
    /// The one that kept the name.
    pub(crate) winner: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(case: Case, wires: &[&str]) -> Vec<String> {
        let wires: Vec<Wire<'_>> = wires.iter().map(|wire| Wire::new(wire)).collect();
        assign(case, MODEL, &wires).names
    }

    #[test]
    fn keywords_and_reserved_words_get_a_trailing_underscore() {
        assert_eq!(
            names(Case::Snake, &["type", "self", "gen", "new", "name"]),
            ["type_", "self_", "gen_", "new_", "name"]
        );
        assert_eq!(names(Case::Pascal, &["self", "user"]), ["Self_", "User"]);
    }

    #[test]
    fn names_do_not_depend_on_the_order_of_the_pages() {
        let forward = names(Case::Snake, &["fooBar", "foo_bar", "FooBar"]);
        let mut backward = names(Case::Snake, &["FooBar", "foo_bar", "fooBar"]);
        backward.reverse();
        assert_eq!(forward, backward);
        assert_eq!(forward[0], "foo_bar");
        assert!(forward[1].starts_with("foo_bar_x") && forward[2].starts_with("foo_bar_x"));
        assert_ne!(forward[1], forward[2]);
    }

    #[test]
    fn a_newcomer_with_an_ordinary_name_of_its_own_renames_nothing() {
        let before = names(Case::Snake, &["fooBar", "foo_bar"]);
        let after = names(Case::Snake, &["fooBar", "foo_bar", "other", "foo-bar"]);
        assert_eq!(before[..], after[..2]);
    }

    #[test]
    fn equal_wire_names_still_get_names_of_their_own() {
        let names = names(Case::Snake, &["a", "a", "a"]);
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    }
}
