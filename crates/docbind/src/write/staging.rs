//! The folder beside an output in which its new tree grows.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Error;

/// The new tree's name in the folder.
const TREE: &str = "tree";

/// Stands in the folder, locked by the run that writes, as long as nothing but generated files is in there.
const CLAIM: &str = "growing";

/// A hidden folder beside an output, on the same file system. It goes away with this.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: TempDir,
    claim: File,
}

impl Staging {
    /// Makes a folder beside `output`, and removes those of runs that were killed while they wrote.
    pub(crate) fn beside(output: &Path) -> Result<Self, Error> {
        let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(Error::write(parent))?;
        let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let prefix = format!(".{name}.docbind-");
        remove_abandoned(parent, &prefix);
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent).map_err(Error::write(output))?;
        let claim = claim(folder.path()).map_err(Error::write(output))?;
        fs::create_dir(folder.path().join(TREE)).map_err(Error::write(output))?;
        Ok(Self { folder, claim })
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The new tree.
    pub(crate) fn tree(&self) -> PathBuf {
        self.path().join(TREE)
    }

    /// Somebody's own files may come into the folder from now on: whatever happens, no later run removes it.
    pub(crate) fn give_up_claim(&self) -> io::Result<()> {
        fs::remove_file(self.path().join(CLAIM))
    }

    /// Leaves the folder where it is and tells where its tree is.
    pub(crate) fn keep(self) -> PathBuf {
        let Self { folder, claim } = self;
        drop(claim);
        folder.keep().join(TREE)
    }
}

/// Marks the folder as one of a run that lives. The mark is locked before it has its name, so that nobody finds it open.
fn claim(folder: &Path) -> io::Result<File> {
    let unnamed = folder.join("claim");
    let claim = File::create(&unnamed)?;
    let _ = lock(&claim);
    fs::rename(unnamed, folder.join(CLAIM))?;
    Ok(claim)
}

/// Removes what killed runs have left. A run that lives holds its claim, and what cannot be removed does no harm.
fn remove_abandoned(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix));
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let claim = File::open(entry.path().join(CLAIM));
        if claim.is_ok_and(|claim| lock(&claim)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Locks a file until it is closed; false when another run holds it, or where the system cannot tell.
#[cfg(unix)]
fn lock(file: &File) -> bool {
    rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok()
}

#[cfg(not(unix))]
fn lock(_file: &File) -> bool {
    false
}
