//! JSON representations of resources.

use std::collections::HashMap;
use std::sync::Arc;

use docbind_ir::{Primitive, Property, Rule, Source, TypeRef};
use memchr::memchr2_iter;
use serde_json::{Map, Value};

use super::resource_part::Part;
use super::type_cell::{primitive, read_type_cell};
use crate::json::repair;
use crate::page::{Annotation, BlockKind, Code, Page};

/// Objects nested deeper than this keep no types.
const DEEPEST: usize = 16;

/// A JSON representation with the annotation that names its type.
#[derive(Clone, Debug)]
pub(super) struct Representation {
    /// `@odata.type` of the annotation.
    pub name: Option<String>,
    /// The annotation.
    pub annotation: Option<Annotation>,
    /// `@odata.type` of the object itself.
    pub shown_name: Option<String>,
    /// The members, typed by their placeholders.
    pub properties: Vec<Property>,
    /// Whether the values are placeholders that stand for types, as opposed to an example.
    pub is_schema: bool,
    /// Where it stands.
    pub source: Source,
}

/// The representations on a page: fences annotated as resources, or else the first JSON fence under the heading.
pub(super) fn representations(page: &Page<'_>, parts: &[Part]) -> Vec<Representation> {
    let codes = || {
        page.sections.iter().zip(parts).flat_map(|(section, part)| {
            section.blocks.iter().filter_map(move |block| match &block.kind {
                BlockKind::Code(code) => Some((*part, code)),
                _ => None,
            })
        })
    };
    let is_resource = |annotation: &Annotation| annotation.block_type().as_deref() == Some("resource");
    let mut found: Vec<Representation> = codes()
        .filter_map(|(part, code)| {
            let annotation = code.annotation.as_ref().filter(|annotation| is_resource(annotation))?;
            Some(read(code, Some(annotation), &page.file, part != Part::Examples))
        })
        .collect();
    // Annotations that lost their fence still name the type.
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        if let BlockKind::Annotation(annotation) = &block.kind
            && is_resource(annotation)
        {
            found.push(Representation {
                name: type_name(annotation),
                shown_name: None,
                annotation: Some(annotation.clone()),
                properties: Vec::new(),
                is_schema: true,
                source: annotation.place.source(Rule::Annotation),
            });
        }
    }
    if found.iter().all(|representation| representation.properties.is_empty()) {
        found.extend(codes().find(|(part, _)| *part == Part::Json).map(|(_, code)| read(code, None, &page.file, true)));
    }
    found
}

fn type_name(annotation: &Annotation) -> Option<String> {
    let name = annotation.text("@odata.type").or_else(|| annotation.text("@type"))?.trim().trim_start_matches('#');
    (!name.is_empty()).then(|| name.to_owned())
}

fn read(code: &Code<'_>, annotation: Option<&Annotation>, page_file: &str, is_schema: bool) -> Representation {
    let source = match annotation {
        Some(annotation) => annotation.place.source(Rule::Annotation),
        None => code.place.source(Rule::Json),
    };
    let object = repair(&code.text).ok().and_then(|repaired| serde_json::from_str(&repaired.text).ok());
    let (properties, shown_name) = match object {
        Some(Value::Object(members)) => {
            let own = members.get("@odata.type").or_else(|| members.get("@type")).and_then(Value::as_str);
            let own = own.map(|name| name.trim().trim_start_matches('#').to_owned());
            // A kind of value in the place of a name is a placeholder.
            (members_of(&members, code, page_file), own.filter(|name| name.contains('.')))
        }
        _ => (Vec::new(), None),
    };
    Representation {
        name: annotation.and_then(type_name),
        shown_name,
        annotation: annotation.cloned(),
        properties,
        is_schema,
        source,
    }
}

