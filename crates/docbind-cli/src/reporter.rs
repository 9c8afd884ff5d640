//! What goes to standard error, and the exit code that follows from it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::eprintln;
use docbind::{DocSet, DocumentationRoot, Error, Policy, printable};
use docbind_ir::{Code, Diagnostic, Severity};
use serde_json::json;

use crate::args::{DIFFERS, Global, MessageFormat};
use crate::render::{self, HumanRenderer};

/// How many findings of one code a command prints that was not asked for findings.
const PER_CODE: usize = 3;

/// Prints diagnostics to standard error and remembers whether the run failed.
#[derive(Debug)]
pub(crate) struct Reporter {
    global: Global,
    policy: Policy,
    errors: usize,
    denied: BTreeMap<Code, usize>,
    has_difference: bool,
}

impl Reporter {
    /// A reporter that has seen nothing yet.
    pub(crate) fn new(global: Global) -> Self {
        Self { global, policy: Policy::default(), errors: 0, denied: BTreeMap::new(), has_difference: false }
    }

    /// Takes the findings that are denied and allowed from the command line.
    pub(crate) fn take_policy(&mut self) -> Result<(), Error> {
        let deny: Vec<&String> = self.denied_words().collect();
        let allow: Vec<&String> = self.global.allow.iter().collect();
        self.policy = Policy::new(&deny, &allow)?;
        Ok(())
    }

    /// The findings that the command line denies.
    pub(crate) fn denied_words(&self) -> impl Iterator<Item = &String> {
        self.global.deny.iter().filter(|word| *word != DIFFERS)
    }

    /// Whether examples that differ make the run fail.
    pub(crate) fn denies_differences(&self) -> bool {
        self.global.deny.iter().any(|word| word == DIFFERS)
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
        let policy = self.policy.clone();
        self.count_under(&policy, diagnostics);
    }

    fn count_under(&mut self, policy: &Policy, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| !policy.is_allowed(diagnostic)) {
            if policy.is_denied(diagnostic) {
                *self.denied.entry(diagnostic.code).or_default() += 1;
            } else if diagnostic.severity == Severity::Error {
                self.errors += 1;
            }
        }
    }

    /// Whether a finding is to be told.
    pub(crate) fn is_told(&self, diagnostic: &Diagnostic) -> bool {
        !self.policy.is_allowed(diagnostic)
    }

    /// Prints the first few warnings and notes of each code, and all errors.
    pub(crate) fn report(&mut self, set: &DocSet, diagnostics: &[Diagnostic]) {
        let policy = self.policy.clone();
        self.report_under(&policy, &set.root, diagnostics);
    }

    /// The same under a policy of its own, for pages below `root`.
    pub(crate) fn report_under(&mut self, policy: &Policy, root: &DocumentationRoot, diagnostics: &[Diagnostic]) {
        self.count_under(policy, diagnostics);
        let is_json = self.global.message_format == MessageFormat::Json;
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        let shown: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| !policy.is_allowed(diagnostic))
            .filter(|diagnostic| {
                let number = seen.entry(diagnostic.code).or_default();
                *number += 1;
                match diagnostic.severity {
                    _ if policy.is_denied(diagnostic) && *number <= PER_CODE => true,
                    Severity::Error => true,
                    Severity::Warning => !self.global.quiet && (is_json || *number <= PER_CODE),
                    Severity::Note => is_json && !self.global.quiet,
                }
            })
            .collect();
        // A closed standard error is no reason to fail.
        let _ = print(&mut anstream::stderr().lock(), self.global.message_format, root, &shown);
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
        if !self.denied.is_empty() && self.global.message_format != MessageFormat::Json {
            let number: usize = self.denied.values().sum();
            let codes: Vec<String> = self.denied.iter().map(|(code, number)| format!("{code} ({number})")).collect();
            let findings = if number == 1 { "finding is" } else { "findings are" };
            eprintln!("error: {number} {findings} denied: {}", codes.join(", "));
        }
        let is_failure = self.errors > 0 || !self.denied.is_empty() || self.has_difference;
        if is_failure { ExitCode::FAILURE } else { ExitCode::SUCCESS }
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

/// Prints diagnostics of pages below a root.
pub(crate) fn print(
    out: &mut impl Write,
    format: MessageFormat,
    root: &DocumentationRoot,
    diagnostics: &[&Diagnostic],
) -> io::Result<()> {
    let prefix = prefix(root);
    match format {
        MessageFormat::Human => {
            let mut renderer = HumanRenderer::new(Some(root), prefix);
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

/// What to put before paths below a root so that they can be opened from the current folder.
fn prefix(root: &DocumentationRoot) -> String {
    let root = root.path();
    let current = std::env::current_dir().and_then(|path| path.canonicalize());
    let shown = current.ok().and_then(|current| root.strip_prefix(current).ok()).unwrap_or(root);
    let shown = shown.to_string_lossy();
    if shown.is_empty() { String::new() } else { format!("{}/", printable(&shown)) }
}
