//! The docbind command.

mod args;
mod baseline;
mod command;
mod fact_sheet;
mod progress;
mod render;
mod reporter;
mod sarif;
mod summary;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::reporter::Reporter;

/// Printing a crate is allocation for a large part, and this allocator makes that cheap.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // The main thread takes part in the work instead of waiting for it: one heap less, and what reading has freed is
    // there for the passes. Where there is a pool already, that one serves as well.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let mut reporter = Reporter::new(arguments.global);
    let outcome = match arguments.command {
        Command::Generate(arguments) => command::generate::run(&arguments, &mut reporter),
        Command::Export(arguments) => command::export::run(&arguments, &mut reporter),
        Command::Permissions(arguments) => command::permissions::run(&arguments, &mut reporter),
        Command::Inspect(arguments) => command::inspect::run(&arguments, &mut reporter),
        Command::Lint(arguments) => command::lint::run(&arguments, &mut reporter),
        Command::Verify(arguments) => command::verify::run(&arguments, &mut reporter),
    };
    match outcome {
        Ok(()) => reporter.exit_code(),
        Err(error) => reporter.stop(&error),
    }
}
