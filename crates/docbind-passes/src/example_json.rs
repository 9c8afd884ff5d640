//! The JSON of hand-written examples as evidence.

use docbind_ir::{Example, ExampleBody, Operation, Primitive, Property, Rule, Source, TypeName, TypeRef};
use serde_json::Value;

use crate::members::Members;

/// The request bodies of an operation's examples that can be read, with where the requests stand.
pub(crate) fn requests(operation: &Operation) -> impl Iterator<Item = (Value, &Source)> {
    let requests = operation.examples.iter().filter_map(|example: &Example| example.request.as_ref());
    requests.filter_map(|request| Some((read(&request.body)?, &request.source)))
}

/// The JSON of an example's body.
pub(crate) fn read(body: &ExampleBody) -> Option<Value> {
    match body {
        ExampleBody::Json(text) => serde_json::from_str(text).ok(),
        _ => None,
    }
}

/// Whether a text stands for a value instead of being one: `String`, `string (identifier)`, `Integer`, `{id}`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let kind = text.split([' ', '(']).next().unwrap_or_default().to_ascii_lowercase();
    let kinds = ["string", "boolean", "integer", "int32", "int64", "guid", "double", "number", "timestamp", "binary"];
    text.is_empty()
        || kinds.contains(&kind.as_str())
        || text.starts_with(['{', '<'])
        || text.ends_with("-value")
        || text.contains("...")
}

/// A property that only an example shows.
///
/// Its type is the one that a value declares, or that `near` has under the same name, or that is called like the
/// property and fits; or else what any value of the JSON kind fits.
pub(crate) fn undocumented(
    name: &str,
    value: &Value,
    source: &Source,
    near: Option<&TypeRef>,
    members: &Members<'_>,
) -> Property {
    let ty = declared(value, members)
        .or_else(|| {
            let known = members.find_derived(near?.name()?, name)?;
            members.accepts(&known.ty, value).then(|| known.ty.clone())
        })
        .or_else(|| {
            let ty = members.named_like(name)?;
            let ty = if value.is_array() { ty.collection() } else { ty };
            (!is_scalar(value) && members.accepts(&ty, value)).then_some(ty)
        });
    Property {
        name: name.into(),
        ty: ty.unwrap_or_else(|| kind(value)),
        undocumented: true,
        source: source.by(Rule::Example),
        ..Property::default()
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// The type that an object names itself, or that all objects of a list name.
fn declared(value: &Value, members: &Members<'_>) -> Option<TypeRef> {
    match value {
        Value::Object(object) => {
            let name = object.get("@odata.type")?.as_str()?.trim_start_matches('#');
            members.object(&TypeName::new(name)).map(|def| TypeRef::Named(def.name.clone()))
        }
        Value::Array(items) => {
            let first = declared(items.first()?, members)?;
            items.iter().all(|item| declared(item, members).as_ref() == Some(&first)).then(|| first.collection())
        }
        _ => None,
    }
}

fn kind(value: &Value) -> TypeRef {
    match value {
        Value::Bool(_) => TypeRef::Primitive(Primitive::Boolean),
        Value::Number(number) if number.is_f64() => TypeRef::Primitive(Primitive::Double),
        Value::Number(_) => TypeRef::Primitive(Primitive::Int64),
        Value::String(text) if !is_placeholder(text) => TypeRef::STRING,
        Value::Array(items) => match items.first().map(kind) {
            Some(first) if items.iter().all(|item| kind(item) == first) => first.collection(),
            _ => TypeRef::UNTYPED.collection(),
        },
        Value::Null | Value::String(_) | Value::Object(_) => TypeRef::UNTYPED,
    }
}
