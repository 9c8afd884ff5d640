//! Text that means nothing but itself.

use std::borrow::Cow;
use std::fmt::Write;

/// The text without characters that do not show or that change how the rest shows.
///
/// Bidirectional controls and other control characters become their code point (`U+202E`), exotic spaces become plain
/// ones, and characters without width go.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    // Nearly all text is of these alone, and a sum over bytes is quicker than a look at each character.
    let is_shown = text.bytes().fold(true, |all, byte| all & ((byte == b'\n') | (b' '..=b'~').contains(&byte)));
    if is_shown || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => shown.push(' '),
            '\t' => shown.push_str("    "),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {}
            // Writing to a String cannot fail.
            c if is_hidden(c) => drop(write!(shown, "U+{:04X}", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

fn is_hidden(c: char) -> bool {
    match c {
        '\n' | ' '..='~' => false,
        c if c.is_control() => true,
        '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{2007}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

/// Text as Markdown that shows it literally: no emphasis, link, HTML, entity or table cell can form.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    escape_into(&visible(text), &mut escaped);
    escaped
}

/// Appends `text`, which holds visible characters only.
pub(crate) fn escape_into(text: &str, escaped: &mut String) {
    let mut before = ' ';
    let mut rest = text;
    while let Some((plain, sign, after)) = next_sign(rest) {
        escaped.push_str(plain);
        before = plain.chars().next_back().unwrap_or(before);
        let next = after.chars().next();
        match sign {
            '<' => escaped.push_str("&lt;"),
            '&' if next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#') => escaped.push_str("&amp;"),
            '_' if before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric) => escaped.push('_'),
            '\n' => escaped.push(' '),
            // Rustdoc warns of addresses that are no links; a split one is no address.
            '/' if before == ':' => escaped.push_str("\\/"),
            '&' | '/' => escaped.push(sign),
            _ => {
                escaped.push('\\');
                escaped.push(sign);
            }
        }
        before = sign;
        rest = after;
    }
    escaped.push_str(rest);
}

/// The next character that may have to be escaped, with what stands before and behind it.
fn next_sign(text: &str) -> Option<(&str, char, &str)> {
    let is_sign =
        |byte: u8| matches!(byte, b'<' | b'&' | b'_' | b'\n' | b'/' | b'\\' | b'`' | b'*' | b'[' | b']' | b'|' | b'~');
    let at = text.bytes().position(is_sign)?;
    let (plain, from) = text.split_at_checked(at)?;
    let mut characters = from.chars();
    let sign = characters.next()?;
    Some((plain, sign, characters.as_str()))
}

/// Whether [`escape_into`] leaves the text as it is.
pub(crate) fn is_literal(text: &str) -> bool {
    next_sign(text).is_none()
}

/// Text as a code span.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    if text.trim().is_empty() {
        return String::new();
    }
    if !text.contains(['`', '\n']) && !text.starts_with(' ') && !text.ends_with(' ') {
        return ["`", &text, "`"].concat();
    }
    let text = text.replace('\n', " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_hide_are_shown() {
        assert_eq!(visible("a\u{202e}b\u{0}c\u{7f}\u{85}"), "aU+202EbU+0000cU+007FU+0085");
        assert_eq!(visible("a\u{200b}b\u{a0}c\r\nd\re"), "ab c\nd\ne");
        assert!(matches!(visible("plain – text, 漢字"), Cow::Borrowed(_)));
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(
            escape("<b>[x](y) *a* snake_case _e_ a&amp;b"),
            "&lt;b>\\[x\\](y) \\*a\\* snake_case \\_e\\_ a&amp;amp;b"
        );
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
