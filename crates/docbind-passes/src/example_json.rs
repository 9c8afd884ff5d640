//! The JSON of hand-written examples as evidence.

use docbind_ir::{Example, ExampleBody, Operation, Primitive, Property, Rule, Source, TypeRef};
use serde_json::Value;

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

/// A property that only an example shows; its type is what any value of that JSON kind fits.
pub(crate) fn undocumented(name: &str, value: &Value, source: &Source) -> Property {
    Property {
        name: name.into(),
        ty: kind(value),
        undocumented: true,
        source: source.by(Rule::Example),
        ..Property::default()
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

/// Whether a value can be one of this type, as far as its JSON kind tells; `is_enum` says what a name means.
pub(crate) fn accepts(ty: &TypeRef, value: &Value, is_enum: &impl Fn(&docbind_ir::TypeName) -> bool) -> bool {
    match (ty, value) {
        (_, Value::Null) | (TypeRef::Primitive(Primitive::Untyped), _) => true,
        (TypeRef::Collection(inner), Value::Array(items)) => items.iter().all(|item| accepts(inner, item, is_enum)),
        (TypeRef::Collection(_), _) | (_, Value::Array(_)) => false,
        (TypeRef::Named(name), Value::String(_)) => is_enum(name),
        (TypeRef::Named(name), Value::Object(_)) => !is_enum(name),
        (TypeRef::Primitive(Primitive::Boolean), value) => value.is_boolean(),
        (TypeRef::Primitive(primitive), value) => {
            use Primitive::{Byte, Decimal, Double, Int16, Int32, Int64, Single};
            let number = matches!(primitive, Byte | Int16 | Int32 | Int64 | Single | Double | Decimal);
            if number { value.is_number() || value.is_string() } else { value.is_string() }
        }
        _ => false,
    }
}
