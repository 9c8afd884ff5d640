//! Properties and enum members that examples show and no table lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use docbind_ir::{
    Api, BodyShape, Code, Diagnostic, EnumMember, Example, Operation, Property, ResponseBody, Rule, Source, TypeName,
    TypeRef, is_placeholder,
};
use serde_json::{Map, Value};

use super::evidence::{Evidence, Verdict, judge, wider};
use crate::example_json::{read, requests, undocumented};
use crate::inheritance::Ancestry;
use crate::members::Members;

/// How deep the values of an example are followed.
const DEPTH: usize = 16;

/// What examples show beyond the tables.
#[derive(Default)]
pub(super) struct Found {
    /// What examples show of properties, by type and name in lower case.
    sightings: BTreeMap<(TypeName, String), Sightings>,
    /// What that makes of them.
    properties: BTreeMap<(TypeName, String), Property>,
    /// By enum and member in lower case.
    members: BTreeMap<(TypeName, String), (Arc<str>, Source)>,
    /// What no table lists, but the JSON representation or a sentence: where the example stands, and where that does.
    unlisted: BTreeMap<(TypeName, Arc<str>), (Source, Source)>,
    /// About the properties that tables list.
    evidence: Evidence,
}

/// The values of a property that only examples show.
struct Sightings {
    /// The name as the first example writes it.
    name: Arc<str>,
    /// Each with where it stands.
    values: Vec<(Value, Source)>,
}

/// Walks through the request and response bodies of an operation's examples, its own and those of other pages.
pub(super) fn collect(operation: &Operation, others: &[&Example], members: &Members<'_>, found: &mut Found) {
    let mut walk = Walk { members, found, annotated: None };
    let examples = operation.examples.iter().chain(others.iter().copied());
    for (json, source) in requests(examples.clone()) {
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
    for response in examples.filter_map(|example| example.response.as_ref()) {
        let documented = operation.responses.iter().find(|documented| documented.status == response.status);
        let documented = documented.or(operation.responses.first().filter(|_| response.status == 0));
        let Some((ResponseBody::Json(ty), is_collection)) = documented.map(|one| (&one.body, one.is_collection)) else {
            continue;
        };
        let Some(json) = read(&response.body) else { continue };
        walk.annotated = response.odata_type.as_deref().map(|text| TypeName::new(text.trim_start_matches('#')));
        match json.get("value") {
            Some(Value::Array(items)) if is_collection || walk.lacks(ty, "value") => {
                items.iter().for_each(|item| walk.value(ty, item, &response.source, 0, false));
            }
            // Some pages wrap a single item too.
            Some(item @ Value::Object(_)) if !is_collection && walk.lacks(ty, "value") => {
                walk.value(ty, item, &response.source, 0, false);
            }
            _ if !is_collection => walk.value(ty, &json, &response.source, 0, false),
            _ => {}
        }
    }
}

struct Walk<'a, 'b> {
    members: &'b Members<'a>,
    found: &'b mut Found,
    /// The type that the annotation of the example names.
    annotated: Option<TypeName>,
}

impl Walk<'_, '_> {
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
            (TypeRef::Named(name), Value::String(text)) => self.member(name, text, source),
            _ => {}
        }
    }

    fn object(&mut self, name: &TypeName, object: &Map<String, Value>, source: &Source, depth: usize, is_sure: bool) {
        let declared = object.get("@odata.type").and_then(Value::as_str).map(|text| text.trim_start_matches('#'));
        let declared = declared.map(TypeName::new).and_then(|name| self.members.object(&name));
        let due = name;
        let name = declared.map_or(name, |def| &def.name);
        let known = |member: &str| self.members.declared(name, member);
        let names = || object.keys().map(String::as_str);
        // Values that look like another type are no evidence for this one.
        let is_annotated = self.annotated.as_ref().is_some_and(|said| said.0.eq_ignore_ascii_case(name.as_str()));
        // A writer who spells every name in another way says nothing about one of them.
        let is_in_style = names().any(|member| known(member).is_some_and(|(_, property)| *property.name == *member));
        let is_due = declared.is_some_and(|def| self.members.are_related(&def.name, due));
        let fits = is_due
            || is_sure && declared.is_none()
            || self.members.fits(&TypeRef::Named(name.clone()), names())
            || (is_annotated || declared.is_some()) && names().any(|member| known(member).is_some());
        let is_open = self.members.object(name).is_none_or(|def| def.is_open) || self.members.says_nothing(name);
        for (member, value) in object {
            if let Some((owner, property)) = known(member) {
                if fits {
                    if self.members.is_left_out(owner, property) {
                        let places = || (source.clone(), property.source.clone());
                        self.found.unlisted.entry((owner.clone(), property.name.clone())).or_insert_with(places);
                    }
                    self.found.evidence.count(owner, property, value, source, self.members);
                    if is_in_style {
                        self.found.evidence.spell(owner, property, member);
                    }
                }
                self.value(&property.ty, value, source, depth + 1, fits);
            } else if fits && !is_open && is_member_name(member) {
                let seen = self.found.sightings.entry((name.clone(), member.to_lowercase()));
                let seen = seen.or_insert_with(|| Sightings { name: member.as_str().into(), values: Vec::new() });
                seen.values.push((value.clone(), source.clone()));
            }
        }
    }

    fn member(&mut self, name: &TypeName, text: &str, source: &Source) {
        let Some(def) = self.members.enumeration(name) else { return };
        for text in text.split(',').map(str::trim) {
            let known = def.members.iter().find(|member| member.name.eq_ignore_ascii_case(text));
            let has_table = || def.members.iter().any(|member| member.source.rule == Rule::Table);
            if let Some(member) = known.filter(|member| member.source.rule == Rule::Prose && has_table()) {
                let places = || (source.clone(), member.source.clone());
                self.found.unlisted.entry((name.clone(), member.name.clone())).or_insert_with(places);
            }
            if known.is_none() && is_member_name(text) && !is_placeholder(text) {
                let member = self.found.members.entry((name.clone(), text.to_lowercase()));
                member.or_insert_with(|| (text.into(), source.by(Rule::Example)));
            }
        }
    }
}

