//! What the benchmarks call: a documented list operation and the Rust names of its type.

use anyhow::{Context, Result};
use docbind_ir::{Api, Method, Operation, ResponseBody, Segment, TypeDef};

/// A list operation of the documentation and how generated code spells it.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// The wire name of the item type.
    pub type_name: String,
    /// The item type in the generated crate: `models::User`.
    pub rust_type: String,
    /// The area's feature: `users`.
    pub feature: String,
    /// The calls from the client to the verb: `.users()`.
    pub calls: String,
    /// The path with `a-1` for each parameter.
    pub path: String,
}

impl Subject {
    /// Listing users where the documentation has users, or else the list operation with the richest items.
    pub(crate) fn choose(api: &Api) -> Result<Self> {
        let mut candidates: Vec<(usize, Self)> =
            api.operations.iter().filter_map(|operation| candidate(api, operation)).collect();
        candidates.sort_by_key(|(weight, subject)| (subject.path != "/users", usize::MAX - weight));
        candidates
            .into_iter()
            .next()
            .map(|(_, subject)| subject)
            .context("the documentation has no list operation to measure")
    }
}

fn candidate(api: &Api, operation: &Operation) -> Option<(usize, Subject)> {
    let response = operation.responses.iter().find(|response| response.is_collection)?;
    let ResponseBody::Json(ty) = &response.body else { return None };
    let definition = api.types.iter().find(|definition| Some(&definition.name) == ty.name())?;
    if operation.method != Method::Get || definition.name.namespace() != api.namespace {
        return None;
    }
    let (mut calls, mut path, mut feature) = (String::new(), String::new(), None);
    for segment in &operation.path.segments {
        match segment {
            Segment::Literal(word) if word.chars().all(|c| c.is_ascii_alphabetic()) => {
                calls.push_str(&format!(".{}()", separated(word, '_')));
                path.push_str(&format!("/{word}"));
                feature.get_or_insert_with(|| separated(word, '-'));
            }
            Segment::Parameter(_) => {
                calls.push_str(".by_id(\"a-1\")");
                path.push_str("/a-1");
            }
            _ => return None,
        }
    }
    let subject = Subject {
        type_name: definition.name.as_str().to_owned(),
        rust_type: format!("models::{}", camel(definition)),
        feature: feature?,
        calls,
        path,
    };
    Some((definition.properties.len(), subject))
}

fn separated(word: &str, separator: char) -> String {
    let mut name = String::new();
    for c in word.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push(separator);
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

fn camel(definition: &TypeDef) -> String {
    let mut letters = definition.name.short().chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
