//! Falsifies facts that examples use, one a page, and counts how many of the lies docbind finds.
//!
//! `cargo run -p docbind-mutate --bin mutate-facts -- DOCS --seed 1 --pages 200`
//!
//! A lie counts as found when a diagnostic or a finding of `verify` is new and names the fact.

mod candidates;
mod edit;
mod fact;
mod findings;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;
use docbind::{CrateSettings, DocSet, Documentation};
use docbind_mutate::{copy, stream};
use docbind_verify::{Report, verify};

use crate::candidates::choose;
use crate::fact::{Fact, Kind};
use crate::findings::Findings;

/// Falsifies facts that examples use, one a page, and counts how many of the lies docbind finds
#[derive(Debug, Parser)]
struct Arguments {
    /// A folder that holds `api` and `resources`
    docs: PathBuf,
    /// What decides the facts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many pages
    #[arg(long, default_value_t = 200)]
    pages: usize,
    /// The least share, in percent, that is a success
    #[arg(long, default_value_t = 95.0)]
    least: f64,
    /// Keep the falsified pages in this folder
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let settings = CrateSettings { docs: arguments.docs.clone(), ..CrateSettings::default() };
    let set = docbind::find_set(&settings, None)?;
    let (documentation, report) = read(&set, &settings)?;
    let texts = copy::texts(&set, &documentation)?;
    let facts = choose(&report, &texts, arguments.pages, &mut stream(arguments.seed, 0));
    ensure!(!facts.is_empty(), "no example uses a fact that can be falsified");
    let scratch = tempfile::tempdir()?;
    let root = arguments.keep.as_deref().unwrap_or(scratch.path());
    let lies = facts.iter().map(|fact| (&*fact.file, &*fact.lie)).collect();
    copy::write(root, &texts, &lies)?;
    let falsified = copy::settings(&set, root);
    let other = docbind::find_set(&falsified, None)?;
    let (mutated, after) = read(&other, &falsified)?;
    let before = Findings::new(&documentation.diagnostics, &report);
    let new = Findings::new(&mutated.diagnostics, &after).without(&before);
    Ok(summarise(&arguments, &facts, &new))
}

fn read(set: &DocSet, settings: &CrateSettings) -> Result<(Documentation, Report)> {
    let documentation = docbind::read(set, settings, &|| ())?;
    let report = verify(&documentation.api);
    Ok((documentation, report))
}

fn summarise(arguments: &Arguments, facts: &[Fact], new: &Findings) -> ExitCode {
    let mut counts: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for fact in facts {
        let (found, all) = counts.entry(fact.kind).or_default();
        *all += 1;
        if new.name(fact) {
            *found += 1;
        } else {
            println!("not found: {fact}");
        }
    }
    let share = |found: usize, all: usize| found as f64 * 100.0 / all.max(1) as f64;
    for (kind, (found, all)) in &counts {
        println!("{kind}: {found} of {all} found ({:.1} %)", share(*found, *all));
    }
    let found: usize = counts.values().map(|(found, _)| found).sum();
    let all = facts.len();
    println!(
        "{}, seed {}: {found} of {all} found ({:.1} %), one on each of {all} pages",
        arguments.docs.display(),
        arguments.seed,
        share(found, all)
    );
    if share(found, all) >= arguments.least { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
