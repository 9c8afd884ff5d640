//! Generation from a build script, or from any other program.

use std::path::{Path, PathBuf};

use crate::{CrateSettings, Error, Generator, Mode, Report, Runtime, cargo_directives};

/// Generates a module from pages while a package is built.
///
/// In `build.rs`:
///
/// ```no_run
/// fn main() -> Result<(), docbind::Error> {
///     docbind::Config::new().docs("docs/api-reference/v1.0").include("GET /users/**").generate()?;
///     Ok(())
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
///
/// Any other program, such as a task of a workspace, can generate a crate that is checked in:
///
/// ```no_run
/// # fn main() -> Result<(), docbind::Error> {
/// let report = docbind::Config::new()
///     .docs("docs/api-reference/v1.0")
///     .package("my-graph")
///     .out_dir("crates/my-graph")
///     .deny("DB404")
///     .generate()?;
/// println!("{} operations, {} findings", report.counts.operations, report.findings.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    settings: CrateSettings,
    out_dir: Option<PathBuf>,
    is_package: bool,
    mode: Mode,
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
        Self { settings, out_dir: None, is_package: false, mode: Mode::Write }
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
    /// `METHOD /path/glob` or `/path/glob`. A pattern that fits nothing is an error.
    #[must_use]
    pub fn include(mut self, pattern: impl Into<String>) -> Self {
        self.settings.include.push(pattern.into());
        self
    }

    /// Leaves out the operations that this pattern fits. A pattern that fits nothing is an error.
    #[must_use]
    pub fn exclude(mut self, pattern: impl Into<String>) -> Self {
        self.settings.exclude.push(pattern.into());
        self
    }

    /// Takes the operations that a Rust file, or those below a folder, call, relative to the package; and what patterns
    /// include beside them. What calls are made is read off the sources, so a call that is added is there after the next
    /// build.
    #[must_use]
    pub fn include_used(mut self, source: impl Into<PathBuf>) -> Self {
        self.settings.include_used.push(source.into());
        self
    }

    /// Makes a module of this name, in a folder of the same name below the output folder; `graph` when not called.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.settings.name = name.into();
        self.is_package = false;
        self
    }

    /// Makes a package of this name, right in the output folder, in place of a module.
    #[must_use]
    pub fn package(mut self, name: impl Into<String>) -> Self {
        self.settings.name = name.into();
        self.is_package = true;
        self
    }

    /// Where a package gets its runtime from; what docbind carries when not called.
    #[must_use]
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.settings.runtime = runtime;
        self
    }

    /// Whether a package is a member of the workspace around it.
    #[must_use]
    pub fn member(mut self, is_member: bool) -> Self {
        self.settings.member = is_member;
        self
    }

    /// Whether a package gets a test for each documented example.
    #[must_use]
    pub fn example_tests(mut self, has_tests: bool) -> Self {
        self.settings.with_tests = has_tests;
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

    /// Where the pages are published, with `{page}` for the page: links in the documentation lead there.
    #[must_use]
    pub fn docs_url(mut self, template: impl Into<String>) -> Self {
        self.settings.docs_url = Some(template.into());
        self
    }

    /// Gives types attributes: `.` for all, a wire name such as `microsoft.graph.user`, or the beginning or end of one.
    #[must_use]
    pub fn type_attribute(mut self, target: impl Into<String>, attributes: &str) -> Self {
        self.settings.type_attributes.entry(target.into()).or_default().push_str(attributes);
        self
    }

    /// Gives fields attributes: `.` for all, a wire name such as `microsoft.graph.user.displayName`, or the beginning or
    /// end of one.
    #[must_use]
    pub fn field_attribute(mut self, target: impl Into<String>, attributes: &str) -> Self {
        self.settings.field_attributes.entry(target.into()).or_default().push_str(attributes);
        self
    }

    /// Takes facts from a file that are other than what the pages say.
    #[must_use]
    pub fn overrides(mut self, file: impl Into<PathBuf>) -> Self {
        self.settings.overrides = Some(file.into());
        self
    }

    /// Makes findings an error: those of a code, such as `DB404` or `permission-conflict`, or all `warnings`.
    #[must_use]
    pub fn deny(mut self, code: impl Into<String>) -> Self {
        self.settings.deny.push(code.into());
        self
    }

    /// Leaves out the findings of a code.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.settings.allow.push(code.into());
        self
    }

    /// Where the output goes; the build script's `OUT_DIR` when not called.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Overwrites generated files even where somebody edited them.
    #[must_use]
    pub fn force(mut self) -> Self {
        self.mode = Mode::Force;
        self
    }

    /// Generates the output. In a build script the directives that cargo needs go to standard output: what to watch, and
    /// what is wrong with the pages of the operations and types that were taken, as warnings. Elsewhere nothing is
    /// printed.
    ///
    /// Where nothing has changed since the last build, no page is read and no file is touched.
    ///
    /// # Errors
    /// When there are no pages, a pattern cannot be read or fits nothing, the output cannot be written, or there is a
    /// finding that is denied.
    pub fn generate(&self) -> Result<Report, Error> {
        let out_dir = self.output_folder()?;
        let out = self.out(&out_dir)?;
        let settings = CrateSettings { out: Some(out.clone()), ..self.settings.clone() };
        let is_build_script = cargo_directives::is_build_script();
        let cache = is_build_script.then(|| out_dir.join("docbind-cache"));
        let generator = self.generator(&settings, &out).mode(self.mode).cache(cache.as_deref());
        let report = generator.run(&|_| ())?;
        if is_build_script {
            cargo_directives::print(&report, &self.settings, &out_dir)?;
        }
        let policy = self.settings.policy()?;
        let denied: Vec<_> = report.findings.iter().filter(|finding| policy.is_denied(finding)).cloned().collect();
        if denied.is_empty() { Ok(report) } else { Err(Error::Denied(denied)) }
    }

    /// The files that [`generate`](Self::generate) would write, each with its path below the output folder and its
    /// content, in the order of their paths. Nothing is written or printed.
    ///
    /// # Errors
    /// When there are no pages, or a pattern cannot be read or fits nothing.
    pub fn files(&self) -> Result<Vec<(String, String)>, Error> {
        let out = self.out(self.out_dir.as_deref().unwrap_or(Path::new("")))?;
        let settings = CrateSettings { out: Some(out.clone()), ..self.settings.clone() };
        self.generator(&settings, &out).files()
    }

    fn generator<'a>(&self, settings: &'a CrateSettings, out: &'a Path) -> Generator<'a> {
        let generator = Generator::new(settings);
        if self.is_package { generator } else { generator.module(out) }
    }

    fn output_folder(&self) -> Result<PathBuf, Error> {
        let given = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        given.ok_or_else(|| Error::Settings("no output folder: call `out_dir`, or run in a build script".to_owned()))
    }

    /// The folder of the package or module.
    fn out(&self, out_dir: &Path) -> Result<PathBuf, Error> {
        let name = Path::new(&self.settings.name);
        if self.is_package {
            return Ok(out_dir.to_owned());
        }
        if name.components().count() != 1 || name.file_name().is_none() {
            return Err(Error::Settings(format!("`{}` is no name for a module", self.settings.name)));
        }
        Ok(out_dir.join(name))
    }
}
