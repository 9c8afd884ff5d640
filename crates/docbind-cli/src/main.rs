//! The docbind command.

mod args;
mod baseline;
mod cache;
mod changes;
mod command;
mod difference;
mod fact_sheet;
mod git;
mod heap;
mod history;
mod progress;
mod render;
mod reporter;
mod sarif;
mod summary;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::reporter::Reporter;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    heap::start_threads();
    let mut reporter = Reporter::new(arguments.global);
    let outcome = reporter.take_policy().and_then(|()| match arguments.command {
        Command::Generate(arguments) => command::generate::run(&arguments, &mut reporter),
        Command::Export(arguments) => command::export::run(&arguments, &mut reporter),
        Command::Permissions(arguments) => command::permissions::run(&arguments, &mut reporter),
        Command::Inspect(arguments) => command::inspect::run(&arguments, &mut reporter),
        Command::Lint(arguments) => command::lint::run(&arguments, &mut reporter),
        Command::Verify(arguments) => command::verify::run(&arguments, &mut reporter),
        Command::Watch(arguments) => command::watch::run(&arguments, &mut reporter),
        Command::Init(arguments) => command::init::run(&arguments, &reporter),
        Command::Coverage(arguments) => command::coverage::run(&arguments, &reporter),
        Command::Diff(arguments) => command::diff::run(&arguments, &mut reporter),
        Command::Log(arguments) => command::log::run(&arguments, &reporter),
        Command::Explain(arguments) => command::explain::run(&arguments),
        Command::Completions { shell } => command::man::completions(shell),
        Command::Man { out } => command::man::run(&out),
    });
    match outcome {
        Ok(()) => reporter.exit_code(),
        Err(error) => reporter.stop(&error),
    }
}
