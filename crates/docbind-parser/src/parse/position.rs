//! Byte offsets to lines and columns.

use std::sync::Arc;

use memchr::{memchr_iter, memrchr};

use crate::page::Place;

/// Bytes up to which counting one by one is faster than a search; most cells are that near to each other.
const NEAR: usize = 64;

/// Turns byte offsets of one file into places.
///
/// It remembers where it was, so that a page read from top to bottom is counted once, however long its lines are.
#[derive(Debug)]
pub(super) struct Position<'a> {
    file: Arc<str>,
    text: &'a str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Position<'a> {
    pub(super) fn new(file: Arc<str>, text: &'a str) -> Self {
        Self { file, text, offset: 0, line: 1, column: 1 }
    }

    /// The place at a byte offset.
    pub(super) fn at(&mut self, offset: usize) -> Place {
        if offset < self.offset {
            self.back(offset);
        } else {
            self.forward(offset);
        }
        Place { file: self.file.clone(), line: self.line, column: self.column }
    }

    fn forward(&mut self, offset: usize) {
        let passed = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        self.offset = offset;
        if passed.len() <= NEAR {
            for byte in passed {
                match byte {
                    b'\n' => (self.line, self.column) = (self.line + 1, 1),
                    _ => self.column += u32::from(starts_character(*byte)),
                }
            }
        } else if let Some(last) = memrchr(b'\n', passed) {
            self.line += count(memchr_iter(b'\n', passed).count());
            self.column = 1 + characters(passed.get(last + 1..).unwrap_or_default());
        } else {
            self.column += characters(passed);
        }
    }

    fn back(&mut self, offset: usize) {
        let passed = self.text.as_bytes().get(offset..self.offset).unwrap_or_default();
        let breaks = memchr_iter(b'\n', passed).count();
        if breaks == 0 {
            self.column -= characters(passed);
        } else {
            let before = self.text.as_bytes().get(..offset).unwrap_or_default();
            let line_start = memrchr(b'\n', before).map_or(0, |at| at + 1);
            self.line -= count(breaks);
            self.column = 1 + characters(before.get(line_start..).unwrap_or_default());
        }
        self.offset = offset;
    }
}

fn characters(bytes: &[u8]) -> u32 {
    count(bytes.iter().filter(|byte| starts_character(**byte)).count())
}

/// Whether a byte of UTF-8 begins a character instead of going on with one.
fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Position;

    #[test]
    fn lines_and_columns_in_any_order() {
        let text = "ab\nçd é\n\nx";
        let mut position = Position::new("a.md".into(), text);
        let mut at = |needle: &str| {
            let place = position.at(text.find(needle).unwrap());
            (place.line, place.column)
        };
        assert_eq!(at("b"), (1, 2));
        assert_eq!(at("é"), (2, 4));
        assert_eq!(at("x"), (4, 1));
        assert_eq!(at("d"), (2, 2));
        assert_eq!(at("a"), (1, 1));
    }
}
