//! `docbind.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::policy::Policy;
use crate::{Error, Runtime};

/// The settings file's name.
pub const SETTINGS_FILE: &str = "docbind.toml";

/// The content of `docbind.toml`: the crates to generate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// One for each `[[crate]]`.
    #[serde(default, rename = "crate")]
    pub crates: Vec<CrateSettings>,
}

/// One crate to generate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CrateSettings {
    /// The package's name; the name of the output's folder when empty.
    pub name: String,
    /// The folder of the pages.
    pub docs: PathBuf,
    /// The folder of the output; the package's name when left out.
    pub out: Option<PathBuf>,
    /// Which set, where `docs` lies above several.
    pub set: Option<String>,
    /// The base URL, version included; else it is read off the pages.
    pub base_url: Option<String>,
    /// What unqualified type names mean; else it is read off the pages.
    pub namespace: Option<String>,
    /// Patterns of the operations to generate; all when empty.
    #[serde(default)]
    pub include: Vec<String>,
    /// Patterns of the operations to leave out.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Rust files, or folders of such: the operations that they call are taken, too.
    #[serde(default)]
    pub include_used: Vec<PathBuf>,
    /// Where the runtime comes from: `bundled`, a path, or a version.
    #[serde(default)]
    pub runtime: Runtime,
    /// Whether the crate is a member of the workspace around it.
    #[serde(default)]
    pub member: bool,
    /// Whether the crate gets a test for each documented example.
    #[serde(default)]
    pub with_tests: bool,
    /// The package's version; `0.1.0` when left out.
    pub version: Option<String>,
    /// The package's licence, as an SPDX expression.
    pub license: Option<String>,
    /// Where the pages are published, with `{page}` for the page.
    pub docs_url: Option<String>,
    /// Facts that are to be other than the pages say, from a file.
    pub overrides: Option<PathBuf>,
    /// Attributes of generated types, by their wire names: `microsoft.graph.user`, or `.` for all.
    #[serde(default)]
    pub type_attributes: BTreeMap<String, String>,
    /// Attributes of generated fields, by their wire names: `microsoft.graph.user.displayName`.
    #[serde(default)]
    pub field_attributes: BTreeMap<String, String>,
    /// Findings that make a run fail: `warnings`, or codes.
    #[serde(default)]
    pub deny: Vec<String>,
    /// Codes of findings that are not told.
    #[serde(default)]
    pub allow: Vec<String>,
}

impl Settings {
    /// Reads `docbind.toml` of a folder. Its paths are relative to the folder and come back joined to it.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(SETTINGS_FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::Settings(format!(
                "no documentation given, and no {SETTINGS_FILE} in the current folder says what to generate; \
                 try `docbind generate DOCS --out DIR`"
            )),
            _ => Error::Read { path: path.clone(), source: error },
        })?;
        let mut settings: Self =
            toml::from_str(&text).map_err(|error| Error::Settings(format!("{}: {error}", path.display())))?;
        for settings in &mut settings.crates {
            settings.docs = folder.join(&settings.docs);
            settings.out = Some(folder.join(settings.out()));
            settings.overrides.iter_mut().for_each(|file| *file = folder.join(&*file));
            settings.include_used.iter_mut().for_each(|source| *source = folder.join(&*source));
            if let Runtime::Path(path) = &mut settings.runtime {
                *path = folder.join(&*path);
            }
        }
        if settings.crates.is_empty() {
            return Err(Error::Settings(format!("{} names no [[crate]]", path.display())));
        }
        Ok(settings)
    }
}

impl CrateSettings {
    /// The folder of the output.
    pub fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from(&self.name))
    }

    /// Which findings make a run fail, and which are not told.
    ///
    /// # Errors
    /// When a word is no code of a finding.
    pub fn policy(&self) -> Result<Policy, Error> {
        Policy::new(&self.deny, &self.allow)
    }

    /// What decides the output besides the pages and the runtime, for the lock file: no path of this machine.
    pub(crate) fn lock_options(&self) -> BTreeMap<String, String> {
        let Self { set, base_url, namespace, include, exclude, include_used, with_tests, docs_url, .. } = self;
        let list = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
        let options = [
            ("set", set.clone()),
            ("base-url", base_url.clone()),
            ("namespace", namespace.clone()),
            ("include", list(include)),
            ("exclude", list(exclude)),
            ("include-used", (!include_used.is_empty()).then(|| "true".to_owned())),
            ("with-tests", with_tests.then(|| "true".to_owned())),
            ("docs-url", docs_url.clone()),
        ];
        options.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// The package's name.
    pub fn crate_name(&self) -> Result<String, Error> {
        if !self.name.is_empty() {
            return Ok(self.name.clone());
        }
        let out = std::path::absolute(self.out()).map_err(Error::read(self.out()))?;
        let folder = out.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let words = folder.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("-");
        // Packages cannot begin with a digit, temporary folders can.
        Ok(if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("api-{name}") })
    }
}
