//! One run of docbind on some mutated pages, in a process of its own.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Result;
use docbind_mutate::{Corpus, MutatedPage};
use wait_timeout::ChildExt;

/// Where and how pages are tried.
pub(crate) struct Attempt<'a> {
    pub(crate) corpus: &'a Corpus,
    pub(crate) pages: PathBuf,
    pub(crate) out: PathBuf,
    pub(crate) runtime: Option<&'a Path>,
    pub(crate) limit: Duration,
}

/// How docbind took it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It wrote a crate.
    Sound,
    /// It had to be stopped.
    Hang,
    /// It panicked, was killed, or refused to write; this is what it said.
    Failure(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound => f.write_str("sound"),
            Self::Hang => f.write_str("HANG"),
            Self::Failure(message) => write!(f, "FAILURE {}", message.trim()),
        }
    }
}

impl Attempt<'_> {
    /// Writes the pages and lets docbind make a crate of them. A process of its own is the only way to survive a stack
    /// that overflows, and to stop a loop that never ends.
    pub(crate) fn run(&self, pages: &[MutatedPage]) -> Result<Outcome> {
        for folder in [&self.pages, &self.out] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            fs::create_dir_all(folder)?;
        }
        self.corpus.write(pages, &self.pages)?;
        let messages = tempfile::NamedTempFile::new()?;
        let settings = self.corpus.settings();
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(&self.pages).arg("--into").arg(&self.out);
        command.args(settings.base_url.map(|url| format!("--base-url={url}")));
        command.args(settings.namespace.map(|name| format!("--namespace={name}")));
        if let Some(runtime) = self.runtime {
            command.arg("--runtime").arg(runtime);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(messages.reopen()?).spawn()?;
        Ok(match child.wait_timeout(self.limit)? {
            Some(status) if status.success() => Outcome::Sound,
            Some(status) => {
                let said = String::from_utf8_lossy(&fs::read(messages.path())?).into_owned();
                Outcome::Failure(if said.trim().is_empty() { status.to_string() } else { said })
            }
            None => {
                child.kill()?;
                child.wait()?;
                Outcome::Hang
            }
        })
    }
}
