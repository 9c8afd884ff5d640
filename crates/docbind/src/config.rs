//! Generation from a build script.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic};

use crate::generator::{find_set, read, write_module};
use crate::{CrateSettings, DocSet, Documentation, Error, printable};

/// How many findings of one code become warnings of the build.
const PER_CODE: usize = 3;

/// Generates a module from pages while a package is built.
///
/// In `build.rs`:
///
/// ```no_run
/// fn main() -> Result<(), docbind::Error> {
///     docbind::Config::new().docs("docs/api-reference/v1.0").include("GET /users/**").generate()
/// }
/// ```
///
/// In the package, which depends on `docbind-runtime`:
///
/// ```ignore
/// pub mod graph {
///     include!(concat!(env!("OUT_DIR"), "/graph/mod.rs"));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    settings: CrateSettings,
    out_dir: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// A configuration that takes every operation and calls the module `graph`.
    pub fn new() -> Self {
        let settings = CrateSettings { name: "graph".to_owned(), ..CrateSettings::default() };
        Self { settings, out_dir: None }
    }

    /// The folder of the pages: one that holds `api` and `resources`, or one above such; relative to the package.
    #[must_use]
    pub fn docs(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.docs = folder.into();
        self
    }

    /// Which set, where the folder lies above several.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>) -> Self {
        self.settings.set = Some(name.into());
        self
    }

    /// Takes only the operations that this pattern, or another one given, fits, with the types they need:
    /// `METHOD /path/glob` or `/path/glob`.
    #[must_use]
    pub fn include(mut self, pattern: impl Into<String>) -> Self {
        self.settings.include.push(pattern.into());
        self
    }

    /// Leaves out the operations that this pattern fits.
    #[must_use]
    pub fn exclude(mut self, pattern: impl Into<String>) -> Self {
        self.settings.exclude.push(pattern.into());
        self
    }

    /// The folder of the module below the output folder; `graph` when not called.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.settings.name = name.into();
        self
    }

    /// The base URL, version included; else it is read off the pages.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// What unqualified type names mean; else it is read off the pages.
    #[must_use]
    pub fn namespace(mut self, name: impl Into<String>) -> Self {
        self.settings.namespace = Some(name.into());
        self
    }

    /// Where the module goes; the build script's `OUT_DIR` when not called.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Generates the module and prints the directives that cargo needs to standard output: what to watch, and what is
    /// wrong with the pages of the operations and types it took, as warnings. Nothing else is printed.
    ///
    /// # Errors
    /// When there are no pages, a pattern cannot be read, or the module cannot be written.
    pub fn generate(&self) -> Result<(), Error> {
        let out_dir = match (&self.out_dir, std::env::var_os("OUT_DIR")) {
            (Some(folder), _) => folder.clone(),
            (None, Some(folder)) => folder.into(),
            (None, None) => {
                return Err(Error::Settings("no output folder: call `out_dir`, or run in a build script".to_owned()));
            }
        };
        let module = Path::new(&self.settings.name);
        if module.components().count() != 1 || module.file_name().is_none() {
            return Err(Error::Settings(format!("`{}` is no name for a module", self.settings.name)));
        }
        let set = find_set(&self.settings, None)?;
        let mut documentation = read(&set, &self.settings, &|| ())?;
        write_module(&mut documentation, &out_dir.join(module))?;
        let mut directives = watch(&set, &documentation);
        directives.extend(warnings(&documentation));
        let mut out = io::stdout().lock();
        directives
            .iter()
            .try_for_each(|directive| writeln!(out, "cargo::{directive}"))
            .map_err(|source| Error::Write { path: "standard output".into(), source })
    }
}

/// Everything that was read, and the folders in which new pages may appear.
fn watch(set: &DocSet, documentation: &Documentation) -> Vec<String> {
    let root = set.root.path();
    let files = set.files.iter().chain(&documentation.included).map(|file| root.join(&**file));
    let mut paths: BTreeSet<PathBuf> = files.collect();
    let folders: Vec<PathBuf> = paths.iter().filter_map(|path| path.parent()).map(Path::to_owned).collect();
    paths.extend(folders);
    let paths = paths.iter().filter_map(|path| path.to_str());
    // A line break in a name could begin a directive of its own.
    paths.filter(|path| !path.contains(['\n', '\r'])).map(|path| format!("rerun-if-changed={path}")).collect()
}

/// The findings on the pages of what was generated, on one line each.
fn warnings(documentation: &Documentation) -> Vec<String> {
    let pages = pages(&documentation.api);
    let mut lines = Vec::new();
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in documentation.diagnostics.iter().filter(|finding| pages.contains(&finding.primary.source.file)) {
        let number = counts.entry(diagnostic.code).or_default();
        *number += 1;
        if *number <= PER_CODE {
            lines.push(format!("warning={}", line(diagnostic)));
        }
    }
    for (code, number) in counts.into_iter().filter(|(_, number)| *number > PER_CODE) {
        let more = number - PER_CODE;
        lines.push(format!("warning={code}: {more} more on {}; `docbind lint` shows all", code.name()));
    }
    lines
}

fn line(diagnostic: &Diagnostic) -> String {
    let source = &diagnostic.primary.source;
    let (file, message) = (printable(&source.file), printable(&diagnostic.message));
    format!("{file}:{}:{}: {}: {message}", source.line, source.column, diagnostic.code)
}

/// The pages that document what is in the model.
fn pages(api: &Api) -> BTreeSet<Arc<str>> {
    let operations = api.operations.iter().flat_map(|operation| &operation.pages);
    let types = api.types.iter().flat_map(|ty| &ty.pages);
    operations.chain(types).cloned().collect()
}
