//! What the dialect adds to Markdown and Markdown would misread: zone pivots, anchors on lines of their own, comments
//! in unusual places.
//!
//! Such text is blanked out, byte for byte, before the Markdown is parsed, so that all offsets stay true. Most pages
//! have only comments that Markdown reads correctly; they are not touched.

use std::ops::Range;

use memchr::memmem;

/// Something that was blanked out but means something.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Directive {
    /// An annotation's text between `<!--` and `-->`.
    Annotation(Range<usize>),
    /// A zone begins; the range of its name in the text.
    ZoneStart(Range<usize>),
    /// A zone ends.
    ZoneEnd,
    /// A comment without an end.
    OpenComment,
}

/// A text with its directives blanked out.
#[derive(Debug, Default)]
pub(super) struct Directives {
    /// The text as Markdown shall see it, when it differs; of the same length.
    pub(super) masked: Option<String>,
    /// What was blanked out, with where it began, in order.
    pub(super) list: Vec<(usize, Directive)>,
}

/// Finds the directives of a text, from byte offset `start` on.
pub(super) fn scan(text: &str, start: usize) -> Directives {
    if !needs_scan(text.get(start..).unwrap_or_default()) {
        return Directives::default();
    }
    let mut scanner = Scanner { text, fence: None, blanks: Vec::new(), list: Vec::new() };
    let mut offset = start;
    while let Some(rest) = text.get(offset..).filter(|rest| !rest.is_empty()) {
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        offset = scanner.line(offset, line);
    }
    let masked = (!scanner.blanks.is_empty()).then(|| blank(text, &scanner.blanks));
    Directives { masked, list: scanner.list }
}

/// Whether anything but comments on lines of their own may stand in the text.
fn needs_scan(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memmem::find(bytes, b":::").is_some() || memmem::find(bytes, b"\n<a ").is_some() || bytes.starts_with(b"<a ") {
        return true;
    }
    let mut end = 0;
    memmem::find_iter(bytes, b"<!--").any(|at| {
        let starts_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        let is_nested = at < end;
        let close = bytes.get(at..).and_then(|rest| memmem::find(rest, b"-->"));
        let Some(close) = close.map(|close| at + close + 3) else { return true };
        end = close;
        let after = bytes.get(close..).unwrap_or_default().iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        is_nested || !starts_line || after.is_some_and(|byte| *byte != b'\n')
    })
}

/// Replaces ranges by spaces and keeps line breaks.
fn blank(text: &str, blanks: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut position = 0;
    for range in blanks {
        masked.push_str(text.get(position..range.start).unwrap_or_default());
        let hidden = text.get(range.clone()).unwrap_or_default();
        masked.extend(hidden.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
        position = range.end;
    }
    masked.push_str(text.get(position..).unwrap_or_default());
    masked
}

struct Scanner<'t> {
    text: &'t str,
    /// The open code fence: its character, its length and whether it stands in a quote.
    fence: Option<(char, usize, bool)>,
    blanks: Vec<Range<usize>>,
    list: Vec<(usize, Directive)>,
}

impl Scanner<'_> {
    /// Reads the line at `offset` and returns where to go on.
    fn line(&mut self, offset: usize, line: &str) -> usize {
        let end = offset + line.len();
        let content = line.trim_start_matches([' ', '\t', '>']);
        let quoted = line.trim_start().starts_with('>');
        if let Some((mark, length, in_quote)) = self.fence {
            let run = content.len() - content.trim_start_matches(mark).len();
            let closes = run >= length && content.trim().len() == run * mark.len_utf8();
            if closes || (in_quote && !quoted) {
                self.fence = None;
            }
            if !in_quote || quoted {
                return end;
            }
        }
        let item = content.trim_start_matches(['-', '*', '+', ' ']);
        if let Some(mark) = ['`', '~'].into_iter().find(|mark| item.starts_with(*mark)) {
            let rest = item.trim_start_matches(mark);
            if item.len() - rest.len() >= 3 && (mark == '~' || !rest.contains('`')) {
                self.fence = Some((mark, item.len() - rest.len(), quoted));
                return end;
            }
        }
        if let Some(rest) = content.strip_prefix(":::") {
            self.colons(offset, line, rest);
            return end;
        }
        if is_anchor(content) {
            self.blanks.push(offset..offset + line.trim_end().len());
            return end;
        }
        self.comments(offset, line)
    }

    /// A line of colons: zones and monikers mean something, rows and columns are layout, the rest is text.
    fn colons(&mut self, offset: usize, line: &str, rest: &str) {
        let rest = rest.trim();
        let word_end = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
        let (word, attributes) = rest.split_at_checked(word_end).unwrap_or((rest, ""));
        match word.to_ascii_lowercase().as_str() {
            "zone" | "moniker" => {
                let name = ["pivot", "range", "target"].into_iter().find_map(|key| attribute(attributes, key));
                let start = name.map_or(offset, |name| name.as_ptr().addr() - self.text.as_ptr().addr());
                let range = start..start + name.map_or(0, str::len);
                self.list.push((offset, Directive::ZoneStart(range)));
            }
            "zone-end" | "moniker-end" => self.list.push((offset, Directive::ZoneEnd)),
            "row" | "row-end" | "column" | "column-end" | "" => {}
            _ => return,
        }
        self.blanks.push(offset..offset + line.trim_end().len());
    }

    /// The comments that begin in the line; the last may lead far beyond it.
    fn comments(&mut self, offset: usize, line: &str) -> usize {
        let mut from = 0;
        let mut ticks = 0;
        while let Some((before, _)) = line.get(from..).and_then(|rest| rest.split_once("<!--")) {
            ticks += before.matches('`').count();
            let start = offset + from + before.len();
            let body_start = start + 4;
            if ticks % 2 == 1 {
                from = body_start - offset;
                continue;
            }
            let body = self.text.get(body_start..).unwrap_or_default();
            let is_annotation = body.trim_start().starts_with('{');
            let (length, closed) = comment_length(body, is_annotation);
            let body_range = body_start..body_start + length;
            let end = body_range.end + if closed { 3 } else { 0 };
            let rest_is_empty = || self.text.get(end..).is_none_or(|rest| rest.trim_start().is_empty());
            let is_harmless = closed || (is_annotation && rest_is_empty());
            if !is_harmless {
                self.list.push((start, Directive::OpenComment));
            }
            if is_annotation {
                self.list.push((start, Directive::Annotation(body_range)));
            }
            self.blanks.push(start..end);
            if end >= offset + line.len() {
                return end;
            }
            from = end - offset;
        }
        offset + line.len()
    }
}

