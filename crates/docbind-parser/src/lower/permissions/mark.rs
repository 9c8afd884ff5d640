//! Footnote marks in all their spellings: `*`, `**`, `†`, `¹`, `(1)`, `[1]`, `[^1]`, `<sup>1</sup>`.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use docbind_ir::{Condition, ConditionKind, Source};
use regex::Regex;

/// A footnote mark in its plain spelling: stars and daggers as they are, numbers and letters without what is around
/// them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(String);

/// The marks of a permission, hardly ever more than one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(Vec<Mark>);

/// Around the text of a raised mark, once its markup is gone.
const OPEN: char = '\u{2e28}';
const CLOSE: char = '\u{2e29}';

const SIGNS: &[char] = &['*', '†', '‡', '§', '¶', '⁎', '∗', '＊', '※'];

impl Mark {
    /// The mark at the start of a text, and what stands behind it.
    pub(super) fn lead(text: &str) -> Option<(Self, &str)> {
        let first = text.chars().next()?;
        if SIGNS.contains(&first) {
            let end = text.find(|c| c != first).unwrap_or(text.len());
            let (run, rest) = text.split_at_checked(end)?;
            let star = if matches!(first, '⁎' | '∗' | '＊') { '*' } else { first };
            return Some((Self(run.chars().map(|_| star).collect()), rest));
        }
        if raised(first).is_some() {
            let end = text.find(|c| raised(c).is_none()).unwrap_or(text.len());
            let (run, rest) = text.split_at_checked(end)?;
            return Some((Self(run.chars().filter_map(raised).collect()), rest));
        }
        let close = match first {
            OPEN => CLOSE,
            '(' => ')',
            '[' => ']',
            _ => return None,
        };
        let (inner, rest) = text.get(first.len_utf8()..)?.split_once(close)?;
        let inner = inner.trim().trim_matches(['(', ')', '[', ']', '^']);
        if let Some((mark, "")) = Self::lead(inner) {
            return Some((mark, rest));
        }
        let is_number = !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = first == OPEN && inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_number || is_letter).then(|| (Self(inner.to_lowercase()), rest))
    }
}

impl Mark {
    /// The condition of a permission that carries the mark, until its footnote is found.
    pub(super) fn condition(&self) -> Condition {
        Condition::new(ConditionKind::Unclear, format!("{MARKED}{self}"), Source::default())
    }

    /// The mark that such a condition is about.
    pub(super) fn of(condition: &Condition) -> Option<Self> {
        let text = condition.text.strip_prefix(MARKED).filter(|_| condition.kind == ConditionKind::Unclear)?;
        Some(Self(text.to_owned()))
    }

    /// The number it is, when it is one.
    pub(super) fn number(&self) -> Option<usize> {
        self.0.parse().ok()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

const MARKED: &str = "marked ";

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Marks {
    pub(super) fn add(&mut self, mark: Mark) {
        if !self.0.contains(&mark) {
            self.0.push(mark);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Mark> {
        self.0.iter()
    }
}

/// The digit that a raised one is.
fn raised(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        _ => return None,
    })
}

/// The text with raised marks, and those that are links or references, as one character around their text.
pub(super) fn written(text: &str) -> Cow<'_, str> {
    static RAISED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let inner = r"[\[(]?\^?((?:\d{1,2}|[a-z]|[*†‡§¶\\]+))[\])]?(?:\(#[^)]*\))?";
        Regex::new(&format!(
            r"(?i)<sup>\s*(?:<a\b[^>]*>)?\s*{inner}\s*(?:</a>)?\s*</sup>|\[\^?(\d{{1,2}}|[*†‡§¶\\]+)\](?:\(#?[^)]*\))?"
        ))
        .ok()
    });
    if !text.contains(['[', '<']) {
        return Cow::Borrowed(text);
    }
    let Some(pattern) = &*RAISED else { return Cow::Borrowed(text) };
    pattern.replace_all(text, |found: &regex::Captures<'_>| {
        let inner = found.get(1).or_else(|| found.get(2)).map_or("", |inner| inner.as_str());
        format!("{OPEN}{inner}{CLOSE}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_all_spellings() {
        for (text, mark) in [
            ("*", "*"),
            ("** rest", "**"),
            ("†", "†"),
            ("¹", "1"),
            ("¹²", "12"),
            ("(1)", "1"),
            ("[2]", "2"),
            ("<sup>1</sup>", "1"),
            ("<sup>[1](#note)</sup>", "1"),
            ("<sup>a</sup>", "a"),
            ("<sup>\\*</sup>", "*"),
            ("[^3]", "3"),
            ("[1](#one)", "1"),
        ] {
            let text = written(text).replace('\\', "");
            assert_eq!(Mark::lead(&text).map(|(mark, _)| mark.to_string()).as_deref(), Some(mark), "{text}");
        }
        for text in ["", "(preview)", "[Mail.Read](x.md)", "(2021)", "x"] {
            assert_eq!(Mark::lead(&written(text)), None, "{text}");
        }
    }
}
