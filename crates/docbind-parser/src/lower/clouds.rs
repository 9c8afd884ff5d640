//! The table of national clouds that offer an operation.

use docbind_ir::{Clouds, Rule};

use super::outline::{Outline, Part};
use crate::markdown::plain;
use crate::page::{BlockKind, Table};

/// The clouds of a page, when it has a table for them.
pub(super) fn clouds(outline: &Outline<'_, '_>) -> Option<Clouds> {
    let sections = outline.sections().filter(|(part, _)| *part != Part::Examples);
    sections.flat_map(|(_, section)| &section.blocks).find_map(|block| match &block.kind {
        BlockKind::Table(table) => {
            read(table).map(|clouds| Clouds { source: block.place.source(rule(table)), ..clouds })
        }
        _ => None,
    })
}

fn rule(table: &Table<'_>) -> Rule {
    if table.included { Rule::IncludedTable } else { Rule::Table }
}

/// A table with one row of nothing but ticks and crosses.
fn read(table: &Table<'_>) -> Option<Clouds> {
    let [row] = table.rows.as_slice() else { return None };
    let mut clouds = Clouds::default();
    for (name, cell) in table.header.iter().zip(row) {
        let name = plain(&name.markdown).trim().to_owned();
        match is_ticked(&cell.markdown)? {
            true => clouds.available.push(name),
            false => clouds.unavailable.push(name),
        }
    }
    (table.header.len() > 1 && row.len() == table.header.len()).then_some(clouds)
}

fn is_ticked(cell: &str) -> Option<bool> {
    match cell.trim().trim_end_matches('\u{fe0f}') {
        ":white_check_mark:" | ":heavy_check_mark:" | "\u{2705}" | "\u{2714}" | "\u{2713}" => Some(true),
        ":x:" | "\u{274c}" | "\u{2716}" | "\u{2717}" => Some(false),
        _ => None,
    }
}
