//! Finds the sets of pages under a folder, by what the folders hold rather than by their names.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use docbind_ir::{Code, Diagnostic, Rule, Source};
use docbind_parser::is_version;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::root::{DocumentationRoot, LEVELS_ABOVE, read_limited};
use super::set::DocSet;
use super::sniff::Sniff;
use crate::Error;

/// How many pages of a folder are glanced at to tell what it holds.
const SAMPLE: usize = 256;

/// Folders whose Markdown is no page: text that pages include, and what other tools leave behind.
const NO_PAGES: [&str; 3] = ["includes", "node_modules", "target"];

/// Finds the sets under `docs`, sorted by path.
///
/// A folder with one child of operation pages and one of resource pages, `api` and `resources` as a rule, is a set.
/// Where no folder is laid out so, all pages are one set, or one for each folder that is named like a version.
pub fn find_sets(docs: &Path) -> Result<Vec<DocSet>, Error> {
    let docs = docs.canonicalize().ok().filter(|path| path.is_dir()).ok_or_else(|| Error::NoDocs(docs.to_owned()))?;
    let tree = Tree::walk(&docs);
    if tree.folders.is_empty() {
        return Err(Error::NoPages(docs));
    }
    let roots = tree.set_roots(&docs);
    let mut references = tree.permission_references();
    if references.is_empty() {
        references = references_beside(&docs);
    }
    let stray: BTreeSet<PathBuf> =
        references.into_iter().filter(|page| !roots.iter().any(|root| page.starts_with(root))).collect();
    Ok(roots.iter().map(|root| tree.set(&docs, root, &roots, &stray)).collect())
}

