//! Where a generated crate gets its runtime from.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use docbind_emitter::RuntimeChoice;
use serde::Deserialize;

use crate::Error;

/// Where a generated crate gets its runtime from; written `bundled`, a path, or a version such as `0.1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Runtime {
    /// The sources that docbind carries, written beside the crate.
    #[default]
    Bundled,
    /// A folder that several crates share.
    Path(PathBuf),
    /// A published version.
    Version(String),
}

impl From<String> for Runtime {
    fn from(text: String) -> Self {
        let is_version =
            text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '^' | '~' | '=' | '*' | '<' | '>'));
        match text.as_str() {
            "bundled" => Self::Bundled,
            _ if is_version && !text.contains(['/', '\\']) => Self::Version(text),
            _ => Self::Path(text.into()),
        }
    }
}

impl FromStr for Runtime {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.to_owned().into())
    }
}

impl Runtime {
    /// The same for the manifest of a crate in `out`, where paths are relative to the crate.
    pub(crate) fn choice(&self, out: &Path) -> Result<RuntimeChoice, Error> {
        Ok(match self {
            Self::Bundled => RuntimeChoice::Bundled,
            Self::Version(version) => RuntimeChoice::Version(version.clone()),
            Self::Path(path) => {
                if !path.join("Cargo.toml").is_file() {
                    return Err(Error::Settings(format!("no package at the runtime's path {}", path.display())));
                }
                let runtime = path.canonicalize().map_err(Error::read(path))?;
                let out = absolute(out)?;
                let path = pathdiff::diff_paths(&runtime, out).unwrap_or(runtime);
                RuntimeChoice::Path(path.to_string_lossy().replace('\\', "/"))
            }
        })
    }
}

/// The path without links, of which only the beginning need exist.
fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(Error::read(path))?;
    let existing = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    Ok(match existing {
        Some((above, real)) => path.strip_prefix(above).map_or(path.clone(), |below| real.join(below)),
        None => path,
    })
}
