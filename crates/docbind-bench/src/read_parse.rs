//! Reading and parsing pages against pulldown-cmark alone over the same files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use docbind_parser::{IncludeError, Includes};
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::measure::paired;
use crate::report::Report;

const RUNS: usize = 9;

/// The Markdown files below `docs`, sorted.
pub(crate) fn pages(docs: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["api", "resources"]
        .iter()
        .flat_map(|folder| WalkDir::new(docs.join(folder)).into_iter().flatten())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

/// Prints the ratio of reading and parsing to what pulldown-cmark needs for the same bytes on as many threads.
pub(crate) fn bench(docs: &Path, report: &mut Report) -> Result<()> {
    let files = pages(docs);
    let includes = NoIncludes;
    let ours = || {
        time(&files, |path, text| {
            let file = Arc::from(path.to_string_lossy());
            docbind_parser::parse(file, text, &includes).0.sections.len()
        })
    };
    let theirs = || time(&files, |_, text| Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().count());
    ours()?;
    theirs()?;
    let (ours, theirs) = paired(RUNS, ours, theirs, |wall| *wall)?;
    report.ratio("read + parse, wall, to pulldown-cmark alone", ours, theirs, 3.0);
    Ok(())
}

fn time(files: &[PathBuf], work: impl Fn(&Path, &str) -> usize + Sync) -> Result<Duration> {
    let start = Instant::now();
    let sum: usize = files
        .par_iter()
        .map(|path| -> Result<usize> {
            let bytes = std::fs::read(path)?;
            Ok(work(path, &String::from_utf8_lossy(&bytes)))
        })
        .sum::<Result<usize>>()?;
    std::hint::black_box(sum);
    Ok(start.elapsed())
}

/// Includes are left out, as pulldown-cmark leaves them out.
struct NoIncludes;

impl Includes for NoIncludes {
    fn text(&self, _path: &str) -> Result<&str, IncludeError> {
        Err(IncludeError::Missing)
    }
}
