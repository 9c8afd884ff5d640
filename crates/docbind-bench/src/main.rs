//! Benchmarks of docbind.
//!
//! `cargo run --release -p docbind-bench -- [DOCS]` prints one figure a line: a ratio to a peer or a limit that was
//! measured in the same run, and whether it is within its budget. Without DOCS it takes the bundled pages.

mod compile;
mod generate;
mod growth;
/// The heap and threads of the command, so that what is measured here is what its users get.
#[path = "../../docbind-cli/src/heap.rs"]
mod heap;
mod measure;
mod probe;
mod read_parse;
mod report;
mod sample;
mod subject;
mod twin;
mod workspace;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

use crate::report::Report;
use crate::subject::Subject;
use crate::workspace::Workspace;

/// The package that is generated to be compiled.
const LIBRARY: &str = "graph";

/// Prints ratios of docbind against peers and limits, measured side by side
#[derive(Debug, Parser)]
struct Arguments {
    /// A folder that holds `api` and `resources`
    #[arg(default_value = "docs/api-reference/beta")]
    docs: PathBuf,
    /// Only what needs no compiler: reading, parsing and generating
    #[arg(long)]
    quick: bool,
    /// Only how the cost of reading grows with the size of pages, on made pages
    #[arg(long)]
    growth: bool,
    /// Also compile graph-rs-sdk and programs with a transport, whose dependencies take minutes
    #[arg(long)]
    peers: bool,
    /// Where crates are compiled; kept when given
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Generate into this folder and print what it cost; how the benchmark measures a process of its own
    #[arg(long, value_name = "DIR", hide = true)]
    generate_into: Option<PathBuf>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heap::start_threads();
    if let Some(out) = &arguments.generate_into {
        return generate::child(&arguments.docs, out);
    }
    let scratch = tempfile::tempdir()?;
    let root = arguments.work.clone().unwrap_or_else(|| scratch.path().to_owned());
    std::fs::create_dir_all(&root)?;
    let workspace = Workspace::new(std::path::absolute(root)?);
    let mut report = Report::default();

    if arguments.growth {
        report.heading("Growth");
        growth::bench(&mut report)?;
        return Ok(());
    }
    report.heading("Generator");
    read_parse::bench(&arguments.docs, &mut report)?;
    generate::bench(&arguments.docs, &workspace.package(LIBRARY), &mut report)?;
    if !arguments.quick {
        let documentation = generate::model(&arguments.docs)?;
        let subject = Subject::choose(&documentation.api)?;
        compile::prepare(&workspace, &documentation.api, LIBRARY)?;
        report.heading("Generated code");
        compile::models(&workspace, &mut report)?;
        compile::areas(&workspace, LIBRARY, &subject, &mut report)?;
        probe::bench(&workspace, &documentation.api, &subject, LIBRARY, &mut report)?;
        if arguments.peers {
            report.heading("Peers");
            compile::binary(&workspace, LIBRARY, &subject, &mut report)?;
            compile::peer(&workspace, LIBRARY, &mut report)?;
        }
    }
    if !report.over().is_empty() {
        println!("\nover the limit:");
        for line in report.over() {
            println!("  {line}");
        }
    }
    Ok(())
}
