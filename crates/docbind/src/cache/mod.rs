//! What the last run read and wrote, so that the next one can tell that nothing has changed.
//!
//! One file of rows holds the stamps of all inputs and outputs, with what the run found. It is a shortcut and no source:
//! a file that is damaged, or of another docbind or of other settings, is not used, and where a stamp differs the content
//! decides.

mod finding;
mod rows;
mod stamp;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use docbind_ir::Diagnostic;
use rayon::prelude::*;

use self::rows::{Reader, Writer};
use self::stamp::Stamp;
use crate::read::read_limited;
use crate::{Changes, Counts, DocSet, DocumentationRoot, Report, printable, write_file};
use xxhash_rust::xxh3::xxh3_128;

/// A file or folder with its stamp, and its content where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    stamp: Stamp,
    hash: u128,
    path: PathBuf,
}

/// What a run leaves for the next one.
#[derive(Debug)]
pub(crate) struct Cache {
    folders: Vec<Entry>,
    /// Pages and what they include.
    inputs: Vec<Entry>,
    /// Files that pages include and that are not there.
    missing: Vec<PathBuf>,
    outputs: Vec<Entry>,
    root: DocumentationRoot,
    counts: Counts,
    findings: Vec<Diagnostic>,
    findings_elsewhere: usize,
    remarks: Vec<String>,
}

/// What goes into a cache besides the report.
pub(crate) struct Run<'a> {
    /// When the run began: what changed since may have been read before it changed.
    pub(crate) began: SystemTime,
    pub(crate) set: &'a DocSet,
    /// The content of each input of the report.
    pub(crate) hashes: Vec<u128>,
    pub(crate) missing: Vec<PathBuf>,
    /// More files that decide the output.
    pub(crate) settings_files: Vec<PathBuf>,
    /// All files of the output with their content.
    pub(crate) outputs: Vec<(PathBuf, u128)>,
}

impl Cache {
    /// The cache of a run.
    pub(crate) fn of(report: &Report, run: Run<'_>) -> Self {
        let entry = |(path, hash): (PathBuf, u128)| Entry { stamp: Stamp::of(&path, run.began), hash, path };
        let settled = |(path, hash): (PathBuf, u128)| Entry { stamp: Stamp::now(&path), hash, path };
        let settings = run.settings_files.into_iter().map(|path| {
            let hash = content(&path).unwrap_or_default();
            (path, hash)
        });
        let inputs: Vec<_> = report.inputs.iter().cloned().zip(run.hashes).chain(settings).collect();
        Self {
            folders: run.set.folders.iter().map(|path| entry((path.clone(), 0))).collect(),
            inputs: inputs.into_par_iter().map(entry).collect(),
            missing: run.missing,
            outputs: run.outputs.into_par_iter().map(settled).collect(),
            root: report.root.clone(),
            counts: report.counts,
            findings: report.findings.clone(),
            findings_elsewhere: report.findings_elsewhere,
            remarks: report.remarks.clone(),
        }
    }