/// Pages above the documentation that describe permissions, where a checkout of the whole has them: in `concepts`, or
/// right in one of the next folders above. They are told by their names first, since such folders are large.
fn references_beside(docs: &Path) -> BTreeSet<PathBuf> {
    for above in docs.ancestors().skip(1).take(LEVELS_ABOVE).filter(|above| above.parent().is_some()) {
        let mut found = BTreeSet::new();
        for folder in [above.join("concepts"), above.to_owned()] {
            let entries = WalkDir::new(&folder).min_depth(1).max_depth(1).into_iter().filter_map(Result::ok);
            for entry in entries.filter(|entry| entry.file_type().is_file() && is_named_after_permissions(entry.path()))
            {
                let Ok(bytes) = read_limited(entry.path()) else { continue };
                let mut sniff = Sniff::default();
                sniff.add(entry.path(), &String::from_utf8_lossy(&bytes));
                found.append(&mut sniff.permission_references);
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    BTreeSet::new()
}

fn is_named_after_permissions(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.contains("permission") && name.ends_with(".md")
}

/// A single page, read as a page of the set around it, whatever its extension.
pub fn find_page(path: &Path) -> Result<DocSet, Error> {
    let path = path.canonicalize().map_err(Error::read(path))?;
    let bytes = read_limited(&path).map_err(Error::read(&path))?;
    let mut sniff = Sniff::default();
    sniff.add(&path, &String::from_utf8_lossy(&bytes));
    let parent = path.parent().unwrap_or(&path);
    let is_half = parent.file_name().is_some_and(|name| name == "api" || name == "resources");
    let folder = parent.parent().filter(|_| is_half).unwrap_or(parent);
    let includes_above = if is_half { std::mem::take(&mut sniff.includes_above) } else { HashSet::new() };
    let root = DocumentationRoot::choose(folder, folder, &includes_above, &BTreeSet::new());
    let neighbours = WalkDir::new(folder).max_depth(2).into_iter().filter_entry(is_wanted).filter_map(Result::ok);
    let neighbours = neighbours.filter_map(|entry| root.file_of(entry.path())).collect();
    let files = root.file_of(&path).into_iter().collect();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let set = DocSet::new(name, folder.to_owned(), root, &sniff);
    Ok(DocSet { files, neighbours, ..set })
}

/// The Markdown files under a folder.
struct Tree {
    folders: BTreeMap<PathBuf, Folder>,
    refused: Vec<PathBuf>,
    /// All folders that were looked through, with pages or without.
    walked: Vec<PathBuf>,
}

/// The Markdown files right in one folder.
struct Folder {
    pages: Vec<PathBuf>,
    sniff: Sniff,
}

impl Tree {
    fn walk(docs: &Path) -> Self {
        let mut pages: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        let mut refused = Vec::new();
        let mut walked = Vec::new();
        let entries = WalkDir::new(docs).max_depth(32).into_iter().filter_entry(is_wanted);
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if entry.file_type().is_dir() {
                walked.push(path.to_owned());
                continue;
            }
            if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md")) {
                continue;
            }
            let inside = entry.file_type().is_file()
                || (entry.path_is_symlink()
                    && path.canonicalize().is_ok_and(|target| target.starts_with(docs) && target.is_file()));
            match path.parent() {
                Some(folder) if inside => match pages.get_mut(folder) {
                    Some(pages) => pages.push(entry.into_path()),
                    None => _ = pages.insert(folder.to_owned(), vec![path.to_owned()]),
                },
                _ if entry.path_is_symlink() => refused.push(path.to_owned()),
                _ => {}
            }
        }
        refused.sort();
        let folders = pages
            .into_par_iter()
            .map(|(path, mut pages)| {
                // All begin with the folder, so that their bytes alone tell the order.
                pages.sort_unstable_by(|left, right| left.as_os_str().cmp(right.as_os_str()));
                let step = pages.len().div_ceil(SAMPLE).max(1);
                let mut sniff = Sniff::default();
                let sampled =
                    |(position, page): &(usize, &PathBuf)| position % step == 0 || is_named_after_permissions(page);
                for (_, page) in pages.iter().enumerate().filter(sampled) {
                    if let Ok(bytes) = read_limited(page) {
                        sniff.add(page, &String::from_utf8_lossy(&bytes));
                    }
                }
                (path, Folder { pages, sniff })
            })
            .collect();
        Self { folders, refused, walked }
    }

    /// The folders that hold a set each, outermost first.
    fn set_roots(&self, docs: &Path) -> Vec<PathBuf> {
        let candidates: BTreeSet<&Path> =
            self.folders.keys().filter_map(|path| path.parent()).filter(|path| path.starts_with(docs)).collect();
        let mut roots: Vec<PathBuf> = Vec::new();
        for candidate in candidates {
            if self.is_pair(candidate) && !roots.iter().any(|root| candidate.starts_with(root)) {
                roots.push(candidate.to_owned());
            }
        }
        if roots.is_empty() { self.loose_roots(docs) } else { roots }
    }

    /// Whether one child holds the operations and another the resources.
    fn is_pair(&self, folder: &Path) -> bool {
        let has = |name: &str| self.folders.contains_key(&folder.join(name));
        if has("api") && has("resources") {
            return true;
        }
        let mut with_operations: BTreeSet<&Path> = BTreeSet::new();
        let mut with_resources: BTreeSet<&Path> = BTreeSet::new();
        for (path, content) in self.folders.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder))
        {
            let Some(child) = path.ancestors().find(|path| path.parent() == Some(folder)) else {
                if content.sniff.glance.is_operations() {
                    return false;
                }
                continue;
            };
            if content.sniff.glance.is_operations() {
                with_operations.insert(child);
            } else if content.sniff.glance.is_resources() {
                with_resources.insert(child);
            }
        }
        with_operations.len() == 1 && !with_resources.is_empty() && with_operations.is_disjoint(&with_resources)
    }

    /// The sets of a tree without pairs of folders.
    fn loose_roots(&self, docs: &Path) -> Vec<PathBuf> {
        let has_content = |folder: &Folder| folder.sniff.glance.is_operations() || folder.sniff.glance.is_resources();
        let mut content: Vec<&Path> =
            self.folders.iter().filter(|(_, folder)| has_content(folder)).map(|(path, _)| path.as_path()).collect();
        if content.is_empty() {
            content = self.folders.keys().map(PathBuf::as_path).collect();
        }
        let versions: BTreeSet<&Path> = content.iter().filter_map(|path| version_folder(docs, path)).collect();
        if versions.len() > 1 && content.iter().all(|path| version_folder(docs, path).is_some()) {
            return versions.into_iter().map(Path::to_owned).collect();
        }
        let Some((first, rest)) = content.split_first() else { return vec![docs.to_owned()] };
        let mut common = *first;
        while !rest.iter().all(|path| path.starts_with(common)) {
            let Some(parent) = common.parent() else { break };
            common = parent;
        }
        let is_half = common.file_name().is_some_and(|name| name == "api" || name == "resources");
        let root = common.parent().filter(|parent| is_half && parent.starts_with(docs)).unwrap_or(common);
        vec![root.to_owned()]
    }

    /// Pages that describe permissions, wherever they are.
    fn permission_references(&self) -> BTreeSet<PathBuf> {
        self.folders.values().flat_map(|folder| folder.sniff.permission_references.iter().cloned()).collect()
    }

    fn set(&self, docs: &Path, folder: &Path, all: &[PathBuf], stray: &BTreeSet<PathBuf>) -> DocSet {
        let belongs = |path: &Path| path.starts_with(folder);
        let mut sniff = Sniff::default();
        for (_, content) in self.folders.iter().filter(|(path, _)| belongs(path)) {
            sniff.merge(&content.sniff);
        }
        let root = DocumentationRoot::choose(docs, folder, &sniff.includes_above, stray);
        let mut files: Vec<_> = stray.iter().filter_map(|page| root.file_of(page)).collect();
        for (path, content) in self.folders.iter().filter(|(path, _)| belongs(path)) {
            files.extend(root.files_of(path, &content.pages));
        }
        files.sort();
        files.dedup();
        let diagnostics = self
            .refused
            .iter()
            .filter(|path| belongs(path))
            .map(|path| {
                let file = root.file_of(path).unwrap_or_default();
                Diagnostic::new(
                    Code::LinkOutside,
                    Source::new(file, 1, 1, Rule::Inferred),
                    "the page is a symbolic link that leads out of the documentation, or nowhere",
                )
                .help("put the file itself here")
            })
            .collect();
        let set = DocSet::new(set_name(docs, folder, all), folder.to_owned(), root, &sniff);
        DocSet { files, diagnostics, folders: self.walked.clone(), ..set }
    }
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || (entry.file_type().is_dir() && NO_PAGES.contains(&&*name)))
}

/// The outermost folder on the way from `docs` to `path` that is named like a version.
fn version_folder<'a>(docs: &Path, path: &'a Path) -> Option<&'a Path> {
    path.ancestors()
        .take_while(|ancestor| ancestor.starts_with(docs) && *ancestor != docs)
        .filter(|ancestor| ancestor.file_name().and_then(|name| name.to_str()).is_some_and(is_version))
        .last()
}

/// The folder's own name, or its path below `docs` where another set has the same name.
fn set_name(docs: &Path, folder: &Path, all: &[PathBuf]) -> String {
    let is_shared = all.iter().any(|other| other != folder && other.file_name() == folder.file_name());
    let name = match folder.strip_prefix(docs) {
        Ok(below) if is_shared => below.to_string_lossy().replace('\\', "/"),
        _ => folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    if name.is_empty() { "docs".to_owned() } else { name }
}
