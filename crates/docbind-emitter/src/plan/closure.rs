//! Which feature brings which types.

use docbind_ir::TypeRef;

use super::{Area, BodyPlan, Item, Plan, ResponseKind, Shape};
use crate::{Broken, Error};

/// Areas by their places, sorted. Nothing in it means that only `full` brings the item.
pub(crate) type AreaSet = Vec<u16>;

/// Marks every type and enumeration with the areas whose operations reach it through bodies, responses, structural
/// properties and bases.
///
/// # Errors
/// When an enabled feature would leave a field without its type. That would not only fail the user's build: the compiler
/// spends minutes on suggestions for it.
pub(super) fn mark(plan: &mut Plan<'_>, needs: &[Vec<Item>]) -> Result<(), Error> {
    for number in 0..plan.areas.len() {
        let area = u16::try_from(number).map_err(|_| Broken(format!("{} areas are too many", plan.areas.len())))?;
        let mut open = roots(plan, Broken::at(&plan.areas, number, "area")?);
        while let Some(item) = open.pop() {
            let marks = match item {
                Item::Type(index) => plan.types.get_mut(index).map(|plan| &mut plan.areas),
                Item::Enum(index) => plan.enums.get_mut(index).map(|plan| &mut plan.areas),
            };
            let marks = marks.ok_or_else(|| Broken(format!("{item:?} is not there")))?;
            if marks.last() == Some(&area) {
                continue;
            }
            marks.push(area);
            if let Item::Type(index) = item {
                open.extend(needs.get(index).into_iter().flatten());
            }
        }
    }
    prove(plan, needs)
}

/// What the operations of an area name.
fn roots(plan: &Plan<'_>, area: &Area<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for operation in &area.operations {
        match &operation.body {
            BodyPlan::Model(index) => items.push(Item::Type(*index)),
            BodyPlan::List(shape) | BodyPlan::Value(shape) => items.extend(item_of(shape)),
            BodyPlan::Inline(properties) => items.extend(properties.iter().filter_map(|p| plan.item_of(&p.ty))),
            _ => {}
        }
        items.extend(operation.operation.body.variants.iter().filter_map(|ty| plan.item_of(ty)));
        match &operation.response.kind {
            ResponseKind::Model(index) => items.push(Item::Type(*index)),
            ResponseKind::Collection(shape) | ResponseKind::Value(shape) => items.extend(item_of(shape)),
            _ => {}
        }
    }
    items
}

/// What each type cannot be compiled without, and the bases it can be turned into; each once.
pub(super) fn needs(plan: &Plan<'_>) -> Result<Vec<Vec<Item>>, Broken> {
    let needs = |index| {
        let bases = plan.chain(index)?.into_iter().map(Item::Type);
        let properties = plan.properties(index)?.into_iter().filter_map(|property| plan.item_of(&property.ty));
        let mut needs: Vec<Item> = bases.chain(properties).collect();
        needs.sort_unstable();
        needs.dedup();
        Ok(needs)
    };
    (0..plan.types.len()).map(needs).collect()
}

fn prove(plan: &Plan<'_>, needs: &[Vec<Item>]) -> Result<(), Error> {
    for (owner, needs) in plan.types.iter().zip(needs) {
        for need in needs {
            if !is_within(&owner.areas, plan.areas_of(*need)?) {
                return Err(Error::OpenClosure { name: owner.def.name.to_string() });
            }
        }
    }
    Ok(())
}

/// Whether wherever an item with the areas `inner` is compiled one with the areas `outer` is too.
pub(crate) fn is_within(inner: &AreaSet, outer: &AreaSet) -> bool {
    // Both are sorted, so one walk through the longer one finds all of the shorter one.
    let mut rest = outer.iter();
    inner.iter().all(|area| rest.any(|other| other == area))
}

fn item_of(shape: &Shape) -> Option<Item> {
    match shape.element() {
        Shape::Model(index) => Some(Item::Type(*index)),
        Shape::Enum(index) => Some(Item::Enum(*index)),
        _ => None,
    }
}

impl Plan<'_> {
    fn item_of(&self, ty: &TypeRef) -> Option<Item> {
        item_of(&self.shape(ty))
    }

    /// The areas that bring an item.
    pub(crate) fn areas_of(&self, item: Item) -> Result<&AreaSet, Broken> {
        Ok(self.entry(item)?.areas)
    }
}
