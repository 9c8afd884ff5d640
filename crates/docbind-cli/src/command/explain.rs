//! `docbind explain`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use docbind::Error;
use docbind_ir::Code;

use crate::args::Explain;
use crate::render::severity;

/// Prints what a finding means, or a line for each.
pub(crate) fn run(arguments: &Explain) -> Result<(), Error> {
    let text = match arguments.code.as_deref().map(str::parse::<Code>) {
        Some(Ok(code)) => one(code),
        _ => all(),
    };
    io::stdout().write_all(text.as_bytes()).map_err(|source| Error::Write { path: "standard output".into(), source })
}

fn one(code: Code) -> String {
    let text = code.explanation();
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    format!("{title} ({})\n{rest}", severity(code.severity()))
}

fn all() -> String {
    let mut text = String::new();
    for code in Code::ALL {
        let first = code.describe().trim().split_inclusive(". ").next().unwrap_or_default().trim();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{code}  {:<24} {first}", code.name());
    }
    text
}
