//! Writes generated files: all or nothing, and nothing that is there already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use crate::Error;
use crate::lock::{LOCK_FILE, Lock};

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

/// A folder's worth of generated files.
#[derive(Clone, Debug, Default)]
pub struct Output {
    files: BTreeMap<String, Vec<u8>>,
    input: String,
}

impl Output {
    /// No files yet; `input` is a fingerprint of what they are made from.
    pub fn new(input: String) -> Self {
        Self { files: BTreeMap::new(), input }
    }

    /// Adds a file at `path`, relative to the folder, with `/` between the parts.
    ///
    /// # Errors
    /// [`Error::UnsafePath`] when the path would leave the folder or is not one that every system can write.
    pub fn add(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) -> Result<(), Error> {
        let path = path.into();
        let is_plain = !path.is_empty()
            && !path.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
            && Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)))
            && path != LOCK_FILE;
        if !is_plain {
            return Err(Error::UnsafePath(path));
        }
        self.files.insert(path, content.into());
        Ok(())
    }

    /// What [`write`](Self::write) would change in `folder`.
    pub fn compare(&self, folder: &Path) -> Result<Changes, Error> {
        self.plan(folder).map(|plan| plan.changes)
    }

    /// Makes `folder` hold these files, keeping whatever docbind did not write there.
    ///
    /// The new tree is built beside the folder and takes its place in one step, so that a run which fails or is killed
    /// leaves the old one whole. Files that did not change keep their time stamps.
    pub fn write(&self, folder: &Path) -> Result<Changes, Error> {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let plan = self.plan(&folder)?;
        if !plan.changes.is_empty() {
            plan.carry_out(&folder)?;
        }
        Ok(plan.changes)
    }

    fn plan(&self, folder: &Path) -> Result<Plan, Error> {
        let lock = Lock {
            docbind: env!("CARGO_PKG_VERSION").to_owned(),
            input: self.input.clone(),
            files: self.files.keys().cloned().collect(),
        };
        let before = match folder.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Error::Write { path: folder.to_owned(), source: error }),
            Ok(metadata) if !metadata.is_dir() => {
                return Err(Error::NotOurs { path: folder.to_owned(), what: "is not a folder" });
            }
            Ok(_) => Lock::read(folder)?,
        };
        if before.is_none() && folder.is_dir() && !is_free(folder)? {
            return Err(Error::NotOurs { path: folder.to_owned(), what: "is not empty" });
        }
        let owned = before.map(|lock| lock.files).unwrap_or_default();
        refuse_detours(folder, self.files.keys())?;
        let mut changes = Changes::default();
        let mut kept = BTreeSet::new();
        let mut contents = self.files.clone();
        contents.insert(LOCK_FILE.to_owned(), lock.to_toml()?.into_bytes());
        for (path, content) in &contents {
            let target = folder.join(path);
            match target.symlink_metadata() {
                Err(_) => changes.added.push(path.clone()),
                Ok(metadata) if !metadata.is_file() || !(owned.contains(path) || path == LOCK_FILE) => {
                    return Err(Error::NotOurs { path: target, what: "is in the way of a generated file" });
                }
                Ok(metadata) => {
                    let is_same = metadata.len() == content.len() as u64
                        && fs::read(&target).map_err(Error::read(&target))? == *content;
                    if is_same {
                        kept.insert(path.clone());
                    } else {
                        changes.changed.push(path.clone());
                    }
                }
            }
        }
        changes.removed = owned.iter().filter(|path| !self.files.contains_key(*path)).cloned().collect();
        changes.unchanged = kept.len();
        Ok(Plan { contents, kept, owned, changes })
    }
}

/// How a folder gets from what it holds to what it should.
struct Plan {
    contents: BTreeMap<String, Vec<u8>>,
    kept: BTreeSet<String>,
    owned: BTreeSet<String>,
    changes: Changes,
}

impl Plan {
    fn carry_out(&self, folder: &Path) -> Result<(), Error> {
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(Error::write(parent))?;
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let staging = tempfile::Builder::new()
            .prefix(&format!(".{name}.docbind-"))
            .tempdir_in(parent)
            .map_err(Error::write(parent))?;
        let tree = staging.path().join("tree");
        self.build(folder, &tree)?;
        if !folder.exists() {
            return fs::rename(&tree, folder).map_err(Error::write(folder));
        }
        swap(&tree, folder, &staging).map_err(Error::write(folder))?;
        self.hand_over(&tree, folder, Path::new("")).map_err(|error| {
            // What could not be moved back is somebody's own work: it must outlive this run.
            let kept = staging.keep();
            Error::Stranded { path: kept.join("tree"), error: Box::new(error) }
        })
    }

    /// Builds the new tree: changed files anew, the others as further links to what is there.
    fn build(&self, folder: &Path, tree: &Path) -> Result<(), Error> {
        fs::create_dir(tree).map_err(Error::write(folder))?;
        let mut made = BTreeSet::new();
        for (path, content) in &self.contents {
            let target = tree.join(path);
            if let Some(parent) = target.parent()
                && made.insert(parent.to_owned())
            {
                fs::create_dir_all(parent).map_err(Error::write(folder.join(path)))?;
            }
            let is_linked = self.kept.contains(path) && fs::hard_link(folder.join(path), &target).is_ok();
            if !is_linked {
                fs::write(&target, content).map_err(Error::write(folder.join(path)))?;
            }
        }
        if let Ok(metadata) = folder.metadata() {
            fs::set_permissions(tree, metadata.permissions()).map_err(Error::write(folder))?;
        }
        Ok(())
    }

    /// Moves what docbind did not write from the old tree into the new one.
    fn hand_over(&self, old: &Path, new: &Path, below: &Path) -> Result<(), Error> {
        let here = old.join(below);
        for entry in fs::read_dir(&here).map_err(Error::read(&here))? {
            let entry = entry.map_err(Error::read(&here))?;
            let path = below.join(entry.file_name());
            let name = slashed(&path);
            let is_folder = entry.file_type().map_err(Error::read(entry.path()))?.is_dir();
            if self.owned.contains(&name) || self.contents.contains_key(&name) {
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
fn swap(tree: &Path, folder: &Path, staging: &TempDir) -> io::Result<()> {
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

/// Refuses to write where a folder of the tree is a link to elsewhere, or no folder at all.
fn refuse_detours<'a>(folder: &Path, files: impl Iterator<Item = &'a String>) -> Result<(), Error> {
    let folders: BTreeSet<&Path> = files.flat_map(|file| Path::new(file).ancestors().skip(1)).collect();
    for below in folders.into_iter().filter(|below| !below.as_os_str().is_empty()) {
        let path = folder.join(below);
        if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
            return Err(Error::NotOurs { path, what: "is in the way of a generated folder" });
        }
    }
    Ok(())
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

/// Writes one file so that it holds either the old content or the new, never a part.
pub fn write_file(path: &Path, content: &[u8]) -> Result<bool, Error> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(false);
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(PathBuf::from("."), Path::to_owned);
    fs::create_dir_all(&parent).map_err(Error::write(&parent))?;
    let mut file = tempfile::Builder::new().prefix(".docbind-").tempfile_in(&parent).map_err(Error::write(path))?;
    io::Write::write_all(&mut file, content).map_err(Error::write(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = path.metadata().map_or(0o644, |metadata| metadata.permissions().mode());
        file.as_file().set_permissions(fs::Permissions::from_mode(mode)).map_err(Error::write(path))?;
    }
    file.persist(path).map(|_| true).map_err(|error| Error::Write { path: path.to_owned(), source: error.error })
}
