//! `docbind.lock`: what docbind wrote into a folder and from what, so that it touches nothing else there.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{Counts, Error};

/// The lock file's name.
pub const LOCK_FILE: &str = "docbind.lock";

/// The layout of lock files that this docbind writes; it reads this one and those before.
const FORMAT: u32 = 2;

/// The content of a lock file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Lock {
    /// The layout of the file.
    pub format: u32,
    /// The docbind that wrote the folder.
    pub docbind: String,
    /// A fingerprint of everything that the folder was made from.
    pub input: String,
    /// A fingerprint of the pages, and what they include.
    pub pages: String,
    /// The options that decide what is in the folder, as `docbind.toml` names them.
    pub options: BTreeMap<String, String>,
    /// How much was generated.
    pub counts: Counts,
    /// The files written, relative to the folder, the lock file left out, each with a hash of its content; without one
    /// where an older docbind wrote the lock.
    #[serde(deserialize_with = "files")]
    pub files: BTreeMap<String, String>,
}

impl Lock {
    /// The lock of a folder; none when docbind did not write it.
    ///
    /// # Errors
    /// When the file cannot be read, or is one of a newer docbind.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(LOCK_FILE);
        match crate::read::read_limited(&path) {
            Ok(bytes) => match toml::from_slice::<Self>(&bytes) {
                Ok(lock) if lock.format > FORMAT => Err(Error::NewerLock { path, docbind: lock.docbind }),
                Ok(lock) => Ok(Some(lock)),
                Err(_) => Err(Error::NotOurs { path, what: "is not a lock file that docbind can read" }),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Read { path, source: error }),
        }
    }

    /// The lock file's text.
    pub(crate) fn to_toml(&self) -> Result<String, Error> {
        let lock = Self { format: FORMAT, docbind: env!("CARGO_PKG_VERSION").to_owned(), ..self.clone() };
        let body = toml::to_string(&lock).map_err(|error| Error::Settings(error.to_string()))?;
        Ok(format!("# Written by docbind, which removes only the files listed here.\n{body}"))
    }
}

/// A table of paths and hashes, or the list of paths of the first layout.
fn files<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Files {
        Hashed(BTreeMap<String, String>),
        Listed(Vec<String>),
    }
    Ok(match Files::deserialize(deserializer)? {
        Files::Hashed(files) => files,
        Files::Listed(paths) => paths.into_iter().map(|path| (path, String::new())).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_of_older_docbinds_are_read_and_those_of_newer_ones_refused() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            std::fs::write(folder.path().join(LOCK_FILE), text).unwrap();
            Lock::read(folder.path())
        };
        let old = read("docbind = \"0.0.9\"\ninput = \"1\"\nfiles = [\"src/lib.rs\"]\n").unwrap().unwrap();
        assert_eq!(old.files, BTreeMap::from([("src/lib.rs".to_owned(), String::new())]));
        let again = read(&old.to_toml().unwrap()).unwrap().unwrap();
        assert_eq!((again.files, again.format), (old.files, FORMAT));
        let error = read("format = 99\ndocbind = \"9.0.0\"\n").unwrap_err();
        assert!(error.to_string().contains("9.0.0"), "{error}");
        assert!(read("files = 1").is_err());
    }
}
