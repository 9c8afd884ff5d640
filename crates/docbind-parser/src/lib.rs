//! Reads Markdown API reference pages into docbind's model.

pub mod lower;
pub mod page;
