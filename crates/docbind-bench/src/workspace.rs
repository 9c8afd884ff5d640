//! A scratch workspace in which crates are compiled side by side.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::measure::{paired, run};

/// Which build of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// `cargo check`
    Check,
    /// `cargo build --release`
    Release,
}

/// A folder of packages that share one target folder, so that dependencies are built once.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder of a package.
    pub(crate) fn package(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a package with these dependency lines and this source.
    pub(crate) fn write(&self, name: &str, dependencies: &str, file: &str, source: &str) -> Result<()> {
        let folder = self.package(name);
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\
             [profile.release]\nstrip = true\n\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src").join(file), source).with_context(|| format!("cannot write {name}/src/{file}"))
    }

    /// Cargo in the folder of a package, with the shared target folder.
    pub(crate) fn cargo(&self, package: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(self.package(package))
            .env("CARGO_TARGET_DIR", self.target())
            .env("CARGO_INCREMENTAL", "0")
            .args(arguments);
        command
    }

    /// The shared target folder.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Compiling one package with these flags.
    pub(crate) fn build<'a>(
        &'a self,
        folder: &'a str,
        package: &'a str,
        profile: Profile,
        flags: &'a [&'a str],
    ) -> Build<'a> {
        Build { workspace: self, folder, package, profile, flags }
    }
}

/// The compilation of one package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Build<'a> {
    workspace: &'a Workspace,
    folder: &'a str,
    package: &'a str,
    profile: Profile,
    flags: &'a [&'a str],
}

impl Build<'_> {
    /// The median CPU times of both packages alone, compiled in turn `runs` times with their dependencies done.
    pub(crate) fn beside(&self, other: &Self, runs: usize) -> Result<(Duration, Duration)> {
        self.compile()?;
        other.compile()?;
        paired(runs, || self.again(), || other.again(), |cost| *cost)
    }

    fn compile(&self) -> Result<Duration> {
        let build: &[&str] = match self.profile {
            Profile::Check => &["check", "--quiet", "-p", self.package],
            Profile::Release => &["build", "--quiet", "--release", "-p", self.package],
        };
        run(self.workspace.cargo(self.folder, build).args(self.flags))
    }

    fn again(&self) -> Result<Duration> {
        let clean: &[&str] = match self.profile {
            Profile::Check => &["clean", "--quiet", "-p", self.package],
            Profile::Release => &["clean", "--quiet", "--release", "-p", self.package],
        };
        run(&mut self.workspace.cargo(self.folder, clean))?;
        self.compile()
    }
}

/// Copies the files of a folder, without what cargo built there.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_entry(|entry| entry.file_name() != "target") {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