fn members_of(members: &Map<String, Value>, code: &Code<'_>, page_file: &str) -> Vec<Property> {
    // Keys such as "String-value" or an identifier stand for what the client chooses.
    let is_member = |name: &&String| {
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
    };
    let lines = quoted_words(&code.text);
    members
        .iter()
        .filter(|(name, _)| is_member(name))
        .map(|(name, value)| {
            let (ty, values) = placeholder(value, page_file, 0);
            let line = lines.get(name.as_str()).copied().unwrap_or(0);
            let mut source = code.place.source(Rule::Json);
            source.line = source.line.saturating_add(line);
            Property {
                name: name.as_str().into(),
                ty,
                values: values.into(),
                undocumented: true,
                source,
                ..Property::default()
            }
        })
        .collect()
}

/// What stands between two quotes anywhere in a text, with the number of the line, from 0, where it first does.
fn quoted_words(text: &str) -> HashMap<&str, u32> {
    let mut words = HashMap::new();
    let mut line = 0;
    let mut start = None;
    for at in memchr2_iter(b'"', b'\n', text.as_bytes()) {
        if text.as_bytes().get(at) == Some(&b'\n') {
            line += 1;
            continue;
        }
        if let Some(word) = start.replace(at + 1).and_then(|start: usize| text.get(start..at)) {
            words.entry(word).or_insert(line);
        }
    }
    words
}

/// The type that a placeholder value stands for, and the values it lists.
fn placeholder(value: &Value, page_file: &str, depth: usize) -> (TypeRef, Vec<Arc<str>>) {
    let ty = match value {
        Value::Bool(_) => TypeRef::Primitive(Primitive::Boolean),
        Value::Number(number) if number.is_f64() => TypeRef::Primitive(Primitive::Double),
        Value::Number(number) if number.as_i64().is_some_and(|number| i32::try_from(number).is_err()) => {
            TypeRef::Primitive(Primitive::Int64)
        }
        Value::Number(_) => TypeRef::Primitive(Primitive::Int32),
        Value::String(text) => return text_placeholder(text, page_file),
        Value::Array(items) if depth < DEEPEST => match items.first() {
            Some(first) => return (placeholder(first, page_file, depth + 1).0.collection(), Vec::new()),
            None => TypeRef::UNTYPED.collection(),
        },
        Value::Object(members) => match members.get("@odata.type").or_else(|| members.get("@type")) {
            Some(Value::String(name)) => read_type_cell(name, page_file).ty,
            _ => TypeRef::UNTYPED,
        },
        Value::Null | Value::Array(_) => TypeRef::UNTYPED,
    };
    (ty, Vec::new())
}

/// Whether a text begins as a timestamp does: `2000-01-01T00:00`.
fn is_time(text: &str) -> bool {
    let shape = b"0000-00-00T00:00";
    let start = text.as_bytes().get(..shape.len());
    let fits = |(byte, model): (&u8, &u8)| if *model == b'0' { byte.is_ascii_digit() } else { byte == model };
    start.is_some_and(|start| start.iter().zip(shape).all(fits))
}

fn text_placeholder(text: &str, page_file: &str) -> (TypeRef, Vec<Arc<str>>) {
    let text = text.trim();
    let choices: Vec<&str> = text.split('|').map(str::trim).collect();
    if choices.len() > 1 && choices.iter().all(|choice| !choice.is_empty() && !choice.contains(char::is_whitespace)) {
        return (TypeRef::STRING, choices.into_iter().map(Arc::from).collect());
    }
    let is_type =
        text.split(|c: char| !c.is_alphanumeric() && c != '.').next().is_some_and(|word| primitive(word).is_some())
            || text.contains("microsoft.graph.")
            || text.to_lowercase().starts_with("collection(");
    let words = text.split_whitespace().count();
    let ty = if is_type && words <= 4 {
        read_type_cell(text, page_file).ty
    } else if is_time(text) {
        TypeRef::Primitive(Primitive::DateTimeOffset)
    } else {
        TypeRef::STRING
    };
    (ty, Vec::new())
}
