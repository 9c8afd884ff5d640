//! Tables by the names of their columns.

use std::borrow::Cow;

use crate::markdown::plain;
use crate::page::{Block, BlockKind, Cell, Place, Table};

/// A table whose columns can be asked for by name.
pub(super) struct Columns<'t, 'a> {
    table: &'t Table<'a>,
    names: Vec<String>,
}

/// A body row.
#[derive(Clone, Copy)]
pub(super) struct Row<'t, 'a> {
    cells: &'t [Cell<'a>],
    width: usize,
}

impl<'t, 'a> Columns<'t, 'a> {
    /// The table in a block, when it holds one.
    pub(super) fn of(block: &'t Block<'a>) -> Option<Self> {
        match &block.kind {
            BlockKind::Table(table) => Some(Self::new(table)),
            _ => None,
        }
    }

    /// A table with the names of its columns in lower case, without marks.
    pub(super) fn new(table: &'t Table<'a>) -> Self {
        let name = |cell: &Cell<'_>| plain(&cell.markdown).trim().trim_end_matches(['?', ':']).to_lowercase();
        Self { table, names: table.header.iter().map(name).collect() }
    }

    /// The first column that has one of these names.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|own| own == name))
    }

    /// The rows in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'t, 'a>> {
        let width = self.names.len();
        self.table.rows.iter().map(move |cells| Row { cells, width })
    }
}

impl<'t> Row<'t, '_> {
    /// The Markdown of a cell; the last column also holds what stands in cells that the header does not have.
    pub(super) fn markdown(self, column: usize) -> Cow<'t, str> {
        let cells = self.cells.get(column..).unwrap_or_default();
        match cells {
            [first, more @ ..] if column + 1 == self.width && !more.is_empty() => {
                let mut text = first.markdown.to_string();
                for cell in more.iter().filter(|cell| !cell.markdown.is_empty()) {
                    text.push_str(" | ");
                    text.push_str(&cell.markdown);
                }
                Cow::Owned(text)
            }
            [first, ..] => Cow::Borrowed(&first.markdown),
            [] => Cow::Borrowed(""),
        }
    }

    /// The Markdown of a cell in a column that the table may lack.
    pub(super) fn optional(self, column: Option<usize>) -> Cow<'t, str> {
        column.map(|column| self.markdown(column)).unwrap_or_default()
    }

    /// The text of a cell without marks.
    pub(super) fn plain(self, column: usize) -> String {
        plain(&self.markdown(column)).trim().to_owned()
    }

    /// Where a cell stands.
    pub(super) fn place(self, column: usize) -> Place {
        self.cells.get(column).or(self.cells.first()).map(|cell| cell.place.clone()).unwrap_or_default()
    }
}