/// The length of a comment's body and whether `-->` follows it.
///
/// An annotation without an end stops where its object does, before the next comment; any other comment without an end
/// hides everything.
fn comment_length(body: &str, is_annotation: bool) -> (usize, bool) {
    if is_annotation {
        let live = memmem::find(body.as_bytes(), b"<!--").and_then(|next| body.get(..next)).unwrap_or(body);
        return match memmem::find(live.as_bytes(), b"-->") {
            Some(close) => (close, true),
            None => (object_length(live), false),
        };
    }
    memmem::find(body.as_bytes(), b"-->").map_or((body.len(), false), |close| (close, true))
}

/// How long an object at the start of the text is, by its braces; when they do not match, it ends at the first line
/// that is live for certain.
fn object_length(body: &str) -> usize {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut length = 0;
    for line in body.split_inclusive('\n') {
        let starts_live = line.starts_with("```") || line.starts_with('#');
        if starts_live && length > 0 {
            return length;
        }
        let mut escaped = false;
        for (at, character) in line.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = !in_string,
                '{' if !in_string => depth += 1,
                '}' if !in_string => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return length + at + 1;
                    }
                }
                _ => {}
            }
        }
        length += line.len();
    }
    length
}

/// The value of `key="value"` in a directive's attributes.
fn attribute<'t>(attributes: &'t str, key: &str) -> Option<&'t str> {
    let (_, rest) = attributes.split_once(key)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(rest.get(1..)?.split_once(quote)?.0)
}

/// Whether a line holds nothing but `<a name="…"></a>`, under which Markdown would take the next lines for HTML.
fn is_anchor(line: &str) -> bool {
    let line = line.trim();
    let is_link = line.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<a "));
    is_link
        && line.split_once('>').is_some_and(|(tag, rest)| {
            !tag.contains("href") && (rest.is_empty() || rest.trim().eq_ignore_ascii_case("</a>"))
        })
}

#[cfg(test)]
mod tests {
    use super::{Directive, scan};

    fn masked(text: &str) -> String {
        scan(text, 0).masked.unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn ordinary_comments_are_left_to_markdown() {
        assert!(scan("<!-- { \"blockType\": \"request\" } -->\n```http\nGET /a\n```\n", 0).masked.is_none());
    }

    #[test]
    fn a_comment_in_a_cell() {
        assert_eq!(masked("| a <!-- é --> | b |\n"), format!("| a{}| b |\n", " ".repeat(13)));
        assert_eq!(masked("a <!-- b\n\nc --> d\n"), format!("a {}\n\n{} d\n", " ".repeat(6), " ".repeat(5)));
    }

    #[test]
    fn comments_in_code_are_code() {
        let text = "```html\n<p> <!-- a --></p>\n```\n`x <!-- y -->`\n";
        assert_eq!(masked(text), text);
    }

    #[test]
    fn zones() {
        let text = ":::zone target=\"docs\" pivot=\"v1\"\nA\n:::zone-end\n::: image source=\"x\":::\n";
        let found = scan(text, 0);
        assert_eq!(found.list.len(), 2);
        assert!(matches!(&found.list[0], (0, Directive::ZoneStart(name)) if text.get(name.clone()) == Some("v1")));
        assert_eq!(found.list[1].1, Directive::ZoneEnd);
        assert!(found.masked.unwrap().contains("image"));
    }

    #[test]
    fn an_annotation_without_end_stops_at_its_object() {
        let text = "<!-- { \"a\": \"}\" }\n\n```http\nGET /a\n```\n<!-- { } -->\n";
        let found = scan(text, 0);
        assert_eq!(found.list[0].1, Directive::OpenComment);
        assert!(
            matches!(&found.list[1].1, Directive::Annotation(body) if text.get(body.clone()).unwrap().ends_with('}'))
        );
        assert!(found.masked.unwrap().contains("GET /a"));
    }

    #[test]
    fn an_open_comment_hides_the_rest() {
        let found = scan("A\n\n<!-- draft\n\n## B\n", 0);
        assert_eq!(found.list, [(3, Directive::OpenComment)]);
        assert_eq!(found.masked.unwrap().trim(), "A");
    }

    #[test]
    fn anchors() {
        assert_eq!(masked("<a name=\"x\"></a>\n## B\n").trim(), "## B");
    }
}
