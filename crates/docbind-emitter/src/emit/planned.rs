//! What the plan puts into each piece of a file, worked out from the plan alone.
//!
//! Nothing here looks at the tokens: an item that is written and not planned, or planned and not written, is found when
//! the two meet.

use super::example::Imports;
use super::outline::Outline;
use super::record::Struct;
use crate::Broken;
use crate::plan::{Area, EnumPlan, Field, Item, ModelModule, NodePlan, OperationPlan, Plan, marker, parameters};

/// So many `use` declarations, whose paths are not compared.
pub(super) fn uses(count: usize) -> Outline {
    Outline::default().with_all("use", std::iter::repeat_n("", count))
}

/// The modules and imports of the root.
pub(super) fn modules(plan: &Plan<'_>) -> Outline {
    Outline::default()
        .with_all("module", ["models", "permissions", "prelude", "lookup"])
        .with_all("module", plan.areas.iter().map(|area| area.module.as_str()))
        .with("use", "")
}

/// The client, whose methods lead to the areas.
pub(super) fn client(plan: &Plan<'_>) -> Outline {
    Outline::default()
        .with("impl", "Client")
        .with_all("function", ["new", "with_base_url", "builder", "runtime", "raw", "batch"])
        .with_all("function", plan.areas.iter().map(|area| area.method.as_str()))
}

/// The type of an operation.
pub(super) fn operation(plan: &OperationPlan<'_>) -> Outline {
    let markers = plan.operation.query_options.iter().filter_map(|option| marker(*option));
    let outline = Outline::default()
        .with("struct", &plan.name)
        .with("impl", format!("Operation for {}", plan.name))
        .with("macro", "meta")
        .with("type", "Response")
        .with_all("impl", markers.map(|marker| format!("{marker} for {}", plan.name)));
    let parameters = parameters(plan.operation);
    match parameters.is_empty() {
        true => outline,
        false => {
            let constants = parameters.iter().map(|parameter| parameter.name.as_str());
            outline.with("impl", &plan.name).with_all("constant", constants)
        }
    }
}

/// The struct of a path with its methods.
pub(super) fn node(area: &Area<'_>, node: &NodePlan<'_>) -> Outline {
    Outline::default()
        .with("struct", &node.name)
        .with("field", "path")
        .with("impl", &node.name)
        .with_all("function", node.children.iter().map(|child| child.method.as_str()))
        .with_all("function", node.operations.iter().map(|(verb, _)| verb.as_str()))
        .with_all("function", area.lone_list(node).map(|_| "get"))
}

/// A struct of optional fields.
pub(super) fn structure(def: &Struct<'_>) -> Outline {
    let fields = def.fields.iter().map(|field| field.name.as_str());
    Outline::default().with("struct", def.name).with_all("field", fields).with("field", "extra")
}

/// The constants and setters of a struct.
pub(super) fn members(def: &Struct<'_>, navigation: &[Field<'_>]) -> Outline {
    let constants = def.fields.iter().filter(|_| def.index.is_some()).chain(navigation);
    Outline::default()
        .with("impl", def.name)
        .with_all("constant", constants.map(|field| field.constant.as_str()))
        .with_all("function", def.has_constructor().then_some("with_required"))
        .with_all("function", def.fields.iter().filter(|field| def.has_setter(field)).map(|field| field.name.as_str()))
}

/// The table that makes a struct a record.
pub(super) fn record(def: &Struct<'_>) -> Outline {
    Outline::default().with("macro", if def.index.is_some() { "model" } else { "body" })
}

/// An enumeration.
pub(super) fn enumeration(plan: &EnumPlan<'_>) -> Outline {
    let variants = plan.variants.iter().map(String::as_str);
    Outline::default().with("enum", &plan.name).with_all("variant", variants).with("variant", "Unknown")
}

/// The modules inside a module of models.
pub(super) fn inner_modules(plan: &Plan<'_>, module: &ModelModule) -> Outline {
    let inner = plan.modules.iter().filter(|inner| module.name.is_empty() && !inner.name.is_empty());
    Outline::default().with_all("module", inner.map(|inner| inner.name.as_str()))
}

/// The file of a type or enumeration in its module.
pub(super) fn item(plan: &Plan<'_>, item: Item) -> Result<Outline, Broken> {
    Ok(Outline::default().with("module", plan.entry(item)?.file).with("use", ""))
}

/// The table of an area's example calls.
pub(super) fn calls(imports: &Imports) -> Outline {
    uses(imports.count() + 3).with("static", "TABLES")
}

/// The root of the tests.
pub(super) fn suite() -> Outline {
    Outline::default().with("module", "harness").with("use", "").with("module", "areas").with("function", "main")
}

/// The head of an area's file.
pub(super) fn area() -> Outline {
    Outline::default().with("module", "nodes").with("use", "")
}
