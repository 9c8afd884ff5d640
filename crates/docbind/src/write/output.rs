//! Writes generated files: all or nothing, and nothing that is there already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_128;

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
    /// What is different in the first few files, where the run only compares.
    pub differences: Vec<Difference>,
}

/// A text file as it is and as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The file, relative to the output.
    pub path: String,
    /// What it holds; nothing when it is not there.
    pub old: String,
    /// What it should hold; nothing when it should not be there.
    pub new: String,
}

/// What a run does with the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Brings it up to date, unless somebody edited a file that would change.
    #[default]
    Write,
    /// Brings it up to date, edited files as well.
    Force,
    /// Compares alone.
    Check,
}

/// Of so many files a comparison shows what is different.
const SHOWN: usize = 20;

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
    mode: Mode,
    exists: bool,
    /// What docbind wrote there, with the hash of each file's content.
    owned: BTreeMap<String, String>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    staging: Option<Staging>,
    /// Where files are put that are only compared.
    scratch: Option<TempDir>,
    files: BTreeMap<String, Fate>,
    hashes: BTreeMap<String, String>,
    /// Files that somebody edited since docbind wrote them, and that would be overwritten.
    edited: Vec<String>,
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
        Self::begin(folder, Mode::Write)
    }

    /// Begins to compare with what `folder` holds; nothing is written.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn check(folder: &Path) -> Result<Self, Error> {
        Self::begin(folder, Mode::Check)
    }

    /// Begins to write into `folder` or to compare with it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn begin(folder: &Path, mode: Mode) -> Result<Self, Error> {
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
        Ok(Self { folder, mode, exists, owned, state: Mutex::default() })
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
        self.append(path, self.begin_file(path, self.owned.contains_key(path))?, content, is_last)
    }

    /// Brings the folder to what was put, and removes what docbind wrote there earlier and no longer does.
    ///
    /// `lock` tells what the files were made from. Comes back with the changes: all files, the lock included, with the
    /// hashes of their content.
    ///
    /// # Errors
    /// When the folder cannot be written, or somebody edited a file that would change; it is then as it was before.
    pub fn finish(self, lock: Lock) -> Result<(Changes, Vec<(PathBuf, u128)>), Error> {
        let lock = Lock { files: self.state().hashes.clone(), ..lock };
        self.append(LOCK_FILE, self.begin_file(LOCK_FILE, true)?, lock.to_toml()?.as_bytes(), true)?;
        let gone = self.owned.keys().filter(|path| !lock.files.contains_key(*path));
        let edited: Vec<String> = gone.filter(|path| self.is_edited(path)).cloned().collect();
        let Self { folder, mode, exists, owned, state } = self;
        let State { staging, scratch, files, hashes, edited: mut overwritten, .. } =
            state.into_inner().unwrap_or_else(PoisonError::into_inner);
        overwritten.extend(edited);
        if mode == Mode::Write && !overwritten.is_empty() {
            overwritten.sort();
            return Err(Error::Edited { folder, files: overwritten });
        }
        let with = |fate| files.iter().filter(move |(_, other)| **other == fate).map(|(path, _)| path.clone());
        let changes = Changes {
            added: with(Fate::Added).collect(),
            changed: with(Fate::Changed).collect(),
            removed: owned.keys().filter(|path| !files.contains_key(*path)).cloned().collect(),
            unchanged: with(Fate::Kept).count(),
            differences: Vec::new(),
        };
        if mode == Mode::Check {
            let differences = differences(&folder, scratch.as_ref().map(TempDir::path), &changes);
            return Ok((Changes { differences, ..changes }, Vec::new()));
        }
        let hash = |hash: &String| u128::from_str_radix(hash, 16).unwrap_or_default();
        let written = hashes.iter().map(|(path, text)| (folder.join(path), hash(text))).collect();
        if !changes.is_empty() {
            let staging = match staging {
                Some(staging) => staging,
                None => Staging::beside(&folder)?,
            };
            let owned = owned.into_keys().collect();
            Plan { files, owned }.carry_out(&folder, exists, staging)?;
        }
        Ok((changes, written))
    }

    /// Whether the file in the folder is not what docbind wrote there.
    fn is_edited(&self, path: &str) -> bool {
        let written = self.owned.get(path).filter(|hash| !hash.is_empty());
        let there = fs::read(self.folder.join(path));
        written.zip(there.ok()).is_some_and(|(written, there)| *written != hex(xxh3_128(&there)))
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
            let (fate, hash) = file.finish(&stage)?;
            let is_edited = fate == Fate::Changed && self.is_edited(path);
            let mut state = self.state();
            state.files.insert(path.to_owned(), fate);
            state.hashes.insert(path.to_owned(), hex(hash));
            state.edited.extend(is_edited.then(|| path.to_owned()));
        } else {
            self.state().growing.insert(path.to_owned(), file);
        }
        Ok(())
    }

    /// Makes the file in the new tree.
    fn stage(&self, path: &str) -> Result<Option<File>, Error> {
        let tree = {
            let mut state = self.state();
            if self.mode == Mode::Check {
                if state.scratch.is_none() {
                    state.scratch = Some(tempfile::tempdir().map_err(Error::write(std::env::temp_dir()))?);
                }
            } else if state.staging.is_none() {
                state.staging = Some(Staging::beside(&self.folder)?);
            }
            let scratch = state.scratch.as_ref().map(|scratch| scratch.path().to_owned());
            scratch.or_else(|| state.staging.as_ref().map(Staging::tree)).unwrap_or_default()
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

/// What is different in the first files that differ.
fn differences(folder: &Path, scratch: Option<&Path>, changes: &Changes) -> Vec<Difference> {
    let text = |folder: &Path, path: &str| fs::read_to_string(folder.join(path)).unwrap_or_default();
    let new = |path: &str| scratch.map(|scratch| text(scratch, path)).unwrap_or_default();
    let there = changes.changed.iter().chain(&changes.added);
    let there = there.map(|path| Difference { path: path.clone(), old: text(folder, path), new: new(path) });
    let gone = changes.removed.iter();
    let gone = gone.map(|path| Difference { path: path.clone(), old: text(folder, path), new: String::new() });
    there.chain(gone).take(SHOWN).collect()
}

fn hex(hash: u128) -> String {
    format!("{hash:032x}")
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
