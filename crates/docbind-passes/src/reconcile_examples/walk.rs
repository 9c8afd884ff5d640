//! Walks through the values of examples, beside the types that they are due to be of.

use docbind_ir::{BodyShape, EnumDef, Example, Operation, ResponseBody, Source, TypeName, TypeRef, is_annotation};
use serde_json::{Map, Value};

use crate::example_json::{read, requests};
use crate::members::{Member, Members, are_mostly_known};

/// How deep the values of an example are followed.
const DEPTH: usize = 16;

/// Who is told what stands in examples.
pub(super) trait Visitor {
    /// An object of a type has this member.
    fn known_member(&mut self, member: &Member<'_>, shown: &ShownMember<'_>, members: &Members<'_>);

    /// An object of a type has a member that the type does not know.
    fn unknown_member(&mut self, _owner: &TypeName, _shown: &ShownMember<'_>) {}

    /// A text stands where an enum is due.
    fn enum_value(&mut self, _def: &EnumDef, _text: &str, _source: &Source) {}
}

/// A member of an object, as an example shows it.
pub(super) struct ShownMember<'v> {
    pub(super) name: &'v str,
    pub(super) value: &'v Value,
    pub(super) source: &'v Source,
    /// Whether the object spells one of its names as the tables do.
    pub(super) is_in_style: bool,
}

/// Walks through the request and response bodies of an operation's examples, its own and those of other pages.
/// `responses` is the JSON of its own ones' responses.
pub(super) fn walk(
    operation: &Operation,
    responses: &[Option<Value>],
    others: &[&Example],
    members: &Members<'_>,
    visitor: &mut impl Visitor,
) {
    let mut walk = Walk { members, visitor, annotated: None };
    for (json, source) in requests(operation.examples.iter().chain(others.iter().copied())) {
        match (&operation.body.shape, &json) {
            (BodyShape::Json(ty), json) => walk.value(ty, json, source, 0, false),
            (BodyShape::Inline(properties), Value::Object(object)) => {
                for (name, value) in object {
                    if let Some(row) = properties.iter().find(|row| *row.name == **name) {
                        walk.value(&row.ty, value, source, 0, false);
                    }
                }
            }
            _ => {}
        }
    }
    for (example, json) in operation.examples.iter().zip(responses) {
        if let Some(json) = json {
            walk.response(operation, example, json);
        }
    }
    for example in others {
        if let Some(json) = example.response.as_ref().and_then(|response| read(&response.body)) {
            walk.response(operation, example, &json);
        }
    }
}

struct Walk<'a, 'b, W> {
    members: &'b Members<'a>,
    visitor: &'b mut W,
    /// The type that the annotation of the example names.
    annotated: Option<TypeName>,
}

impl<W: Visitor> Walk<'_, '_, W> {
    fn response(&mut self, operation: &Operation, example: &Example, json: &Value) {
        let Some(response) = &example.response else { return };
        let documented = operation.responses.iter().find(|documented| documented.status == response.status);
        let documented = documented.or(operation.responses.first().filter(|_| response.status == 0));
        let Some((ResponseBody::Json(ty), is_collection)) = documented.map(|one| (&one.body, one.is_collection)) else {
            return;
        };
        self.annotated = response.odata_type.as_deref().map(|text| TypeName::new(text.trim_start_matches('#')));
        match json.get("value") {
            Some(Value::Array(items)) if is_collection || self.lacks(ty, "value") => {
                items.iter().for_each(|item| self.value(ty, item, &response.source, 0, false));
            }
            // Some pages wrap a single item too.
            Some(item @ Value::Object(_)) if !is_collection && self.lacks(ty, "value") => {
                self.value(ty, item, &response.source, 0, false);
            }
            _ if !is_collection => self.value(ty, json, &response.source, 0, false),
            _ => {}
        }
    }

    fn lacks(&self, ty: &TypeRef, member: &str) -> bool {
        ty.name().is_none_or(|name| self.members.find_derived(name, member).is_none())
    }

    /// `is_sure` says that the value stands in an object of a type that is beyond doubt.
    fn value(&mut self, ty: &TypeRef, value: &Value, source: &Source, depth: usize, is_sure: bool) {
        match (ty, value) {
            _ if depth > DEPTH => {}
            (TypeRef::Collection(inner), Value::Array(items)) => {
                items.iter().for_each(|item| self.value(inner, item, source, depth + 1, is_sure));
            }
            (TypeRef::Named(name), Value::Object(object)) => self.object(name, object, source, depth, is_sure),
            (TypeRef::Named(name), Value::String(text)) => {
                if let Some(def) = self.members.enumeration(name) {
                    self.visitor.enum_value(def, text, source);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, name: &TypeName, object: &Map<String, Value>, source: &Source, depth: usize, is_sure: bool) {
        let members = self.members;
        let declared = object.get("@odata.type").and_then(Value::as_str).map(|text| text.trim_start_matches('#'));
        let declared = declared.and_then(|name| members.object_called(name));
        let due = name;
        let name = declared.map_or(name, |def| &def.name);
        let rows: Vec<Option<Member<'_>>> = object.keys().map(|member| members.declared(name, member)).collect();
        let known = || object.keys().zip(&rows).filter_map(|(member, row)| Some((member, row.as_ref()?)));
        // Values that look like another type are no evidence for this one.
        let is_annotated = self.annotated.as_ref().is_some_and(|said| said.0.eq_ignore_ascii_case(name.as_str()));
        // A writer who spells every name in another way says nothing about one of them.
        let is_in_style = known().any(|(member, row)| *row.property.name == **member);
        let is_due = declared.is_some_and(|def| members.are_related(&def.name, due));
        let named = || object.keys().zip(&rows).filter(|(member, _)| !is_annotation(member));
        let fits = is_due
            || is_sure && declared.is_none()
            || are_mostly_known(named().map(|(_, row)| row.is_some()))
            || (is_annotated || declared.is_some()) && known().next().is_some();
        let is_open = members.object(name).is_none_or(|def| def.is_open) || members.says_nothing(name);
        for ((member, value), row) in object.iter().zip(&rows) {
            let shown = ShownMember { name: member, value, source, is_in_style };
            if let Some(row) = row {
                if fits {
                    self.visitor.known_member(row, &shown, members);
                }
                self.value(&row.property.ty, value, source, depth + 1, fits);
            } else if fits && !is_open {
                self.visitor.unknown_member(name, &shown);
            }
        }
    }
}
