//! Writes generated files: all or nothing, and nothing that is there already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::growing::Growing;
use super::lock::{LOCK_FILE, Lock};
use super::staging::Staging;
use crate::Error;

/// What writing changed, or would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files with other content than before.
    pub changed: Vec<String>,
    /// Files that docbind wrote earlier and no longer does.
    pub removed: Vec<String>,
    /// How many files stayed as they are.
    pub unchanged: usize,
}

impl Changes {
    /// Whether the folder is as it should be.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// The generated files of one folder, on their way there.
///
/// Files are taken one by one or in parts, from any thread, so that the whole is never in memory. Only those that differ
/// from what the folder holds are written, to a tree beside it; [`finish`](Self::finish) completes that tree and puts it
/// in the folder's place in one step. A run that fails or is killed leaves the old folder whole.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    is_dry: bool,
    exists: bool,
    owned: BTreeSet<String>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    staging: Option<Staging>,
    files: BTreeMap<String, Fate>,
    /// Files of which more parts are to come.
    growing: BTreeMap<String, Growing>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Added,
    Changed,
    Kept,
}

impl Output {
    /// Begins to write into `folder`.
    ///
    /// # Errors
    /// When the folder holds something that docbind did not write and no lock file tells what it did.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::begin(folder, false)
    }

    /// Begins to compare with what `folder` holds; nothing is written.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn check(folder: &Path) -> Result<Self, Error> {
        Self::begin(folder, true)
    }

    fn begin(folder: &Path, is_dry: bool) -> Result<Self, Error> {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let lock = match folder.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Error::Write { path: folder, source: error }),
            Ok(metadata) if !metadata.is_dir() => return Err(Error::NotOurs { path: folder, what: "is not a folder" }),
            Ok(_) => Lock::read(&folder)?,
        };
        let exists = folder.is_dir();
        if lock.is_none() && exists && !is_free(&folder)? {
            return Err(Error::NotOurs { path: folder, what: "is not empty" });
        }
        let owned = lock.map(|lock| lock.files).unwrap_or_default();
        Ok(Self { folder, is_dry, exists, owned, state: Mutex::default() })
    }

    /// Takes the file at `path`, relative to the folder, with `/` between the parts.
    ///
    /// # Errors
    /// [`Error::UnsafePath`] when the path would leave the folder or is not one that every system can write;
    /// [`Error::NotOurs`] when something that docbind did not write is there.
    pub fn put(&self, path: &str, content: &[u8]) -> Result<(), Error> {
        self.put_part(path, content, true)
    }

    /// Takes the next part of the file at `path`; parts of one file come one after the other.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn put_part(&self, path: &str, content: &[u8], is_last: bool) -> Result<(), Error> {
        let growing = self.state().growing.remove(path);
        if let Some(file) = growing {
            return self.append(path, file, content, is_last);
        }
        let is_plain = !path.is_empty()
            && !path.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
            && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
            && path != LOCK_FILE;
        if !is_plain {
            return Err(Error::UnsafePath(path.to_owned()));
        }
        self.append(path, self.begin_file(path, self.owned.contains(path))?, content, is_last)
    }

    /// Brings the folder to what was put, and removes what docbind wrote there earlier and no longer does.
    ///
    /// `input` is a fingerprint of what the files were made from.
    ///
    /// # Errors
    /// When the folder cannot be written; it is then as it was before.
    pub fn finish(self, input: String) -> Result<Changes, Error> {
        let lock = Lock { docbind: env!("CARGO_PKG_VERSION").to_owned(), input, files: self.paths() };
        self.append(LOCK_FILE, self.begin_file(LOCK_FILE, true)?, lock.to_toml()?.as_bytes(), true)?;
        let Self { folder, is_dry, exists, owned, state } = self;
        let State { staging, files, .. } = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let with = |fate| files.iter().filter(move |(_, other)| **other == fate).map(|(path, _)| path.clone());
        let changes = Changes {
            added: with(Fate::Added).collect(),
            changed: with(Fate::Changed).collect(),
            removed: owned.iter().filter(|path| !files.contains_key(*path)).cloned().collect(),
            unchanged: with(Fate::Kept).count(),
        };
        if !is_dry && !changes.is_empty() {
            let staging = match staging {
                Some(staging) => staging,
                None => Staging::beside(&folder)?,
            };
            Plan { files, owned }.carry_out(&folder, exists, staging)?;
        }
        Ok(changes)
    }

    /// The files put so far.
    fn paths(&self) -> BTreeSet<String> {
        self.state().files.keys().cloned().collect()
    }

    /// Looks at what stands at the path in the folder, and keeps the path for the file that begins.
    fn begin_file(&self, path: &str, is_ours: bool) -> Result<Growing, Error> {
        let target = self.folder.join(path);
        // Nothing is in the way where there is no folder yet.
        let is_there = self.exists && self.is_there(path, &target, is_ours)?;
        if self.state().files.insert(path.to_owned(), Fate::Kept).is_some() {
            return Err(Error::UnsafePath(path.to_owned()));
        }
        if is_there { Growing::known(target) } else { Growing::added(target, &|| self.stage(path)) }
    }

    /// Whether the folder holds the file, which must then be one of docbind's.
    fn is_there(&self, path: &str, target: &Path, is_ours: bool) -> Result<bool, Error> {
        let is_there = match target.symlink_metadata() {
            Err(_) => false,
            Ok(metadata) if !metadata.is_file() || !is_ours => {
                return Err(Error::NotOurs { path: target.to_owned(), what: "is in the way of a generated file" });
            }
            Ok(_) => true,
        };
        self.refuse_detours(path)?;
        Ok(is_there)
    }

    fn append(&self, path: &str, mut file: Growing, content: &[u8], is_last: bool) -> Result<(), Error> {
        let stage = || self.stage(path);
        file.write(content, &stage)?;
        if is_last {
            let fate = file.finish(&stage)?;
            self.state().files.insert(path.to_owned(), fate);
        } else {
            self.state().growing.insert(path.to_owned(), file);
        }
        Ok(())
    }

    /// Makes the file in the new tree.
    fn stage(&self, path: &str) -> Result<Option<File>, Error> {
        if self.is_dry {
            return Ok(None);
        }
        let tree = {
            let mut state = self.state();
            if state.staging.is_none() {
                state.staging = Some(Staging::beside(&self.folder)?);
            }
            state.staging.as_ref().map(Staging::tree).unwrap_or_default()
        };
        create_below(&tree, path).map(Some).map_err(Error::write(self.folder.join(path)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses to write where a folder of the tree is a link to elsewhere, or no folder at all.
    fn refuse_detours(&self, path: &str) -> Result<(), Error> {
        for below in Path::new(path).ancestors().skip(1).filter(|below| !below.as_os_str().is_empty()) {
            let path = self.folder.join(below);
            if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
                return Err(Error::NotOurs { path, what: "is in the way of a generated folder" });
            }
        }
        Ok(())
    }
}

fn create_below(tree: &Path, path: &str) -> io::Result<File> {
    let target = tree.join(path);
    match File::create(&target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(target.parent().unwrap_or(tree))?;
            File::create(&target)
        }
        result => result,
    }
}

