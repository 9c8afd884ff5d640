//! `docbind man` and `docbind completions`: what shells and manual readers want to know of the command.

use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use docbind::{Error, write_file};

use crate::args::Arguments;

/// Prints the completions for a shell to standard output.
pub(crate) fn completions(shell: Shell) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "docbind", &mut script);
    io::stdout().write_all(&script).map_err(|source| Error::Write { path: "standard output".into(), source })
}

/// Writes a manual page for the command and for each of its commands.
pub(crate) fn run(folder: &Path) -> Result<(), Error> {
    let mut command = Arguments::command();
    command.build();
    page(folder, "docbind", &command)?;
    command.get_subcommands().try_for_each(|inner| page(folder, &format!("docbind-{}", inner.get_name()), inner))
}

fn page(folder: &Path, name: &str, command: &Command) -> Result<(), Error> {
    let path = folder.join(format!("{name}.1"));
    let mut text = Vec::new();
    let man = Man::new(command.clone()).title(name.to_owned());
    man.render(&mut text).map_err(|source| Error::Write { path: path.clone(), source })?;
    write_file(&path, &text).map(|_| ())
}
