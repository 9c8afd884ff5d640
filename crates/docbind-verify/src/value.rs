//! Whether a JSON value decodes into a type and would be encoded again without loss.

use std::collections::BTreeSet;

use docbind_ir::{
    EnumDef, EnumMember, Primitive, Property, Source, TypeDef, TypeRef, TypeTree, is_annotation, is_placeholder,
};
use serde_json::{Map, Value};

use crate::report::{Finding, Touched};

/// How deep a value is followed; serde_json itself reads no deeper than this.
const DEPTH: usize = 128;

/// How many characters of a value a finding shows.
const SHOWN: usize = 60;

/// Compares values with types and collects what differs.
pub(crate) struct Comparison<'a, 's> {
    pub(crate) types: &'s TypeTree<'a>,
    pub(crate) example: &'s Source,
    pub(crate) findings: Vec<Finding>,
    pub(crate) tolerated: BTreeSet<&'static str>,
    pub(crate) touched: BTreeSet<Touched>,
}

impl<'a, 's> Comparison<'a, 's> {
    /// A comparison of the example at `example` that has found nothing yet.
    pub(crate) fn new(types: &'s TypeTree<'a>, example: &'s Source) -> Self {
        Self { types, example, findings: Vec::new(), tolerated: BTreeSet::new(), touched: BTreeSet::new() }
    }

    /// Notes what departs from the documentation, but means the same and is kept as it is.
    pub(crate) fn tolerates(&mut self, what: &'static str) {
        self.tolerated.insert(what);
    }

