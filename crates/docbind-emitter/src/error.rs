use std::fmt;
use std::io;

/// Why no crate could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// The file, relative to the output.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A text template failed.
    #[error("cannot fill in the template for `{path}`: {source}")]
    Template {
        /// The file, relative to the output.
        path: String,
        /// What the template engine said.
        source: askama::Error,
    },
    /// A file did not come out as Rust, or with other items than planned; nothing of it was written.
    #[error("the Rust for `{path}` is not what was planned: {reason}; please report this with the pages")]
    Unplanned {
        /// The file, relative to the output.
        path: String,
        /// What differs.
        reason: String,
    },
    /// The plan and what is to be written from it disagree: a defect of docbind.
    #[error("{place}; please report this with the pages")]
    Internal {
        /// What disagrees, and where.
        place: String,
    },
    /// A feature would leave out a type that it needs.
    #[error("no feature brings all that `{name}` needs; please report this with the pages")]
    OpenClosure {
        /// The wire name of the type.
        name: String,
    },
    /// What is to be an attribute is none.
    #[error("`{text}` is no attribute: write it as in Rust, such as `#[derive(Hash)]`")]
    Attribute {
        /// The text.
        text: String,
    },
    /// The name for the crate is one that Rust, cargo or the crate itself needs for something else.
    #[error("`{name}` is no name for a crate: Rust, cargo or docbind means something else by it; choose another")]
    ReservedName {
        /// The name asked for.
        name: String,
    },
    /// The name for the crate is no package name.
    #[error("`{name}` is no name for a crate: letters, digits, `-` and `_`, beginning with a letter")]
    CrateName {
        /// The name asked for.
        name: String,
    },
}

/// A broken invariant of the plan, in words that name the place.
#[derive(Debug)]
pub(crate) struct Broken(pub(crate) String);

impl Broken {
    /// What stands at a place that the plan has handed out; `what` says what it is a list of.
    pub(crate) fn at<'t, T>(list: &'t [T], place: usize, what: &str) -> Result<&'t T, Self> {
        list.get(place).ok_or_else(|| Self(format!("{what} {place} of {} is not there", list.len())))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<syn::Error> for Broken {
    fn from(error: syn::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<Broken> for Error {
    fn from(Broken(place): Broken) -> Self {
        Self::Internal { place }
    }
}
