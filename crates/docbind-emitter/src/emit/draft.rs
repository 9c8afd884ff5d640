//! Items on their way to the printer.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::ImplItem;

use super::ident;
use super::outline::Outline;
use crate::doc::Doc;

/// Items that are being written, and what stands in place of their marks.
///
/// Comments and tables go through the grammar as marks, attributes such as `#[_7]`, which printing replaces by their
/// lines: they are two thirds of a crate, and to the grammar every one of their lines would cost as much as a field.
#[derive(Default)]
pub(super) struct Draft {
    inserts: Vec<Insert>,
    members: Vec<ImplItem>,
}

/// What stands in place of a mark.
#[derive(Debug)]
pub(super) enum Insert {
    /// A comment with attributes below it.
    Comment(Doc, &'static [&'static str]),
    /// The rows of a table that a macro reads.
    Table(Vec<TokenStream>),
}

impl Draft {
    /// The mark of a comment, to stand in an attribute: outer on an item, inner on a file.
    pub(super) fn comment(&mut self, doc: Doc) -> Ident {
        self.keep(Insert::Comment(doc, &[]))
    }

    /// The mark of a comment on a crate, with its attributes.
    pub(super) fn crate_comment(&mut self, doc: Doc, attributes: &'static [&'static str]) -> Ident {
        self.keep(Insert::Comment(doc, attributes))
    }

    /// The mark of a comment on a function that is compiled where it is called.
    pub(super) fn inline(&mut self, doc: Doc) -> Ident {
        self.keep(Insert::Comment(doc, &["#[inline]"]))
    }

    /// The call of a macro of the runtime with a table, a row to a line.
    pub(super) fn table(&mut self, name: TokenStream, rows: Vec<TokenStream>) -> TokenStream {
        let mark = self.keep(Insert::Table(rows));
        quote!(#name! { #[#mark] })
    }

    fn keep(&mut self, insert: Insert) -> Ident {
        let mark = ident(&format!("_{}", self.inserts.len()));
        self.inserts.push(insert);
        mark
    }

    /// Adds a member to the last `impl`, below what its tokens hold.
    pub(super) fn member(&mut self, member: ImplItem) {
        self.members.push(member);
    }

    /// The run of items as a whole, and the items that the plan puts there.
    pub(super) fn piece(self, tokens: TokenStream, outline: Outline) -> Piece {
        Piece { tokens, members: self.members, outline, inserts: self.inserts }
    }
}

/// A run of items that is printed by itself, with a blank line above.
///
/// A file is printed piece by piece: the syntax tree of a whole area would take more memory than all pages together.
pub(super) struct Piece {
    pub(super) tokens: TokenStream,
    /// More members of the last `impl`.
    pub(super) members: Vec<ImplItem>,
    /// The items that the plan puts there.
    pub(super) outline: Outline,
    pub(super) inserts: Vec<Insert>,
}

/// `head { body }`, without copying the body as interpolation would.
pub(super) fn braced(mut head: TokenStream, body: TokenStream) -> TokenStream {
    head.extend([TokenTree::Group(Group::new(Delimiter::Brace, body))]);
    head
}

/// Appends printed Rust with comments and tables in place of their marks. Answers whether all went well: every mark
/// stands for something, and no line of a comment could end it.
pub(super) fn expand(printed: &str, inserts: &[Insert], text: &mut String) -> bool {
    for line in printed.split_inclusive('\n') {
        let code = line.trim_start_matches(' ');
        let inner = code.strip_prefix("#![_");
        let Some((number, rest)) = inner.or_else(|| code.strip_prefix("#[_")).and_then(|code| code.split_once(']'))
        else {
            text.push_str(line);
            continue;
        };
        let Some(insert) = number.parse().ok().and_then(|number: usize| inserts.get(number)) else {
            return false;
        };
        let Some(indent) = line.strip_suffix(code) else { return false };
        match insert {
            Insert::Comment(doc, attributes) => {
                let slashes = if inner.is_some() { "//!" } else { "///" };
                for line in doc.lines() {
                    if line.contains(char::is_control) {
                        return false;
                    }
                    let space = if line.is_empty() { "" } else { " " };
                    text.extend([indent, slashes, space, line, "\n"]);
                }
                for attribute in *attributes {
                    text.extend([indent, attribute, "\n"]);
                }
            }
            Insert::Table(rows) => {
                for row in rows {
                    let row = row.to_string();
                    // Rows of paths are the only ones that tokens are printed with odd spaces in.
                    let row = match row.starts_with("related") {
                        true => row.replace(" :: ", "::").replace(" ,", ","),
                        false => row,
                    };
                    text.extend([indent, &row, "\n"]);
                }
            }
        }
        let rest = rest.trim_start_matches(' ');
        if rest != "\n" {
            text.extend([indent, rest]);
        }
    }
    true
}
