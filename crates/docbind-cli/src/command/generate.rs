//! `docbind generate`.

use std::io::{self, Write};

use docbind::{Changes, CrateSettings, Error, Generator, Mode, Runtime, Settings, printable};

use crate::args::Generate;
use crate::progress::Progress;
use crate::reporter::Reporter;
use crate::summary::summary;
use crate::{cache, difference};

/// Generates one crate from the arguments, or those that `docbind.toml` names.
pub(crate) fn run(arguments: &Generate, reporter: &mut Reporter) -> Result<(), Error> {
    for settings in &crates(arguments, reporter)? {
        if arguments.list {
            list_operations(settings, reporter)?;
        } else {
            generate(settings, arguments, reporter)?;
        }
    }
    Ok(())
}

/// The crates that the arguments, or `docbind.toml`, name.
pub(super) fn crates(arguments: &Generate, reporter: &Reporter) -> Result<Vec<CrateSettings>, Error> {
    let mut crates = named_crates(arguments)?;
    for settings in &mut crates {
        settings.deny.extend(reporter.denied_words().cloned());
        settings.allow.extend(reporter.global().allow.iter().cloned());
        if let Some(url) = &reporter.global().base_url {
            settings.base_url = Some(url.clone());
        }
    }
    Ok(crates)
}

fn named_crates(arguments: &Generate) -> Result<Vec<CrateSettings>, Error> {
    let Some(docs) = &arguments.docs else {
        if arguments.out.is_some() {
            return Err(Error::Settings(
                "`--out` goes with DOCS; without it, docbind.toml names the output".to_owned(),
            ));
        }
        return Ok(Settings::read("".as_ref())?.crates);
    };
    let Some(out) = arguments.out.as_ref().or(arguments.list.then_some(docs)) else {
        return Err(Error::Settings("say where to: `docbind generate DOCS --out DIR`".to_owned()));
    };
    Ok(vec![CrateSettings {
        name: arguments.name.clone().unwrap_or_default(),
        docs: docs.clone(),
        out: Some(out.clone()),
        include: arguments.filter.include.clone(),
        exclude: arguments.filter.exclude.clone(),
        include_used: arguments.include_used.clone(),
        runtime: arguments.runtime.clone().map(Runtime::from).unwrap_or_default(),
        member: arguments.member,
        with_tests: arguments.with_tests,
        ..CrateSettings::default()
    }])
}

/// Prints the operations that would be taken.
fn list_operations(settings: &CrateSettings, reporter: &Reporter) -> Result<(), Error> {
    let progress = Progress::new(reporter);
    let generator = Generator::new(settings).set(reporter.global().set.as_deref());
    let api = generator.model(&|step| progress.step(step))?.api;
    progress.finish();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut print = || {
        for operation in &api.operations {
            writeln!(out, "{}", printable(&operation.request_line()))?;
        }
        out.flush()
    };
    print().map_err(|source| Error::Write { path: "standard output".into(), source })?;
    let (operations, types) = (api.operations.len(), api.types.len() + api.enums.len());
    reporter.say(&format!("{operations} operations with {types} types"));
    Ok(())
}

/// Generates one crate and tells what came of it.
pub(super) fn generate(settings: &CrateSettings, arguments: &Generate, reporter: &mut Reporter) -> Result<(), Error> {
    let mode = match (arguments.check, arguments.force) {
        (true, _) => Mode::Check,
        (_, true) => Mode::Force,
        _ => Mode::Write,
    };
    let set = reporter.global().set.clone();
    let progress = Progress::new(reporter);
    let cache = cache::folder().filter(|_| !arguments.no_cache);
    let generator = Generator::new(settings).set(set.as_deref()).mode(mode).cache(cache.as_deref());
    let report = generator.run(&|step| progress.step(step))?;
    progress.finish();
    reporter.report_under(&settings.policy()?, &report.root, &report.findings);
    reporter.say(&summary(&report));
    for remark in &report.remarks {
        reporter.say(&format!("note: {}", printable(remark)));
    }
    let out = settings.out();
    let out = printable(&out.to_string_lossy()).into_owned();
    let changes = &report.changes;
    if mode == Mode::Check && !changes.is_empty() {
        reporter.report_difference(&format!("{out} is not what `docbind generate` writes"), &list(changes));
        difference::print(&changes.differences, reporter);
    } else {
        reporter.say(&format!("{out}: {}", count(changes)));
    }
    Ok(())
}

fn count(changes: &Changes) -> String {
    if changes.is_empty() {
        return format!("{} files, nothing changed", changes.unchanged);
    }
    let Changes { added, changed, removed, unchanged, .. } = changes;
    format!(
        "{} files added, {} changed, {} removed, {unchanged} as they were",
        added.len(),
        changed.len(),
        removed.len()
    )
}

/// The files that differ, the first few of each kind.
fn list(changes: &Changes) -> Vec<String> {
    let kinds = [("missing", &changes.added), ("different", &changes.changed), ("left over", &changes.removed)];
    let mut lines = Vec::new();
    for (kind, files) in kinds {
        lines.extend(files.iter().take(10).map(|file| format!("{kind}: {file}")));
        if files.len() > 10 {
            lines.push(format!("{kind}: {} more", files.len() - 10));
        }
    }
    lines
}
