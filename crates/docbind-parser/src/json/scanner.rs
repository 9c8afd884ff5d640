//! The tokens of lenient JSON.

use memchr::{memchr, memchr3, memmem};

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// `{` or `[`.
    Open(char),
    /// `}` or `]`.
    Close(char),
    Colon,
    Comma,
    /// The text between quotes, escapes as they are.
    String(&'t str),
    /// A run of other characters: a number, a literal, a bare key, a placeholder.
    Bare(&'t str),
    /// Two dots or more: the writer left something out.
    Ellipsis,
}

#[derive(Clone, Debug)]
pub(super) struct Scanner<'t> {
    text: &'t str,
    pub(super) offset: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// Skips white space and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
            let blank = rest.bytes().take_while(is_blank).count();
            let mut trimmed = rest.get(blank..).unwrap_or_default();
            if trimmed.bytes().next().is_some_and(|byte| !byte.is_ascii()) {
                let is_odd = |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}');
                trimmed = trimmed.trim_start_matches(is_odd);
            }
            self.offset += rest.len() - trimmed.len();
            if trimmed.as_bytes().first() != Some(&b'/') {
                return;
            }
            let comment = if trimmed.starts_with("//") {
                memchr(b'\n', trimmed.as_bytes()).unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                memmem::find(trimmed.as_bytes(), b"*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.offset += comment;
        }
    }

    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        self.skip();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (token, length) = match first {
            '{' | '[' => (Token::Open(first), 1),
            '}' | ']' => (Token::Close(first), 1),
            ':' => (Token::Colon, 1),
            ',' | ';' => (Token::Comma, 1),
            '"' | '\'' | '\u{201C}' | '\u{201D}' | '\u{2018}' => return Some(self.string(rest, first)),
            '\u{2026}' => (Token::Ellipsis, first.len_utf8()),
            '.' if rest.starts_with("..") => (Token::Ellipsis, rest.len() - rest.trim_start_matches('.').len()),
            _ => {
                let word = bare(rest);
                (Token::Bare(word), word.len())
            }
        };
        self.offset += length;
        Some(token)
    }

    /// A quoted text. One that runs past the end of its line and is followed by what cannot follow a string was not
    /// closed; it then ends with its line.
    fn string(&mut self, rest: &'t str, quote: char) -> Token<'t> {
        let body = rest.get(quote.len_utf8()..).unwrap_or_default();
        let closes: &[char] = match quote {
            '"' => &['"'],
            '\'' => &['\''],
            '\u{2018}' => &['\u{2019}', '\u{2018}'],
            _ => &['\u{201D}', '\u{201C}', '"'],
        };
        // Where the next byte is that means something; typographic quotes begin with the last of these.
        let sign = |rest: &[u8]| match quote {
            '"' => memchr3(b'"', b'\\', b'\n', rest),
            _ => rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'\\' | b'\n' | 0xE2)),
        };
        let mut line_end = None;
        let mut close = None;
        let mut at = 0;
        while let Some(next) = body.as_bytes().get(at..).and_then(sign) {
            at += next;
            let character = body.get(at..).and_then(|rest| rest.chars().next());
            match character {
                // The character behind it is at least one byte long, and no other begins within it.
                Some('\\') => at += 1,
                Some('\n') => line_end = line_end.or(Some(at)),
                Some(character) if closes.contains(&character) => {
                    close = Some((at, at + character.len_utf8()));
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        let follows = |end: usize| {
            let after = body.get(end..).unwrap_or_default().trim_start();
            after.is_empty() || after.starts_with([',', ':', '}', ']', '/'])
        };
        let (end, next) = match (close, line_end) {
            (Some((_, next)), Some(line)) if !follows(next) => (line, line),
            (Some(close), _) => close,
            (None, Some(line)) => (line, line),
            (None, None) => (body.len(), body.len()),
        };
        self.offset += quote.len_utf8() + next;
        let content = body.get(..end).unwrap_or_default();
        let is_open = next == end;
        Token::String(if is_open { content.trim_end().trim_end_matches(',') } else { content })
    }
}

/// A run of characters up to what ends a value; placeholders in angle or curly brackets stay whole.
fn bare(rest: &str) -> &str {
    let end = match rest.chars().next() {
        Some('<') => rest.find(['>', '\n']).map_or(rest.len(), |at| at + 1),
        _ => {
            let ends = |byte: u8| matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n' | b'\r');
            rest.bytes().position(ends).unwrap_or(rest.len())
        }
    };
    // Times hold colons; no key does.
    let end = match rest.get(..end) {
        Some(date) if date.len() > 10 && date.starts_with(|c: char| c.is_ascii_digit()) && date.contains('T') => {
            rest.find([',', '}', ']', '\n', '\r']).unwrap_or(rest.len())
        }
        _ => end,
    };
    let word = rest.get(..end).unwrap_or_default();
    let comment = ["//", "/*"].iter().filter_map(|mark| memmem::find(word.as_bytes(), mark.as_bytes())).min();
    let word = comment.and_then(|at| word.get(..at)).unwrap_or(word).trim_end();
    if word.is_empty() { rest.get(..rest.chars().next().map_or(0, char::len_utf8)).unwrap_or_default() } else { word }
}
