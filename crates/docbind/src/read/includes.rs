//! Included files, each read once.

use std::io;

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

    /// The texts that were read, by path.
    pub(crate) fn into_texts(self) -> Vec<(String, String)> {
        let mut texts: Vec<_> = self
            .texts
            .into_tuple_vec()
            .into_iter()
            .filter_map(|(path, text)| match *text {
                Text::Read(text) => Some((path, text)),
                Text::Failed(_) => None,
            })
            .collect();
        texts.sort();
        texts
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
