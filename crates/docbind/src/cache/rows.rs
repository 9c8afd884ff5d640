//! Rows of text in sections, with a hash over the whole.

use std::path::{Path, PathBuf};
use std::str::Lines;

use super::stamp::Stamp;
use xxhash_rust::xxh3::xxh3_64;

/// The first words of the file; the number is that of the layout.
const MAGIC: &str = "docbind cache 1";

/// Writes sections of rows.
pub(super) struct Writer {
    key: u128,
    body: String,
    /// Whether a path cannot stand in a row, so that there is no cache.
    is_unfit: bool,
}

impl Writer {
    pub(super) fn new(key: u128) -> Self {
        Self { key, body: String::with_capacity(1 << 20), is_unfit: false }
    }

    /// Begins a section of so many rows.
    pub(super) fn section(&mut self, rows: usize) {
        self.text(&rows.to_string());
    }

    pub(super) fn entry(&mut self, stamp: Stamp, hash: u128, path: &Path) {
        self.body.push_str(&format!("{stamp} {hash:x} "));
        self.path(path);
    }

    pub(super) fn path(&mut self, path: &Path) {
        match path.to_str().filter(|path| !path.contains(['\n', '\r'])) {
            Some(path) => self.text(path),
            None => self.is_unfit = true,
        }
    }

    /// A row of text without line breaks.
    pub(super) fn text(&mut self, text: &str) {
        self.body.push_str(text);
        self.body.push('\n');
    }

    pub(super) fn finish(self) -> Option<Vec<u8>> {
        let Self { key, body, is_unfit } = self;
        let hash = xxh3_64(body.as_bytes());
        (!is_unfit).then(|| format!("{MAGIC} {key:032x} {hash:016x}\n{body}").into_bytes())
    }
}

/// Reads what a [`Writer`] wrote.
pub(super) struct Reader<'a> {
    rows: Lines<'a>,
}

/// One row.
pub(super) struct Row<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// A reader, if the bytes are whole and were written for `key`.
    pub(super) fn open(bytes: &'a [u8], key: u128) -> Option<Self> {
        let (head, body) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
        let (key_there, hash) = head.strip_prefix(MAGIC)?.trim_start().split_once(' ')?;
        let is_ours = u128::from_str_radix(key_there, 16).ok()? == key;
        let is_whole = is_ours && u64::from_str_radix(hash, 16).ok()? == xxh3_64(body.as_bytes());
        is_whole.then(|| Self { rows: body.lines() })
    }

    /// All rows of the next section.
    pub(super) fn section<T>(&mut self, read: impl Fn(&mut Row<'a>) -> Option<T>) -> Option<Vec<T>> {
        let count: usize = self.rows.next()?.parse().ok()?;
        (0..count).map(|_| read(&mut Row { rest: self.rows.next()? })).collect()
    }
}

impl<'a> Row<'a> {
    pub(super) fn stamp(&mut self) -> Option<Stamp> {
        let mut number = || u64::from_str_radix(self.word()?, 16).ok();
        Some(Stamp::from_numbers([number()?, number()?, number()?, number()?]))
    }

    pub(super) fn hash(&mut self) -> Option<u128> {
        u128::from_str_radix(self.word()?, 16).ok()
    }

    pub(super) fn number(&mut self) -> Option<usize> {
        self.text()?.parse().ok()
    }

    pub(super) fn path(&mut self) -> Option<PathBuf> {
        self.text().map(PathBuf::from)
    }

    /// What is left of the row.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        Some(std::mem::take(&mut self.rest))
    }

    fn word(&mut self) -> Option<&'a str> {
        let (word, rest) = self.rest.split_once(' ')?;
        self.rest = rest;
        Some(word)
    }
}
