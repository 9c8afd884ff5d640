//! Tables that list requests: a column, or a row, for the method and one for the URL.

use docbind_ir::Method;

use super::table::Columns;
use crate::dialect::request_table::{METHOD, URL};
use crate::markdown::plain;
use crate::page::{Cell, Place, Table};

/// The requests of a table with their places; none when it is another one.
pub(super) fn requests(table: &Table<'_>) -> Vec<(Method, String, Place)> {
    let columns = Columns::new(table);
    if let (Some(method), Some(url)) = (columns.find(&METHOD), columns.find(&URL)) {
        let rows = table.rows.iter().filter_map(|row| request(row.get(method)?, row.get(url)?));
        return rows.collect();
    }
    // Two columns: what is told, and what it is.
    let rows = || std::iter::once(&table.header).chain(&table.rows);
    let told = |labels: &[&str]| {
        rows().find_map(|row| match row.as_slice() {
            [label, cell] if labels.contains(&label_of(label).as_str()) => Some(cell),
            _ => None,
        })
    };
    told(&METHOD).zip(told(&URL)).and_then(|(method, url)| request(method, url)).into_iter().collect()
}

fn label_of(cell: &Cell<'_>) -> String {
    plain(&cell.markdown).trim().trim_end_matches(':').to_lowercase()
}

fn request(method: &Cell<'_>, url: &Cell<'_>) -> Option<(Method, String, Place)> {
    let method = plain(&method.markdown).trim().parse().ok()?;
    let address = address(&url.markdown);
    (address.starts_with('/') || address.contains("://") || address.contains('{'))
        .then(|| (method, address, url.place.clone()))
}

/// The URL in a cell: bare, in backticks, in angle brackets, or as the text of a link.
fn address(markdown: &str) -> String {
    let text = markdown.trim().trim_matches(['*', '`']).trim();
    let linked = text.strip_prefix('[').and_then(|text| text.split_once("](")).map(|(text, _)| text);
    let text = linked.unwrap_or(text);
    let enclosed =
        text.strip_prefix('<').filter(|inner| inner.contains("://")).and_then(|inner| inner.strip_suffix('>'));
    enclosed.unwrap_or(text).trim_matches('`').to_owned()
}
