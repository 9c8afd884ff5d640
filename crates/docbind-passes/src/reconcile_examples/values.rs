//! Properties and enum members that examples show and no table lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, EnumMember, Property, Rule, Source, TypeName, is_placeholder};
use serde_json::Value;

use super::evidence::{Verdict, judge, wider};
use super::walk::{ShownMember, Visitor};
use crate::example_json::undocumented;
use crate::inheritance::Ancestry;
use crate::members::{Member, Members};

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
}

/// The values of a property that only examples show.
struct Sightings {
    /// The name as the first example writes it.
    name: Arc<str>,
    /// Each with where it stands.
    values: Vec<(Value, Source)>,
}

impl Visitor for Found {
    fn known_member(&mut self, member: &Member<'_>, shown: &ShownMember<'_>, members: &Members<'_>) {
        let Member { owner, property, .. } = *member;
        if members.is_left_out(owner, property) {
            let places = || (shown.source.clone(), property.source.clone());
            self.unlisted.entry((owner.clone(), property.name.clone())).or_insert_with(places);
        }
    }

    fn unknown_member(&mut self, owner: &TypeName, shown: &ShownMember<'_>) {
        if is_member_name(shown.name) {
            let seen = self.sightings.entry((owner.clone(), shown.name.to_lowercase()));
            let seen = seen.or_insert_with(|| Sightings { name: shown.name.into(), values: Vec::new() });
            seen.values.push((shown.value.clone(), shown.source.clone()));
        }
    }

    fn enum_value(&mut self, def: &EnumDef, text: &str, source: &Source) {
        for text in text.split(',').map(str::trim) {
            let known = def.members.iter().find(|member| member.name.eq_ignore_ascii_case(text));
            let has_table = || def.members.iter().any(|member| member.source.rule == Rule::Table);
            if let Some(member) = known.filter(|member| member.source.rule == Rule::Prose && has_table()) {
                let places = || (source.clone(), member.source.clone());
                self.unlisted.entry((def.name.clone(), member.name.clone())).or_insert_with(places);
            }
            if known.is_none() && is_member_name(text) && !is_placeholder(text) {
                let member = self.members.entry((def.name.clone(), text.to_lowercase()));
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
    pub(super) fn merge(mut self, other: Self) -> Self {
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
        self
    }

    /// Finds the types of the properties, once all values are there.
    pub(super) fn with_types(mut self, members: &Members<'_>) -> Self {
        let sightings = std::mem::take(&mut self.sightings).into_iter();
        self.properties = sightings.filter_map(|(key, seen)| Some((key, property(&seen, members)?))).collect();
        self
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
