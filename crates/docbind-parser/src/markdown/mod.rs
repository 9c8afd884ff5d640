//! Inline Markdown: what cells, paragraphs and headings hold.
//!
//! These functions read the raw Markdown of a [`Page`](crate::page::Page) and are lenient in the way people are: a
//! link whose closing bracket is missing is still a link.

mod code_span;
mod link;
mod plain;

pub(crate) use code_span::code_span_length;
pub use code_span::code_spans;
pub use link::{Link, Links, links, resolve_link};
pub(crate) use link::{join, prefix};
pub use plain::plain;
