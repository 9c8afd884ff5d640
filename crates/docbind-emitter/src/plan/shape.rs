//! Types of the model as Rust sees them.

use docbind_ir::{Api, Primitive, TypeRef};
use foldhash::HashMap;

use super::Plan;

/// Collections inside one another deeper than this are any JSON.
const DEEPEST: usize = 3;

/// A type or an enumeration, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Item {
    Type(usize),
    Enum(usize),
}

/// What a value is in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Bool,
    I32,
    I64,
    F64,
    /// One of the runtime's own value types, by its name.
    Own(&'static str),
    Json,
    Model(usize),
    Enum(usize),
    List(Box<Self>),
}

impl Shape {
    /// What is inside any number of lists.
    pub(crate) fn element(&self) -> &Self {
        let mut shape = self;
        while let Self::List(inner) = shape {
            shape = inner;
        }
        shape
    }
}

pub(super) fn index(api: &Api) -> HashMap<&str, Item> {
    let enums = api.enums.iter().enumerate().map(|(index, def)| (def.name.as_str(), Item::Enum(index)));
    let types = api.types.iter().enumerate().map(|(index, def)| (def.name.as_str(), Item::Type(index)));
    enums.chain(types).collect()
}

impl Plan<'_> {
    /// The shape of a reference; what the model does not hold is any JSON.
    pub(crate) fn shape(&self, ty: &TypeRef) -> Shape {
        let mut depth = 0;
        let mut element = ty;
        while let TypeRef::Collection(inner) = element {
            depth += 1;
            element = inner;
        }
        if depth > DEEPEST {
            return Shape::List(Box::new(Shape::Json));
        }
        let inner = match element {
            TypeRef::Primitive(primitive) => of_primitive(*primitive),
            TypeRef::Named(name) => match self.item(name.as_str()) {
                Some(Item::Type(index)) => Shape::Model(index),
                Some(Item::Enum(index)) => Shape::Enum(index),
                None => Shape::Json,
            },
            TypeRef::Unresolved(_) | TypeRef::Collection(_) => Shape::Json,
        };
        (0..depth).fold(inner, |shape, _| Shape::List(Box::new(shape)))
    }
}

fn of_primitive(primitive: Primitive) -> Shape {
    match primitive {
        Primitive::String => Shape::Text,
        Primitive::Boolean => Shape::Bool,
        Primitive::Byte | Primitive::Int16 | Primitive::Int32 => Shape::I32,
        Primitive::Int64 => Shape::I64,
        Primitive::Single | Primitive::Double | Primitive::Decimal => Shape::F64,
        Primitive::Guid => Shape::Own("Guid"),
        Primitive::Date => Shape::Own("Date"),
        Primitive::DateTimeOffset => Shape::Own("DateTime"),
        Primitive::TimeOfDay => Shape::Own("TimeOfDay"),
        Primitive::Duration => Shape::Own("Duration"),
        Primitive::Binary | Primitive::Stream => Shape::Own("Binary"),
        Primitive::Untyped => Shape::Json,
    }
}
