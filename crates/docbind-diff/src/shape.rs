//! What a fact of the pages is in the generated crate, as far as programs can tell.

use std::collections::HashSet;

use docbind_ir::{Api, Body, BodyShape, Method, Operation, Primitive, ResponseBody, TypeRef};

/// The types of a model, to tell those that are generated from those that are any JSON.
pub(crate) struct Shapes<'a> {
    names: HashSet<&'a str>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        let types = api.types.iter().map(|def| def.name.as_str());
        Self { names: types.chain(api.enums.iter().map(|def| def.name.as_str())).collect() }
    }

    /// The type in the generated crate: pages may change a type in ways that it cannot tell apart.
    pub(crate) fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Primitive(primitive) => of_primitive(*primitive).to_owned(),
            TypeRef::Named(name) if self.names.contains(name.as_str()) => name.to_string(),
            TypeRef::Named(_) | TypeRef::Unresolved(_) => "any JSON".to_owned(),
            TypeRef::Collection(inner) => format!("list of {}", self.ty(inner)),
        }
    }

    /// What a call takes as its body; the properties of an object of its own are compared one by one.
    pub(crate) fn body(&self, body: &Body) -> String {
        match &body.shape {
            BodyShape::None => "no body".to_owned(),
            BodyShape::Unknown => "any JSON".to_owned(),
            BodyShape::Json(ty) => self.ty(ty),
            BodyShape::Inline(_) => "an object of its own".to_owned(),
            BodyShape::JsonPatch => "JSON Patch".to_owned(),
            BodyShape::Binary(media_type) => format!("bytes ({media_type})"),
            BodyShape::Text(media_type) => format!("text ({media_type})"),
            BodyShape::Multipart => "multipart".to_owned(),
        }
    }

    /// What a call gives back.
    pub(crate) fn response(&self, operation: &Operation) -> String {
        let mut responses: Vec<_> = operation.responses.iter().collect();
        responses.sort_by_key(|response| response.status);
        let mut kinds = Vec::new();
        let mut is_optional = false;
        for response in responses {
            let kind = match &response.body {
                ResponseBody::None => {
                    is_optional = true;
                    continue;
                }
                ResponseBody::Json(ty) if response.is_collection => format!("collection of {}", self.ty(ty)),
                ResponseBody::Json(ty) => self.ty(ty),
                ResponseBody::Value(ty) => format!("value of {}", self.ty(ty)),
                ResponseBody::Binary(_) | ResponseBody::EventStream => "bytes".to_owned(),
                ResponseBody::Text(_) => "text".to_owned(),
            };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let kind = match kinds.as_slice() {
            [] if operation.responses.is_empty() && !matches!(operation.method, Method::Delete | Method::Head) => {
                return "any JSON or nothing".to_owned();
            }
            [] => return "nothing".to_owned(),
            [kind] => kind.as_str(),
            _ => "any JSON",
        };
        if is_optional { format!("{kind} or nothing") } else { kind.to_owned() }
    }
}

fn of_primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "text",
        Primitive::Boolean => "boolean",
        Primitive::Byte | Primitive::Int16 | Primitive::Int32 => "32-bit integer",
        Primitive::Int64 => "64-bit integer",
        Primitive::Single | Primitive::Double | Primitive::Decimal => "number",
        Primitive::Guid => "GUID",
        Primitive::Date => "date",
        Primitive::DateTimeOffset => "date and time",
        Primitive::TimeOfDay => "time of day",
        Primitive::Duration => "duration",
        Primitive::Binary | Primitive::Stream => "binary",
        Primitive::Untyped => "any JSON",
    }
}
