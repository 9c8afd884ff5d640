//! The folder that everything is read from, and the guard that nothing outside it is.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Files larger than this are not read: 64 MiB.
pub const MAX_FILE: u64 = 64 << 20;

/// How many folders above a set its shared `includes` folder and its permission reference may lie.
pub(crate) const LEVELS_ABOVE: usize = 2;

/// The folder that the paths of pages are relative to, with the parts of it that may be read.
#[derive(Clone, Debug)]
pub struct DocumentationRoot {
    path: PathBuf,
    readable: Vec<PathBuf>,
}

impl DocumentationRoot {
    /// The root as seen from a folder that exists, with `/` between the parts; nothing when no relative path leads there.
    pub fn seen_from(&self, folder: &Path) -> Option<String> {
        let folder = folder.canonicalize().ok()?;
        let path = pathdiff::diff_paths(&self.path, folder).filter(|path| path.is_relative())?;
        Some(path.to_str()?.replace('\\', "/"))
    }

    /// The root for the set in `folder`: the folder itself, or the nearest one above it that holds the `includes` folder
    /// the set's pages point to, there or not, and the stray pages read with it. All paths are canonical.
    pub(crate) fn choose(
        docs: &Path,
        folder: &Path,
        includes_above: &HashSet<PathBuf>,
        stray: &BTreeSet<PathBuf>,
    ) -> Self {
        let mut root = folder;
        let mut readable = vec![docs.to_owned()];
        for above in folder.ancestors().skip(1).take(LEVELS_ABOVE).filter(|above| above.parent().is_some()) {
            let includes = above.join("includes");
            if includes_above.iter().any(|target| target.starts_with(&includes)) {
                root = above;
                if includes.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
                    readable.push(includes);
                }
                break;
            }
        }
        while !stray.iter().all(|page| page.starts_with(root)) {
            let Some(parent) = root.parent() else { break };
            root = parent;
        }
        Self { path: root.to_owned(), readable }
    }

    /// The root with these parts that may be read.
    pub(crate) fn from_parts(path: PathBuf, readable: Vec<PathBuf>) -> Self {
        Self { path, readable }
    }

    /// The folder, and the parts of it that may be read.
    pub(crate) fn parts(&self) -> (&Path, &[PathBuf]) {
        (&self.path, &self.readable)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file relative to the root, with `/` between the parts.
    pub(crate) fn file_of(&self, path: &Path) -> Option<Arc<str>> {
        let below = path.strip_prefix(&self.path).ok()?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(Arc::from(parts.join("/")))
    }

    /// The same of the files right in one folder, which is taken apart once.
    pub(crate) fn files_of(&self, folder: &Path, files: &[PathBuf]) -> impl Iterator<Item = Arc<str>> {
        let folder = self.file_of(folder);
        files.iter().filter_map(move |file| {
            let (folder, name) = (folder.as_deref()?, file.file_name()?.to_string_lossy());
            Some(if folder.is_empty() { Arc::from(&*name) } else { Arc::from(format!("{folder}/{name}")) })
        })
    }

    /// Reads a file of the set that a page names, if it lies inside.
    ///
    /// # Errors
    /// `PermissionDenied` for what lies outside or is no plain file, `FileTooLarge` above [`MAX_FILE`], and whatever
    /// reading gives.
    pub fn read(&self, file: &str) -> io::Result<Vec<u8>> {
        let relative = Path::new(file);
        if file.contains('\0') || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let target = self.path.join(relative).canonicalize()?;
        if !self.readable.iter().any(|folder| target.starts_with(folder)) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        read_limited(&target)
    }

    /// Reads a page that discovery found, which needs no second look at where it lies.
    pub(crate) fn read_page(&self, file: &str) -> io::Result<Vec<u8>> {
        read_limited(&self.path.join(file))
    }
}

/// Reads a plain file of at most [`MAX_FILE`] bytes.
pub(crate) fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    // Opening a pipe waits for somebody to write to it.
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let file = File::open(path)?;
    if metadata.len() > MAX_FILE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(MAX_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}
