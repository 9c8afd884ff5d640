//! Clean-up of the raw Markdown of cells and paragraphs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memchr;

/// The targets of a file's link definitions (`[label]: target`) by normalised label.
#[derive(Debug, Default)]
pub(super) struct Definitions(BTreeMap<String, String>);

impl Definitions {
    pub(super) fn insert(&mut self, label: &str, target: &str) {
        self.0.insert(normalize(label), target.to_owned());
    }

    /// Writes `[text][label]`, `[text][]` and `[text]` as `[text](target)` where the label is defined.
    pub(super) fn expand<'a>(&self, markdown: Cow<'a, str>) -> Cow<'a, str> {
        if self.0.is_empty() || memchr(b'[', markdown.as_bytes()).is_none() {
            return markdown;
        }
        let mut expanded = String::new();
        let mut rest: &str = &markdown;
        while let Some((before, after)) = rest.split_once('[') {
            expanded.push_str(before);
            let closing = after.find(['[', ']']).filter(|at| after.get(*at..).is_some_and(|end| end.starts_with(']')));
            let Some((text, end)) = closing.and_then(|at| Some((after.get(..at)?, after.get(at + 1..)?))) else {
                expanded.push('[');
                rest = after;
                continue;
            };
            let (label, end) = match end.strip_prefix('[').and_then(|label| label.split_once(']')) {
                Some(("", end)) => (text, end),
                Some((label, end)) => (label, end),
                None => (text, end),
            };
            let target = self.0.get(&normalize(label)).filter(|_| !end.starts_with('('));
            match target {
                Some(target) => {
                    expanded.extend(["[", text, "](", target, ")"]);
                    rest = end;
                }
                None => {
                    expanded.push('[');
                    rest = after;
                }
            }
        }
        if expanded.is_empty() {
            return markdown;
        }
        expanded.push_str(rest);
        Cow::Owned(expanded)
    }
}

fn normalize(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The text of a cell or heading: escaped pipes resolved, white space of all kinds at the ends removed, non-breaking spaces and
/// line breaks as spaces, zero-width characters removed.
pub(super) fn clean_cell(raw: Cow<'_, str>) -> Cow<'_, str> {
    let is_odd = |byte: u8| !byte.is_ascii() | (byte == b'\\') | (byte == b'\n');
    if !raw.bytes().fold(false, |any, byte| any | is_odd(byte)) {
        return trim(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    let mut changed = false;
    while let Some(character) = characters.next() {
        match character {
            '\u{200B}' | '\u{FEFF}' => changed = true,
            '\u{A0}' | '\n' => {
                changed = true;
                text.push(' ');
            }
            '\\' if characters.peek() == Some(&'|') => changed = true,
            _ => text.push(character),
        }
    }
    if !changed {
        return trim(raw);
    }
    trim(Cow::Owned(text))
}

fn trim(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// A line of a block without the quote marks before it and without white space at its ends: how many bytes stand
/// before what is left, and that.
pub(super) fn unquoted_line(line: &str, quotes: usize) -> (usize, &str) {
    let mut content = line.trim_start();
    for _ in 0..quotes {
        match content.strip_prefix('>') {
            Some(rest) => content = rest.trim_start(),
            None => break,
        }
    }
    (line.len() - content.len(), content.trim_end())
}

/// Removes the quote marks that begin the lines after the first.
pub(super) fn unquote(markdown: Cow<'_, str>, quotes: usize) -> Cow<'_, str> {
    if quotes == 0 || memchr(b'\n', markdown.as_bytes()).is_none() {
        return markdown;
    }
    let mut text = String::with_capacity(markdown.len());
    for (number, line) in markdown.lines().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(unquoted_line(line, if number > 0 { quotes } else { 0 }).1);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Definitions, clean_cell};

    #[test]
    fn reference_links() {
        let mut definitions = Definitions::default();
        definitions.insert("Identity Set", "identityset.md");
        definitions.insert("item", "item.md");
        let expand = |text| definitions.expand(Cow::Borrowed(text)).into_owned();
        assert_eq!(expand("[identity  set][] collection"), "[identity  set](identityset.md) collection");
        assert_eq!(expand("A [thing][item], an [item]"), "A [thing](item.md), an [item](item.md)");
        assert_eq!(expand("[other][] and [item](x.md) and [a"), "[other][] and [item](x.md) and [a");
    }

    #[test]
    fn odd_spaces_and_escaped_pipes() {
        assert_eq!(clean_cell("\u{A0} a\u{A0}b\u{200B} ".into()), "a b");
        assert_eq!(clean_cell(r"`a \| b` \*".into()), r"`a | b` \*");
        assert!(matches!(clean_cell("  – plain –  ".into()), Cow::Borrowed("– plain –")));
    }
}
