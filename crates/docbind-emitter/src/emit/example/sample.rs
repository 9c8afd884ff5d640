//! Calls made of what is documented, for operations whose pages show none that the generated types can say.

use docbind_ir::{ArgumentValue, Property, Segment};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value, json};

use super::Writing;
use super::options;
use crate::Broken;
use crate::plan::words::words;
use crate::plan::{BodyPlan, OperationPlan, Shape};

/// Objects deeper inside one another than this are left empty.
const DEEPEST: usize = 2;

/// Properties that tell more about a thing than its first one, the best ones first.
const TELLING: &[&str] = &["displayName", "name", "subject", "title", "description"];

/// The most members that a sample has.
const MOST: usize = 5;

/// What stands for an identifier or path in a segment.
pub(super) fn arguments(segment: &Segment) -> Vec<String> {
    match segment {
        Segment::Literal(_) | Segment::Cast(_) => Vec::new(),
        Segment::Parameter(name) => vec![readable(name)],
        Segment::PathAddress { parameter, .. } => vec![readable(parameter)],
        Segment::Function { arguments, .. } | Segment::Key(arguments) => {
            let open = arguments.iter().filter_map(|argument| match &argument.value {
                ArgumentValue::Parameter(name) => Some(name),
                ArgumentValue::Literal(_) => None,
            });
            open.map(|name| readable(name)).collect()
        }
    }
}

/// The name of a parameter as a value that a reader knows to replace.
fn readable(name: &str) -> String {
    let words = words(name).join("-");
    if words.is_empty() { "id".to_owned() } else { words }
}

impl Writing<'_, '_, '_> {
    /// The arguments of the verb: a body with what is required, or with what is documented first.
    pub(super) fn sample_body(&mut self, plan: &OperationPlan<'_>) -> Result<Option<Vec<TokenStream>>, Broken> {
        let table = &plan.operation.body.table;
        let value = match &plan.body {
            BodyPlan::None => return Ok(Some(Vec::new())),
            BodyPlan::Binary(_) => return Ok(Some(vec![quote!(std::fs::read("content")?)])),
            BodyPlan::Text(_) => return Ok(Some(vec![quote!("text")])),
            BodyPlan::Multipart => {
                return Ok(Some(vec![
                    quote!("multipart/form-data; boundary=part"),
                    quote!("--part\r\n\r\n{}\r\n--part--"),
                ]));
            }
            BodyPlan::JsonPatch => json!([{ "op": "add", "path": "/name", "value": "name" }]),
            BodyPlan::Model(index) => {
                let own = self.context().plan.properties(*index)?;
                // What the page of the operation lists is what the call is about, but the type says how it looks.
                let listed = table.iter().filter_map(|row| own.iter().find(|own| own.name == row.name).copied());
                let required = table.iter().filter(|row| row.required).map(|row| &*row.name).collect::<Vec<_>>();
                let mut properties: Vec<&Property> = listed.collect();
                properties.sort_by_key(|property| !required.contains(&&*property.name));
                let count = required.len();
                if properties.is_empty() {
                    properties = own;
                }
                self.object(properties, count, 0)?
            }
            BodyPlan::Inline(properties) => {
                let mut properties: Vec<&Property> = properties.iter().collect();
                properties.sort_by_key(|property| !property.required);
                let count = properties.iter().filter(|property| property.required).count();
                self.object(properties, count, 0)?
            }
            BodyPlan::List(shape) => Value::Array(vec![self.sample(shape, None, 0)?]),
            BodyPlan::Value(shape) => match self.sample(shape, None, 0)? {
                Value::Object(members) if members.is_empty() => {
                    self.object(table.iter().collect(), table.iter().filter(|row| row.required).count(), 0)?
                }
                value => value,
            },
        };
        Ok(self.typed(plan, &value).map(|argument| vec![argument]))
    }

    /// The arguments for required query parameters.
    pub(super) fn sample_query(&mut self, plan: &OperationPlan<'_>) -> Option<Vec<TokenStream>> {
        let sample = |parameter: &docbind_ir::Parameter| {
            let value = ["true", "1"].into_iter().find_map(|value| match &parameter.ty {
                docbind_ir::TypeRef::Primitive(docbind_ir::Primitive::String) => None,
                ty => options::argument(ty, value).filter(|tokens| tokens.to_string() == value),
            });
            value.or_else(|| options::argument(&parameter.ty, &readable(&parameter.wire_name)))
        };
        plan.required_query().map(sample).collect()
    }

    /// An object with the first properties that a sender sets, at least the first `count` of them.
    fn object(&mut self, properties: Vec<&Property>, count: usize, depth: usize) -> Result<Value, Broken> {
        let mut members = Map::new();
        let is_set = |property: &&Property| {
            !property.read_only && !property.key && property.deprecation.is_none() && &*property.name != "@odata.type"
        };
        let mut properties: Vec<&Property> = properties.into_iter().filter(is_set).collect();
        if count == 0 {
            let rank = |property: &&Property| TELLING.iter().position(|name| *name == &*property.name);
            properties.sort_by_key(|property| rank(property).unwrap_or(TELLING.len()));
        }
        for property in properties.into_iter().take(count.clamp(1, MOST)) {
            let shape = self.context().plan.shape(&property.ty);
            members.insert(property.name.to_string(), self.sample(&shape, Some(property), depth)?);
        }
        Ok(Value::Object(members))
    }

    /// A value of a shape, as the property it is of suggests.
    fn sample(&mut self, shape: &Shape, property: Option<&Property>, depth: usize) -> Result<Value, Broken> {
        let listed = property.and_then(|property| property.default.as_ref().or(property.values.first()));
        let listed = listed.map(|value| value.trim_matches(['`', '"', '\'']).to_owned());
        Ok(match shape {
            Shape::Text => {
                let name = property.map_or_else(|| "text".to_owned(), |property| words(&property.name).join(" "));
                listed.filter(|value| *value != "null").unwrap_or(name).into()
            }
            Shape::Bool => (listed.as_deref() != Some("false")).into(),
            Shape::I32 | Shape::I64 => listed.and_then(|value| value.parse::<i32>().ok()).unwrap_or(1).into(),
            Shape::F64 => 1.5.into(),
            Shape::Own(name) => match *name {
                "Guid" => "00000000-0000-0000-0000-000000000000",
                "Date" => "2025-01-31",
                "DateTime" => "2025-01-31T08:00:00Z",
                "TimeOfDay" => "08:00:00",
                "Duration" => "PT1H",
                _ => "AAAA",
            }
            .into(),
            Shape::Json => Value::Object(Map::new()),
            Shape::Enum(index) => {
                let members = &self.context().plan.enum_at(*index)?.def.members;
                let is_known = |value: &&str| members.iter().any(|member| *member.name == **value);
                let first = members.iter().map(|member| &*member.name).find(|name| *name != "unknownFutureValue");
                listed.as_deref().filter(is_known).or(first).unwrap_or("value").into()
            }
            Shape::List(inner) => Value::Array(vec![self.sample(inner, property, depth)?]),
            Shape::Model(_) if depth >= DEEPEST => Value::Object(Map::new()),
            Shape::Model(index) => {
                let properties = self.context().plan.properties(*index)?;
                // What is said in a word shows more than an object in an object.
                let is_simple = |property: &&Property| {
                    !matches!(self.context().plan.shape(&property.ty).element(), Shape::Model(_) | Shape::Json)
                };
                let simple: Vec<&Property> = properties.iter().copied().filter(is_simple).collect();
                self.object(if simple.is_empty() { properties } else { simple }, 1, depth + 1)?
            }
        })
    }
}
