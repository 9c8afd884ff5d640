//! Which operations are linked into a program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use memchr::memmem;

use crate::Error;

/// What stands before and after the name of an operation that a program can send. The runtime writes it, in two
/// pieces here, so that a program which reads it does not hold it itself.
const MARK: [&str; 2] = ["docbind-", "call\u{1f}"];
const END: u8 = 0x1f;

/// The operations that a linked program can send, as `METHOD /path` in the words of the pages, sorted.
///
/// # Errors
/// When the file cannot be read.
pub fn linked_operations(file: &Path) -> Result<BTreeSet<String>, Error> {
    let bytes = fs::read(file).map_err(|source| Error::Read { path: file.to_owned(), source })?;
    let mark = MARK.concat();
    let mut found = BTreeSet::new();
    for start in memmem::find_iter(&bytes, mark.as_bytes()) {
        let rest = bytes.get(start + mark.len()..).unwrap_or_default();
        let end = memchr::memchr(END, rest.get(..4096).unwrap_or(rest));
        if let Some(name) = end.and_then(|end| rest.get(..end)).and_then(|name| std::str::from_utf8(name).ok()) {
            let (verb, path) = name.split_once(' ').unwrap_or((name, ""));
            found.insert(format!("{} {path}", verb.to_ascii_uppercase()));
        }
    }
    Ok(found)
}
