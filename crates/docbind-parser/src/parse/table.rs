//! Table rows as byte ranges.
//!
//! Writers break the rules for tables in ways that strict readers answer by showing no table or by dropping cells.
//! These functions read rows as their writers meant them and say which rule was broken.

use std::ops::Range;

use memchr::{memchr2, memchr3};

use crate::markdown::code_span_length;

/// A row: its cells as byte ranges of the text, and whether a pipe ends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Range<usize>>,
    pub(super) closed: bool,
}

/// Whether a line is the delimiter row under a header.
pub(super) fn is_delimiter(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// The number of cells of a line.
pub(super) fn width(line: &str) -> usize {
    split(line, 0, false).cells.len()
}

/// Splits the line that begins at `offset` of the text at its pipes; escaped ones never count, those in code spans only
/// without `respect_code`.
pub(super) fn split(line: &str, offset: usize, respect_code: bool) -> Row {
    let mut row = Row { cells: Vec::with_capacity(4), closed: false };
    let bytes = line.as_bytes();
    let mut start = usize::from(bytes.first() == Some(&b'|'));
    let sign = |rest: &[u8]| {
        if respect_code { memchr3(b'|', b'\\', b'`', rest) } else { memchr2(b'|', b'\\', rest) }
    };
    let mut at = start;
    while let Some(next) = bytes.get(at..).and_then(sign) {
        at += next;
        match bytes.get(at) {
            Some(b'\\') => at += 1,
            Some(b'`') => at += line.get(at..).map_or(0, |rest| code_span_length(rest) - 1),
            _ => {
                row.cells.push(offset + start..offset + at);
                start = at + 1;
            }
        }
        at += 1;
    }
    row.closed = start == bytes.len() && start > 1;
    if !row.closed {
        row.cells.push(offset + start.min(bytes.len())..offset + bytes.len());
    }
    row
}

/// How a row differs from what its table's header promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It has as many cells as the header, or fewer.
    Fits,
    /// A pipe in its text splits a cell.
    Overfull,
}

/// Brings a row to the width of its table: pipes in code spans are text when that helps, empty cells beyond the width
/// are dropped, and what is left over belongs to the last cell, which is the description in nearly all tables.
pub(super) fn fit(row: &mut Row, text: &str, width: usize) -> Fit {
    let is_empty = |cell: &Range<usize>| text.get(cell.clone()).is_none_or(|cell| cell.trim().is_empty());
    while row.cells.len() > width && row.cells.last().is_some_and(is_empty) {
        row.cells.pop();
    }
    if row.cells.len() <= width || width < 2 {
        return Fit::Fits;
    }
    let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) else { return Fit::Fits };
    let line = first.start..last.end;
    let careful = split(text.get(line.clone()).unwrap_or_default(), line.start, true);
    if careful.cells.len() <= width {
        row.cells = careful.cells;
        return Fit::Overfull;
    }
    row.cells.truncate(width);
    if let Some(cell) = row.cells.last_mut() {
        cell.end = line.end;
    }
    Fit::Overfull
}

/// Whether a line goes on with the row before it, and adds its cells to that row if so.
///
/// A row is broken over two lines when it lacks cells or its closing pipe and the next line fills just that gap.
pub(super) fn proceed(row: &mut Row, line: &str, offset: usize, width: usize) -> bool {
    let starts_with_pipe = line.starts_with('|');
    if starts_with_pipe && row.closed {
        return false;
    }
    let next = split(line, offset, false);
    let missing = width.saturating_sub(row.cells.len());
    if starts_with_pipe {
        if next.cells.len() > missing {
            return false;
        }
        row.cells.extend(next.cells);
    } else if row.closed {
        if missing == 0 || next.cells.len() > missing || !(next.closed || line.contains('|')) {
            return false;
        }
        row.cells.extend(next.cells);
    } else {
        // The line belongs to the cell that the line before left open.
        if next.cells.len() > missing + 1 {
            return false;
        }
        let mut cells = next.cells.into_iter();
        if let (Some(open), Some(rest)) = (row.cells.last_mut(), cells.next()) {
            open.end = rest.end;
        }
        row.cells.extend(cells);
    }
    row.closed = next.closed;
    true
}

#[cfg(test)]
mod tests {
    use super::{Fit, Row, fit, is_delimiter, proceed, split};

    fn texts<'t>(row: &Row, text: &'t str) -> Vec<&'t str> {
        row.cells.iter().map(|cell| text.get(cell.clone()).unwrap().trim()).collect()
    }

    #[test]
    fn with_and_without_outer_pipes() {
        for line in ["| a | b |", "a | b", "| a | b", "a | b |"] {
            assert_eq!(texts(&split(line, 0, false), line), ["a", "b"], "{line}");
        }
        assert_eq!(texts(&split("||b|", 0, false), "||b|"), ["", "b"]);
        assert_eq!(texts(&split("| Member", 0, false), "| Member"), ["Member"]);
    }

    #[test]
    fn escaped_pipes() {
        let line = r"| a \| b | c |";
        assert_eq!(texts(&split(line, 0, false), line), [r"a \| b", "c"]);
    }

    #[test]
    fn delimiters() {
        assert!(is_delimiter("|:---|---:|") && is_delimiter("--- | ---") && is_delimiter("|:------"));
        assert!(!is_delimiter("| a | - |") && !is_delimiter("---") && !is_delimiter("| | |"));
    }

    #[test]
    fn pipes_in_code_spans() {
        let line = "| account | like `i:0|member|ann`. |";
        let mut row = split(line, 0, false);
        assert_eq!(fit(&mut row, line, 2), Fit::Overfull);
        assert_eq!(texts(&row, line), ["account", "like `i:0|member|ann`."]);
    }

    #[test]
    fn pipes_in_the_description() {
        let line = "| name | String | a file (*.a | *.b) |";
        let mut row = split(line, 0, false);
        assert_eq!(fit(&mut row, line, 3), Fit::Overfull);
        assert_eq!(texts(&row, line), ["name", "String", "a file (*.a | *.b)"]);
    }

    #[test]
    fn empty_cells_beyond_the_header() {
        let line = "| name | String | text | |";
        let mut row = split(line, 0, false);
        assert_eq!(fit(&mut row, line, 3), Fit::Fits);
        assert_eq!(row.cells.len(), 3);
    }

    fn joined(text: &str, width: usize) -> Option<Vec<&str>> {
        let (first, second) = text.split_once('\n').unwrap();
        let mut row = split(first, 0, false);
        proceed(&mut row, second, first.len() + 1, width).then(|| texts(&row, text))
    }

    #[test]
    fn rows_broken_over_two_lines() {
        assert_eq!(joined("|a|String|one of b,\nc|", 3), Some(vec!["a", "String", "one of b,\nc"]));
        assert_eq!(joined("|a|String\n| text |", 3), Some(vec!["a", "String", "text"]));
        assert_eq!(joined("id |\nString |", 2), Some(vec!["id", "String"]));
    }

    #[test]
    fn rows_that_stand_alone() {
        assert_eq!(joined("|a|b|\n|c|d|", 2), None);
        assert_eq!(joined("|a|b|c|\nd|e|f|", 3), None);
        assert_eq!(joined("| a\n| b", 1), None);
        assert_eq!(joined("|a|b|\nSome text.", 2), None);
    }
}
