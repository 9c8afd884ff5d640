//! Included files, each read once.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use docbind_parser::{IncludeError, Includes, decode};
use elsa::sync::FrozenMap;

use crate::DocumentationRoot;

/// The files that pages include, read when first asked for and kept until the set is read.
pub(crate) struct IncludedFiles<'a> {
    root: &'a DocumentationRoot,
    texts: FrozenMap<String, Box<Text>>,
}

enum Text {
    Read(String),
    Failed(IncludeError),
}

impl<'a> IncludedFiles<'a> {
    pub(crate) fn new(root: &'a DocumentationRoot) -> Self {
        Self { root, texts: FrozenMap::new() }
    }

    /// The texts that were read, by path, and the paths where none could be read.
    pub(crate) fn into_texts(self) -> (Vec<(String, String)>, Vec<String>) {
        let (mut texts, mut failed) = (Vec::new(), Vec::new());
        for (path, text) in self.texts.into_tuple_vec() {
            match *text {
                Text::Read(text) => texts.push((path, text)),
                Text::Failed(_) => failed.push(path),
            }
        }
        texts.sort();
        failed.sort();
        (texts, failed)
    }
}

/// The includes of one page: the shared ones, and which of them the page asked for.
pub(crate) struct PageIncludes<'a> {
    shared: &'a IncludedFiles<'a>,
    asked: Mutex<BTreeSet<String>>,
}

impl<'a> PageIncludes<'a> {
    pub(crate) fn new(shared: &'a IncludedFiles<'a>) -> Self {
        Self { shared, asked: Mutex::default() }
    }

    /// The paths that the page asked for, sorted.
    pub(crate) fn into_asked(self) -> BTreeSet<String> {
        self.asked.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Includes for PageIncludes<'_> {
    fn text(&self, path: &str) -> Result<&str, IncludeError> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if !asked.contains(path) {
            asked.insert(path.to_owned());
        }
        self.shared.text(path)
    }
}

impl Includes for IncludedFiles<'_> {
    fn text(&self, path: &str) -> Result<&str, IncludeError> {
        let text = match self.texts.get(path) {
            Some(text) => text,
            None => {
                let text = match self.root.read(path) {
                    Ok(bytes) => Text::Read(decode(&bytes).0.into_owned()),
                    Err(error) => Text::Failed(failure(&error)),
                };
                self.texts.insert(path.to_owned(), Box::new(text))
            }
        };
        match text {
            Text::Read(text) => Ok(text),
            Text::Failed(error) => Err(error.clone()),
        }
    }
}

fn failure(error: &io::Error) -> IncludeError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => IncludeError::Missing,
        io::ErrorKind::PermissionDenied => IncludeError::Outside,
        io::ErrorKind::FileTooLarge => IncludeError::TooLarge,
        kind => IncludeError::Unreadable(kind.to_string()),
    }
}
