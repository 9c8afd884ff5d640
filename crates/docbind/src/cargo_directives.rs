//! What a build script tells cargo: when to run again, and what is wrong with the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use docbind_ir::{Code, Diagnostic};

use crate::{CrateSettings, Error, Report, printable};

/// How many findings of one code become warnings of the build.
const PER_CODE: usize = 3;

/// Whether this process is a build script that cargo runs.
pub(crate) fn is_build_script() -> bool {
    ["OUT_DIR", "TARGET", "HOST"].iter().all(|name| std::env::var_os(name).is_some())
}

/// Prints the directives for a run of these settings that wrote to `out_dir`.
pub(crate) fn print(report: &Report, settings: &CrateSettings, out_dir: &Path) -> Result<(), Error> {
    let mut directives = watch(&report.inputs, &settings.docs, out_dir);
    let sources = settings.include_used.iter().filter_map(|source| source.to_str());
    let sources = sources.filter(|source| !source.contains(['\n', '\r']));
    directives.extend(sources.map(|source| format!("rerun-if-changed={source}")));
    let overrides = settings.overrides.iter().filter_map(|file| file.to_str());
    directives
        .extend(overrides.filter(|file| !file.contains(['\n', '\r'])).map(|file| format!("rerun-if-changed={file}")));
    directives.extend(report.remarks.iter().map(|remark| format!("warning={}", printable(remark))));
    directives.extend(warnings(&report.findings));
    let mut out = io::stdout().lock();
    directives
        .iter()
        .try_for_each(|directive| writeln!(out, "cargo::{directive}"))
        .map_err(Error::write("standard output"))
}

/// The folders in which files were read and new ones may appear, and every link on the way to them.
///
/// Cargo looks through a folder as a whole. Where the output lies in such a folder, each run would ask for the next; then
/// the files are named one by one.
fn watch(inputs: &[PathBuf], docs: &Path, out_dir: &Path) -> Vec<String> {
    let out_dir = out_dir.canonicalize().unwrap_or_else(|_| out_dir.to_owned());
    let folders: BTreeSet<&Path> = inputs.iter().filter_map(|file| file.parent()).collect();
    let mut paths: BTreeSet<&Path> = BTreeSet::new();
    for folder in folders {
        if out_dir.starts_with(folder) {
            paths.extend(inputs.iter().map(PathBuf::as_path).filter(|file| file.parent() == Some(folder)));
        } else if !paths.iter().any(|above| folder.starts_with(above)) {
            paths.insert(folder);
        }
    }
    for path in docs.ancestors() {
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            paths.insert(path);
        }
    }
    let paths = paths.into_iter().filter_map(Path::to_str);
    // A line break in a name could begin a directive of its own.
    paths.filter(|path| !path.contains(['\n', '\r'])).map(|path| format!("rerun-if-changed={path}")).collect()
}

/// The findings, on one line each.
fn warnings(findings: &[Diagnostic]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for finding in findings {
        let number = counts.entry(finding.code).or_default();
        *number += 1;
        if *number <= PER_CODE {
            lines.push(format!("warning={}", line(finding)));
        }
    }
    for (code, number) in counts.into_iter().filter(|(_, number)| *number > PER_CODE) {
        let more = number - PER_CODE;
        lines.push(format!("warning={code}: {more} more on {}; `docbind lint` shows all", code.name()));
    }
    lines
}

/// A finding on one line.
pub(crate) fn line(finding: &Diagnostic) -> String {
    let source = &finding.primary.source;
    let (file, message) = (printable(&source.file), printable(&finding.message));
    format!("{file}:{}:{}: {}: {message}", source.line, source.column, finding.code)
}
