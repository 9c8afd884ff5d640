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
mod parameters;
mod permissions;
mod settable;
mod shape;
mod spelling;
mod tree;
pub(crate) mod words;

pub(crate) use areas::Area;
pub(crate) use closure::{AreaSet, is_within};
pub(crate) use models::{EnumPlan, Field, ModelModule, TypePlan, fields};
pub(crate) use operations::{BodyPlan, OperationPlan, ResponseKind, marker};
pub(crate) use parameters::{ParameterPlace, Takes, parameters};
pub(crate) use permissions::PermissionPlan;
pub(crate) use settable::Settable;
pub(crate) use shape::{Item, Shape};
pub(crate) use tree::{Child, NodePlan, argument_names};

use docbind_ir::{Api, Diagnostic};
use foldhash::HashMap;

use self::spelling::Spellings;
use crate::{Broken, Error};

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
    /// What requests set.
    pub(crate) settable: Settable<'a>,
    index: HashMap<&'a str, Item>,
    spellings: Spellings<'a>,
}

/// A type or an enumeration as a thing with a name.
pub(crate) struct Entry<'p> {
    pub(crate) module: &'p ModelModule,
    /// The place of the module.
    pub(crate) place: usize,
    pub(crate) name: &'p str,
    pub(crate) file: &'p str,
    pub(crate) areas: &'p AreaSet,
}

impl<'a> Plan<'a> {
    /// Plans the output for a model.
    ///
    /// # Errors
    /// When a feature would not bring every type that its own types need, or the plan does not hold together.
    pub(crate) fn new(api: &'a Api) -> Result<(Self, Vec<Diagnostic>), Error> {
        let index = shape::index(api);
        let mut diagnostics = Vec::new();
        let (models, permissions) = rayon::join(|| models::plan(api, &mut diagnostics), || permissions::share(api));
        let (modules, types, enums) = models?;
        let (permissions, tables) = permissions?;
        let spellings = Spellings::of(api);
        let settable = Settable::default();
        let mut plan = Self { api, modules, types, enums, areas: Vec::new(), permissions, settable, index, spellings };
        let mut found = Vec::new();
        let (areas, (cycles, needs)) =
            rayon::join(|| areas::plan(&plan, &tables, &mut found), || (boxes::cycles(&plan), closure::needs(&plan)));
        plan.areas = areas?;
        diagnostics.extend(found);
        for (ty, cycle) in plan.types.iter_mut().zip(cycles?) {
            ty.cycle = cycle;
        }
        plan.settable = Settable::of(&plan)?;
        closure::mark(&mut plan, &needs?)?;
        Ok((plan, diagnostics))
    }

    /// The type at a place that the plan has handed out.
    pub(crate) fn type_at(&self, index: usize) -> Result<&TypePlan<'a>, Broken> {
        Broken::at(&self.types, index, "type")
    }

    /// The enumeration at a place that the plan has handed out.
    pub(crate) fn enum_at(&self, index: usize) -> Result<&EnumPlan<'a>, Broken> {
        Broken::at(&self.enums, index, "enumeration")
    }

    /// Where an item stands and what it is called.
    pub(crate) fn entry(&self, item: Item) -> Result<Entry<'_>, Broken> {
        Ok(match item {
            Item::Type(index) => {
                let TypePlan { module, name, file, areas, .. } = self.type_at(index)?;
                Entry { module: Broken::at(&self.modules, *module, "module")?, place: *module, name, file, areas }
            }
            Item::Enum(index) => {
                let EnumPlan { module, name, file, areas, .. } = self.enum_at(index)?;
                Entry { module: Broken::at(&self.modules, *module, "module")?, place: *module, name, file, areas }
            }
        })
    }

    /// The type or enumeration of a full wire name.
    pub(crate) fn item(&self, name: &str) -> Option<Item> {
        self.index.get(name).copied()
    }
}
