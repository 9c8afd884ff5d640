//! JSON schemas of types, as OpenAPI 3.1 has them.

use std::collections::BTreeSet;

use docbind_ir::{Api, EnumDef, Primitive, Property, TypeDef, TypeRef};
use serde_json::{Map, Value, json};

/// Writes references only to schemas that the document has, so that it is valid whatever the model refers to.
pub(super) struct Schemas<'a> {
    names: BTreeSet<&'a str>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let types = api.types.iter().map(|def| def.name.as_str());
        Self { names: types.chain(api.enums.iter().map(|def| def.name.as_str())).collect() }
    }

    /// The schema of a value of this type.
    pub(super) fn of(&self, ty: &TypeRef) -> Value {
        match ty {
            TypeRef::Primitive(primitive) => of_primitive(*primitive),
            TypeRef::Named(name) if self.names.contains(name.as_str()) => {
                json!({"$ref": format!("#/components/schemas/{}", pointer(name.as_str()))})
            }
            TypeRef::Named(_) | TypeRef::Unresolved(_) => json!({}),
            TypeRef::Collection(inner) => json!({"type": "array", "items": self.of(inner)}),
        }
    }

    /// The schema of a page of items.
    pub(super) fn collection(&self, item: &TypeRef) -> Value {
        json!({
            "type": "object",
            "properties": {
                "value": {"type": "array", "items": self.of(item)},
                "@odata.nextLink": {"type": "string"},
            },
        })
    }

    /// The schema of an object type; properties of the base are left to the base.
    pub(super) fn object(&self, def: &TypeDef) -> Value {
        let properties = def.properties.iter().map(|property| (property, false));
        let navigation = def.navigation.iter().map(|property| (property, true));
        let mut own = self.properties(properties.chain(navigation));
        if let Some(base @ TypeRef::Named(name)) = &def.base
            && self.names.contains(name.as_str())
        {
            own = Map::from_iter([("allOf".to_owned(), json!([self.of(base), own]))]);
        }
        describe(&mut own, &def.description);
        if def.is_abstract {
            own.insert("x-abstract".to_owned(), Value::Bool(true));
        }
        if def.deprecation.is_some() {
            own.insert("deprecated".to_owned(), Value::Bool(true));
        }
        Value::Object(own)
    }

    /// The schema of a body with parameters of its own.
    pub(super) fn inline(&self, properties: &[Property]) -> Value {
        Value::Object(self.properties(properties.iter().map(|property| (property, false))))
    }

    fn properties<'p>(&self, properties: impl Iterator<Item = (&'p Property, bool)>) -> Map<String, Value> {
        let mut members = Map::new();
        let mut required = Vec::new();
        for (property, navigation) in properties {
            if property.required && !required.contains(&&*property.name) {
                required.push(&*property.name);
            }
            members.insert(property.name.to_string(), self.property(property, navigation));
        }
        let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
        if !members.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(members));
        }
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema
    }

    fn property(&self, property: &Property, navigation: bool) -> Value {
        let mut schema = match self.of(&property.ty) {
            Value::Object(schema) => schema,
            _ => Map::new(),
        };
        if property.nullable == Some(true)
            && let Some(Value::String(ty)) = schema.get("type")
        {
            let ty = json!([ty, "null"]);
            schema.insert("type".to_owned(), ty);
        }
        describe(&mut schema, &property.description);
        let flags = [
            ("x-ms-navigationProperty", navigation),
            ("readOnly", property.read_only),
            ("deprecated", property.deprecation.is_some()),
            ("x-undocumented", property.undocumented),
        ];
        for (name, _) in flags.into_iter().filter(|(_, set)| *set) {
            schema.insert(name.to_owned(), Value::Bool(true));
        }
        Value::Object(schema)
    }
}

/// The schema of an enumeration; values of one with flags may combine members with commas.
pub(super) fn of_enum(def: &EnumDef) -> Value {
    let mut schema = Map::from_iter([("type".to_owned(), json!("string"))]);
    describe(&mut schema, &def.description);
    if !def.members.is_empty() {
        let members: Vec<&str> = def.members.iter().map(|member| &*member.name).collect();
        schema.insert("enum".to_owned(), json!(members));
    }
    if def.is_flags {
        schema.insert("x-ms-enum-flags".to_owned(), json!({"isFlags": true}));
    }
    Value::Object(schema)
}

fn of_primitive(primitive: Primitive) -> Value {
    let (ty, format) = match primitive {
        Primitive::String => return json!({"type": "string"}),
        Primitive::Boolean => return json!({"type": "boolean"}),
        Primitive::Untyped => return json!({}),
        Primitive::Byte => ("integer", "uint8"),
        Primitive::Int16 => ("integer", "int16"),
        Primitive::Int32 => ("integer", "int32"),
        Primitive::Int64 => ("integer", "int64"),
        Primitive::Single => ("number", "float"),
        Primitive::Double => ("number", "double"),
        Primitive::Decimal => ("number", "decimal"),
        Primitive::Guid => ("string", "uuid"),
        Primitive::Date => ("string", "date"),
        Primitive::DateTimeOffset => ("string", "date-time"),
        Primitive::TimeOfDay => ("string", "time"),
        Primitive::Duration => ("string", "duration"),
        Primitive::Binary => ("string", "byte"),
        Primitive::Stream => ("string", "binary"),
    };
    json!({"type": ty, "format": format})
}

pub(super) fn describe(schema: &mut Map<String, Value>, description: &str) {
    if !description.is_empty() {
        schema.insert("description".to_owned(), json!(description));
    }
}

/// A name as a part of a JSON pointer in a URI fragment.
fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
