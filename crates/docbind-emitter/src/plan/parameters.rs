//! Headers and optional query parameters of an operation as constants of its type.

use std::collections::BTreeSet;

use docbind_ir::{Location, Operation, Primitive, TypeRef};

use super::words::words;

/// A documented header or optional query parameter.
#[derive(Debug)]
pub(crate) struct Parameter<'a> {
    /// The name of the constant.
    pub(crate) name: String,
    /// What is sent: the name of the parameter or header, or what a preference is called.
    pub(crate) wire: &'a str,
    pub(crate) place: ParameterPlace,
    pub(crate) takes: Takes,
    pub(crate) description: &'a str,
    /// The page that documents it.
    pub(crate) file: &'a str,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ParameterPlace {
    Query,
    Header,
    /// A part of `Prefer`, whose value is in quotes or not.
    Preference {
        quoted: bool,
    },
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    Nothing,
    Bool,
    Number,
    Text,
}

/// Headers that the client sets by itself, or that have a method of every request.
const OWN_HEADERS: [&str; 8] = [
    "accept",
    "authorization",
    "consistencylevel",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// The constants of an operation, each name once.
pub(crate) fn parameters(operation: &Operation) -> Vec<Parameter<'_>> {
    let headers = operation.headers.iter().filter(|header| {
        let own = |own: &&str| header.name.eq_ignore_ascii_case(own);
        !OWN_HEADERS.iter().any(own)
    });
    let headers = headers.map(|header| {
        let file: &str = &header.source.file;
        let preference = header.value.as_deref().filter(|_| header.name.eq_ignore_ascii_case("prefer"));
        let (wire, place, takes) = match preference {
            Some(value) => preference_of(value),
            None => (&*header.name, ParameterPlace::Header, Takes::Text),
        };
        let name = match place {
            ParameterPlace::Preference { .. } => format!("{} {wire}", header.name),
            _ => wire.to_owned(),
        };
        Parameter { name, wire, place, takes, description: &header.description, file }
    });
    let optional = operation.parameters.iter().filter(|parameter| {
        parameter.location == Location::Query && !parameter.required && !parameter.wire_name.starts_with('$')
    });
    let optional = optional.map(|parameter| {
        let takes = match parameter.ty {
            TypeRef::Primitive(Primitive::Boolean) => Takes::Bool,
            TypeRef::Primitive(Primitive::Byte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64) => {
                Takes::Number
            }
            _ => Takes::Text,
        };
        Parameter {
            name: parameter.wire_name.to_string(),
            wire: &parameter.wire_name,
            place: ParameterPlace::Query,
            takes,
            description: &parameter.description,
            file: &operation.source.file,
        }
    });
    let mut taken = BTreeSet::new();
    let named = headers.chain(optional).map(|parameter| {
        let name = words(&parameter.name).join("_").to_uppercase();
        Parameter { name, ..parameter }
    });
    // A name that no constant can have is sent by its text.
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    named.filter(|parameter| is_name(&parameter.name) && taken.insert(parameter.name.clone())).collect()
}

/// A preference by its documented value: `return=minimal`, `odata.maxpagesize={x}`, `outlook.timezone`.
fn preference_of(value: &str) -> (&str, ParameterPlace, Takes) {
    let place = |quoted| ParameterPlace::Preference { quoted };
    match value.split_once('=') {
        Some((name, value)) if value.starts_with('"') => (name, place(true), Takes::Text),
        Some((name, value)) if value.starts_with(['{', '<']) => {
            let is_number = name.to_ascii_lowercase().ends_with("maxpagesize");
            (name, place(false), if is_number { Takes::Number } else { Takes::Text })
        }
        None if value.contains('.') => (value, place(true), Takes::Text),
        _ => (value, place(false), Takes::Nothing),
    }
}
