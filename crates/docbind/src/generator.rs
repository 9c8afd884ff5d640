//! From the pages of a set to the files of a crate.

use std::io;
use std::path::Path;

use docbind_emitter::{CheckedExample, Layout, Options, RuntimeChoice, emit};
use xxhash_rust::xxh3::xxh3_128;

use crate::pattern::scope;
use crate::settings::CrateSettings;
use crate::write::{Changes, Output};
use crate::{DocSet, Documentation, Error, find_sets};

/// Reads the pages that `settings` name and makes the model they ask for, calling `progress` after each page.
///
/// # Errors
/// When a pattern cannot be read, or the patterns leave no operation: a crate of nothing is never what was meant.
pub fn read(set: &DocSet, settings: &CrateSettings, progress: &(dyn Fn() + Sync)) -> Result<Documentation, Error> {
    let scope = scope(&settings.include, &settings.exclude)?;
    let mut documentation = Documentation::read(set, progress);
    documentation.refine(&scope, None);
    if documentation.api.operations.is_empty() && !scope.is_everything() {
        return Err(nothing_left(&settings.include, &settings.exclude));
    }
    Ok(documentation)
}

fn nothing_left(include: &[String], exclude: &[String]) -> Error {
    let mut message = "no operation is left".to_owned();
    for (words, patterns) in [("that fits", include), ("without those that fit", exclude)] {
        if !patterns.is_empty() {
            let quoted: Vec<String> = patterns.iter().map(|pattern| format!("`{pattern}`")).collect();
            message.push_str(&format!(" {words} {}", quoted.join(", ")));
        }
    }
    Error::Settings(message)
}

/// The set that `settings` name; `set` overrides their choice among several.
pub fn find_set(settings: &CrateSettings, set: Option<&str>) -> Result<DocSet, Error> {
    let sets = find_sets(&settings.docs)?;
    let mut set = DocSet::choose(&settings.docs, sets, set.or(settings.set.as_deref()))?;
    if let Some(base_url) = &settings.base_url {
        base_url.trim_end_matches('/').clone_into(&mut set.base_url);
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
    let out = settings.out();
    let options = Options {
        runtime: settings.runtime.choice(&out)?,
        member: settings.member,
        docs_url: settings.docs_url.clone(),
        crate_version: settings.version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
        license: settings.license.clone(),
        tests,
        ..Options::new(settings.crate_name()?)
    };
    let output = if is_check { Output::check(&out)? } else { Output::open(&out)? };
    write(documentation, &options, output)
}

/// Writes the module tree for a model to `folder`, for a build script.
pub(crate) fn write_module(documentation: &mut Documentation, folder: &Path) -> Result<Changes, Error> {
    let options =
        Options { layout: Layout::Module, runtime: RuntimeChoice::Version("*".to_owned()), ..Options::new("module") };
    write(documentation, &options, Output::open(folder)?)
}

fn write(documentation: &mut Documentation, options: &Options, output: Output) -> Result<Changes, Error> {
    let summary = emit(&documentation.api, options, &|part| {
        output.put_part(part.path, part.contents.as_bytes(), part.is_last).map_err(io::Error::other)
    })
    .map_err(unwrap)?;
    documentation.add_diagnostics(summary.diagnostics);
    let input = format!("{} {options:?}", documentation.fingerprint);
    output.finish(format!("{:032x}", xxh3_128(input.as_bytes())))
}

/// The error of the output that the emitter was handed, or else its own.
fn unwrap(error: docbind_emitter::Error) -> Error {
    match error {
        docbind_emitter::Error::Write { path, source } => match source.downcast::<Error>() {
            Ok(error) => error,
            Err(source) => Error::Write { path: path.into(), source },
        },
        docbind_emitter::Error::CrateName { .. } => Error::Settings(error.to_string()),
        error => Error::Emit(error.to_string()),
    }
}
