//! Where each page lies.

use std::collections::BTreeMap;

use docbind_ir::{Api, TypeRef};
use foldhash::{HashMap, HashSet};

use crate::plan::words::tag;

/// The files of all pages: names of letters, digits, `.`, `-` and `_`, of which no two differ by case alone.
pub(super) struct Addresses<'a> {
    operations: Vec<String>,
    permissions: BTreeMap<&'a str, String>,
    types: Vec<String>,
    enums: Vec<String>,
    by_name: HashMap<&'a str, String>,
}

/// So long may the name of a file be before it is cut.
const LONGEST: usize = 120;

impl<'a> Addresses<'a> {
    pub(super) fn new(api: &'a Api, permissions: impl Iterator<Item = &'a str>) -> Self {
        let mut taken = HashSet::default();
        // Names depend on what they stand for alone, whatever the order of the pages.
        let mut lines: Vec<(String, usize)> =
            api.operations.iter().map(docbind_ir::Operation::request_line).zip(0..).collect();
        lines.sort();
        let mut operations = vec![String::new(); lines.len()];
        for (line, place) in lines {
            if let Some(slot) = operations.get_mut(place) {
                *slot = name("operations", &line.to_lowercase(), &line, &mut taken);
            }
        }
        let permissions = permissions.map(|own| (own, name("permissions", own, own, &mut taken))).collect();
        let types: Vec<String> =
            api.types.iter().map(|ty| name("types", ty.name.as_str(), ty.name.as_str(), &mut taken)).collect();
        let enums: Vec<String> =
            api.enums.iter().map(|ty| name("types", ty.name.as_str(), ty.name.as_str(), &mut taken)).collect();
        let names = api.types.iter().map(|ty| ty.name.as_str()).chain(api.enums.iter().map(|ty| ty.name.as_str()));
        let by_name = names.zip(types.iter().chain(&enums).cloned()).collect();
        Self { operations, permissions, types, enums, by_name }
    }

    pub(super) fn operation(&self, place: usize) -> &str {
        self.operations.get(place).map_or("", String::as_str)
    }

    pub(super) fn permission(&self, name: &str) -> &str {
        self.permissions.get(name).map_or("", String::as_str)
    }

    pub(super) fn object(&self, place: usize) -> &str {
        self.types.get(place).map_or("", String::as_str)
    }

    pub(super) fn choice(&self, place: usize) -> &str {
        self.enums.get(place).map_or("", String::as_str)
    }

    /// The page of the type that a reference names, or that its items have.
    pub(super) fn of_type(&self, ty: &TypeRef) -> Option<&str> {
        match ty {
            TypeRef::Named(name) => self.by_name.get(name.as_str()).map(String::as_str),
            TypeRef::Collection(inner) => self.of_type(inner),
            TypeRef::Primitive(_) | TypeRef::Unresolved(_) => None,
        }
    }
}

/// A path that nothing else has, made from a text.
fn name(folder: &str, text: &str, whole: &str, taken: &mut HashSet<String>) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == '.' || c == '_' => name.push(c),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches(['-', '.']).to_owned();
    let is_cut = name.len() > LONGEST || name.is_empty();
    let start = name.get(..LONGEST).unwrap_or(&name).to_owned();
    let tags = std::iter::once(if is_cut { Some(tag(whole, 8)) } else { None })
        .chain([8, 16].into_iter().map(|digits| Some(tag(whole, digits))))
        .chain((2_usize..).map(|number| Some(format!("{}-{number}", tag(whole, 16)))));
    for tag in tags {
        let path = match tag {
            Some(tag) => format!("{folder}/{start}-{tag}.html"),
            None => format!("{folder}/{start}.html"),
        };
        if taken.insert(path.to_lowercase()) {
            return path;
        }
    }
    String::new()
}
