//! Tables of rendered text: a line for each row, with nothing but a space between the cells.
//!
//! Where a cell ends is told by what columns of its kind can hold: the labels of permission types, the names of
//! permissions, the sentences that stand for none, the words of a type. The last column takes what is left.

use std::borrow::Cow;

use super::rendered::Line;
use crate::lower::permissions::is_permission_name;
use crate::page::{Cell, Place, Table};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// A permission type.
    Scheme,
    /// Permissions, or a sentence that says there are none.
    Permissions,
    /// One word.
    Word,
    /// A type.
    Type,
    /// Anything up to the end of the line.
    Words,
    /// A tick or a cross.
    Tick,
}

/// The heads of columns that tables of the dialect have, with what the columns hold; longer ones first.
const HEADS: &[(&str, Content)] = &[
    ("Permission type", Content::Scheme),
    ("Permissions (from least to most privileged)", Content::Permissions),
    ("Permissions (from most to least privileged)", Content::Permissions),
    ("Least privileged permissions", Content::Permissions),
    ("Least privileged permission", Content::Permissions),
    ("Higher privileged permissions", Content::Permissions),
    ("Higher privileged permission", Content::Permissions),
    ("Permissions", Content::Permissions),
    ("Global service", Content::Tick),
    ("US Government L4", Content::Tick),
    ("US Government L5 (DOD)", Content::Tick),
    ("China operated by 21Vianet", Content::Tick),
    ("Parameter", Content::Word),
    ("Property", Content::Word),
    ("Name", Content::Word),
    ("Header", Content::Word),
    ("Required", Content::Word),
    ("Type", Content::Type),
    ("Description", Content::Words),
    ("Value", Content::Words),
];

const LABELS: &[&str] = &[
    "Delegated (work or school account)",
    "Delegated (personal Microsoft account)",
    "Delegated (personal account)",
    "Application",
];

const SENTINELS: &[&str] = &["Not supported", "Not available", "Not applicable", "None"];

const TICKS: &[&str] = &["\u{2705}", "\u{2714}", "\u{2713}", "\u{274c}", "\u{2716}", "\u{2717}"];

/// A column by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    name: &'static str,
    content: Content,
}

/// The columns that a line heads; none when it is no header of a table.
pub(super) fn heads(line: &str) -> Option<Vec<Head>> {
    let mut heads = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (head, after) = HEADS.iter().find_map(|(name, content)| {
            let after = rest.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).and_then(|_| {
                let after = rest.get(name.len()..)?;
                (after.is_empty() || after.starts_with(char::is_whitespace)).then_some(after)
            })?;
            Some((Head { name, content: *content }, after))
        })?;
        heads.push(head);
        rest = after.trim_start();
    }
    let is_last = |position: usize| position + 1 == heads.len();
    let sound = heads.iter().enumerate().all(|(position, head)| head.content != Content::Words || is_last(position));
    (heads.len() > 1 && sound).then_some(heads)
}

/// The table with these columns whose rows are the first of `lines`, and how many lines it has; no table when the
/// marks that were its only content are lost.
pub(super) fn table(header: &Line<'_>, heads: &[Head], lines: &[Line<'_>]) -> (Option<Table<'static>>, usize) {
    let mut rows = Vec::new();
    for line in lines {
        let Some(row) = row(line, heads) else { break };
        rows.push(row);
    }
    let used = rows.len();
    // The names of clouds are worth keeping when the ticks below them are lost.
    let is_ticks = heads.iter().all(|head| head.content == Content::Tick);
    if rows.is_empty() && !is_ticks {
        return (None, 0);
    }
    let header = heads.iter().map(|head| cell(head.name, &header.place)).collect();
    (Some(Table { header, rows, included: false }), used)
}

fn cell(text: &str, place: &Place) -> Cell<'static> {
    Cell { markdown: Cow::Owned(text.trim().to_owned()), place: place.clone() }
}

fn row(line: &Line<'_>, heads: &[Head]) -> Option<Vec<Cell<'static>>> {
    let mut rest = line.text;
    let mut cells = Vec::with_capacity(heads.len());
    for (position, head) in heads.iter().enumerate() {
        let is_last = position + 1 == heads.len();
        let length = match head.content {
            Content::Scheme => LABELS.iter().find(|label| starts(rest, label)).map(|label| label.len())?,
            Content::Tick => TICKS.iter().find(|tick| rest.starts_with(**tick)).map(|_| word(rest))?,
            _ if is_last => rest.len(),
            Content::Permissions => permissions(rest),
            Content::Type => type_words(rest),
            Content::Word | Content::Words => word(rest),
        };
        let (text, after) = rest.split_at_checked(length)?;
        cells.push(cell(text, &line.place));
        rest = after.trim_start();
    }
    Some(cells)
}

fn starts(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// Length of the first word.
fn word(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// Length of the permissions that stand in one cell: a sentence for none, or names with commas, `and` or `or` between.
fn permissions(text: &str) -> usize {
    if let Some(sentinel) = SENTINELS.iter().find(|words| starts(text, words)) {
        let after = text.get(sentinel.len()..).unwrap_or_default();
        return sentinel.len() + usize::from(after.starts_with('.'));
    }
    let mut end = 0;
    let mut goes_on = true;
    let mut offset = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let start = offset;
        offset += part.len();
        let own = part.trim();
        let name = own.trim_end_matches([',', ';', '*', '.']);
        if matches!(own, "and" | "or") && end > 0 {
            goes_on = true;
        } else if is_permission_name(name) && goes_on {
            end = start + own.len();
            goes_on = own.ends_with([',', ';']);
        } else {
            break;
        }
    }
    if end == 0 { text.len() } else { end }
}

/// Length of a type: `Collection(word)`, `word collection` or a word.
fn type_words(text: &str) -> usize {
    let first = word(text);
    let rest = text.get(first..).unwrap_or_default();
    let next = rest.trim_start();
    let gap = rest.len() - next.len();
    let is_collection = next.get(..word(next)).is_some_and(|next| next == "collection");
    if is_collection { first + gap + "collection".len() } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_by_the_names_of_columns() {
        assert_eq!(heads("Name Description").map(|heads| heads.len()), Some(2));
        let permissions = "Permission type Least privileged permissions Higher privileged permissions";
        assert_eq!(heads(permissions).map(|heads| heads.len()), Some(3));
        for line in ["Name", "Description of the boat", "Type a name", "Description Name"] {
            assert_eq!(heads(line), None, "{line}");
        }
    }

    #[test]
    fn cells_of_permissions_end_where_no_comma_leads_on() {
        let first = |text: &'static str| text.split_at(permissions(text)).0;
        assert_eq!(first("Boat.Read.All Boat.ReadWrite.All, Fleet.Read.All"), "Boat.Read.All");
        assert_eq!(first("Boat.Read.All, Fleet.Read.All Boat.ReadWrite.All"), "Boat.Read.All, Fleet.Read.All");
        assert_eq!(first("Boat.Read.All and Fleet.Read.All Not available."), "Boat.Read.All and Fleet.Read.All");
        assert_eq!(first("Not supported. Not supported."), "Not supported.");
    }

    #[test]
    fn types_of_two_words() {
        let first = |text: &'static str| text.split_at(type_words(text)).0;
        assert_eq!(first("boat collection The boats."), "boat collection");
        assert_eq!(first("Collection(boat) The boats."), "Collection(boat)");
        assert_eq!(first("String The name."), "String");
    }
}
