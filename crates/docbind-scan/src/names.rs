//! Declarations by name, and which of several is meant.

use foldhash::{HashMap, HashMapExt};

use crate::program::Place;

/// The declarations of one kind, each with its module.
#[derive(Debug)]
pub(crate) struct Names<'a, T> {
    /// Those of one name in the order of their modules, and so of their files.
    lists: HashMap<&'a str, Vec<(usize, T)>>,
    /// The places in the list of a name whose module has a name; nothing where that leaves several.
    in_modules: HashMap<(&'a str, &'a str), Option<usize>>,
}

impl<T> Default for Names<'_, T> {
    fn default() -> Self {
        Self { lists: HashMap::new(), in_modules: HashMap::new() }
    }
}

impl<'a, T> Names<'a, T> {
    /// Adds a declaration of the module that was added last.
    pub(crate) fn add(&mut self, name: &'a str, (at, module): (usize, &'a str), declared: T) {
        let list = self.lists.entry(name).or_default();
        let place = list.len();
        list.push((at, declared));
        self.in_modules.entry((name, module)).and_modify(|known| *known = None).or_insert(Some(place));
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.lists.contains_key(name)
    }

    /// The one of several declarations of a name that is meant in a module: one of the module that the path names, its
    /// own, one of its file, or the only one there is. With the module that it stands in.
    pub(crate) fn choose(
        &self,
        name: &str,
        at: usize,
        hint: Option<&str>,
        modules: &[Place<'a>],
    ) -> Option<(usize, &T)> {
        let list = self.lists.get(name)?;
        let hint = hint.filter(|hint| !matches!(*hint, "crate" | "self" | "super"));
        let hinted = hint.and_then(|hint| self.in_modules.get(&(name, hint)).copied().flatten());
        let own = || {
            let place = list.partition_point(|(module, _)| *module < at);
            list.get(place).filter(|(module, _)| *module == at)
        };
        let near = || {
            let file = |module: usize| modules.get(module).map(|place| place.file);
            let start = list.partition_point(|(module, _)| file(*module) < file(at));
            let end = list.partition_point(|(module, _)| file(*module) <= file(at));
            list.get(start..end).and_then(only)
        };
        let found = hinted.and_then(|place| list.get(place)).or_else(own).or_else(near).or_else(|| only(list));
        found.map(|(module, declared)| (*module, declared))
    }
}

/// What stands in a list alone.
fn only<T>(list: &[T]) -> Option<&T> {
    match list {
        [only] => Some(only),
        _ => None,
    }
}
