//! Fields of types by their wire names.

use std::collections::HashMap;
use std::sync::OnceLock;

use docbind_ir::Property;

use crate::Broken;
use crate::plan::{Field, Plan, fields};

/// The fields of every type, worked out when an example asks for them.
pub(crate) struct FieldTable<'a>(Vec<OnceLock<TypeFields<'a>>>);

/// The fields of a type or body.
pub(super) struct TypeFields<'a> {
    fields: Vec<Field<'a>>,
    /// The number of fields; what follows are navigation properties, which have a constant alone.
    count: usize,
    places: HashMap<&'a str, usize>,
}

impl<'a> FieldTable<'a> {
    pub(crate) fn new(plan: &Plan<'a>) -> Self {
        Self(plan.types.iter().map(|_| OnceLock::new()).collect())
    }

    /// The fields of the type at a place.
    pub(super) fn of_type(&self, plan: &Plan<'a>, index: usize) -> Result<&TypeFields<'a>, Broken> {
        let slot = Broken::at(&self.0, index, "type")?;
        if let Some(fields) = slot.get() {
            return Ok(fields);
        }
        let properties = plan.properties(index)?;
        let count = properties.len();
        let fields = TypeFields::new(properties.into_iter().chain(plan.navigation(index)?), count);
        Ok(slot.get_or_init(|| fields))
    }
}

impl<'a> TypeFields<'a> {
    /// The fields of the body of an operation.
    pub(super) fn of_body(properties: &'a [Property]) -> Self {
        Self::new(properties.iter().filter(|property| &*property.name != "@odata.type"), usize::MAX)
    }

    fn new(properties: impl IntoIterator<Item = &'a Property>, count: usize) -> Self {
        let fields = fields(properties);
        // Of two properties with one name the first has the slot that is found.
        let places = fields.iter().enumerate().rev().map(|(place, field)| (&*field.property.name, place)).collect();
        Self { fields, count, places }
    }

    /// The field of a structural property.
    pub(super) fn field(&self, wire: &str) -> Option<&Field<'a>> {
        self.places.get(wire).filter(|place| **place < self.count).and_then(|place| self.fields.get(*place))
    }

    /// The constant of a navigation property.
    pub(super) fn navigation(&self, wire: &str) -> Option<&Field<'a>> {
        self.places.get(wire).filter(|place| **place >= self.count).and_then(|place| self.fields.get(*place))
    }
}
