//! What examples call types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::super::ident;
use crate::Broken;
use crate::plan::{Item, Plan};

/// Names that examples use from elsewhere; a type of that name is called by its module.
const TAKEN: &[&str] = &[
    "Binary",
    "Case",
    "Client",
    "Date",
    "DateTime",
    "Duration",
    "Flags",
    "Guid",
    "Json",
    "Method",
    "Model",
    "TimeOfDay",
];

/// The types and enumerations that can be called by their names alone.
pub(crate) struct ShortNames<'a>(BTreeMap<&'a str, usize>);

/// What must be in scope for an example, by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Imports {
    /// Types and enumerations by module and name; the module of the root is empty.
    pub(crate) models: BTreeSet<(String, String)>,
    /// Bodies of the area's own operations.
    pub(crate) bodies: BTreeSet<String>,
    /// Types and macros of the runtime's module of models.
    pub(crate) runtime: BTreeSet<&'static str>,
    /// Whether a type is called by its module.
    pub(crate) is_qualified: bool,
}

impl Imports {
    pub(crate) fn merge(&mut self, other: Self) {
        self.models.extend(other.models);
        self.bodies.extend(other.bodies);
        self.runtime.extend(other.runtime);
        self.is_qualified |= other.is_qualified;
    }

    /// How many names must be brought into scope.
    pub(crate) fn count(&self) -> usize {
        self.models.len() + self.bodies.len() + self.runtime.len() + usize::from(self.is_qualified)
    }

    /// Notes a type or macro of the runtime and names it.
    pub(super) fn own(&mut self, name: &'static str) -> proc_macro2::Ident {
        self.runtime.insert(name);
        ident(name)
    }
}

impl<'a> ShortNames<'a> {
    /// The names that one type alone has, and none of the operations' bodies.
    pub(crate) fn new(plan: &'a Plan<'_>) -> Self {
        let mut count: BTreeMap<&str, usize> = TAKEN.iter().map(|name| (*name, 1)).collect();
        let types = plan.types.iter().map(|plan| plan.name.as_str());
        let enums = plan.enums.iter().map(|plan| plan.name.as_str());
        let operations = plan.areas.iter().flat_map(|area| &area.operations);
        let bodies = operations.map(|operation| operation.body_name.as_str()).filter(|name| !name.is_empty());
        for name in types.chain(enums).chain(bodies) {
            *count.entry(name).or_default() += 1;
        }
        Self(count)
    }

    /// The path of a type or enumeration, noted where it must be in scope.
    pub(crate) fn path(&self, plan: &Plan<'_>, item: Item, imports: &mut Imports) -> Result<TokenStream, Broken> {
        let entry = plan.entry(item)?;
        let (path, module) = (ident(entry.name), &entry.module.name);
        if self.0.get(entry.name) == Some(&1) {
            imports.models.insert((module.clone(), entry.name.to_owned()));
            return Ok(quote!(#path));
        }
        imports.is_qualified = true;
        if module.is_empty() {
            return Ok(quote!(models::#path));
        }
        let module = ident(module);
        Ok(quote!(models::#module::#path))
    }
}
