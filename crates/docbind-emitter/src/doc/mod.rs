//! Documentation comments.
//!
//! Text of pages reaches the comments of generated source here and nowhere else. A comment is a list of lines without
//! control characters, so text cannot leave it; inside it, [`markdown`] re-writes the page's Markdown so that it holds
//! no doctest, no HTML, no link but to the web, and no invisible character.

mod line;
mod links;
mod markdown;
mod text;

pub(crate) use links::{Links, published};
pub(crate) use text::{code, escape, visible};

/// A documentation comment that is being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    /// A comment that begins with a paragraph of finished Markdown.
    pub(crate) fn new(summary: impl Into<String>) -> Self {
        let mut doc = Self::default();
        doc.paragraph(summary);
        doc
    }

    /// Adds a paragraph of finished Markdown on one line; nothing for an empty one.
    pub(crate) fn paragraph(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.blank();
            self.lines.push(text);
        }
    }

    /// Adds Markdown of the page `file`.
    pub(crate) fn markdown(&mut self, text: &str, file: &str, links: &Links) {
        let lines = markdown::rewrite(text, file, links);
        if !lines.is_empty() {
            self.blank();
            self.lines.extend(lines);
        }
    }

    /// Adds a table of finished Markdown cells.
    pub(crate) fn table(&mut self, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        self.blank();
        self.lines.push(format!("| {} |", header.join(" | ")));
        self.lines.push(format!("|{}", "---|".repeat(header.len())));
        self.lines.extend(rows.into_iter().map(|row| format!("| {} |", row.join(" | "))));
    }

    /// Markdown of the page `file` as the cell of a table.
    pub(crate) fn cell(text: &str, file: &str, links: &Links) -> String {
        markdown::rewrite_cell(text, file, links)
    }

    /// The first sentence of a page's Markdown without any markup.
    pub(crate) fn first_sentence(text: &str) -> String {
        markdown::first_sentence(text)
    }

    /// Adds a block of code that rustdoc shows and never runs.
    pub(crate) fn code_block(&mut self, text: &str) {
        self.blank();
        self.lines.extend(markdown::fence(text, "text"));
    }

    /// Adds a block of Rust that rustdoc colours and never runs.
    pub(crate) fn rust(&mut self, code: &str) {
        self.blank();
        self.lines.extend(markdown::fence(code, "ignore"));
    }

    /// Whether nothing has been written.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn blank(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// The lines of the comment, without the slashes.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}
