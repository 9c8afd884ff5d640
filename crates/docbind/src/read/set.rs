//! A set of pages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use docbind_ir::Diagnostic;
use docbind_parser::lower::SetContext;
use docbind_parser::{Base, is_version};

use super::root::DocumentationRoot;
use super::sniff::Sniff;
use crate::Error;

/// One set of pages: a version of an API.
#[derive(Clone, Debug)]
pub struct DocSet {
    /// What `--set` calls it: the name of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The version it documents: `v1.0`, `beta`; empty when nothing tells it.
    pub version: String,
    /// What unqualified type names mean: `microsoft.graph`.
    pub namespace: String,
    /// The base URL, version included, and what stands for it in the pages.
    pub base: Base,
    /// Where its files are read from.
    pub root: DocumentationRoot,
    /// Its pages, relative to the root, sorted.
    pub files: Vec<Arc<str>>,
    /// Files that are there beside the pages, so that links to them are sound.
    pub neighbours: Vec<Arc<str>>,
    /// The folders that were looked through for it.
    pub folders: Vec<PathBuf>,
    /// What was wrong with files that are not read at all.
    pub diagnostics: Vec<Diagnostic>,
}

impl DocSet {
    /// A set without pages, whose version, base URL and namespace are read off the names of its folders and the first
    /// glance at its pages.
    pub(crate) fn new(name: String, folder: PathBuf, root: DocumentationRoot, sniff: &Sniff) -> Self {
        let named =
            folder.ancestors().take(3).filter_map(|path| path.file_name()?.to_str()).find(|name| is_version(name));
        let base = sniff.glance.base(named);
        let last = base.url.rsplit('/').next().filter(|last| is_version(last));
        let version = named.or(last).unwrap_or_default().to_owned();
        let namespace = sniff.glance.namespace().unwrap_or("microsoft.graph").to_owned();
        Self {
            name,
            folder,
            version,
            namespace,
            base,
            root,
            files: Vec::new(),
            neighbours: Vec::new(),
            folders: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Sets the base URL, whatever the pages say.
    ///
    /// # Errors
    /// When it is no absolute URL of a host, or has a placeholder in it.
    pub fn set_base_url(&mut self, url: &str) -> Result<(), Error> {
        let trimmed = url.trim().trim_end_matches('/');
        let host = trimmed.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http"));
        if host.is_none_or(|(_, host)| host.is_empty() || host.contains(['{', '}', '<', '>', '?', '#', ' '])) {
            return Err(Error::Settings(format!(
                "`{url}` is no base URL; write it as `https://HOST/VERSION`, without placeholders"
            )));
        }
        trimmed.clone_into(&mut self.base.url);
        Ok(())
    }

    /// What is known of the set before any page is understood.
    pub fn context(&self) -> SetContext {
        SetContext {
            version: self.version.clone(),
            namespace: self.namespace.clone(),
            base: self.base.clone(),
            files: self.files.iter().chain(&self.neighbours).map(|file| file.to_lowercase()).collect(),
        }
    }

    /// The one set of `sets`, or the one called `wanted`.
    pub fn choose(docs: &Path, sets: Vec<Self>, wanted: Option<&str>) -> Result<Self, Error> {
        let names = || sets.iter().map(|set| set.name.clone()).collect();
        match wanted {
            Some(wanted) => {
                let called = |set: &&Self| set.is_called(wanted);
                match (sets.iter().find(|set| set.name == wanted), sets.iter().filter(called).count()) {
                    (Some(set), _) => Ok(set.clone()),
                    (None, 0) => {
                        Err(Error::NoSuchSet { docs: docs.to_owned(), wanted: wanted.to_owned(), sets: names() })
                    }
                    (None, 1) => sets.into_iter().find(|set| set.is_called(wanted)).ok_or_else(|| no_pages(docs)),
                    (None, _) => {
                        let sets = sets.iter().filter(called).map(|set| set.name.clone()).collect();
                        Err(Error::SeveralSets { docs: docs.to_owned(), sets })
                    }
                }
            }
            None if sets.len() > 1 => Err(Error::SeveralSets { docs: docs.to_owned(), sets: names() }),
            None => sets.into_iter().next().ok_or_else(|| no_pages(docs)),
        }
    }

    /// Whether `--set wanted` means this set.
    pub fn is_called(&self, wanted: &str) -> bool {
        self.name == wanted || self.folder.ends_with(wanted.trim_matches('/'))
    }
}

fn no_pages(docs: &Path) -> Error {
    Error::NoPages(docs.to_owned())
}
