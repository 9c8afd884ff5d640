//! Changes one sign, method or letter of a request line on each of many pages, and lists the changes that give another
//! operation, or lose one, without a finding on the page.
//!
//! `cargo run -p docbind-mutate --bin mutate-requests -- DOCS --part signs --seed 1 --pages 200`
//!
//! A letter can make another sound word; where nothing on the page contradicts it, nobody can tell. Those changes are
//! counted and listed, and only the other parts decide about success.

mod line;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;
use docbind::{CrateSettings, DocSet, Documentation};
use docbind_ir::{OperationId, Rule};
use docbind_mutate::{copy, stream};
use rand::seq::SliceRandom;

use crate::line::{Part, mutate};

/// Changes request lines, one a page, and lists the changes that nobody is told about
#[derive(Debug, Parser)]
struct Arguments {
    /// A folder that holds `api` and `resources`
    docs: PathBuf,
    /// What is changed
    #[arg(long, value_enum, default_value = "signs")]
    part: Part,
    /// What decides the changes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many pages
    #[arg(long, default_value_t = 200)]
    pages: usize,
}

/// A line as it is and as it becomes.
struct Change {
    file: String,
    number: usize,
    before: String,
    after: String,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let settings = CrateSettings { docs: arguments.docs.clone(), ..CrateSettings::default() };
    let set = docbind::find_set(&settings, None)?;
    let documentation = docbind::read(&set, &settings, &|| ())?;
    let texts = copy::texts(&set, &documentation)?;
    let changes = choose(&arguments, &documentation, &texts);
    ensure!(!changes.is_empty(), "no page lists a request that can be changed");
    let scratch = tempfile::tempdir()?;
    let changed: BTreeMap<&str, String> =
        changes.iter().filter_map(|change| Some((&*change.file, apply(change, texts.get(&change.file)?)))).collect();
    let changed = changed.iter().map(|(file, text)| (*file, text.as_str())).collect();
    copy::write(scratch.path(), &texts, &changed)?;
    let other = docbind::find_set(&copy::settings(&set, scratch.path()), None)?;
    let after = docbind::read(&other, &settings, &|| ())?;
    Ok(summarise(&arguments, &changes, (&set, &documentation), (&other, &after)))
}

/// The first request line of each of some pages, changed.
fn choose(arguments: &Arguments, documentation: &Documentation, texts: &BTreeMap<String, String>) -> Vec<Change> {
    let mut seen = BTreeSet::new();
    let operations = documentation.api.operations.iter().map(|operation| &operation.source);
    let mut sources: Vec<_> = operations.filter(|source| source.rule == Rule::HttpFence).collect();
    sources.sort();
    sources.retain(|source| seen.insert(source.file.clone()));
    let mut random = stream(arguments.seed, 0);
    sources.shuffle(&mut random);
    let change = |source: &&docbind_ir::Source| {
        let number = usize::try_from(source.line).ok()?.checked_sub(1)?;
        let before = texts.get(&*source.file)?.lines().nth(number)?.to_owned();
        let after = mutate(&before, arguments.part, &mut random)?;
        Some(Change { file: source.file.to_string(), number, before, after })
    };
    sources.iter().filter_map(change).take(arguments.pages).collect()
}

fn apply(change: &Change, text: &str) -> String {
    let lines = text.lines().enumerate();
    let lines = lines.map(|(number, line)| if number == change.number { change.after.as_str() } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

fn summarise(
    arguments: &Arguments,
    changes: &[Change],
    before: (&DocSet, &Documentation),
    after: (&DocSet, &Documentation),
) -> ExitCode {
    let (was, is) = (pages(before.1), pages(after.1));
    let (told, tells) = (findings(before), findings(after));
    let nothing = Page::new();
    let mut silent = 0;
    for change in changes {
        let same = was.get(&*change.file).unwrap_or(&nothing) == is.get(&*change.file).unwrap_or(&nothing);
        let is_told =
            tells.iter().any(|(file, text)| *file == change.file && !told.contains(&(file.clone(), text.clone())));
        if !same && !is_told {
            silent += 1;
            println!("silent: {}: `{}` became `{}`", change.file, change.before.trim(), change.after.trim());
        }
    }
    println!(
        "{}, {:?}, seed {}: {silent} of {} changes gave another operation without a finding",
        arguments.docs.display(),
        arguments.part,
        arguments.seed,
        changes.len()
    );
    if silent == 0 || arguments.part == Part::Letters { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

type Page = BTreeSet<OperationId>;

/// The operations of each page.
fn pages(documentation: &Documentation) -> BTreeMap<&str, Page> {
    let mut pages: BTreeMap<&str, Page> = BTreeMap::new();
    for operation in &documentation.api.operations {
        for page in &operation.pages {
            pages.entry(page).or_default().insert(operation.id());
        }
    }
    pages
}

/// The findings with the pages that they point to.
fn findings((_, documentation): (&DocSet, &Documentation)) -> BTreeSet<(String, String)> {
    let all = documentation.diagnostics.iter().flat_map(|finding| {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        labels.map(|label| (label.source.file.to_string(), format!("{} {}", finding.code, finding.message)))
    });
    all.collect()
}
