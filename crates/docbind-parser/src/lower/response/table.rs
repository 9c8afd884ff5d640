//! Tables of responses: a row for each status.

use docbind_ir::Rule;

use super::content::Content;
use super::{Mention, header, status};
use crate::lower::set::SetContext;
use crate::lower::table::Columns;
use crate::lower::type_cell::read_type_cell;
use crate::markdown::plain;
use crate::page::Table;

/// Heads of columns that hold a status, alone or with its phrase.
const STATUSES: &[&str] = &[
    "status",
    "status code",
    "http status",
    "http status code",
    "response code",
    "http response code",
    "code",
    "response",
    "http code",
];

/// Heads of columns that hold the type of what comes back.
const TYPES: &[&str] =
    &["type", "return type", "returns", "body", "response body", "response type", "schema", "content"];

/// What stands in a cell when nothing comes back.
const NOTHING: &[&str] = &["", "none", "nothing", "no content", "empty", "n/a", "-", "\u{2013}", "void", "null"];

/// Reads a table whose rows are statuses.
pub(super) fn read(table: &Table<'_>, (file, set): (&str, &SetContext), mentions: &mut Vec<Mention>) {
    let columns = Columns::new(table);
    let Some(code) = columns.find(STATUSES) else { return };
    let types = columns.find(TYPES).filter(|column| *column != code);
    for row in columns.rows() {
        let cell = row.plain(code);
        // A cell may hold the number alone, which no sentence would make a status.
        let Some((_, number)) = status::mentions(&format!("`{cell}`")).into_iter().next() else { continue };
        let others = (0..table.header.len()).filter(|column| *column != code).map(|column| row.markdown(column));
        let text = others.collect::<Vec<_>>().join(" | ");
        let content = match types.map(|column| row.markdown(column)) {
            Some(cell) if NOTHING.contains(&plain(&cell).trim().to_lowercase().as_str()) => Content::default(),
            Some(cell) => Content::of_cell(&read_type_cell(&cell, file)),
            None => Content::read(&text, file, set),
        };
        mentions.push(Mention {
            status: Some(number),
            content,
            headers: header::named(&text),
            text: text.trim_matches([' ', '|']).to_owned(),
            source: row.place(code).source(Rule::Table),
        });
    }
}