/// Annotations and placeholders are no names, and what a directory was extended by, `extension_{application}_{name}`,
/// is never in a table.
fn is_member_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !text.starts_with("extension_")
}

/// A property that only examples show, of a type that all of its values can be.
fn property(seen: &Sightings, members: &Members<'_>) -> Option<Property> {
    let ((first, source), rest) = seen.values.split_first()?;
    let mut row = undocumented(&seen.name, first, source, None, members);
    for (value, _) in rest {
        if let Verdict::Shows(other) = judge(&row.ty, value, members) {
            row.ty = wider(row.ty.clone(), other);
        }
    }
    Some(row)
}

impl Found {
    /// This, and what operations behind those of this show.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (key, seen) in other.sightings {
            match self.sightings.get_mut(&key) {
                Some(own) => own.values.extend(seen.values),
                None => _ = self.sightings.insert(key, seen),
            }
        }
        for (key, member) in other.members {
            self.members.entry(key).or_insert(member);
        }
        for (key, places) in other.unlisted {
            self.unlisted.entry(key).or_insert(places);
        }
        self.evidence.add(other.evidence);
        self
    }

    /// Finds the types of the properties, once all values are there.
    pub(super) fn with_types(mut self, members: &Members<'_>) -> Self {
        let sightings = std::mem::take(&mut self.sightings).into_iter();
        self.properties = sightings.filter_map(|(key, seen)| Some((key, property(&seen, members)?))).collect();
        self
    }

    /// Corrects what the examples contradict; says whether there was anything to correct.
    pub(super) fn apply_evidence(&mut self, api: &mut Api, diagnostics: &mut Vec<Diagnostic>) -> bool {
        std::mem::take(&mut self.evidence).apply(api, diagnostics)
    }

    /// Adds it all to the types and enums, marked, with a note each.
    pub(super) fn add_to(self, api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
        let note = |source: &Source, member: &str, name: &TypeName| {
            let message = format!("the example shows `{member}`, which no table lists for `{name}`");
            Diagnostic::new(Code::UndocumentedMember, source.clone(), message)
        };
        for ((name, member), (example, place)) in &self.unlisted {
            let finding = note(example, member, name);
            diagnostics.push(finding.related(place.clone(), format!("only {} has it", place.rule.describe())));
        }
        let ancestry = Ancestry::new(&api.types);
        let is_inherited = |name: &TypeName, member: &String| {
            let mut ancestors = ancestry.ancestors(name).iter();
            ancestors.any(|ancestor| self.properties.contains_key(&(ancestor.clone(), member.clone())))
        };
        let mut properties: BTreeMap<TypeName, Vec<Property>> = BTreeMap::new();
        for ((name, member), property) in &self.properties {
            if !is_inherited(name, member) {
                diagnostics.push(note(&property.source, &property.name, name));
                properties.entry(name.clone()).or_default().push(property.clone());
            }
        }
        for def in &mut api.types {
            def.properties.extend(properties.remove(&def.name).unwrap_or_default());
        }
        let mut members: BTreeMap<TypeName, Vec<EnumMember>> = BTreeMap::new();
        for ((name, _), (member, source)) in self.members {
            diagnostics.push(note(&source, &member, &name));
            let member = EnumMember { name: member, value: None, description: String::new(), source };
            members.entry(name).or_default().push(member);
        }
        for def in &mut api.enums {
            def.members.extend(members.remove(&def.name).unwrap_or_default());
        }
    }
}
