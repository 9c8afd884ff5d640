//! Text of pages made safe to print.

use std::borrow::Cow;
use std::fmt::Write;

/// Escapes what could steer a terminal or a reader: control characters, line breaks included, and the characters that
/// reverse the direction of text or cannot be seen.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push_str("\\t"),
            c if is_unsafe(c) => {
                // Writing to a string cannot fail.
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
            }
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_direction_marks_are_spelled_out() {
        assert_eq!(printable("a\u{1b}]52;c\u{7}b"), "a\\u{1b}]52;c\\u{7}b");
        assert_eq!(printable("x\u{202e}y\u{9b}z\n"), "x\\u{202e}y\\u{9b}z\\n");
        assert_eq!(printable("plain – text ✓"), "plain – text ✓");
    }
}
