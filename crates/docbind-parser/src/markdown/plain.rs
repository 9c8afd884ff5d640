//! Text without markup.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// The text of inline Markdown as a reader sees it: no emphasis, links by their texts, entities resolved, line breaks
/// and `<br>` as spaces.
pub fn plain(markdown: &str) -> Cow<'_, str> {
    let markdown = markdown.trim();
    let has_markup = |byte: &u8| matches!(byte, b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'\n' | b'!');
    let is_block = markdown.starts_with(['#', '-', '+', '>', '~', '=', ':']) || starts_like_a_list(markdown);
    if !is_block && !markdown.as_bytes().iter().any(has_markup) {
        return Cow::Borrowed(markdown);
    }
    let mut text = String::with_capacity(markdown.len());
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::InlineHtml(tag) if is_break(&tag) => text.push(' '),
            Event::End(_) if text.ends_with('\n') => text.truncate(text.trim_end().len()),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    Cow::Owned(text)
}

fn starts_like_a_list(markdown: &str) -> bool {
    let rest = markdown.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < markdown.len() && rest.starts_with(['.', ')'])
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
    fn underscores_in_names_stay() {
        assert_eq!(plain("the snake_case_name"), "the snake_case_name");
    }

    #[test]
    fn text_without_markup_is_borrowed() {
        assert!(matches!(plain(" HTTP request "), std::borrow::Cow::Borrowed("HTTP request")));
    }
}
