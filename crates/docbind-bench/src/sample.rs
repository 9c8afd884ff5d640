//! A page of items made from the model: the JSON that decoding is measured with.

use docbind_ir::{Api, Primitive, TypeDef, TypeRef};
use serde_json::{Map, Value, json};

/// How deep nested objects are filled.
const DEPTH: usize = 2;

/// A page with `items` items of `ty`, every structural property filled.
pub(crate) fn page(api: &Api, ty: &TypeDef, items: usize) -> Value {
    let values: Vec<Value> = (0..items).map(|number| object(api, ty, number, DEPTH)).collect();
    json!({ "@odata.context": "https://example.com/$metadata", "value": values })
}

fn object(api: &Api, ty: &TypeDef, number: usize, depth: usize) -> Value {
    let mut members = Map::new();
    let base = ty.base.as_ref().and_then(|base| api.types.iter().find(|other| Some(&other.name) == base.name()));
    for property in base.into_iter().flat_map(|base| &base.properties).chain(&ty.properties) {
        if let Some(value) = value(api, &property.ty, number, depth)
            && !property.name.contains('@')
        {
            members.insert(property.name.to_string(), value);
        }
    }
    Value::Object(members)
}

fn value(api: &Api, ty: &TypeRef, number: usize, depth: usize) -> Option<Value> {
    Some(match ty {
        TypeRef::Collection(inner) => {
            let item = value(api, inner, number, depth.checked_sub(1)?)?;
            json!([item, item])
        }
        TypeRef::Named(name) => {
            if let Some(definition) = api.enums.iter().find(|definition| definition.name == *name) {
                let member = definition.members.get(number % definition.members.len().max(1))?;
                json!(member.name)
            } else {
                let inner = api.types.iter().find(|definition| definition.name == *name)?;
                object(api, inner, number, depth.checked_sub(1)?)
            }
        }
        TypeRef::Unresolved(_) => return None,
        TypeRef::Primitive(primitive) => match primitive {
            Primitive::Boolean => json!(number.is_multiple_of(2)),
            Primitive::Byte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 => json!(number),
            Primitive::Single | Primitive::Double | Primitive::Decimal => json!(number as f64 + 0.5),
            Primitive::Guid => json!("6f1c2a34-90ab-4cde-8f01-23456789abcd"),
            Primitive::Date => json!("2026-11-21"),
            Primitive::DateTimeOffset => json!("2026-11-21T08:30:00Z"),
            Primitive::TimeOfDay => json!("08:30:00"),
            Primitive::Duration => json!("PT1H30M"),
            Primitive::Binary | Primitive::Stream => json!("ZG9jYmluZA=="),
            Primitive::String => json!(format!("value number {number} of a text property")),
            Primitive::Untyped => json!({ "number": number }),
        },
    })
}
