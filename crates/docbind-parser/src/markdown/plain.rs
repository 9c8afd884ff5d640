//! Text without markup.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// Stands before text that Markdown might take for the start of a list, a heading or HTML. Inline text is none of these.
const GUARD: &str = "\u{200B} ";

/// Bytes beyond which text is given back as it is: nobody wrote it for readers, and it is asked for many times.
const LONGEST: usize = 256 * 1024;

/// The text of inline Markdown as a reader sees it: no emphasis, links by their texts, entities resolved, line breaks
/// and `<br>` as spaces.
pub fn plain(markdown: &str) -> Cow<'_, str> {
    let markdown = markdown.trim();
    let is_markup = |byte: u8| matches!(byte, b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'\n' | b'!');
    if markdown.len() > LONGEST || !markdown.bytes().any(is_markup) {
        return Cow::Borrowed(markdown);
    }
    let mut text = String::with_capacity(markdown.len());
    if markdown.starts_with(char::is_alphabetic) {
        append(markdown, &mut text);
    } else {
        append(&format!("{GUARD}{markdown}"), &mut text);
        text.drain(..GUARD.len().min(text.len()));
    }
    // Images and tags at the ends leave the spaces next to them.
    if text.trim().len() < text.len() { Cow::Owned(text.trim().to_owned()) } else { Cow::Owned(text) }
}

fn append(markdown: &str, text: &mut String) {
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::InlineHtml(tag) if is_break(&tag) => text.push(' '),
            _ => {}
        }
    }
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).trim_start();
    name.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"))
        && !name.get(2..3).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_is_removed() {
        assert_eq!(plain("**Get** a [`user`](user.md) &amp; *more*<br/>now"), "Get a user & more now");
        assert_eq!(plain("<a name=\"http-request\"></a>HTTP request"), "HTTP request");
    }

    #[test]
    fn inline_text_has_no_blocks() {
        assert_eq!(plain("0. **Required.**"), "0. Required.");
        assert_eq!(plain("# of _days_"), "# of days");
        assert_eq!(plain("- 5 `ms`"), "- 5 ms");
        assert_eq!(plain("<div>a</div> *b*"), "a b");
    }

    #[test]
    fn underscores_in_names_stay() {
        assert_eq!(plain("the snake_case_name"), "the snake_case_name");
    }

    #[test]
    fn text_without_markup_is_borrowed() {
        assert!(matches!(plain(" HTTP request "), std::borrow::Cow::Borrowed("HTTP request")));
    }
}
