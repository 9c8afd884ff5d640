//! Types that no page documents, as examples and the notes of cmdlets show them.

use std::collections::BTreeMap;

use docbind_ir::{
    Api, Code, Diagnostic, Example, ExampleBody, Property, Rule, Source, TypeDef, TypeName, TypeRef, is_annotation,
};
use foldhash::{HashMap, HashSet};
use serde_json::{Map, Value};

use crate::example_json::kind;
use crate::type_index::TypeIndex;

/// Objects nested deeper than this are not looked into.
const DEEPEST: usize = 16;

/// The types among `missing`, short names in lower case, that objects of examples call themselves or that notes of
/// cmdlets list, with the members found there.
pub(crate) fn shown_types(
    api: &Api,
    missing: &HashSet<String>,
    index: &TypeIndex,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TypeDef> {
    if missing.is_empty() {
        return Vec::new();
    }
    let mut shown = ShownTypes { missing, index, found: BTreeMap::new(), places: HashMap::default() };
    for def in api.cmdlets.iter().flat_map(|cmdlet| &cmdlet.types) {
        let name = match def.name.namespace() {
            "" if !api.namespace.is_empty() => TypeName::new(format!("{}.{}", api.namespace, def.name)),
            _ => def.name.clone(),
        };
        for property in &def.properties {
            shown.add(&name, property.clone());
        }
    }
    let own = api.operations.iter().flat_map(|operation| &operation.examples);
    own.chain(&api.examples).for_each(|example| shown.example(example));
    let found: Vec<TypeDef> = shown.found.into_values().collect();
    for def in &found {
        let message =
            format!("no page documents the type `{}`; docbind takes its properties from what shows it", def.name);
        let help = "add a page for the type, or link the name to the page that documents it";
        diagnostics.push(Diagnostic::new(Code::UnknownType, def.source.clone(), message).help(help));
    }
    found
}

struct ShownTypes<'a> {
    missing: &'a HashSet<String>,
    index: &'a TypeIndex,
    found: BTreeMap<String, TypeDef>,
    /// The properties of each type, by their names.
    places: HashMap<(String, String), usize>,
}

impl ShownTypes<'_> {
    fn example(&mut self, example: &Example) {
        let request = example.request.as_ref().map(|request| (&request.body, &request.source));
        let response = example.response.as_ref().map(|response| (&response.body, &response.source));
        for (body, source) in request.into_iter().chain(response) {
            // Nearly all examples leave the names of types out.
            if let ExampleBody::Json(text) = body
                && text.contains("@odata.type")
                && let Ok(json) = serde_json::from_str::<Value>(text)
            {
                self.value(&json, source, 0);
            }
        }
    }

    fn value(&mut self, value: &Value, source: &Source, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item, source, depth + 1)),
            Value::Object(object) => {
                self.object(object, source);
                object.values().for_each(|value| self.value(value, source, depth + 1));
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, source: &Source) {
        let Some(name) = object.get("@odata.type").and_then(Value::as_str) else { return };
        let name = TypeName::new(name.trim().trim_start_matches('#'));
        for (member, value) in object.iter().filter(|(member, _)| !is_annotation(member)) {
            let property = Property {
                name: member.as_str().into(),
                ty: member_type(value),
                undocumented: true,
                source: source.by(Rule::Example),
                ..Property::default()
            };
            self.add(&name, property);
        }
    }

    fn add(&mut self, name: &TypeName, property: Property) {
        let is_wanted = self.missing.contains(&name.short().to_lowercase()) && !name.namespace().is_empty();
        if !is_wanted || self.index.names().full_name(name.as_str()).is_some() {
            return;
        }
        let def = self
            .found
            .entry(name.key())
            .or_insert_with(|| TypeDef { source: property.source.clone(), ..TypeDef::new(name.clone()) });
        let place = self.places.entry((name.key(), property.name.to_lowercase())).or_insert(def.properties.len());
        match def.properties.get_mut(*place) {
            Some(known) if known.ty.element().is_any() => known.ty = property.ty,
            Some(_) => {}
            None => def.properties.push(property),
        }
    }
}

/// What a member is by its value: the type an object calls itself, or what any value of its JSON kind fits.
fn member_type(value: &Value) -> TypeRef {
    let named = |value: &Value| {
        let name = value.get("@odata.type")?.as_str()?;
        Some(TypeRef::unresolved(name.trim_start_matches('#'), None))
    };
    match value {
        Value::Array(items) => match items.first().and_then(named) {
            Some(ty) => ty.collection(),
            None => kind(value),
        },
        Value::Object(_) => named(value).unwrap_or_else(|| kind(value)),
        _ => kind(value),
    }
}
