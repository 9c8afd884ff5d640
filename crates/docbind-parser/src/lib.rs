//! Reads Markdown API reference pages into docbind's model.
//!
//! A page becomes a [`Page`](page::Page) first: its sections and blocks, with the dialect's own devices (annotations,
//! includes, tab groups, zone pivots) resolved. Lowering then reads the facts off it. Nothing here touches the file
//! system.

pub mod lower;
pub mod markdown;
pub mod page;
