//! Where Rust begins: names, modules, features, boxes.
//!
//! The plan decides everything; emitting only writes it down. It borrows the model and adds little to it, because the
//! whole of it is in memory while files are printed.

mod areas;
mod boxes;
mod closure;
mod models;
pub(crate) mod names;
mod operations;
mod permissions;
mod shape;
mod tree;
pub(crate) mod words;

pub(crate) use areas::Area;
pub(crate) use closure::{AreaSet, is_within};
pub(crate) use models::{EnumPlan, Field, ModelModule, TypePlan, fields};
pub(crate) use operations::{BodyPlan, OperationPlan, ResponseKind};
pub(crate) use permissions::PermissionPlan;
pub(crate) use shape::{Item, Shape};
pub(crate) use tree::{Child, NodePlan, argument_names};

use docbind_ir::{Api, Diagnostic};
use foldhash::HashMap;

use crate::Error;

/// Everything that is decided about the output.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) api: &'a Api,
    /// Modules of models; the first is `models` itself.
    pub(crate) modules: Vec<ModelModule>,
    /// One for each type of the model, in its order.
    pub(crate) types: Vec<TypePlan<'a>>,
    /// One for each enumeration of the model, in its order.
    pub(crate) enums: Vec<EnumPlan<'a>>,
    /// The areas, sorted by the name of their module.
    pub(crate) areas: Vec<Area<'a>>,
    /// Permission tables, each once.
    pub(crate) permissions: Vec<PermissionPlan<'a>>,
    index: HashMap<&'a str, Item>,
}

impl<'a> Plan<'a> {
    /// Plans the output for a model.
    ///
    /// # Errors
    /// When a feature would not bring every type that its own types need.
    pub(crate) fn new(api: &'a Api) -> Result<(Self, Vec<Diagnostic>), Error> {
        let index = shape::index(api);
        let ((models, mut diagnostics), (permissions, tables)) =
            rayon::join(|| models::plan(api), || permissions::share(api));
        let (modules, types, enums) = models;
        let mut plan = Self { api, modules, types, enums, areas: Vec::new(), permissions, index };
        let ((areas, found), (cycles, needs)) =
            rayon::join(|| areas::plan(&plan, &tables), || (boxes::cycles(&plan), closure::needs(&plan)));
        plan.areas = areas;
        diagnostics.extend(found);
        for (ty, cycle) in plan.types.iter_mut().zip(cycles) {
            ty.cycle = cycle;
        }
        closure::mark(&mut plan, &needs)?;
        Ok((plan, diagnostics))
    }

    /// The type or enumeration of a full wire name.
    pub(crate) fn item(&self, name: &str) -> Option<Item> {
        self.index.get(name).copied()
    }
}
