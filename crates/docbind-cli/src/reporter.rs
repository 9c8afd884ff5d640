//! What goes to standard error, and the exit code that follows from it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::eprintln;
use docbind::{DocSet, Error, printable};
use docbind_ir::{Code, Diagnostic, Severity};
use serde_json::json;

use crate::args::{Deny, Global, MessageFormat};
use crate::render::{self, HumanRenderer};

/// How many findings of one code a command prints that was not asked for findings.
const PER_CODE: usize = 3;

/// Prints diagnostics to standard error and remembers whether the run failed.
#[derive(Debug)]
pub(crate) struct Reporter {
    global: Global,
    errors: usize,
    warnings: usize,
    has_difference: bool,
}

impl Reporter {
    /// A reporter that has seen nothing yet.
    pub(crate) fn new(global: Global) -> Self {
        Self { global, errors: 0, warnings: 0, has_difference: false }
    }

    /// The options that every command takes.
    pub(crate) fn global(&self) -> &Global {
        &self.global
    }

    /// Whether progress and the summary are wanted.
    pub(crate) fn is_verbose(&self) -> bool {
        !self.global.quiet && self.global.message_format != MessageFormat::Json
    }

    /// Counts diagnostics that are printed elsewhere, or not at all.
    pub(crate) fn count(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => {}
            }
        }
    }

    /// Prints the first few warnings and notes of each code, and all errors.
    pub(crate) fn report(&mut self, set: &DocSet, diagnostics: &[Diagnostic]) {
        self.count(diagnostics);
        let is_json = self.global.message_format == MessageFormat::Json;
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        let shown: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| {
                let number = seen.entry(diagnostic.code).or_default();
                *number += 1;
                match diagnostic.severity {
                    Severity::Error => true,
                    Severity::Warning => !self.global.quiet && (is_json || *number <= PER_CODE),
                    Severity::Note => is_json && !self.global.quiet,
                }
            })
            .collect();
        // A closed standard error is no reason to fail.
        let _ = print(&mut anstream::stderr().lock(), self.global.message_format, set, &shown);
    }

    /// Prints a remark, unless quiet.
    pub(crate) fn say(&self, text: &str) {
        if self.is_verbose() {
            eprintln!("{text}");
        }
    }

    /// Notes that something is not what it should be.
    pub(crate) fn differs(&mut self) {
        self.has_difference = true;
    }

    /// Reports files that are not what they should be.
    pub(crate) fn report_difference(&mut self, message: &str, files: &[String]) {
        self.differs();
        if self.global.message_format == MessageFormat::Json {
            eprintln!("{}", render::json_text(&json!({ "severity": "error", "message": message, "files": files })));
        } else {
            eprintln!("error: {message}");
            for file in files {
                eprintln!("  {}", printable(file));
            }
        }
    }

    /// The exit code of a run that came to its end.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let is_denied = self.global.deny == Some(Deny::Warnings) && self.warnings > 0;
        if self.errors > 0 || is_denied || self.has_difference { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    /// Prints what stopped the run; 2 when the caller asked for something that cannot be.
    pub(crate) fn stop(&self, error: &Error) -> ExitCode {
        if matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe) {
            return self.exit_code();
        }
        let message = error.to_string();
        if self.global.message_format == MessageFormat::Json {
            eprintln!("{}", render::json_text(&json!({ "severity": "error", "message": message })));
        } else {
            let lines: Vec<_> = message.lines().map(printable).collect();
            eprintln!("error: {}", lines.join("\n"));
        }
        ExitCode::from(if error.is_usage() { 2 } else { 1 })
    }
}

/// Prints diagnostics of a set.
pub(crate) fn print(
    out: &mut impl Write,
    format: MessageFormat,
    set: &DocSet,
    diagnostics: &[&Diagnostic],
) -> io::Result<()> {
    let prefix = prefix(set);
    match format {
        MessageFormat::Human => {
            let mut renderer = HumanRenderer::new(Some(&set.root), prefix);
            for diagnostic in diagnostics {
                writeln!(out, "{}\n", renderer.render(diagnostic))?;
            }
        }
        MessageFormat::Short => {
            for diagnostic in diagnostics {
                writeln!(out, "{}", render::short(&prefix, diagnostic))?;
            }
        }
        MessageFormat::Json => {
            for diagnostic in diagnostics {
                writeln!(out, "{}", render::json_text(&render::json(diagnostic)))?;
            }
        }
    }
    Ok(())
}

/// What to put before the paths of a set so that they can be opened from the current folder.
fn prefix(set: &DocSet) -> String {
    let root = set.root.path();
    let current = std::env::current_dir().and_then(|path| path.canonicalize());
    let shown = current.ok().and_then(|current| root.strip_prefix(current).ok()).unwrap_or(root);
    let shown = shown.to_string_lossy();
    if shown.is_empty() { String::new() } else { format!("{}/", printable(&shown)) }
}
