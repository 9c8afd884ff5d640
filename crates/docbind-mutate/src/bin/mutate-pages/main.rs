//! Runs docbind on mutated pages, batch by batch, and reports panics, hangs and refused output.
//!
//! `cargo run -p docbind-mutate --bin mutate-pages -- DOCS --seed 1 --count 20000`
//!
//! With `--crates DIR --runtime PATH`, the crate of each batch is kept as a member of a workspace in DIR, so that
//! `cargo check --workspace --no-default-features --features full` there compiles them all.

mod attempt;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use docbind::{CrateSettings, Runtime};
use docbind_mutate::{Corpus, MutatedPage};

use crate::attempt::{Attempt, Outcome};

/// Runs docbind on mutated pages, and reports panics, hangs and refused output
#[derive(Debug, Parser)]
struct Arguments {
    /// A folder that holds `api` and `resources`
    docs: PathBuf,
    /// What decides the pages and what happens to them
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many mutated pages
    #[arg(long, default_value_t = 20_000)]
    count: u64,
    /// The number of the first page, to make part of a run again
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// How many of them are read together
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
    /// After how many seconds a batch counts as hanging
    #[arg(long, default_value_t = 60)]
    limit: u64,
    /// Keep the crates in this folder, which becomes a workspace
    #[arg(long, value_name = "DIR", requires = "runtime")]
    crates: Option<PathBuf>,
    /// The folder of the runtime that the kept crates share
    #[arg(long, value_name = "DIR")]
    runtime: Option<PathBuf>,
    /// Keep the mutated pages in this folder
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
    /// Generate the crate for DOCS into this folder, and nothing else; how a batch is run in a process of its own
    #[arg(long, value_name = "DIR", hide = true)]
    into: Option<PathBuf>,
    #[arg(long, hide = true)]
    base_url: Option<String>,
    #[arg(long, hide = true)]
    namespace: Option<String>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    match &arguments.into {
        Some(out) => generate(&arguments, out),
        None => run(&arguments),
    }
}

/// The whole way once, from pages to a crate.
fn generate(arguments: &Arguments, out: &Path) -> Result<ExitCode> {
    let settings = CrateSettings {
        docs: arguments.docs.clone(),
        out: Some(out.to_owned()),
        base_url: arguments.base_url.clone(),
        namespace: arguments.namespace.clone(),
        runtime: arguments.runtime.clone().map(Runtime::Path).unwrap_or_default(),
        member: true,
        ..CrateSettings::default()
    };
    let set = docbind::find_set(&settings, None)?;
    let mut documentation = docbind::read(&set, &settings, &|| ())?;
    docbind::write_crate(&mut documentation, &settings, None, false)?;
    Ok(ExitCode::SUCCESS)
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    let corpus =
        Corpus::open(&CrateSettings { docs: arguments.docs.clone(), ..CrateSettings::default() }, arguments.seed)?;
    let scratch = tempfile::tempdir()?;
    let limit = Duration::from_secs(arguments.limit);
    let crates = arguments.crates.clone().unwrap_or_else(|| scratch.path().join("crates"));
    fs::create_dir_all(&crates)?;
    if arguments.crates.is_some() {
        fs::write(crates.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"batch-*\"]\n")?;
    }
    let mut faults = 0;
    let end = arguments.first + arguments.count;
    for (batch, first) in (arguments.first..end).step_by(usize::try_from(arguments.batch)?).enumerate() {
        let name = format!("batch-{batch:04}");
        let pages =
            (first..end.min(first + arguments.batch)).map(|number| corpus.page(number)).collect::<Result<Vec<_>>>()?;
        let folder = arguments.pages.as_deref().unwrap_or(scratch.path()).join(&name);
        let attempt = Attempt {
            corpus: &corpus,
            pages: folder.join("docs"),
            out: crates.join(&name),
            runtime: arguments.runtime.as_deref(),
            limit,
        };
        match attempt.run(&pages)? {
            Outcome::Sound => {}
            outcome => faults += report(&corpus, &attempt, &pages, &outcome)?,
        }
        if arguments.pages.is_none() {
            fs::remove_dir_all(&folder)?;
        }
        if arguments.crates.is_none() {
            fs::remove_dir_all(&crates)?;
        }
    }
    println!(
        "{} mutated pages of {}, seed {}: {faults} faults",
        arguments.count,
        arguments.docs.display(),
        arguments.seed
    );
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Finds the pages of a batch that are at fault, and prints how to make them again.
fn report(corpus: &Corpus, attempt: &Attempt<'_>, pages: &[MutatedPage], outcome: &Outcome) -> Result<usize> {
    let scratch = tempfile::tempdir()?;
    let alone = Attempt { pages: scratch.path().join("docs"), out: scratch.path().join("crate"), ..*attempt };
    let mut faults = 0;
    for page in pages {
        let found = alone.run(std::slice::from_ref(page))?;
        if found != Outcome::Sound {
            println!(
                "{found}\n  {page}\n  again: --seed {} --first {} --count 1 --pages DIR",
                corpus.seed(),
                page.number
            );
            faults += 1;
        }
    }
    if faults == 0 {
        let first = pages.first().map_or(0, |page| page.number);
        println!(
            "{outcome}\n  only together\n  again: --seed {} --first {first} --count {} --pages DIR",
            corpus.seed(),
            pages.len()
        );
        faults = 1;
    }
    Ok(faults)
}
