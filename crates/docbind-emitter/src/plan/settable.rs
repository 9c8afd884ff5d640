//! Which properties a request can set.

use docbind_ir::{ExampleBody, Property};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

use super::{BodyPlan, Item, Plan, Shape};
use crate::Broken;

/// JSON deeper than this is no evidence: it is followed by recursion.
const DEEPEST: usize = 24;

/// What bodies reach, and what examples send although its page calls it read-only.
#[derive(Debug, Default)]
pub(crate) struct Settable<'a> {
    /// One for each type: whether the body of an operation holds it, or can hold it in place of a base.
    reached: Vec<bool>,
    /// One for each type: whether it is the body of an operation itself.
    is_body: Vec<bool>,
    /// Read-only properties that the request of an example sends: examples are right where they contradict.
    sent: HashSet<(usize, &'a str)>,
}

impl<'a> Settable<'a> {
    pub(super) fn of(plan: &Plan<'a>) -> Result<Self, Broken> {
        let mut settable = Self {
            reached: vec![false; plan.types.len()],
            is_body: vec![false; plan.types.len()],
            sent: HashSet::new(),
        };
        let mut derived: HashMap<usize, Vec<usize>> = HashMap::new();
        for index in 0..plan.types.len() {
            let mut chain = plan.chain(index)?;
            chain.pop();
            if let Some(base) = chain.pop() {
                derived.entry(base).or_default().push(index);
            }
        }
        let mut open = Vec::new();
        for operation in plan.areas.iter().flat_map(|area| &area.operations) {
            match &operation.body {
                BodyPlan::Model(index) => {
                    if let Some(is_body) = settable.is_body.get_mut(*index) {
                        *is_body = true;
                    }
                    open.push(*index);
                }
                BodyPlan::List(shape) | BodyPlan::Value(shape) => open.extend(model_of(shape)),
                BodyPlan::Inline(properties) => {
                    open.extend(properties.iter().filter_map(|property| model_of(&plan.shape(&property.ty))));
                }
                _ => {}
            }
            for variant in &operation.operation.body.variants {
                open.extend(model_of(&plan.shape(variant)));
            }
            settable.note_examples(plan, &operation.body, operation.operation)?;
        }
        while let Some(index) = open.pop() {
            let Some(reached) = settable.reached.get_mut(index).filter(|reached| !**reached) else { continue };
            *reached = true;
            open.extend(plan.properties(index)?.into_iter().filter_map(|property| model_of(&plan.shape(&property.ty))));
            open.extend(derived.get(&index).into_iter().flatten());
        }
        Ok(settable)
    }

    fn note_examples(
        &mut self,
        plan: &Plan<'a>,
        body: &BodyPlan<'a>,
        operation: &docbind_ir::Operation,
    ) -> Result<(), Broken> {
        for request in operation.examples.iter().filter_map(|example| example.request.as_ref()) {
            let ExampleBody::Json(json) = &request.body else { continue };
            let Ok(value) = serde_json::from_str::<Value>(json) else { continue };
            match (body, &value) {
                (BodyPlan::Model(index), value) => self.note(plan, value, &Shape::Model(*index), 0)?,
                (BodyPlan::List(shape), value) => {
                    self.note(plan, value, &Shape::List(Box::new(shape.clone())), 0)?;
                }
                (BodyPlan::Inline(properties), Value::Object(members)) => {
                    for (name, value) in members {
                        if let Some(property) = properties.iter().find(|property| *property.name == **name) {
                            self.note(plan, value, &plan.shape(&property.ty), 0)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn note(&mut self, plan: &Plan<'a>, value: &Value, shape: &Shape, depth: usize) -> Result<(), Broken> {
        if depth > DEEPEST {
            return Ok(());
        }
        match (value, shape) {
            (Value::Array(values), Shape::List(inner)) => {
                for value in values {
                    self.note(plan, value, inner, depth + 1)?;
                }
            }
            (Value::Object(members), Shape::Model(declared)) => {
                let named = members.get("@odata.type").and_then(Value::as_str);
                let named = named.map(|name| name.strip_prefix('#').unwrap_or(name));
                let index = match named.and_then(|name| plan.item(name)) {
                    Some(Item::Type(index)) => index,
                    _ => *declared,
                };
                let properties = plan.properties(index)?;
                for (name, value) in members {
                    let Some(property) = properties.iter().find(|property| *property.name == **name) else { continue };
                    if property.read_only {
                        self.sent.insert((index, &property.name));
                    }
                    self.note(plan, value, &plan.shape(&property.ty), depth + 1)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the property of a type has a setter.
    pub(crate) fn has_setter(&self, index: usize, property: &Property) -> bool {
        let reached = self.reached.get(index).copied().unwrap_or_default();
        reached && !self.is_read_only(index, property)
    }

    /// Whether the property of a type is left out of the body of a request.
    pub(crate) fn is_left_out(&self, index: usize, property: &Property) -> bool {
        self.is_body.get(index).copied().unwrap_or_default() && self.is_read_only(index, property)
    }

    fn is_read_only(&self, index: usize, property: &Property) -> bool {
        property.read_only && !property.required && !self.sent.contains(&(index, &*property.name))
    }
}

fn model_of(shape: &Shape) -> Option<usize> {
    match shape.element() {
        Shape::Model(index) => Some(*index),
        _ => None,
    }
}
