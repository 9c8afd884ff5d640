//! Requests that a service sends to its user: what a page shows of them documents no operation.

use crate::dialect::incoming::{heading_announces, text_announces};
use crate::page::{Block, BlockKind, Section};

/// The blocks of a section without the code that shows what comes in.
pub(super) fn outgoing<'p, 'a>(section: &'p Section<'a>) -> impl Iterator<Item = &'p Block<'a>> {
    let mut is_incoming = heading_announces(&section.heading);
    let in_section = is_incoming;
    section.blocks.iter().filter(move |block| match &block.kind {
        BlockKind::Text(text) => {
            is_incoming = in_section || text_announces(&text.markdown);
            true
        }
        BlockKind::Code(_) => !is_incoming,
        _ => true,
    })
}
