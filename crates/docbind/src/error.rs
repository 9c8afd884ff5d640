//! What stops a run.

use std::fmt;
use std::path::PathBuf;

use docbind_ir::Diagnostic;

use crate::cargo_directives::line;

/// What stops a run; findings about single pages are diagnostics instead.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The documentation folder is not there.
    #[error("no documentation at {}: expected a folder that holds `api` and `resources`, or a folder above such", .0.display())]
    NoDocs(PathBuf),
    /// The folder is there but holds no page.
    #[error("no API pages under {}: looked for Markdown files (`*.md`) with HTTP requests or resources", .0.display())]
    NoPages(PathBuf),
    /// A set was asked for that is not there.
    #[error("no set `{wanted}` under {}; the sets there are: {}", .docs.display(), .sets.join(", "))]
    NoSuchSet {
        /// The folder looked through.
        docs: PathBuf,
        /// The name asked for.
        wanted: String,
        /// The names that are there.
        sets: Vec<String>,
    },
    /// There are several sets and none was chosen.
    #[error("{} holds several sets: {}; choose one with `--set NAME`", .docs.display(), .sets.join(", "))]
    SeveralSets {
        /// The folder looked through.
        docs: PathBuf,
        /// The names that are there.
        sets: Vec<String>,
    },
    /// The pages do not say where their requests go, and nobody else did.
    #[error(
        "the pages in {} name no base URL{}; say where requests go: `--base-url URL`, or `base-url` in docbind.toml",
        .docs.display(),
        .stand_in.as_ref().map(|text| format!(", but write `{text}` in its place")).unwrap_or_default()
    )]
    NoBaseUrl {
        /// The folder of the set.
        docs: PathBuf,
        /// What the pages write in its place.
        stand_in: Option<String>,
    },
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The output cannot be written; what was there before is whole.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The output folder holds something that docbind did not write.
    #[error("{} {what}; docbind did not write it and leaves it alone: choose another output folder or remove it", .path.display())]
    NotOurs {
        /// What is in the way.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// Somebody edited generated files, which would be overwritten; nothing was written.
    #[error("{} {} edited since docbind wrote {}: {}; nothing was written. Keep a change by making it elsewhere, or go on with `--force`", .folder.display(), if .files.len() == 1 { "holds a file that was" } else { "holds files that were" }, if .files.len() == 1 { "it" } else { "them" }, .files.join(", "))]
    Edited {
        /// The output.
        folder: PathBuf,
        /// The files, relative to the output.
        files: Vec<String>,
    },
    /// The output was written by a docbind that knows more than this one.
    #[error("{} was written by docbind {docbind}, which is newer than this one ({}); update docbind, or remove the folder and generate it anew", .path.display(), env!("CARGO_PKG_VERSION"))]
    NewerLock {
        /// The lock file.
        path: PathBuf,
        /// The docbind that wrote it.
        docbind: String,
    },
    /// There are findings that were denied. The output is written.
    #[error("{}", denied(.0))]
    Denied(Vec<Diagnostic>),
    /// The new files are in place, but not everything that was beside the old ones could be moved back.
    #[error("{error}; what docbind did not write is kept in {}", .path.display())]
    Stranded {
        /// Where the rest is.
        path: PathBuf,
        /// What went wrong.
        error: Box<Error>,
    },
    /// A generated file would land outside the output folder.
    #[error("refused to write `{0}`: not a plain path below the output folder")]
    UnsafePath(String),
    /// `docbind.toml` or an option is wrong.
    #[error("{0}")]
    Settings(String),
    /// The generator could not make sound code of the model.
    #[error("{0}")]
    Emit(String),
}

impl Error {
    /// Whether the caller asked for something that cannot be, as opposed to something that went wrong.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::NoDocs(_)
                | Self::NoSuchSet { .. }
                | Self::SeveralSets { .. }
                | Self::NoBaseUrl { .. }
                | Self::Settings(_)
        )
    }

    pub(crate) fn read(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Read { path, source }
    }

    pub(crate) fn write(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Write { path, source }
    }
}

/// `main` of a build script prints an error this way, so it is the text for people.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The first findings that were denied, one a line.
fn denied(findings: &[Diagnostic]) -> String {
    const SHOWN: usize = 10;
    let mut lines: Vec<String> = findings.iter().take(SHOWN).map(line).collect();
    if findings.len() > SHOWN {
        lines.push(format!("{} more; `docbind lint` shows all", findings.len() - SHOWN));
    }
    let number =
        if findings.len() == 1 { "1 denied finding".to_owned() } else { format!("{} denied findings", findings.len()) };
    format!("{number}:\n  {}", lines.join("\n  "))
}