    /// Reads the cache at `path`, if it is one for `key`.
    pub(crate) fn read(path: &Path, key: u128) -> Option<Self> {
        let bytes = std::fs::read(path).ok()?;
        let mut reader = Reader::open(&bytes, key)?;
        let entries = |reader: &mut Reader<'_>| {
            reader.section(|row| Some(Entry { stamp: row.stamp()?, hash: row.hash()?, path: row.path()? }))
        };
        let folders = entries(&mut reader)?;
        let inputs = entries(&mut reader)?;
        let outputs = entries(&mut reader)?;
        let missing = reader.section(|row| row.path())?;
        let mut roots = reader.section(|row| row.path())?.into_iter();
        let root = DocumentationRoot::from_parts(roots.next()?, roots.collect());
        let mut numbers = reader.section(|row| row.number())?.into_iter();
        let mut next = || numbers.next();
        let counts =
            Counts { pages: next()?, operations: next()?, types: next()?, enums: next()?, permissions: next()? };
        let findings_elsewhere = next()?;
        let findings = reader.section(|row| finding::from_row(row.text()?))?;
        let remarks = reader.section(|row| row.text().map(str::to_owned))?;
        Some(Self { folders, inputs, missing, outputs, root, counts, findings, findings_elsewhere, remarks })
    }

    /// Writes the cache; without one the next run has more to do, so nobody is told when it cannot be written.
    pub(crate) fn write(&self, path: &Path, key: u128) {
        let mut writer = Writer::new(key);
        for entries in [&self.folders, &self.inputs, &self.outputs] {
            writer.section(entries.len());
            for entry in entries {
                writer.entry(entry.stamp, entry.hash, &entry.path);
            }
        }
        writer.section(self.missing.len());
        self.missing.iter().for_each(|path| writer.path(path));
        let (root, readable) = self.root.parts();
        writer.section(1 + readable.len());
        writer.path(root);
        readable.iter().for_each(|path| writer.path(path));
        let Counts { pages, operations, types, enums, permissions } = self.counts;
        let numbers = [pages, operations, types, enums, permissions, self.findings_elsewhere];
        writer.section(numbers.len());
        numbers.into_iter().for_each(|number| writer.text(&number.to_string()));
        writer.section(self.findings.len());
        self.findings.iter().for_each(|found| writer.text(&finding::to_row(found)));
        writer.section(self.remarks.len());
        self.remarks.iter().for_each(|line| writer.text(&printable(line)));
        if let Some(bytes) = writer.finish() {
            let _ = write_file(path, &bytes);
        }
    }

    /// The report of a run that would do nothing, when that can be told. `find` looks for the set again, which is
    /// needed only where a folder has changed.
    ///
    /// Second, whether a stamp differs while the content is the same, so that the cache should be written again.
    pub(crate) fn fresh(&mut self, find: impl FnOnce() -> Option<DocSet>) -> Option<(Report, bool)> {
        let mut is_moved = false;
        if !self.folders.par_iter().all(|entry| Stamp::now(&entry.path) == entry.stamp) {
            let set = find()?;
            let pages = set.files.iter().map(|file| set.root.path().join(&**file));
            let known = self.inputs.iter().take(self.counts.pages).map(|entry| &entry.path);
            if set.root.path() != self.root.path() || !pages.eq(known.cloned()) {
                return None;
            }
            self.folders = set.folders.iter().map(|path| Entry::folder(path)).collect();
            is_moved = true;
        }
        if self.missing.par_iter().any(|path| path.exists()) {
            return None;
        }
        for entries in [&mut self.inputs, &mut self.outputs] {
            let moved: Option<Vec<bool>> = entries.par_iter_mut().map(Entry::is_same).collect();
            is_moved |= moved?.contains(&true);
        }
        let report = Report {
            changes: Changes { unchanged: self.outputs.len(), ..Changes::default() },
            findings: std::mem::take(&mut self.findings),
            findings_elsewhere: self.findings_elsewhere,
            remarks: self.remarks.clone(),
            counts: self.counts,
            root: self.root.clone(),
            inputs: self.inputs.iter().map(|entry| entry.path.clone()).collect(),
            is_fresh: true,
        };
        if is_moved {
            self.findings.clone_from(&report.findings);
        }
        Some((report, is_moved))
    }
}

impl Entry {
    fn folder(path: &Path) -> Self {
        Self { stamp: Stamp::now(path), hash: 0, path: path.to_owned() }
    }

    /// Nothing when the file has another content; else whether only its stamp differs, which is then taken over.
    fn is_same(&mut self) -> Option<bool> {
        let stamp = Stamp::now(&self.path);
        if stamp == self.stamp && stamp.is_known() {
            return Some(false);
        }
        if content(&self.path)? != self.hash {
            return None;
        }
        self.stamp = stamp;
        Some(true)
    }
}

/// The hash of a file's content.
fn content(path: &Path) -> Option<u128> {
    read_limited(path).ok().map(|bytes| xxh3_128(&bytes))
}

/// What makes output of this very generator: its version, and the file it runs from, since two builds of one version may
/// differ.
pub(crate) fn generator() -> String {
    let program = std::env::current_exe().map(|path| Stamp::now(&path)).unwrap_or_default();
    format!("{} {program}", env!("CARGO_PKG_VERSION"))
}
