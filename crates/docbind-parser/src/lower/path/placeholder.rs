//! The spellings of a placeholder: `{id}`, `{id | name}`, `<address>`, `(team-id)`, `:id`, `'{id}'`.

use super::names;

/// A placeholder with its name.
#[derive(Debug, PartialEq)]
pub(super) struct Placeholder {
    /// What stands between the braces, as the page spells it.
    pub wire: String,
    /// The name as one word; empty when the page gives none.
    pub name: String,
    /// Whether the name joins alternatives: `idOrName`.
    pub alternatives: bool,
}

impl Placeholder {
    /// A placeholder of this name.
    pub(super) fn named(name: &str) -> Self {
        Self { wire: name.to_owned(), name: names::word(name), alternatives: false }
    }

    /// Reads a whole segment or value as a placeholder; none when there is text around it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = unquoted(text.trim());
        let enclosed = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let text = enclosed.filter(|inner| inner.starts_with('{')).unwrap_or(text);
        let inner = braced(text).or_else(|| bare(text))?;
        let mut names: Vec<String> = Vec::new();
        for alternative in inner.split('|') {
            let word = names::word(without_constraint(alternative));
            if !word.is_empty() && !names.contains(&word) {
                names.push(word);
            }
        }
        let alternatives = names.len() > 1;
        let mut name = String::new();
        for word in names {
            if name.is_empty() {
                name = word;
            } else {
                name.push_str("Or");
                name.push_str(&names::capitalized(&word));
            }
        }
        if name == "undefined" {
            // What generators print for a name they did not have.
            name.clear();
        }
        Some(Self { wire: inner.trim().to_owned(), name, alternatives })
    }
}

/// The text without a pair of quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    ['\'', '"'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).map_or(text, str::trim)
}

/// Whether a text holds what belongs to placeholders alone.
pub(super) fn has_braces(text: &str) -> bool {
    text.contains(['{', '}', '<', '>'])
}

/// The text in the only pair of braces, with the alternatives that stand behind it.
fn braced(text: &str) -> Option<String> {
    // A template string's dollar sign belongs to the language it was copied from.
    let text = text.strip_prefix('$').filter(|rest| rest.starts_with('{')).unwrap_or(text);
    let (open, close) = [('{', '}'), ('<', '>')].into_iter().find(|(open, _)| text.starts_with(*open))?;
    let text = match text.strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}")) {
        Some(inner) => return (!has_braces(inner)).then(|| inner.to_owned()),
        None => text.strip_prefix(open)?,
    };
    let (inner, outside) = text.split_once(close)?;
    if has_braces(inner) || inner.contains(['(', ')', '/', '\'', '"']) {
        return None;
    }
    match outside.trim_start().strip_prefix('|') {
        Some(more) => {
            let more: Vec<Option<&str>> = more.split('|').map(alternative).collect();
            let more: Option<Vec<&str>> = more.into_iter().collect();
            Some(format!("{inner} | {}", more?.join(" | ")))
        }
        None => outside.trim().is_empty().then(|| inner.to_owned()),
    }
}

/// Another name behind a placeholder, in braces or without.
fn alternative(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text).trim();
    is_name(inner).then_some(inner)
}

/// A name without what routers add to it: `{id:guid}`, `{id?}`, `{*path}`, `{name=shelves/*}`.
fn without_constraint(name: &str) -> &str {
    let name = name.trim().trim_start_matches(['*', '+']);
    name.split([':', '=', '?']).next().unwrap_or(name)
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "-_| ".contains(c)) && !text.is_empty()
}

/// A placeholder in parentheses or brackets, behind a colon, or without any of them: `(team-id)`, `[id]`, `:id`,
/// `team-id`.
fn bare(text: &str) -> Option<String> {
    let enclosed = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|text| text.strip_suffix(']')))
        .or_else(|| text.strip_prefix(':').filter(|name| !name.contains(' ')));
    match enclosed {
        Some(inner) => is_name(inner).then(|| inner.to_owned()),
        None => {
            let word = text.strip_suffix("-id").or_else(|| text.strip_suffix("_id"))?;
            // What is found `by-id` is no thing that has an identifier: such a segment is a word of its own.
            (word != "by" && word.starts_with(char::is_alphabetic) && is_name(text)).then(|| text.to_owned())
        }
    }
}
