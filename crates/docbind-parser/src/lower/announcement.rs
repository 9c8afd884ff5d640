//! The words that announce the values of a property: "Possible values are:", "can be one of the following".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What `values` may be called before a verb says which they are.
const ADJECTIVES: [&str; 8] =
    ["possible", "supported", "allowed", "valid", "acceptable", "accepted", "permitted", "available"];
const KINDS: [&str; 8] = ["value", "values", "type", "types", "option", "options", "member", "members"];
const VERBS: [&str; 4] = ["are", "is", "include", "includes"];
/// How many words may stand between adjective and kind.
const MOST_BETWEEN: usize = 2;
/// How many characters may stand before a verb or colon.
const FARTHEST: usize = 80;

/// The words that other announcements begin with, in lower case, each with what the next may begin with.
const OPENINGS: [(&str, &[&str]); 5] = [
    ("value", &["are", ":", "can", "must"]),
    ("values", &["are", ":", "can", "must"]),
    ("one", &["of"]),
    ("can", &["be"]),
    ("the", &["following"]),
];

/// The next words, from the byte offset `from` on, that say that values follow.
pub(super) fn announcement(description: &str, from: usize) -> Option<Range<usize>> {
    words(description, from).find_map(|(start, word)| {
        let end = start + word.len();
        let end = if is_any_of(word, &ADJECTIVES) {
            qualified(description, end)?
        } else {
            start + other(word, description.get(start..)?, description.get(end..)?)?
        };
        Some(start..end)
    })
}

/// The length of an announcement of another kind at the start of `text`, which goes on with `rest` behind its first word.
fn other(first: &str, text: &str, rest: &str) -> Option<usize> {
    static ANNOUNCEMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)^(?:
            (?:value|values)\s*(?:\bare\b|:|\bcan\s+be\b|\bmust\s+be\b)(?:\s+one\s+of)?(?:\s+the\s+following)?
            | one\s+of(?:\s+the)?\s+(?:following|these)(?:\s+values?)?\s*:?
            | can\s+be(?:\s+either)?\s*:?\s*`
            | the\s+following\s+values?[^.`]{0,60}evolvable\s+enum[^.`]{0,20}:
            )",
        )
        .ok()
    });
    let (_, next) = OPENINGS.iter().find(|(opening, _)| opening.eq_ignore_ascii_case(first))?;
    let rest = rest.trim_start().as_bytes();
    let begins = |next: &&str| rest.get(..next.len()).is_some_and(|own| own.eq_ignore_ascii_case(next.as_bytes()));
    // Asking the expression here alone is far cheaper than letting it look for the words.
    next.iter().any(begins).then(|| ANNOUNCEMENT.as_ref()?.find(text).map(|found| found.end())).flatten()
}

/// Where an announcement ends whose adjective ends at `from`.
fn qualified(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..=MOST_BETWEEN {
        let gap = count(text, at, |byte| byte.is_ascii_whitespace() || *byte == b'\x0B');
        let start = at + gap;
        let kind = start + count(text, start, is_part);
        if gap == 0 {
            return None;
        }
        if is_any_of(text.get(start..kind)?, &KINDS)
            && let Some(end) = last_verb(text, kind)
        {
            return Some(end);
        }
        let is_filler = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'*' | b'_' | b'`' | b'[' | b']');
        at = start + count(text, start, is_filler);
        if at == start {
            return None;
        }
    }
    None
}

/// Where the last verb or colon before the list ends; each stands near the one before it, in the same clause.
fn last_verb(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    let mut end = None;
    let mut skipped = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next())
        && skipped <= FARTHEST
        && !matches!(next, '.' | '`' | ';' | '|')
    {
        let word = count(text, at, is_part);
        let length = if word > 0 { word } else { next.len_utf8() };
        let is_verb = next == ':' || text.get(at..at + word).is_some_and(|word| is_any_of(word, &VERBS));
        at += length;
        if is_verb {
            end = Some(at);
            skipped = 0;
        } else {
            skipped += word.max(1);
        }
    }
    end
}

fn is_any_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

/// How many bytes of a kind stand at an offset.
fn count(text: &str, at: usize, kind: impl Fn(&u8) -> bool) -> usize {
    text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| kind(byte)).count()
}

/// The words that begin at `from` or behind it, with their places.
fn words(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let is_inside = from.checked_sub(1).and_then(|before| text.as_bytes().get(before)).is_some_and(is_part);
    let mut at = if is_inside { from + count(text, from, is_part) } else { from };
    std::iter::from_fn(move || {
        let start = at + count(text, at, |byte| !is_part(byte));
        at = start + count(text, start, is_part);
        text.get(start..at).filter(|word| !word.is_empty()).map(|word| (start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::announcement;

    fn found(text: &str) -> Option<&str> {
        announcement(text, 0).and_then(|range| text.get(range))
    }

    #[test]
    fn adjective_kind_and_verb() {
        assert_eq!(found("The state. Possible values are: `a`"), Some("Possible values are:"));
        assert_eq!(
            found("Supported **state** types of it include `a`"),
            Some("Supported **state** types of it include")
        );
        assert_eq!(found("valid options for x: the first is a"), Some("valid options for x: the first is"));
        assert_eq!(found("Allowed by one of the types are `a`"), None);
        assert_eq!(found("possible values. These are `a`"), None);
        assert_eq!(found(&format!("Possible values {} are", "x ".repeat(60))), None);
    }

    #[test]
    fn other_announcements() {
        assert_eq!(found("It can be `a`"), Some("can be `"));
        assert_eq!(found("is one of the following values: a"), Some("one of the following values:"));
        assert_eq!(found("one or more"), None);
    }
}
