//! What stops a run.

use std::path::PathBuf;

/// What stops a run; findings about single pages are diagnostics instead.
#[derive(Debug, thiserror::Error)]
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
        matches!(self, Self::NoDocs(_) | Self::NoSuchSet { .. } | Self::SeveralSets { .. } | Self::Settings(_))
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
