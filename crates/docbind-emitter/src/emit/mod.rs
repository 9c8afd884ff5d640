//! Writing the plan down.

mod area;
mod draft;
mod example;
mod file;
mod library;
mod manifest;
mod model;
mod nodes;
mod open_enum;
mod operation;
mod outline;
mod pages;
mod permissions;
mod record;
mod runtime;
mod secret;
mod suite;
mod types;

use std::io;

use docbind_ir::{Api, Diagnostic, Method};
use proc_macro2::{Ident, Span};
use rayon::prelude::*;

use self::suite::{Suite, SuiteFile};
use crate::doc::Links;
use crate::plan::{Item, Plan};
use crate::{Error, Layout, Options, RuntimeChoice};

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneratedFile {
    /// The path relative to the output, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub contents: String,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of files.
    pub files: usize,
    /// Number of lines of Rust, the runtime's left out.
    pub lines: usize,
    /// The features that stand for areas, sorted.
    pub features: Vec<String>,
    /// What the names ran into.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where finished files go. Called from several threads, in any order.
pub type Sink<'a> = dyn Fn(GeneratedFile) -> io::Result<()> + Sync + 'a;

/// What every emitter looks at.
pub(crate) struct Context<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) options: &'a Options,
    pub(crate) links: Links,
    pub(crate) base_url: &'a str,
    pub(crate) fields: example::FieldTable<'a>,
    pub(crate) short_names: example::ShortNames<'a>,
}

/// One file to be made.
#[derive(Clone, Copy)]
enum Task<'s> {
    Area(usize),
    Nodes(usize),
    Item(Item),
    ModelModule(usize),
    Permissions,
    Library,
    Prelude,
    PermissionPage,
    Readme,
    Manifest,
    Runtime(usize),
    Suite(SuiteFile, &'s Suite<'s>),
}

/// Writes the crate for a model: each file is handed to `sink` as soon as it is printed, so that the output as a whole
/// is never in memory.
///
/// The files depend on the model and the options alone; only their order may vary.
///
/// # Errors
/// When the sink fails, or a file would not hold what was planned; files handed over before that stay where they are.
pub fn emit(api: &Api, options: &Options, sink: &Sink<'_>) -> Result<Summary, Error> {
    manifest::check_name(&options.crate_name)?;
    let (plan, diagnostics) = Plan::new(api)?;
    let context = Context {
        plan: &plan,
        options,
        links: Links::new(options.docs_url.as_deref()),
        base_url: options.base_url.as_deref().unwrap_or(&api.base_url),
        fields: example::FieldTable::new(&plan),
        short_names: example::ShortNames::new(&plan),
    };
    let tests = options.tests.as_ref().filter(|_| options.layout == Layout::Crate);
    let suite = tests.map(|examples| Suite::new(&context, examples));
    let mut tasks = tasks(&context);
    tasks.extend(suite.iter().flat_map(|suite| suite.files().into_iter().map(move |file| Task::Suite(file, suite))));
    let (files, lines) = tasks
        .into_par_iter()
        .with_max_len(8)
        .map(|task| {
            let file = context.file(task)?;
            let is_own = file.path.ends_with(".rs") && !matches!(task, Task::Runtime(_) | Task::Suite(..));
            let lines = if is_own { file.contents.lines().count() } else { 0 };
            let path = file.path.clone();
            sink(file).map_err(|source| Error::Write { path, source })?;
            Ok((1, lines))
        })
        .try_reduce(|| (0, 0), |a, b| Ok((a.0 + b.0, a.1 + b.1)))?;
    let features = plan.areas.iter().map(|area| area.feature.clone()).collect();
    Ok(Summary { files, lines, features, diagnostics })
}

/// All files, the largest kinds first so that no thread ends with one of them alone.
fn tasks<'s>(context: &Context<'_>) -> Vec<Task<'s>> {
    let plan = context.plan;
    let mut areas: Vec<usize> = (0..plan.areas.len()).collect();
    areas.sort_by_key(|index| std::cmp::Reverse(plan.areas.get(*index).map_or(0, |area| area.operations.len())));
    let mut tasks: Vec<Task<'s>> = areas.iter().flat_map(|index| [Task::Area(*index), Task::Nodes(*index)]).collect();
    tasks.extend([Task::Permissions, Task::Library, Task::Prelude]);
    tasks.extend((0..plan.types.len()).map(|index| Task::Item(Item::Type(index))));
    tasks.extend((0..plan.enums.len()).map(|index| Task::Item(Item::Enum(index))));
    tasks.extend((0..plan.modules.len()).map(Task::ModelModule));
    if context.options.layout == Layout::Crate {
        tasks.extend([Task::PermissionPage, Task::Readme, Task::Manifest]);
        if context.options.runtime == RuntimeChoice::Bundled {
            tasks.extend((0..runtime::count()).map(Task::Runtime));
        }
    }
    tasks
}

impl Context<'_> {
    fn file(&self, task: Task<'_>) -> Result<GeneratedFile, Error> {
        match task {
            Task::Area(index) => area::file(self, index),
            Task::Nodes(index) => nodes::file(self, index),
            Task::Item(Item::Type(index)) => model::file(self, index),
            Task::Item(Item::Enum(index)) => open_enum::file(self, index),
            Task::ModelModule(index) => model::module(self, index),
            Task::Permissions => permissions::file(self),
            Task::Library => library::file(self),
            Task::Prelude => library::prelude(self),
            Task::PermissionPage => pages::permissions(self),
            Task::Readme => pages::readme(self),
            Task::Manifest => manifest::file(self),
            Task::Runtime(index) => runtime::file(self, index),
            Task::Suite(file, suite) => suite.file(self, file),
        }
    }

    /// The path of a source file of the crate.
    pub(crate) fn source(&self, path: &str) -> String {
        match self.options.layout {
            Layout::Crate => format!("src/{path}"),
            Layout::Module => path.to_owned(),
        }
    }
}

/// The runtime's name of a method.
pub(crate) fn method(method: Method) -> Ident {
    ident(match method {
        Method::Get => "Get",
        Method::Head => "Head",
        Method::Post => "Post",
        Method::Put => "Put",
        Method::Patch => "Patch",
        Method::Delete => "Delete",
    })
}

/// An identifier; the plan has made it one.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
