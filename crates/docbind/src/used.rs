//! Operations that sources call.

use std::path::PathBuf;

use docbind_ir::Api;
use docbind_passes::Scope;
use walkdir::{DirEntry, WalkDir};
use xxhash_rust::xxh3::Xxh3;

use crate::Error;

/// Narrows a model to the operations that sources call and those that the scope includes, without those that it excludes.
/// Comes back with the lines that may call another operation.
#[cfg(feature = "scan")]
pub(crate) fn narrow(api: &mut Api, sources: &[PathBuf], scope: &Scope) -> Result<Vec<String>, Error> {
    use std::collections::BTreeSet;

    crate::pattern::check_each(scope, api)?;
    let scan = docbind_scan::scan(api, sources).map_err(|error| Error::Settings(error.to_string()))?;
    let called: BTreeSet<usize> = scan.calls.iter().map(|call| call.operation).collect();
    let called: BTreeSet<String> = called
        .iter()
        .filter_map(|index| api.operations.get(*index))
        .map(|operation| operation.request_line())
        .collect();
    let included = Scope { include: scope.include.clone(), exclude: Vec::new() };
    let excluded = Scope { include: scope.exclude.clone(), exclude: Vec::new() };
    docbind_passes::keep(api, |operation| {
        let is_included = !included.is_everything() && included.contains(operation);
        let is_excluded = !excluded.is_everything() && excluded.contains(operation);
        (is_included || called.contains(&operation.request_line())) && !is_excluded
    });
    if api.operations.is_empty() {
        let named: Vec<String> = sources.iter().map(|source| source.display().to_string()).collect();
        return Err(Error::Settings(format!("{} calls no documented operation", named.join(", "))));
    }
    let unreadable = scan.unreadable.into_iter().map(|file| format!("{}: not read: {}", file.file, file.reason));
    let unresolved = scan
        .unresolved
        .into_iter()
        .map(|call| format!("{}:{}: cannot tell which operation is called: {}", call.file, call.line, call.text));
    Ok(unreadable.chain(unresolved).collect())
}

/// What cannot be done without the scan.
#[cfg(not(feature = "scan"))]
pub(crate) fn narrow(_api: &mut Api, _sources: &[PathBuf], _scope: &Scope) -> Result<Vec<String>, Error> {
    Err(Error::Settings("taking the operations that sources call needs the feature `scan` of docbind".to_owned()))
}

/// A fingerprint of files and of the Rust files below folders, names and content.
pub(crate) fn fingerprint<'a>(sources: impl Iterator<Item = &'a PathBuf>) -> u128 {
    let mut hash = Xxh3::new();
    for source in sources {
        let files = WalkDir::new(source).sort_by_file_name().into_iter().filter_map(Result::ok);
        let is_source =
            |entry: &DirEntry| entry.depth() == 0 || entry.path().extension().is_some_and(|end| end == "rs");
        for file in files.filter(is_source) {
            hash.update(file.path().to_string_lossy().as_bytes());
            hash.update(&std::fs::read(file.path()).unwrap_or_default());
        }
    }
    hash.digest128()
}
