//! `docbind diff`.

use std::io::{self, Write};
use std::path::Path;

use docbind::{DocSet, Error, LOCK_FILE, Lock, Scope, find_sets};
use docbind_diff::compare;
use docbind_ir::Api;

use super::read;
use crate::args::{Diff, DiffFormat};
use crate::changes;
use crate::git::Revision;
use crate::reporter::Reporter;

/// Prints what the new pages say otherwise than the old ones.
pub(crate) fn run(arguments: &Diff, reporter: &mut Reporter) -> Result<(), Error> {
    let text = match (lock(&arguments.old)?, lock(&arguments.new)?) {
        (Some(old), Some(new)) => changes::locks(&old, &new, arguments.format),
        (None, None) => {
            let (old, new) = (model(&arguments.old, reporter)?, model(&arguments.new, reporter)?);
            let diff = compare(&old, &new);
            match arguments.format {
                DiffFormat::Text => changes::text(&diff),
                DiffFormat::Json => changes::json(&diff),
                DiffFormat::Markdown => changes::markdown(&diff),
            }
        }
        _ => return Err(Error::Settings("a lock file can only be compared with a lock file".to_owned())),
    };
    io::stdout().write_all(text.as_bytes()).map_err(|source| Error::Write { path: "standard output".into(), source })
}

/// The lock file that a side is, if it is one.
fn lock(side: &str) -> Result<Option<Lock>, Error> {
    let path = Path::new(side);
    match path.parent().filter(|_| path.is_file() && path.file_name().is_some_and(|name| name == LOCK_FILE)) {
        Some(folder) => Lock::read(folder),
        None => Ok(None),
    }
}

/// The model of a folder, or of one at a revision.
fn model(side: &str, reporter: &Reporter) -> Result<Api, Error> {
    let path = Path::new(side);
    match Revision::parse(side).filter(|_| !path.exists()) {
        Some(revision) => {
            let (_scratch, folder) = revision.extract()?;
            folder_model(&folder, reporter)
        }
        None => folder_model(path, reporter),
    }
}

fn folder_model(docs: &Path, reporter: &Reporter) -> Result<Api, Error> {
    let set = DocSet::choose(docs, find_sets(docs)?, reporter.global().set.as_deref())?;
    Ok(read(&set, &Scope::default(), None, reporter).api)
}
