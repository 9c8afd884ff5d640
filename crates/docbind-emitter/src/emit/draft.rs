//! Items on their way to the printer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::outline::Outline;
use crate::doc::Doc;

/// Begins the mark that stands for a comment in tokens. No text of a page holds the character.
const MARK: char = '\u{1}';

/// Items that are being written: what the plan puts there, and what their comments say.
///
/// A comment goes through tokens and grammar as a mark, which printing replaces by its lines: half of a crate is
/// comments, and as tokens every line of them would cost as much as a field.
#[derive(Debug, Default)]
pub(super) struct Draft {
    outline: Outline,
    comments: Vec<Doc>,
}

impl Draft {
    /// Notes an item that the plan puts there.
    pub(super) fn add(&mut self, kind: &'static str, name: impl Into<String>) {
        self.outline.add(kind, name);
    }

    /// Notes a member of an item.
    pub(super) fn member(&mut self, kind: &'static str, owner: &str, name: &str) {
        self.outline.member(kind, owner, name);
    }

    /// A comment on the item that follows.
    pub(super) fn comment(&mut self, doc: Doc) -> TokenStream {
        let mark = self.mark(doc);
        quote!(#[doc = #mark])
    }

    /// A comment on the file.
    pub(super) fn inner_comment(&mut self, doc: Doc) -> TokenStream {
        let mark = self.mark(doc);
        quote!(#![doc = #mark])
    }

    fn mark(&mut self, doc: Doc) -> Literal {
        let mark = Literal::string(&format!("{MARK}{}", self.comments.len()));
        self.comments.push(doc);
        mark
    }

    /// The run of items as a whole.
    pub(super) fn piece(self, tokens: TokenStream) -> Piece {
        Piece { tokens, outline: self.outline, comments: self.comments }
    }
}

/// A run of items that is printed by itself, with a blank line above.
///
/// A file is printed piece by piece: the syntax tree of a whole area would take more memory than all pages together.
pub(super) struct Piece {
    pub(super) tokens: TokenStream,
    /// The items that the plan puts there.
    pub(super) outline: Outline,
    pub(super) comments: Vec<Doc>,
}

/// Appends printed Rust with the lines of comments in place of their marks. Answers whether all went well: every mark
/// has its comment, and no line of a comment could end it.
pub(super) fn expand(printed: &str, comments: &[Doc], text: &mut String) -> bool {
    for line in printed.split_inclusive('\n') {
        let Some((before, number)) = line.split_once(MARK) else {
            text.push_str(line);
            continue;
        };
        let Some(doc) = number.trim_end().parse().ok().and_then(|number: usize| comments.get(number)) else {
            return false;
        };
        for line in doc.lines() {
            if line.contains(char::is_control) {
                return false;
            }
            text.push_str(before);
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
            text.push('\n');
        }
    }
    true
}