/// How a folder gets from what it holds to what it should.
struct Plan {
    files: BTreeMap<String, Fate>,
    owned: BTreeSet<String>,
}

impl Plan {
    fn carry_out(&self, folder: &Path, exists: bool, staging: Staging) -> Result<(), Error> {
        let tree = staging.tree();
        for (path, _) in self.files.iter().filter(|(_, fate)| **fate == Fate::Kept) {
            let (old, new) = (folder.join(path), tree.join(path));
            keep(&old, &new).map_err(Error::write(old))?;
        }
        if !exists {
            return fs::rename(&tree, folder).map_err(Error::write(folder));
        }
        let permissions = folder.metadata().map_err(Error::read(folder))?.permissions();
        fs::set_permissions(&tree, permissions).map_err(Error::write(folder))?;
        staging.give_up_claim().map_err(Error::write(folder))?;
        swap(&tree, folder, &staging).map_err(Error::write(folder))?;
        self.hand_over(&tree, folder, Path::new("")).map_err(|error| {
            // What could not be moved back is somebody's own work: it must outlive this run.
            Error::Stranded { path: staging.keep(), error: Box::new(error) }
        })
    }

    /// Moves what docbind did not write from the old tree into the new one.
    fn hand_over(&self, old: &Path, new: &Path, below: &Path) -> Result<(), Error> {
        let here = old.join(below);
        for entry in fs::read_dir(&here).map_err(Error::read(&here))? {
            let entry = entry.map_err(Error::read(&here))?;
            let path = below.join(entry.file_name());
            let name = slashed(&path);
            let is_folder = entry.file_type().map_err(Error::read(entry.path()))?.is_dir();
            if self.owned.contains(&name) || self.files.contains_key(&name) {
                continue;
            }
            if is_folder && (self.is_ours(&name) || new.join(&path).is_dir()) {
                self.hand_over(old, new, &path)?;
                continue;
            }
            let target = new.join(&path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(Error::write(parent))?;
            }
            fs::rename(entry.path(), &target).map_err(Error::write(&target))?;
        }
        Ok(())
    }

    /// Whether docbind wrote files below this folder.
    fn is_ours(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        self.owned.range(prefix.clone()..).next().is_some_and(|path| path.starts_with(&prefix))
    }
}

/// Exchanges the new tree with the folder in one step where the system can, else in two.
fn swap(tree: &Path, folder: &Path, staging: &Staging) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, tree, CWD, folder, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = staging.path().join("old");
    fs::rename(folder, &aside)?;
    if let Err(error) = fs::rename(tree, folder) {
        fs::rename(&aside, folder)?;
        return Err(error);
    }
    fs::rename(&aside, tree)
}

/// Brings an unchanged file into the new tree, its time stamp included.
fn keep(old: &Path, new: &Path) -> io::Result<()> {
    if let Some(parent) = new.parent() {
        fs::create_dir_all(parent)?;
    }
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    fs::copy(old, new)?;
    let time = fs::metadata(old)?.modified()?;
    fs::File::options().write(true).open(new)?.set_modified(time)
}

/// Whether nothing but hidden files, such as `.git`, is in the folder.
fn is_free(folder: &Path) -> Result<bool, Error> {
    let mut entries = fs::read_dir(folder).map_err(Error::read(folder))?;
    Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.'))))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
