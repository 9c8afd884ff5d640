//! Reads Markdown API reference pages into docbind's model.
//!
//! [`parse()`] makes a [`Page`](page::Page) of a text: its sections and blocks, with the dialect's own devices (annotations,
//! includes, tab groups, zone pivots) resolved. Lowering then reads the facts off it. Nothing here touches the file
//! system; what a page includes comes through [`Includes`].

mod base;
mod dialect;
mod glance;
pub mod json;
pub mod lower;
pub mod markdown;
pub mod page;
mod parse;

pub use base::Base;
pub use dialect::service::{aliases, resource_app_id};
pub use dialect::version::is_version;
pub use glance::{Glance, PageGlance};
pub use parse::{IncludeError, Includes, decode, parse};
