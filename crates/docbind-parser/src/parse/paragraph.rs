//! Paragraphs of the dialect: text, includes, alerts and tables may stand line on line.

use std::borrow::Cow;
use std::ops::Range;

use docbind_ir::{Code as DiagnosticCode, Diagnostic, Rule};
use memchr::memchr;

use super::includes;
use super::inline::{clean_cell, unquote, unquoted_line};
use super::table::{self, Fit, Row};
use super::walk::Walker;
use crate::page::{BlockKind, Cell, Table};

const UNESCAPED: &str = "write pipes that are text as `\\|`";

impl<'a> Walker<'_, 'a> {
    /// Adds what a paragraph holds.
    pub(super) fn paragraph(&mut self, range: Range<usize>) {
        let view = self.view_at(&range);
        let has_row = memchr(b'|', view.as_bytes()).is_some();
        let has_marker = includes::markers(view).next().is_some();
        let is_plain = !has_row && !view.starts_with('#') && !has_marker;
        self.may_include = has_marker;
        if is_plain {
            self.text(range);
            return;
        }
        let lines = self.lines(&range);
        let mut at = self.continued_table(&lines);
        let mut text_from = at;
        while let Some(line) = lines.get(at).cloned() {
            let used = if at == 0 && self.alert(&line) {
                1
            } else if self.is_table(&lines, at) {
                self.text_lines(&lines, text_from, at);
                self.table(lines.get(at..).unwrap_or_default())
            } else if is_heading(self.view_at(&line)) {
                self.text_lines(&lines, text_from, at);
                let hashes = self.view_at(&line).bytes().take_while(|byte| *byte == b'#').count();
                self.add_heading(line.start, line.start + hashes..line.end, u8::try_from(hashes).unwrap_or(6));
                1
            } else if includes::syntax(self.view_at(&line)).is_some() {
                self.text_lines(&lines, text_from, at);
                let rest = self.include_line(line.clone());
                self.text(rest..line.end);
                1
            } else {
                at += 1;
                continue;
            };
            at += used;
            text_from = at;
        }
        self.text_lines(&lines, text_from, at);
    }

    /// The lines of a block without quote marks and white space at the ends.
    fn lines(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut offset = range.start;
        let quotes = self.quotes.len();
        let line = |line: &str| {
            let (skipped, content) = unquoted_line(line, quotes);
            let start = offset + skipped;
            offset += line.len();
            start..start + content.len()
        };
        self.view_at(range).split_inclusive('\n').map(line).collect()
    }

    fn text_lines(&mut self, lines: &[Range<usize>], from: usize, to: usize) {
        if let Some([first, ..]) = lines.get(from..to)
            && let Some(last) = to.checked_sub(1).and_then(|last| lines.get(last))
        {
            self.text(first.start..last.end);
        }
    }

    /// Whether a line is the marker of an alert (`[!NOTE]`), which then holds for the whole quote.
    fn alert(&mut self, line: &Range<usize>) -> bool {
        let text = self.raw(line.clone());
        let Some(kind) = text.strip_prefix("[!").and_then(|text| text.strip_suffix(']')) else { return false };
        let kind = kind.split_whitespace().next().unwrap_or_default().to_lowercase();
        match self.quotes.last_mut() {
            Some(alert) if !text.contains("](") => {
                *alert = Some(Cow::Owned(kind));
                true
            }
            _ => false,
        }
    }

    /// Adds the includes at the start of a line; returns where the rest of the line begins.
    fn include_line(&mut self, line: Range<usize>) -> usize {
        self.flush_list();
        let text = self.text;
        let mut offset = line.start;
        while let Some((syntax, rest)) = text.get(offset..line.end).and_then(includes::syntax) {
            let place = self.position.at(offset);
            self.builder.include(syntax, place);
            offset = line.end - rest.len();
        }
        offset
    }

    /// Puts the text of includes that stand amid other text in their place.
    pub(super) fn inline_includes(&mut self, markdown: Cow<'a, str>) -> Cow<'a, str> {
        if !self.may_include || includes::markers(&markdown).next().is_none() {
            return markdown;
        }
        let mut expanded = String::new();
        let mut rest: &str = &markdown;
        while let Some(at) = includes::find(rest) {
            let (before, include) = rest.split_at_checked(at).unwrap_or((rest, ""));
            let Some((syntax, after)) = includes::syntax(include) else { break };
            let written = include.get(..include.len() - after.len()).unwrap_or_default();
            expanded.extend([before, self.builder.inline(syntax).unwrap_or(written)]);
            rest = after;
        }
        if rest.len() == markdown.len() {
            return markdown;
        }
        expanded.push_str(rest);
        Cow::Owned(expanded)
    }

    fn is_table(&self, lines: &[Range<usize>], at: usize) -> bool {
        let line = |at: usize| lines.get(at).map(|line| self.view_at(line)).unwrap_or_default();
        let is_header = line(at).contains('|');
        if is_header && table::is_delimiter(line(at + 1)) {
            return true;
        }
        // Without a delimiter row, only a paragraph of nothing but rows is a table.
        let is_row = |line: &Range<usize>| {
            let line = self.view_at(line);
            line.len() > 1 && line.starts_with('|') && line.ends_with('|') && !table::is_delimiter(line)
        };
        at == 0 && lines.len() > 1 && lines.iter().all(is_row)
    }

    /// Adds the table that begins with the first of the lines; returns how many lines it takes.
    fn table(&mut self, lines: &[Range<usize>]) -> usize {
        let [first, rest @ ..] = lines else { return 0 };
        self.flush_list();
        self.builder.unbind();
        let place = self.position.at(first.start);
        let header = table::split(self.view_at(first), first.start, false);
        let mut width = header.cells.len();
        let delimiter = rest.first().filter(|line| table::is_delimiter(self.view_at(line)));
        let body = match delimiter {
            Some(line) => {
                let cells = table::width(self.view_at(line));
                if cells != width {
                    let message = format!("the header has {width} cells, the row under it {cells}");
                    self.broken_table(line.start, message, "give the header and the row of hyphens as many cells");
                }
                width = width.max(cells);
                rest.get(1..).unwrap_or_default()
            }
            None => {
                let message = "the table has no row of hyphens under its header".to_owned();
                self.broken_table(first.start, message, "add a row such as `|:---|:---|` under the header");
                rest
            }
        };
        let closed = header.closed;
        let header = self.cells(header);
        let (rows, used) = self.rows(body, width, closed);
        let included = self.builder.in_include();
        self.builder.block(BlockKind::Table(Table { header, rows, included }), place);
        let used = lines.len() - body.len() + used;
        let end = used.checked_sub(1).and_then(|last| lines.get(last)).map_or(first.end, |last| last.end);
        self.last_table = Some((width, end));
        used
    }

    /// Adds rows that go on with the table before, from which an empty line or a comment parts them.
    fn continued_table(&mut self, lines: &[Range<usize>]) -> usize {
        let (Some((width, end)), Some(first)) = (self.last_table, lines.first()) else { return 0 };
        let Some(gap) = self.text.get(end..first.start).filter(|gap| is_gap(gap)) else { return 0 };
        let is_row = |line: &Range<usize>| {
            let line = self.view_at(line);
            let cells = table::width(line);
            line.starts_with('|') && line.ends_with('|') && cells <= width && (cells > 1 || width == 1)
        };
        let continues = lines.iter().all(is_row) && !self.is_delimited(lines);
        if !continues || !matches!(self.builder.last_block(), Some(BlockKind::Table(_))) {
            return 0;
        }
        if gap.trim().is_empty() {
            let message = "an empty line parts this row from its table".to_owned();
            self.broken_table(first.start, message, "remove the empty line");
        }
        let (rows, used) = self.rows(lines, width, true);
        if let Some(BlockKind::Table(table)) = self.builder.last_block() {
            table.rows.extend(rows);
        }
        self.last_table = lines.last().map(|last| (width, last.end));
        used
    }

    fn is_delimited(&self, lines: &[Range<usize>]) -> bool {
        lines.iter().take(2).any(|line| table::is_delimiter(self.view_at(line)))
    }

    /// Reads rows up to the first line that is none; returns how many lines they take.
    fn rows(&mut self, lines: &[Range<usize>], width: usize, closed: bool) -> (Vec<Vec<Cell<'a>>>, usize) {
        let mut rows = Vec::with_capacity(lines.len());
        let mut open: Option<Row> = None;
        let mut used = 0;
        let mut is_reported = false;
        for line in lines {
            let content = self.view.get(line.clone()).unwrap_or_default();
            if let Some(row) = open.as_mut().filter(|_| closed)
                && table::proceed(row, content, line.start, width)
            {
                // Once for all rows of a table, which are likely broken in the same way.
                if !std::mem::replace(&mut is_reported, true) {
                    let message = "the row is broken over two lines".to_owned();
                    self.broken_table(line.start, message, "write each row on one line");
                }
                used += 1;
                continue;
            }
            if memchr(b'|', content.as_bytes()).is_none() || includes::syntax(content).is_some() {
                break;
            }
            if let Some(row) = open.replace(table::split(content, line.start, false)) {
                rows.push(self.row(row, width));
            }
            used += 1;
        }
        if let Some(row) = open {
            rows.push(self.row(row, width));
        }
        // Rows of nothing but pipes keep others apart for the eye.
        rows.retain(|row| row.iter().any(|cell| !cell.markdown.is_empty()));
        (rows, used)
    }

    fn row(&mut self, mut row: Row, width: usize) -> Vec<Cell<'a>> {
        if row.cells.len() > width && table::fit(&mut row, self.view, width) == Fit::Overfull {
            let start = row.cells.first().map_or(0, |cell| cell.start);
            let message = format!("the row has more cells than the {width} of its header");
            self.broken_table(start, message, UNESCAPED);
        }
        self.cells(row)
    }

    fn cells(&mut self, row: Row) -> Vec<Cell<'a>> {
        let mut cells = Vec::with_capacity(row.cells.len());
        for range in row.cells {
            let view = self.view_at(&range);
            let start = range.start + view.len() - view.trim_start().len();
            let place = self.position.at(start.min(range.end));
            let raw = unquote(self.raw(range), self.quotes.len());
            let markdown = self.expand_references(clean_cell(raw));
            let markdown = self.inline_includes(markdown);
            cells.push(Cell { markdown, place });
        }
        cells
    }

    fn broken_table(&mut self, offset: usize, message: String, help: &str) {
        let source = self.position.at(offset).source(Rule::Table);
        self.builder.report(Diagnostic::new(DiagnosticCode::BrokenTable, source, message).help(help));
    }

    /// Reads indented code that is a table for readers; returns whether it was one.
    pub(super) fn indented_table(&mut self, range: &Range<usize>) -> bool {
        let lines = self.lines(range);
        let is_table = self.is_table(&lines, 0) && self.is_delimited(&lines);
        if is_table {
            self.may_include = true;
            self.table(&lines);
        }
        is_table
    }
}

/// Whether only white space or comments stand here.
fn is_gap(gap: &str) -> bool {
    let mut rest = gap.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start();
    }
    rest.is_empty()
}

/// Whether a line is a heading whose writer forgot the space after the hashes.
fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    let hashes = line.len() - text.len();
    (1..=6).contains(&hashes) && text.starts_with(|c: char| c.is_alphabetic() || c == '[')
}
