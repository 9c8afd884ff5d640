//! Names of path parameters: one word each, unique in the template.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use docbind_ir::singular;

use super::Draft;

/// Whether this is an identifier of the protocol.
pub(super) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '@' || c == '$')
        && text.chars().skip(1).all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Whether this is the name of a function, with a namespace or without.
pub(super) fn is_function(text: &str) -> bool {
    text.split('.').all(is_identifier)
}

/// Whether a segment is the qualified name of a type: `microsoft.graph.user`.
pub(super) fn is_qualified(text: &str, namespace: &str) -> bool {
    let mut parts = text.split('.');
    let first = parts.next().unwrap_or_default();
    let root = namespace.split('.').next().unwrap_or_default();
    let more = parts.clone().count();
    more > 0
        && is_identifier(first)
        && parts.all(is_identifier)
        && (first.eq_ignore_ascii_case(root) || first.eq_ignore_ascii_case("microsoft") || first == "graph")
}

/// The name without the set's own namespace, which calls may leave out; any deeper namespace stays.
pub(super) fn unqualified<'t>(name: &'t str, namespace: &str) -> &'t str {
    let last = namespace.rsplit('.').next().unwrap_or_default();
    [namespace, last]
        .into_iter()
        .filter(|prefix| !prefix.is_empty())
        .find_map(|prefix| {
            let (head, tail) = name.split_at_checked(prefix.len())?;
            let tail = tail.strip_prefix('.')?;
            (head.eq_ignore_ascii_case(prefix) && !tail.contains('.')).then_some(tail)
        })
        .unwrap_or(name)
}

/// Any text as one word: `path and filename` becomes `pathAndFilename`; hyphens and underscores stay.
pub(super) fn word(text: &str) -> String {
    let text = text.trim();
    let mut word = String::new();
    for part in text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).filter(|part| !part.is_empty()) {
        if word.is_empty() {
            word.push_str(part);
        } else {
            word.push_str(&capitalized(part));
        }
    }
    word.trim_matches(['-', '_']).to_owned()
}

/// The text with its first letter in upper case.
pub(super) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The name of a parameter after the segment it follows: `owners` and `id` give `ownerId`.
pub(super) fn from_owner(owner: &str, name: &str, whole: bool) -> String {
    let owner = owner.rsplit('.').next().unwrap_or(owner);
    let mut characters = owner.chars();
    let owner: String =
        characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default();
    let suffix = if name.is_empty() {
        "id"
    } else if whole {
        name
    } else {
        last_word(name)
    };
    if owner.is_empty() { suffix.to_owned() } else { format!("{}{}", singular(&owner), capitalized(suffix)) }
}

/// What a function is called with that names none of its parameters: `title` of `getByTitle`, or a value.
pub(super) fn passed_to(function: &str) -> String {
    let words = function.rfind("By").or_else(|| function.rfind("by")).and_then(|at| function.get(at + 2..));
    match words.filter(|word| word.len() > 1) {
        Some(word) => from_owner("", &word.to_lowercase(), true),
        None => "value".to_owned(),
    }
}

/// Whether two names mean one function: with a namespace or without, in any case.
pub(super) fn is_same_function(left: &str, right: &str) -> bool {
    let short = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    short(left) == short(right)
}

/// The last word of a name in any case style: `role-id` gives `id`, `deviceConfigurationId` `Id`.
fn last_word(name: &str) -> &str {
    let kebab = name.rsplit(['-', '_']).next().unwrap_or(name);
    let start =
        kebab.char_indices().rev().find(|(_, character)| character.is_uppercase()).map_or(0, |(position, _)| position);
    kebab.get(start..).filter(|word| word.len() > 1).unwrap_or(kebab)
}

/// A unique name for each parameter: names that repeat, or are missing, come from the segment before.
pub(super) fn unique(drafts: &[Draft]) -> Vec<Arc<str>> {
    if let [only] = drafts
        && !only.name.is_empty()
    {
        return vec![Arc::from(only.name.as_str())];
    }
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for draft in drafts {
        *count.entry(draft.name.to_lowercase()).or_default() += 1;
    }
    let repeats =
        |draft: &Draft| draft.name.is_empty() || count.get(&draft.name.to_lowercase()).is_some_and(|count| *count > 1);
    let mut taken: BTreeSet<String> =
        drafts.iter().filter(|draft| !repeats(draft)).map(|draft| draft.name.to_lowercase()).collect();
    let mut names = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if !repeats(draft) {
            names.push(Arc::from(draft.name.as_str()));
            continue;
        }
        let wanted = from_owner(&draft.owner, &draft.name, draft.alternatives);
        let mut name = wanted.clone();
        let mut number = 2_u32;
        while !taken.insert(name.to_lowercase()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        names.push(Arc::from(name));
    }
    names
}
