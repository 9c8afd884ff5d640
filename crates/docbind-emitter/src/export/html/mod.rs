//! The permission explorer: pages for people, which work from a disk.

mod address;
mod list;
mod operation;
mod permission;
mod prose;
mod resource;
mod search;
mod view;

use std::collections::BTreeMap;

use askama::Template;
use docbind_ir::Api;
use rayon::prelude::*;

use self::address::Addresses;
use crate::emit::calls;
use crate::plan::Plan;
use crate::{Error, GeneratedPart, Sink};

/// What all pages share.
pub(super) struct Explorer<'a> {
    api: &'a Api,
    /// What the API is called.
    name: String,
    addresses: Addresses<'a>,
    /// Where the documentation lies as seen from the explorer's folder, to link to its pages.
    docs: Option<&'a str>,
    /// How each operation is called in Rust, by its place in the model.
    calls: Vec<String>,
    /// The operations that name each permission, by their places in the model.
    uses: BTreeMap<&'a str, Vec<usize>>,
}

/// One file to be made.
#[derive(Clone, Copy)]
enum Task<'a> {
    Index,
    Operations,
    Permissions,
    Types,
    Operation(usize),
    Permission(&'a str),
    Type(usize),
    Enum(usize),
    Search,
    Style,
    Script,
}

/// Writes the explorer of a model; each file is handed to `sink` whole, from several threads, for the files in any order.
///
/// `docs` is the folder of the documentation as seen from the explorer's folder, with `/` between the parts; without it
/// pages are named and not linked.
///
/// # Errors
/// When the sink fails.
pub fn html(api: &Api, docs: Option<&str>, sink: &Sink<'_>) -> Result<usize, Error> {
    let explorer = Explorer::new(api, docs)?;
    let mut tasks =
        vec![Task::Index, Task::Operations, Task::Permissions, Task::Types, Task::Search, Task::Style, Task::Script];
    tasks.extend(explorer.uses.keys().map(|name| Task::Permission(name)));
    tasks.extend((0..api.operations.len()).map(Task::Operation));
    tasks.extend((0..api.types.len()).map(Task::Type));
    tasks.extend((0..api.enums.len()).map(Task::Enum));
    tasks.par_iter().with_max_len(16).try_for_each(|task| explorer.write(*task, sink))?;
    Ok(tasks.len())
}

impl<'a> Explorer<'a> {
    fn new(api: &'a Api, docs: Option<&'a str>) -> Result<Self, Error> {
        let (plan, _) = Plan::new(api)?;
        let places: foldhash::HashMap<*const _, usize> =
            api.operations.iter().map(std::ptr::from_ref).zip(0..).collect();
        let mut all = vec![String::new(); api.operations.len()];
        for area in &plan.areas {
            for (plan, call) in area.operations.iter().zip(calls(area)?) {
                let place = places.get(&std::ptr::from_ref(plan.operation));
                if let Some(slot) = place.and_then(|place| all.get_mut(*place)) {
                    *slot = call;
                }
            }
        }
        let mut uses: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for known in &api.permissions {
            uses.entry(&known.name).or_default();
        }
        for (place, operation) in api.operations.iter().enumerate() {
            let mut names: Vec<&str> =
                operation.permissions.schemes.values().flat_map(|one| one.names()).map(|name| &**name).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                uses.entry(name).or_default().push(place);
            }
        }
        let addresses = Addresses::new(api, uses.keys().copied());
        let name = match (api.namespace.as_str(), api.version.as_str()) {
            ("", "") => "the API".to_owned(),
            (name, "") => name.to_owned(),
            ("", version) => version.to_owned(),
            (name, version) => format!("{name} {version}"),
        };
        Ok(Self { api, name, addresses, docs, calls: all, uses })
    }

    fn write(&self, task: Task<'_>, sink: &Sink<'_>) -> Result<(), Error> {
        let page = |path: &str, template: &dyn askama::DynTemplate| {
            let contents = template.dyn_render().map_err(|source| Error::Template { path: path.to_owned(), source })?;
            let part = GeneratedPart { path, contents: &contents, is_last: true };
            sink(part).map_err(|source| Error::Write { path: path.to_owned(), source })
        };
        let text = |path: &str, contents: &str| {
            let part = GeneratedPart { path, contents, is_last: true };
            sink(part).map_err(|source| Error::Write { path: path.to_owned(), source })
        };
        match task {
            Task::Index => page("index.html", &Index::new(self)),
            Task::Operations => page("operations.html", &self.operation_list()),
            Task::Permissions => page("permissions.html", &self.permission_list()),
            Task::Types => page("types.html", &self.type_list()),
            Task::Operation(place) => match self.operation(place) {
                Some(view) => page(self.addresses.operation(place), &view),
                None => Ok(()),
            },
            Task::Permission(name) => page(self.addresses.permission(name), &self.permission(name)),
            Task::Type(place) => match self.object(place) {
                Some(view) => page(self.addresses.object(place), &view),
                None => Ok(()),
            },
            Task::Enum(place) => match self.choice(place) {
                Some(view) => page(self.addresses.choice(place), &view),
                None => Ok(()),
            },
            Task::Search => text("search-data.js", &self.search_data()),
            Task::Style => text("explorer.css", include_str!("../../../templates/explorer/explorer.css")),
            Task::Script => text("explorer.js", include_str!("../../../templates/explorer/explorer.js")),
        }
    }
}

#[derive(Template)]
#[template(path = "explorer/index.html")]
struct Index<'a> {
    root: &'static str,
    name: &'a str,
    operations: usize,
    permissions: usize,
    types: usize,
}

impl<'a> Index<'a> {
    fn new(explorer: &'a Explorer<'_>) -> Self {
        Self {
            root: "",
            name: &explorer.name,
            operations: explorer.api.operations.len(),
            permissions: explorer.uses.len(),
            types: explorer.api.types.len() + explorer.api.enums.len(),
        }
    }
}
