//! `docbind.lock`: what docbind wrote into a folder, so that it touches nothing else there.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Error;

/// The lock file's name.
pub const LOCK_FILE: &str = "docbind.lock";

/// The content of a lock file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Lock {
    /// The docbind that wrote the folder.
    pub docbind: String,
    /// A fingerprint of the pages and options it was made from.
    pub input: String,
    /// The files written, relative to the folder, the lock file left out.
    pub files: BTreeSet<String>,
}

impl Lock {
    /// The lock of a folder; none when docbind did not write it.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(LOCK_FILE);
        match crate::read::read_limited(&path) {
            Ok(bytes) => match toml::from_slice(&bytes) {
                Ok(lock) => Ok(Some(lock)),
                Err(_) => Err(Error::NotOurs { path, what: "is not a lock file that docbind can read" }),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Read { path, source: error }),
        }
    }

    /// The lock file's text.
    pub(crate) fn to_toml(&self) -> Result<String, Error> {
        let body = toml::to_string_pretty(self).map_err(|error| Error::Settings(error.to_string()))?;
        Ok(format!("# Written by docbind, which removes only the files listed here.\n{body}"))
    }
}
