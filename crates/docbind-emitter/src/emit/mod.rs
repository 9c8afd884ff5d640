//! Writing the plan down.

mod area;
mod attributes;
mod draft;
mod example;
mod file;
mod library;
mod lists;
mod lookup;
mod manifest;
mod model;
mod nodes;
mod open_enum;
mod operation;
mod outline;
mod pages;
mod pattern;
mod permissions;
mod planned;
mod record;
mod runtime;
mod secret;
mod suite;
mod tour;
mod types;

pub(crate) use area::calls;
pub(crate) use lookup::FEATURE as LOOKUP;
pub(crate) use operation::scheme_name;

use std::io;

use docbind_ir::{Api, Diagnostic, Method, PathAlias};
use proc_macro2::{Ident, Span};
use rayon::prelude::*;

use self::pattern::Patterns;
use self::suite::{Suite, SuiteFile};
use crate::doc::{self, Links};
use crate::plan::{Item, Plan};
use crate::{Error, Layout, Options, RuntimeChoice};

/// A piece of a file of the output. A large file comes in several, in their order and from one thread.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneratedPart<'a> {
    /// The path of the file relative to the output, with `/` between the parts.
    pub path: &'a str,
    /// What the piece holds.
    pub contents: &'a str,
    /// Whether the file ends with it.
    pub is_last: bool,
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

/// Where files go as they are printed. Called from several threads, for the files in any order.
pub type Sink<'a> = dyn Fn(GeneratedPart<'_>) -> io::Result<()> + Sync + 'a;

/// A file that was printed, but for what the sink already has of it.
#[derive(Debug)]
pub(crate) struct GeneratedFile {
    path: String,
    contents: String,
    /// Lines that the sink has.
    lines: usize,
}

impl GeneratedFile {
    pub(crate) fn new(path: String, contents: String) -> Self {
        Self { path, contents, lines: 0 }
    }

    /// Hands over what there is, and tells how many lines the file has so far.
    fn hand_over(&mut self, sink: &Sink<'_>, is_last: bool) -> Result<usize, Error> {
        self.lines += self.contents.lines().count();
        let part = GeneratedPart { path: &self.path, contents: &self.contents, is_last };
        sink(part).map_err(|source| Error::Write { path: self.path.clone(), source })?;
        self.contents.clear();
        Ok(self.lines)
    }
}

/// What every emitter looks at.
pub(crate) struct Context<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) options: &'a Options,
    pub(crate) sink: &'a Sink<'a>,
    pub(crate) links: Links,
    pub(crate) base_url: &'a str,
    /// Paths of the service that mean the same.
    pub(crate) aliases: &'a [PathAlias],
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
    Lookup,
    Prelude,
    PermissionPage,
    Readme,
    Manifest,
    Formatting,
    Runtime(usize),
    Suite(SuiteFile, &'s Suite<'s>),
}

/// Writes the crate for a model: each file is handed to `sink` while it is printed, so that neither the output as a whole
/// nor a large file is ever in memory.
///
/// The files depend on the model and the options alone; only their order may vary.
///
/// # Errors
/// When the sink fails, or a file would not hold what was planned; files handed over before that stay where they are.
pub fn emit(api: &Api, options: &Options, sink: &Sink<'_>) -> Result<Summary, Error> {
    manifest::check_name(&options.crate_name)?;
    attributes::check(&options.attributes)?;
    let (plan, diagnostics) = Plan::new(api)?;
    let base_url = api.base_url.as_str();
    let published = doc::published(base_url);
    let context = Context {
        plan: &plan,
        options,
        sink,
        links: Links::new(options.docs_url.as_deref().or(published.as_deref())),
        base_url,
        aliases: &api.aliases,
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
        .map_init(Patterns::default, |patterns, task| {
            let mut file = context.file(task, patterns)?;
            let is_own = file.path.ends_with(".rs") && !matches!(task, Task::Runtime(_) | Task::Suite(..));
            let lines = file.hand_over(sink, true)?;
            Ok::<_, Error>((1, if is_own { lines } else { 0 }))
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
    tasks.extend([Task::Permissions, Task::Lookup, Task::Library, Task::Prelude]);
    tasks.extend((0..plan.types.len()).map(|index| Task::Item(Item::Type(index))));
    tasks.extend((0..plan.enums.len()).map(|index| Task::Item(Item::Enum(index))));
    tasks.extend((0..plan.modules.len()).map(Task::ModelModule));
    if context.options.layout == Layout::Crate {
        tasks.extend([Task::PermissionPage, Task::Readme, Task::Manifest, Task::Formatting]);
        if context.options.runtime == RuntimeChoice::Bundled {
            tasks.extend((0..runtime::count()).map(Task::Runtime));
        }
    }
    tasks
}

impl Context<'_> {
    fn file(&self, task: Task<'_>, patterns: &mut Patterns) -> Result<GeneratedFile, Error> {
        match task {
            Task::Area(index) => area::file(self, index),
            Task::Nodes(index) => nodes::file(self, index),
            Task::Item(Item::Type(index)) => model::file(self, index, patterns),
            Task::Item(Item::Enum(index)) => open_enum::file(self, index),
            Task::ModelModule(index) => model::module(self, index),
            Task::Permissions => permissions::file(self),
            Task::Lookup => lookup::file(self),
            Task::Library => library::file(self),
            Task::Prelude => library::prelude(self),
            Task::PermissionPage => pages::permissions(self),
            Task::Readme => pages::readme(self),
            Task::Manifest => manifest::file(self),
            Task::Formatting => Ok(manifest::formatting()),
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
///
/// A name that is none after all becomes one that no plan holds, so that its file is refused instead of written.
pub(crate) fn ident(name: &str) -> Ident {
    let mut bytes = name.bytes();
    let starts_well = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let is_identifier = starts_well && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    Ident::new(if is_identifier { name } else { "not_an_identifier__" }, Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::ident;

    #[test]
    fn what_is_no_identifier_is_refused_later_and_does_not_panic() {
        for name in ["", "1a", "a b", "a-b", "é", "a\"", "r#type"] {
            assert_eq!(ident(name), "not_an_identifier__", "{name}");
        }
        assert_eq!(ident("display_name"), "display_name");
    }
}
