//! Finds the documented operations that Rust sources call, or that a linked program can send.
//!
//! [`scan`] follows the client of a generated crate and its nodes through variables, fields, functions, closures and
//! the program's own macros, by the names that the emitter gave them. It runs nothing and asks no compiler. What it
//! cannot follow is told as unresolved, with its line.

mod binary;
mod evaluate;
mod lower;
mod macros;
mod manifest;
mod names;
mod program;
mod source;
mod sources;
mod value;

use std::path::PathBuf;

use docbind_emitter::CallTree;
use docbind_ir::{Api, Router};
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

pub use binary::linked_operations;

use crate::evaluate::Evaluator;
use crate::program::Program;
use crate::source::{File, Item, Module};

/// What sources call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Calls of documented operations, by file and line.
    pub calls: Vec<CallSite>,
    /// What may be a call, by file and line.
    pub unresolved: Vec<Unresolved>,
    /// Files that are no Rust, and say why.
    pub unreadable: Vec<Unreadable>,
    /// The number of files that were read.
    pub files: usize,
}

/// A call of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallSite {
    /// The file, as it was named or found below a named folder.
    pub file: String,
    /// The line of the verb, from 1.
    pub line: u32,
    /// The place of the operation in the model.
    pub operation: usize,
}

/// What may be a call, which nobody can say without running the program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unresolved {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The line's text.
    pub text: String,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// Why nothing can be scanned.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A source that is not there.
    #[error("{} does not exist", path.display())]
    NoSource {
        /// Its path.
        path: PathBuf,
    },
    /// A file or folder that cannot be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A model that no names can be made for.
    #[error(transparent)]
    Names(#[from] docbind_emitter::Error),
}

/// The calls of an API in files and folders of Rust sources.
///
/// # Errors
/// When a source does not exist or a folder cannot be read. A file that is no Rust costs that file alone.
pub fn scan(api: &Api, sources: &[PathBuf]) -> Result<Scan, Error> {
    let paths = sources::find(sources)?;
    let tree = CallTree::new(api)?;
    let router = Router::new(api);
    let others = manifest::other_crates(sources);
    let read: Vec<Result<(File, String), Unreadable>> = paths
        .par_iter()
        .map(|(told, path)| {
            let unreadable = |reason: String| Unreadable { file: told.clone(), reason };
            let text = sources::read(path).map_err(|error| unreadable(error.to_string()))?;
            lower::file(told, &text).map(|file| (file, text)).map_err(unreadable)
        })
        .collect();
    let mut scan = Scan::default();
    let (mut files, mut texts) = (Vec::new(), Vec::new());
    for result in read {
        match result {
            Ok((file, text)) => {
                files.push(file);
                texts.push(text);
            }
            Err(unreadable) => scan.unreadable.push(unreadable),
        }
    }
    scan.files = files.len();
    expand_items(&mut files);
    let program = Program::new(&files, &others);
    let found = Evaluator::new(&program, &tree, &router).run();
    let named = |file: usize| files.get(file).map(|file| file.path.clone()).unwrap_or_default();
    scan.calls = found
        .calls
        .into_iter()
        .map(|(file, line, operation)| CallSite { file: named(file), line, operation })
        .collect();
    scan.unresolved = found
        .unresolved
        .into_iter()
        .map(|(file, line)| {
            let index = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
            let text = texts.get(file).and_then(|text| text.lines().nth(index)).unwrap_or_default();
            Unresolved { file: named(file), line, text: text.trim().to_owned() }
        })
        .collect();
    Ok(scan)
}

/// Writes out the program's own macros where they stand for declarations.
fn expand_items(files: &mut [File]) {
    let mut macros: HashMap<String, String> = HashMap::new();
    let declared =
        files.iter().flat_map(|file| &file.modules).flat_map(|module| &module.items).filter_map(|item| match item {
            Item::Macro { name, text } => Some((name.to_string(), text.clone())),
            _ => None,
        });
    for (name, text) in declared {
        macros.entry(name).or_insert(text);
    }
    if macros.is_empty() {
        return;
    }
    for module in files.iter_mut().flat_map(|file| &mut file.modules) {
        let calls: Vec<(String, String, u32)> = module
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Code(body) => match &**body {
                    source::Expr::Macro { name, text, line, .. } => Some((name.to_string(), text.clone(), *line)),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        for (name, text, line) in calls {
            let expanded = macros.get(&name).and_then(|rules| macros::expand(rules, &text));
            if let Some(Module { items, uses, .. }) = expanded.and_then(|text| lower::items(&text, line)) {
                module.items.extend(items);
                module.uses.extend(uses);
            }
        }
    }
}
