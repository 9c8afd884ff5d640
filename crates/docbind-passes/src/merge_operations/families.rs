//! Which page of an operation is of the family of the type that it is about.

use docbind_ir::{Method, Operation, OperationId, PathKey, TypeDef, TypeName};
use foldhash::HashMap;

use super::resource;

/// The types by their pages, and what the paths of a set are about.
pub(super) struct Families<'a> {
    /// The page that a type is documented on in the first place, in lower case, by the name of the type.
    main_pages: HashMap<&'a TypeName, String>,
    /// The types that a page documents, with whether it is their main page.
    by_page: HashMap<String, Vec<(&'a TypeName, bool)>>,
    /// What a GET of a path returns.
    by_path: HashMap<PathKey, TypeName>,
}

impl<'a> Families<'a> {
    /// Reads the pages of the types; `keys` are those of the operations.
    pub(super) fn new(types: &'a [TypeDef], operations: &[Operation], keys: &[OperationId]) -> Self {
        let mut main_pages = HashMap::default();
        let mut by_page: HashMap<String, Vec<(&TypeName, bool)>> = HashMap::default();
        for def in types {
            let main = def.source.file.to_lowercase();
            for page in &def.pages {
                let page = page.split_once('#').map_or(&**page, |(page, _)| page).to_lowercase();
                let is_main = page == main;
                by_page.entry(page).or_default().push((&def.name, is_main));
            }
            main_pages.insert(&def.name, main);
        }
        let mut by_path = HashMap::default();
        for (operation, key) in operations.iter().zip(keys).filter(|(operation, _)| operation.method == Method::Get) {
            if let Some(name) = resource(operation) {
                by_path.entry(key.path.clone()).or_insert_with(|| name.clone());
            }
        }
        Self { main_pages, by_page, by_path }
    }

    /// The type that an operation is about: what it returns or takes, or else what a GET of its path returns.
    fn subject<'s>(&'s self, operation: &'s Operation) -> Option<&'s TypeName> {
        resource(operation).or_else(|| self.by_path.get(&operation.path.key()))
    }

    /// How far the page of an operation is from the family of the type, from 0.
    pub(super) fn rank(&self, operation: &Operation) -> u8 {
        let is_distant = self.links_elsewhere(operation);
        let main = self.subject(operation).and_then(|name| self.main_pages.get(name));
        let is_named = main.is_some_and(|main| is_named_after(&operation.source.file, main));
        2 * u8::from(is_distant) + u8::from(!is_named)
    }

    /// Whether the page of an operation links the type on a page that is not its main one, as the pages of products do
    /// that document a type once more for themselves.
    fn links_elsewhere(&self, operation: &Operation) -> bool {
        let Some(documented) = operation.resource_page.as_deref().and_then(|page| self.by_page.get(page)) else {
            return false;
        };
        match self.subject(operation).and_then(|name| documented.iter().find(|(own, _)| *own == name)) {
            Some((_, is_main)) => !is_main,
            None => documented.iter().all(|(_, is_main)| !is_main),
        }
    }

    /// Whether one page is of the type's family and the other speaks for another product.
    pub(super) fn is_of_other_product(&self, first: &Operation, other: &Operation) -> bool {
        let same_type = resource(first).zip(resource(other)).is_none_or(|(first, other)| first == other);
        same_type && !self.links_elsewhere(first) && self.links_elsewhere(other)
    }
}

/// The name of a page without folders and ending, in lower case.
pub(super) fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

/// Whether the name of a page begins with that of a type's page: `boat-get` and `boat`.
fn is_named_after(file: &str, main: &str) -> bool {
    let (own, main) = (stem(file), stem(main));
    own.strip_prefix(&main).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
