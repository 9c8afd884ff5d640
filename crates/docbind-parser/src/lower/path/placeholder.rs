//! The spellings of a placeholder: `{id}`, `{id | name}`, `<address>`, `(team-id)`, `'{id}'`.

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

    /// Reads a whole segment or value as a placeholder.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches(['\'', '"']).trim();
        let inner = braced(text).or_else(|| bare(text))?;
        let mut names: Vec<String> = Vec::new();
        for alternative in inner.split('|') {
            let word = names::word(alternative);
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

/// The text in the first pair of braces, with the alternatives that stand outside of it.
fn braced(text: &str) -> Option<String> {
    let (open, close) = [('{', '}'), ('<', '>')].into_iter().find(|(open, _)| text.contains(*open))?;
    let (_, after) = text.split_once(open)?;
    let (inner, outside) = after.split_once(close).unwrap_or((after, ""));
    Some(match outside.split_once('|') {
        Some((_, more)) => format!("{inner} | {}", more.replace([open, close], "")),
        None => inner.to_owned(),
    })
}

/// A placeholder in parentheses or brackets, or without any: `(team-id)`, `[id]`, `team-id`.
fn bare(text: &str) -> Option<String> {
    let enclosed = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|text| text.strip_suffix(']')));
    let is_name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || "-_| ".contains(c)) && !text.is_empty();
    match enclosed {
        Some(inner) => is_name(inner).then(|| inner.to_owned()),
        None => {
            let word = text.strip_suffix("-id").or_else(|| text.strip_suffix("_id"))?;
            (word.starts_with(char::is_alphabetic) && is_name(text)).then(|| text.to_owned())
        }
    }
}
