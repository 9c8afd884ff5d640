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

/// A table with one row of nothing but ticks and crosses, or with the heads of such a table alone.
fn read(table: &Table<'_>) -> Option<Clouds> {
    let row = match table.rows.as_slice() {
        [row] => row,
        [] => return unticked(table),
        _ => return None,
    };
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

/// The clouds of a table that has lost its ticks.
fn unticked(table: &Table<'_>) -> Option<Clouds> {
    let names: Vec<String> = table.header.iter().map(|cell| plain(&cell.markdown).trim().to_owned()).collect();
    let is_cloud = |name: &String| {
        let name = name.to_lowercase();
        ["global service", "us government", "china", "germany"].iter().any(|cloud| name.starts_with(cloud))
    };
    (names.len() > 1 && names.iter().all(is_cloud)).then(|| Clouds { unsaid: names, ..Clouds::default() })
}

fn is_ticked(cell: &str) -> Option<bool> {
    match cell.trim().trim_end_matches('\u{fe0f}') {
        ":white_check_mark:" | ":heavy_check_mark:" | "\u{2705}" | "\u{2714}" | "\u{2713}" => Some(true),
        ":x:" | "\u{274c}" | "\u{2716}" | "\u{2717}" => Some(false),
        _ => None,
    }
}
