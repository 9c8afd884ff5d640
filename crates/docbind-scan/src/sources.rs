//! The files that are scanned.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::Error;

/// The Rust files of files and folders, sorted, each with the name it is told by. Folders of build output, of other
/// tools and of generated crates are left out.
pub(crate) fn find(sources: &[PathBuf]) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut files = Vec::new();
    for source in sources {
        if !source.exists() {
            return Err(Error::NoSource { path: source.clone() });
        }
        let walk = WalkDir::new(source).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || is_own(entry)) {
            let entry = entry.map_err(|error| Error::Read {
                path: error.path().unwrap_or(source).to_owned(),
                source: error.into(),
            })?;
            if entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "rs") {
                files.push((told(entry.path()), entry.into_path()));
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn is_own(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_folder = entry.file_type().is_dir();
    !(name.starts_with('.') || is_folder && (name == "target" || entry.path().join("docbind.lock").is_file()))
}

/// A path as it is told: with `/` between its parts.
fn told(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}

/// The text of a file; what is no UTF-8 in it is replaced, since it can only stand in comments.
pub(crate) fn read(path: &Path) -> std::io::Result<String> {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
