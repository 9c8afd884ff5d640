//! A first glance at the pages of a folder, and where they lead to.

use std::collections::{BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

use docbind_parser::Glance;

/// What a glance at some pages shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sniff {
    /// What they are and how their URLs begin.
    pub(crate) glance: Glance,
    /// Where includes point that climb out of the page's folder; the files need not exist.
    pub(crate) includes_above: HashSet<PathBuf>,
    /// Pages that describe permissions.
    pub(crate) permission_references: BTreeSet<PathBuf>,
}

impl Sniff {
    /// Takes in the page at `path`.
    pub(crate) fn add(&mut self, path: &Path, text: &str) {
        let page = self.glance.add(text);
        self.includes_above.extend(page.includes_above.iter().filter_map(|target| climb(path, target)));
        if page.describes_permissions {
            self.permission_references.insert(path.to_owned());
        }
    }

    /// Takes in what another glance saw.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.glance.merge(&other.glance);
        self.includes_above.extend(other.includes_above.iter().cloned());
        self.permission_references.extend(other.permission_references.iter().cloned());
    }
}

/// Where an include leads that begins with `../`, by the letters of its path alone.
fn climb(page: &Path, below_parent: &str) -> Option<PathBuf> {
    let mut target = page.parent()?.parent()?.to_owned();
    for part in Path::new(below_parent).components() {
        match part {
            Component::Normal(part) => target.push(part),
            Component::ParentDir => target = target.parent()?.to_owned(),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(target)
}