    /// Compares `value`, found at `path`, with `ty`, which `documented` declares.
    pub(crate) fn value(&mut self, value: &Value, ty: &TypeRef, path: &str, documented: &Source, depth: usize) {
        if value.is_null() || depth > DEPTH {
            return;
        }
        match ty {
            TypeRef::Unresolved(_) => {}
            TypeRef::Primitive(primitive) => {
                if primitive_fits(*primitive, value) {
                    return;
                }
                if value.as_str().is_some_and(is_placeholder) {
                    self.tolerates("placeholder for a value");
                } else {
                    self.differs("wrong type", path, &format!("{primitive:?}"), &shown(value), Some(documented));
                }
            }
            TypeRef::Collection(element) => match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.value(item, element, &format!("{path}[{index}]"), documented, depth + 1);
                    }
                }
                _ => self.differs(
                    "collection or single",
                    path,
                    &format!("a collection of {element}"),
                    &shown(value),
                    Some(documented),
                ),
            },
            TypeRef::Named(name) => {
                if let Some(definition) = self.types.enumeration(name.as_str()) {
                    self.enumeration(value, definition, path, documented);
                } else if let Some(ty) = self.types.object(name.as_str()) {
                    match value {
                        Value::Object(members) => self.object(members, ty, path, depth),
                        Value::Array(_) => {
                            self.differs(
                                "collection or single",
                                path,
                                &format!("one {}", ty.name.short()),
                                &shown(value),
                                Some(documented),
                            );
                        }
                        _ => self.differs("wrong type", path, ty.name.as_str(), &shown(value), Some(documented)),
                    }
                }
            }
        }
    }

    /// Compares the members of an object with the type, or with the derived type that its `@odata.type` names.
    pub(crate) fn object(&mut self, members: &Map<String, Value>, declared: &'a TypeDef, path: &str, depth: usize) {
        let mut ty = declared;
        if let Some(text) = members.get("@odata.type").and_then(Value::as_str)
            && let Some(named) = self.types.named(text)
        {
            let says_nothing = declared.properties.is_empty() && declared.navigation.is_empty();
            if says_nothing || self.types.are_related(&named.name, &declared.name) {
                ty = named;
            } else {
                self.differs(
                    "another type",
                    &format!("{path}.@odata.type"),
                    declared.name.as_str(),
                    text,
                    Some(&declared.source),
                );
                return;
            }
        }
        for (name, value) in members {
            if is_annotation(name) {
                continue;
            }
            let property = self.types.member(ty.name.as_str(), name);
            let inner = format!("{path}.{name}");
            match property {
                Some(property) => self.property(value, property, &inner, depth + 1),
                None if self.types.is_open(ty.name.as_str()) => {}
                None => self.differs(
                    "unknown property",
                    &inner,
                    &format!("a property of {}", ty.name),
                    &shown(value),
                    Some(&ty.source),
                ),
            }
        }
    }

    /// Compares the members of an object with the parameters of a body of its own.
    pub(crate) fn parameters(&mut self, members: &Map<String, Value>, parameters: &[Property], documented: &Source) {
        for (name, value) in members {
            if is_annotation(name) {
                continue;
            }
            let path = format!("$.{name}");
            match parameters.iter().find(|parameter| *parameter.name == **name) {
                Some(parameter) => self.property(value, parameter, &path, 1),
                None => {
                    self.differs("unknown property", &path, "a documented parameter", &shown(value), Some(documented))
                }
            }
        }
    }

    fn property(&mut self, value: &Value, property: &Property, path: &str, depth: usize) {
        if !value.is_null() && !value.as_str().is_some_and(is_placeholder) {
            self.touched.insert(Touched {
                source: property.source.clone(),
                name: property.name.clone(),
                ty: Some(property.ty.clone()),
            });
        }
        self.value(value, &property.ty, path, &property.source, depth);
    }

    fn enumeration(&mut self, value: &Value, definition: &EnumDef, path: &str, documented: &Source) {
        let Some(text) = value.as_str() else {
            if value.as_object().is_some_and(Map::is_empty) {
                return self.tolerates("placeholder for an enum member");
            }
            return self.differs("wrong type", path, definition.name.as_str(), &shown(value), Some(documented));
        };
        let known = |word: &str| definition.members.iter().any(|member| &*member.name == word);
        let spelled = |word: &str| definition.members.iter().any(|member| member.name.eq_ignore_ascii_case(word));
        let all = |known: &dyn Fn(&str) -> bool| {
            known(text) || (definition.is_flags && text.split(',').all(|word| known(word.trim())))
        };
        let is_shown = |member: &&EnumMember| text.split(',').any(|word| word.trim() == &*member.name);
        for member in definition.members.iter().filter(is_shown) {
            let (source, name) = (member.source.clone(), member.name.clone());
            self.touched.insert(Touched { source, name, ty: None });
        }
        if all(&known) {
            return;
        }
        if all(&spelled) {
            self.tolerates("enum member in another case");
        } else if is_placeholder(text) {
            self.tolerates("placeholder for an enum member");
        } else {
            self.differs(
                "unknown member",
                path,
                &format!("a member of {}", definition.name),
                &shown(value),
                Some(&definition.source),
            );
        }
    }

    /// Notes a difference.
    pub(crate) fn differs(
        &mut self,
        kind: &'static str,
        path: &str,
        expected: &str,
        found: &str,
        documented: Option<&Source>,
    ) {
        self.findings.push(Finding {
            kind,
            path: path.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            example: self.example.clone(),
            documented: documented.filter(|source| source.line > 0).cloned(),
        });
    }
}

/// Whether the generated type for `primitive` reads the value and writes it back as it is.
fn primitive_fits(primitive: Primitive, value: &Value) -> bool {
    match primitive {
        Primitive::Boolean => value.is_boolean(),
        Primitive::Byte | Primitive::Int16 | Primitive::Int32 => {
            value.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        Primitive::Int64 => value.is_i64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()),
        Primitive::Single | Primitive::Double | Primitive::Decimal => {
            value.is_number() || matches!(value.as_str(), Some("NaN" | "INF" | "-INF"))
        }
        Primitive::Untyped => true,
        Primitive::String
        | Primitive::Guid
        | Primitive::Date
        | Primitive::DateTimeOffset
        | Primitive::TimeOfDay
        | Primitive::Duration
        | Primitive::Binary
        | Primitive::Stream => value.is_string(),
    }
}

/// A value as a finding shows it: compact and cut.
pub(crate) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}
