//! From the pages of a set to the files of a crate or a module.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use docbind_emitter::{Attribute, CheckedExample, Layout, Options, RuntimeChoice, emit};
use docbind_passes::Scope;
use xxhash_rust::xxh3::xxh3_128;

use crate::cache::{self, Cache};
use crate::pattern::scope;
use crate::report::relevant;
use crate::settings::CrateSettings;
use crate::write::{Changes, Lock, Mode, Output};
use crate::{Counts, DocSet, Documentation, Error, Report, examples, find_sets, overrides, used};

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many pages are to be read.
    Found(usize),
    /// One of them was.
    Read,
}

/// A run of the generator.
#[derive(Clone, Debug)]
pub struct Generator<'a> {
    settings: &'a CrateSettings,
    set: Option<&'a str>,
    mode: Mode,
    cache: Option<&'a Path>,
    module: Option<&'a Path>,
}

impl<'a> Generator<'a> {
    /// A run that writes the crate of `settings`.
    pub fn new(settings: &'a CrateSettings) -> Self {
        Self { settings, set: None, mode: Mode::Write, cache: None, module: None }
    }

    /// The set to take, whatever the settings say.
    #[must_use]
    pub fn set(self, set: Option<&'a str>) -> Self {
        Self { set, ..self }
    }

    /// What to do with the output.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// The folder where the run leaves what lets the next one see that nothing has changed.
    #[must_use]
    pub fn cache(self, folder: Option<&'a Path>) -> Self {
        Self { cache: folder, ..self }
    }

    /// Writes a module to `folder` in place of a crate.
    #[must_use]
    pub(crate) fn module(self, folder: &'a Path) -> Self {
        Self { module: Some(folder), ..self }
    }

    /// Generates, telling `progress` how far it is. Where neither the input nor the output has changed since the last run
    /// of the same generator with the same settings, no page is read.
    ///
    /// # Errors
    /// When there are no pages, a pattern cannot be read or fits nothing, or the output cannot be written; it is then as
    /// it was before.
    pub fn run(&self, progress: &(dyn Fn(Step) + Sync)) -> Result<Report, Error> {
        let policy = self.settings.policy()?;
        let began = SystemTime::now();
        let key = self.key()?;
        let cache =
            self.cache.filter(|_| self.mode == Mode::Write).map(|folder| folder.join(format!("{key:032x}.rows")));
        if let Some(path) = &cache
            && let Some(mut cached) = Cache::read(path, key)
            && let Some((report, is_moved)) = cached.fresh(|| find_set(self.settings, self.set).ok())
        {
            if is_moved {
                cached.write(path, key);
            }
            return Ok(report);
        }
        let set = find_set(self.settings, self.set)?;
        progress(Step::Found(set.files.len()));
        let mut documentation = read(&set, self.settings, &|| progress(Step::Read))?;
        let tests = self.settings.with_tests.then(|| examples::checked(&documentation.api));
        let options = self.options(tests)?;
        let output = Output::begin(&self.out(), self.mode)?;
        let (changes, outputs) = write(&mut documentation, self.settings, set.files.len(), &options, output)?;
        let root = set.root.path();
        let files = set.files.iter().chain(&documentation.included);
        let (mut findings, findings_elsewhere) = match scope(&self.settings.include, &self.settings.exclude)? {
            scope if scope.is_everything() && self.settings.include_used.is_empty() => {
                (std::mem::take(&mut documentation.diagnostics), 0)
            }
            _ => relevant(&documentation, &set.files),
        };
        findings.retain(|finding| !policy.is_allowed(finding));
        let report = Report {
            changes,
            findings,
            findings_elsewhere,
            remarks: std::mem::take(&mut documentation.remarks),
            counts: Counts::of(&documentation.api, set.files.len()),
            root: set.root.clone(),
            inputs: files.map(|file| root.join(&**file)).collect(),
            is_fresh: false,
        };
        if let Some(path) = &cache {
            let run = cache::Run {
                began,
                set: &set,
                hashes: std::mem::take(&mut documentation.hashes),
                missing: documentation.unread.iter().map(|file| root.join(file)).collect(),
                settings_files: Vec::new(),
                outputs,
            };
            Cache::of(&report, run).write(path, key);
        }
        // Nobody waits for it: taking a large model apart is as much work as planning its crate, and the process ends soon.
        rayon::spawn(|| drop(documentation));
        Ok(report)
    }

    /// Generates, and hands over the files in place of writing them: path and content, by path.
    ///
    /// # Errors
    /// As [`run`](Self::run), but for what has to do with writing.
    pub fn files(&self) -> Result<Vec<(String, String)>, Error> {
        let set = find_set(self.settings, self.set)?;
        let documentation = read(&set, self.settings, &|| ())?;
        let tests = self.settings.with_tests.then(|| examples::checked(&documentation.api));
        let files = std::sync::Mutex::new(std::collections::BTreeMap::<String, String>::new());
        emit(&documentation.api, &self.options(tests)?, &|part| {
            let mut files = files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            files.entry(part.path.to_owned()).or_default().push_str(part.contents);
            Ok(())
        })
        .map_err(unwrap)?;
        Ok(files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_iter().collect())
    }

    /// The model that the settings ask for, without writing anything.
    ///
    /// # Errors
    /// When there are no pages, or a pattern cannot be read or fits nothing.
    pub fn model(&self, progress: &(dyn Fn(Step) + Sync)) -> Result<Documentation, Error> {
        let set = find_set(self.settings, self.set)?;
        progress(Step::Found(set.files.len()));
        read(&set, self.settings, &|| progress(Step::Read))
    }

