//! The whole of `docbind generate`, in a process of its own.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use docbind::{CrateSettings, Documentation};

use crate::measure::{median, output, own_cpu, own_peak};
use crate::report::{Report, show};

/// Runs of the whole; the median counts.
const RUNS: usize = 7;

/// Generates into `out` and prints what it cost: wall and CPU microseconds, peak bytes, operations.
pub(crate) fn child(docs: &Path, out: &Path) -> Result<()> {
    let start = Instant::now();
    let settings = settings(docs, out);
    let mut documentation = read(&settings)?;
    docbind::write_crate(&mut documentation, &settings, None, false)?;
    let wall = start.elapsed();
    println!("{} {} {} {}", wall.as_micros(), own_cpu()?.as_micros(), own_peak()?, documentation.api.operations.len());
    Ok(())
}

/// The model of the pages.
pub(crate) fn model(docs: &Path) -> Result<Documentation> {
    read(&settings(docs, Path::new("graph")))
}

fn settings(docs: &Path, out: &Path) -> CrateSettings {
    CrateSettings { docs: docs.to_owned(), out: Some(out.to_owned()), ..CrateSettings::default() }
}

fn read(settings: &CrateSettings) -> Result<Documentation> {
    let set = docbind::find_set(settings, None)?;
    Ok(docbind::read(&set, settings, &|| ())?)
}

/// Prints wall, CPU and memory of generating into `out` from nothing.
pub(crate) fn bench(docs: &Path, out: &Path, report: &mut Report) -> Result<()> {
    let corpus: u64 =
        crate::read_parse::pages(docs).iter().filter_map(|path| fs::metadata(path).ok()).map(|data| data.len()).sum();
    // A file system that has just deleted thousands of files is slow to make new ones, which is not what is measured.
    let beside = |index| out.with_extension(format!("run-{index}"));
    let runs = (1..RUNS).map(|index| run(docs, &beside(index))).chain([run(docs, out)]);
    let runs = runs.collect::<Result<Vec<Run>>>()?;
    for index in 1..RUNS {
        fs::remove_dir_all(beside(index))?;
    }
    let peak = runs.iter().map(|run| run.peak).max().unwrap_or(0);
    let Run { wall, cpu, operations, .. } = median(runs, |run| run.wall)?;
    let per_second = operations as f64 / wall.as_secs_f64();
    report.value(
        "generate, wall seconds",
        wall.as_secs_f64(),
        0.8,
        &format!("{} CPU, {per_second:.0} operations a second", show(cpu)),
    );
    let ratio = peak as f64 / corpus.max(1) as f64;
    report.value(
        "generate, peak memory to the size of the pages",
        ratio,
        3.0,
        &format!("{} kB / {} kB", peak / 1000, corpus / 1000),
    );
    Ok(())
}

struct Run {
    wall: Duration,
    cpu: Duration,
    peak: u64,
    operations: u64,
}

fn run(docs: &Path, out: &Path) -> Result<Run> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let program = std::env::current_exe()?;
    let printed = output(Command::new(program).arg("--generate-into").arg(out).arg(docs))?;
    let mut numbers = printed.split_whitespace().map(str::parse::<u64>);
    let mut next = || numbers.next().context("the child printed too little")?.context("the child printed no number");
    Ok(Run {
        wall: Duration::from_micros(next()?),
        cpu: Duration::from_micros(next()?),
        peak: next()?,
        operations: next()?,
    })
}
