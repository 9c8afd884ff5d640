//! The JSON of hand-written examples as evidence.

use docbind_ir::{
    Example, ExampleBody, Method, Operation, Primitive, Property, Rule, Segment, Source, TypeRef, is_annotation,
    is_placeholder,
};
use foldhash::HashMap;
use serde_json::{Map, Value};

use crate::members::Members;

/// The request bodies of examples that can be read, with where the requests stand.
pub(crate) fn requests<'e>(examples: impl Iterator<Item = &'e Example>) -> impl Iterator<Item = (Value, &'e Source)> {
    let requests = examples.filter_map(|example| example.request.as_ref());
    requests.filter_map(|request| Some((read(&request.body)?, &request.source)))
}

/// The JSON of the responses of an operation's examples, one for each example.
pub(crate) fn responses(operation: &Operation) -> Vec<Option<Value>> {
    operation.examples.iter().map(|example| read(&example.response.as_ref()?.body)).collect()
}

/// A JSON object that an example sends.
pub(crate) struct SentObject {
    /// The object.
    pub(crate) object: Map<String, Value>,
    /// The request.
    pub(crate) source: Source,
}

impl SentObject {
    /// The objects that examples send.
    pub(crate) fn all(examples: &[&Example]) -> Vec<Self> {
        let objects = requests(examples.iter().copied()).filter_map(|(json, source)| match json {
            Value::Object(object) => Some(Self { object, source: source.clone() }),
            _ => None,
        });
        objects.collect()
    }

    /// The names of its members, annotations left out.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.object.keys().map(String::as_str).filter(|name| !is_annotation(name))
    }
}

/// What the examples of a page send, shared by its operations that differ in where their paths begin.
#[derive(Default)]
pub(crate) struct SentBodies {
    objects: HashMap<Key, Vec<SentObject>>,
    lists: HashMap<Key, Vec<(Value, Source)>>,
}

/// Method and last word of a path: what such operations share.
pub(crate) type Key = (Method, String);

/// The operations of each page, which stand together until pages meet.
pub(crate) fn by_page(operations: &mut [Operation]) -> impl Iterator<Item = &mut [Operation]> {
    operations.chunk_by_mut(|left, right| left.source.file == right.source.file)
}

impl SentBodies {
    /// Reads the request bodies of all examples of a page.
    pub(crate) fn new(operations: &[Operation]) -> Self {
        let mut shown = Self::default();
        for operation in operations {
            for (json, source) in requests(operation.examples.iter()) {
                let (key, source) = (Self::key(operation), source.clone());
                match json {
                    Value::Object(object) => shown.objects.entry(key).or_default().push(SentObject { object, source }),
                    Value::Array(_) => shown.lists.entry(key).or_default().push((json, source)),
                    _ => {}
                }
            }
        }
        shown
    }

    /// What the operation shares with others of its page.
    pub(crate) fn key(operation: &Operation) -> Key {
        let last = match operation.path.segments.last() {
            Some(Segment::Literal(word)) => word.to_lowercase(),
            Some(Segment::Function { name, .. }) => name.to_lowercase(),
            _ => String::new(),
        };
        (operation.method, last)
    }

    /// What the examples of an operation send, or those of its page for one that ends alike.
    pub(crate) fn of(&self, operation: &Operation) -> &[SentObject] {
        self.objects.get(&Self::key(operation)).map_or(&[], Vec::as_slice)
    }

    /// The lists that they send.
    pub(crate) fn lists_of(&self, operation: &Operation) -> &[(Value, Source)] {
        self.lists.get(&Self::key(operation)).map_or(&[], Vec::as_slice)
    }
}

/// The JSON of an example's body.
pub(crate) fn read(body: &ExampleBody) -> Option<Value> {
    match body {
        ExampleBody::Json(text) => serde_json::from_str(text).ok(),
        _ => None,
    }
}

/// A property that only an example shows.
///
/// Its type is the one that a value declares, that `near` or all types of the model give to a property of the name, or
/// that is called like the property, as long as the value fits; or else what any value of the JSON kind fits.
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
        .or_else(|| members.agreed(name).filter(|ty| members.accepts(ty, value)).cloned())
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
pub(crate) fn declared(value: &Value, members: &Members<'_>) -> Option<TypeRef> {
    match value {
        Value::Object(object) => {
            let name = object.get("@odata.type")?.as_str()?.trim_start_matches('#');
            members.object_called(name).map(|def| TypeRef::Named(def.name.clone()))
        }
        Value::Array(items) => {
            let first = declared(items.first()?, members)?;
            items.iter().all(|item| declared(item, members).as_ref() == Some(&first)).then(|| first.collection())
        }
        _ => None,
    }
}

/// What any value of the same JSON kind fits.
pub(crate) fn kind(value: &Value) -> TypeRef {
    match value {
        Value::Bool(_) => TypeRef::Primitive(Primitive::Boolean),
        Value::Number(number) if number.is_f64() => TypeRef::Primitive(Primitive::Double),
        Value::Number(_) => TypeRef::Primitive(Primitive::Int64),
        Value::String(text) if !is_placeholder(text) || text.eq_ignore_ascii_case("string") => TypeRef::STRING,
        Value::Array(items) => match items.first().map(kind) {
            Some(first) if items.iter().all(|item| kind(item) == first) => first.collection(),
            _ => TypeRef::UNTYPED.collection(),
        },
        Value::Null | Value::String(_) | Value::Object(_) => TypeRef::UNTYPED,
    }
}