    /// Whatever decides the output besides the pages.
    fn key(&self) -> Result<u128, Error> {
        let folder = std::env::current_dir().map_err(Error::read("."))?;
        let docs = self.settings.docs.canonicalize().unwrap_or_default();
        let out = self.out();
        let sources = used::fingerprint(self.settings.include_used.iter().chain(&self.settings.overrides));
        let parts = (cache::generator(), folder, docs, out, self.settings, self.set, self.module, sources);
        Ok(xxh3_128(format!("{parts:?}").as_bytes()))
    }

    fn out(&self) -> PathBuf {
        self.module.map_or_else(|| self.settings.out(), Path::to_owned)
    }

    fn options(&self, tests: Option<Vec<CheckedExample>>) -> Result<Options, Error> {
        match self.module {
            Some(_) => Ok(Options {
                layout: Layout::Module,
                runtime: RuntimeChoice::Version("*".to_owned()),
                docs_url: self.settings.docs_url.clone(),
                attributes: attributes(self.settings),
                ..Options::new("module")
            }),
            None => crate_options(self.settings, tests),
        }
    }
}

/// Reads the pages that `settings` name and makes the model they ask for, calling `progress` after each page.
///
/// # Errors
/// When a pattern cannot be read or fits nothing, when the patterns leave no operation (a crate of nothing is never what
/// was meant), or when neither the pages nor the settings name the base URL that requests go to.
pub fn read(set: &DocSet, settings: &CrateSettings, progress: &(dyn Fn() + Sync)) -> Result<Documentation, Error> {
    let scope = scope(&settings.include, &settings.exclude)?;
    let mut documentation = Documentation::read(set, progress);
    documentation.refine(&Scope::default(), None);
    if let Some(file) = &settings.overrides {
        documentation.remarks = overrides::apply(&mut documentation.api, file)?;
    }
    if settings.include_used.is_empty() {
        documentation.narrow(&scope)?;
    } else {
        documentation.remarks.extend(used::narrow(&mut documentation.api, &settings.include_used, &scope)?);
    }
    if documentation.api.base_url.is_empty() && !documentation.api.operations.is_empty() {
        return Err(Error::NoBaseUrl { docs: set.folder.clone(), stand_in: set.base.stand_in() });
    }
    Ok(documentation)
}

/// The set that `settings` name; `set` overrides their choice among several.
pub fn find_set(settings: &CrateSettings, set: Option<&str>) -> Result<DocSet, Error> {
    let sets = find_sets(&settings.docs)?;
    let mut set = DocSet::choose(&settings.docs, sets, set.or(settings.set.as_deref()))?;
    if let Some(base_url) = &settings.base_url {
        set.set_base_url(base_url)?;
    }
    if let Some(namespace) = &settings.namespace {
        set.namespace.clone_from(namespace);
    }
    Ok(set)
}

/// Writes the crate for a model to where `settings` say, with tests of the examples in `tests`; with `is_check`, only
/// compares.
///
/// What the names in the crate ran into is added to the diagnostics.
pub fn write_crate(
    documentation: &mut Documentation,
    settings: &CrateSettings,
    tests: Option<Vec<CheckedExample>>,
    is_check: bool,
) -> Result<Changes, Error> {
    let options = crate_options(settings, tests)?;
    let mode = if is_check { Mode::Check } else { Mode::Write };
    let output = Output::begin(&settings.out(), mode)?;
    let pages = documentation.api.pages.len();
    write(documentation, settings, pages, &options, output).map(|(changes, _)| changes)
}

fn crate_options(settings: &CrateSettings, tests: Option<Vec<CheckedExample>>) -> Result<Options, Error> {
    Ok(Options {
        runtime: settings.runtime.choice(&settings.out())?,
        member: settings.member,
        docs_url: settings.docs_url.clone(),
        crate_version: settings.version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
        license: settings.license.clone(),
        attributes: attributes(settings),
        tests,
        ..Options::new(settings.crate_name()?)
    })
}

fn attributes(settings: &CrateSettings) -> Vec<Attribute> {
    let attribute = |(target, tokens): (&String, &String), is_field| Attribute {
        target: target.clone(),
        tokens: tokens.clone(),
        is_field,
    };
    let types = settings.type_attributes.iter().map(|entry| attribute(entry, false));
    types.chain(settings.field_attributes.iter().map(|entry| attribute(entry, true))).collect()
}

fn write(
    documentation: &mut Documentation,
    settings: &CrateSettings,
    pages: usize,
    options: &Options,
    output: Output,
) -> Result<(Changes, Vec<(PathBuf, u128)>), Error> {
    let summary = emit(&documentation.api, options, &|part| {
        output.put_part(part.path, part.contents.as_bytes(), part.is_last).map_err(io::Error::other)
    })
    .map_err(unwrap)?;
    documentation.add_diagnostics(summary.diagnostics);
    let input = format!("{} {options:?}", documentation.fingerprint);
    output.finish(Lock {
        input: format!("{:032x}", xxh3_128(input.as_bytes())),
        pages: documentation.fingerprint.clone(),
        options: settings.lock_options(),
        counts: Counts::of(&documentation.api, pages),
        ..Lock::default()
    })
}

/// The error of the output that the emitter was handed, or else its own.
fn unwrap(error: docbind_emitter::Error) -> Error {
    match error {
        docbind_emitter::Error::Write { path, source } => match source.downcast::<Error>() {
            Ok(error) => error,
            Err(source) => Error::Write { path: path.into(), source },
        },
        docbind_emitter::Error::CrateName { .. }
        | docbind_emitter::Error::ReservedName { .. }
        | docbind_emitter::Error::Attribute { .. } => Error::Settings(error.to_string()),
        error => Error::Emit(error.to_string()),
    }
}
