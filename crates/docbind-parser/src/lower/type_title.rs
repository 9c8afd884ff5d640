//! The name of a type in a title or heading: `Product - boat resource type`, `The boat resource`, `boat entity`.

use crate::dialect::titles::{ARTICLES, KINDS, PLURALS, SEPARATORS};
use crate::markdown::plain;

/// The most words of a spaced name.
const MOST_WORDS: usize = 5;

/// What a title says about a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeTitle {
    /// The name as the type bears it.
    pub(super) name: String,
    /// Whether a word such as `resource` says that it is one.
    pub(super) says_kind: bool,
    /// Whether it says that several types follow.
    pub(super) says_several: bool,
}

impl TypeTitle {
    /// Reads a title; none when nothing in it can be a name.
    pub(super) fn read(title: &str) -> Option<Self> {
        let text = without_remarks(&plain(title));
        let part = telling_part(&text);
        let words: Vec<&str> = part.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
        let articles = words.iter().take_while(|word| is_one_of(word, ARTICLES)).count();
        let words = words.get(articles..).unwrap_or_default();
        let is_kind = |word: &&str| is_one_of(word, KINDS) || is_one_of(word, PLURALS);
        let says_several = words.last().is_some_and(|last| is_one_of(last, PLURALS));
        // A type may be called like a kind: `resource resource type`.
        let kind = words.iter().skip(1).position(is_kind).map(|at| at + 1);
        let name = match kind {
            Some(at) => spelled(words.get(..at)?),
            // `Resource type boat`: the kind comes first.
            None if words.len() > 1 && words.first().is_some_and(is_kind) => {
                spelled(words.get(words.iter().take_while(|word| is_kind(word)).count()..)?)
            }
            None => words.first().map(|word| (*word).to_owned()),
        }?;
        let leads = words.first().is_some_and(is_kind) && words.len() > 1;
        Some(Self { name, says_kind: kind.is_some() || leads, says_several })
    }
}

/// The text without what stands in parentheses or brackets: versions, `deprecated`.
fn without_remarks(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept.trim().to_owned()
}

/// Of the parts of a title, the last that says a kind with a name before it, else the first.
fn telling_part(text: &str) -> &str {
    let mut parts = vec![text];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let says_kind = |part: &&&str| {
        let mut words = part.split_whitespace();
        words.next().is_some() && words.any(|word| is_one_of(bare(word), KINDS))
    };
    let only_kind = |part: &&str| part.split_whitespace().all(|word| is_one_of(bare(word), KINDS));
    let telling = parts.iter().rev().find(|part| says_kind(part) && !only_kind(part));
    // `Resource type: boat`.
    let behind = parts.first().filter(|first| only_kind(first)).and_then(|_| parts.get(1));
    telling.or(behind).or(parts.first()).copied().unwrap_or(text)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '#')).trim_end_matches('.')
}

fn is_one_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// A name of several words: the last one where it alone is spelled as names are, else all as one word.
fn spelled(words: &[&str]) -> Option<String> {
    let (last, before) = words.split_last()?;
    let is_spelled = |word: &str| word.contains('.') || word.chars().skip(1).any(char::is_uppercase);
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    // `Azure AD user`: what is in capitals before a small word belongs to the product.
    let is_own = is_spelled(last) && last.chars().any(char::is_lowercase)
        || is_small(last) && before.iter().all(|word| word.starts_with(char::is_uppercase));
    if before.is_empty() || is_own || words.len() > MOST_WORDS {
        return Some((*last).to_owned());
    }
    let mut name = (*words.first()?).to_owned();
    for word in words.iter().skip(1) {
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::TypeTitle;

    fn name(title: &str) -> String {
        TypeTitle::read(title).map(|title| title.name).unwrap_or_default()
    }

    #[test]
    fn forms_of_titles() {
        for title in [
            "boat resource type",
            "boat resource",
            "The boat resource",
            "boat entity",
            "boat object",
            "boat enumeration",
            "boat enum type",
            "boat complex type",
            "boat resource type (deprecated)",
            "(v1.0) boat resource type",
            "boat resource type (v1.0)",
            "Harbor Desk - boat resource type",
            "Harbor Desk: boat resource type",
            "Harbor Desk boat resource type",
            "Resource type: boat",
            "**boat** resource type",
            "`boat` values",
            "boat",
        ] {
            assert_eq!(name(title), "boat", "{title}");
        }
        assert_eq!(name("Harbor Desk - deskLamp resource type"), "deskLamp");
        assert_eq!(name("sales order line resource type"), "salesOrderLine");
        assert_eq!(name("Unit of measure"), "Unit");
        assert_eq!(name("resource resource type"), "resource");
        assert_eq!(name("harbor.boat resource type"), "harbor.boat");
    }

    #[test]
    fn pages_of_several_types() {
        let title = TypeTitle::read("Voyage resources").unwrap();
        assert!(title.says_several && title.says_kind);
        assert!(!TypeTitle::read("Voyage resource type").unwrap().says_several);
    }
}
