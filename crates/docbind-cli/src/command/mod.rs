//! The commands, one file each.

pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod lint;
pub(crate) mod log;
pub(crate) mod man;
mod operation;
pub(crate) mod permissions;
pub(crate) mod verify;
pub(crate) mod watch;

use std::path::Path;

use docbind::{DocSet, Documentation, Error, Scope, find_sets};

use crate::args::Filter;
use crate::progress;
use crate::reporter::Reporter;

/// The sets under `docs` that a command which answers for each of them answers for.
fn sets(docs: &Path, reporter: &Reporter) -> Result<Vec<DocSet>, Error> {
    match &reporter.global().set {
        Some(_) => one_set(docs, reporter).map(|set| vec![set]),
        None => find_sets(docs)?.into_iter().map(|set| with_base_url(set, reporter)).collect(),
    }
}

/// The set under `docs` that a command which needs one works on.
fn one_set(docs: &Path, reporter: &Reporter) -> Result<DocSet, Error> {
    let set = DocSet::choose(docs, find_sets(docs)?, reporter.global().set.as_deref())?;
    with_base_url(set, reporter)
}

/// The set with the base URL that the command line gives.
fn with_base_url(mut set: DocSet, reporter: &Reporter) -> Result<DocSet, Error> {
    if let Some(url) = &reporter.global().base_url {
        set.set_base_url(url)?;
    }
    Ok(set)
}

/// Reads a set, with a progress bar.
fn read(set: &DocSet, scope: &Scope, until: Option<&str>, reporter: &Reporter) -> Documentation {
    let bar = progress::bar(reporter, set.files.len());
    let mut documentation = Documentation::read(set, &|| bar.inc(1));
    bar.finish_and_clear();
    documentation.refine(scope, until);
    documentation
}

/// Reads a set for good, narrowed to what the patterns of a filter fit.
fn read_narrowed(set: &DocSet, filter: &Filter, reporter: &Reporter) -> Result<Documentation, Error> {
    let scope = docbind::scope(&filter.include, &filter.exclude)?;
    let mut documentation = read(set, &Scope::default(), None, reporter);
    documentation.narrow(&scope)?;
    Ok(documentation)
}
