//! Markdown of pages as paragraphs of plain text: nothing of it can become markup.

use pulldown_cmark::{Event, Parser, TagEnd};

use crate::doc::visible;

/// The paragraphs, items and cells of a text.
pub(super) fn paragraphs(markdown: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut current = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => current.push_str(&text),
            Event::SoftBreak | Event::HardBreak => current.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock) => {
                finish(&mut current, &mut all);
            }
            _ => {}
        }
    }
    finish(&mut current, &mut all);
    all
}

/// The same in one line.
pub(super) fn line(markdown: &str) -> String {
    paragraphs(markdown).join(" ")
}

fn finish(current: &mut String, all: &mut Vec<String>) {
    let text = visible(current.trim()).into_owned();
    if !text.is_empty() {
        all.push(text);
    }
    current.clear();
}
