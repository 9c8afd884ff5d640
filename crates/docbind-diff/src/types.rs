//! Types, enumerations, and what belongs to them.

use std::collections::BTreeSet;

use docbind_ir::{Api, EnumDef, EnumMember, Property, TypeDef};

use crate::change::{Change, Impact, Item};
use crate::operations::deprecation;
use crate::pairs::{Pair, pairs};
use crate::shape::Shapes;

/// Compares the types and enumerations of two models.
pub(crate) fn compare(old: &Api, new: &Api, changes: &mut Vec<Change>) {
    let shapes = (&Shapes::of(old), &Shapes::of(new));
    for pair in pairs(&old.types, &new.types, |def: &TypeDef| def.name.clone()) {
        match pair {
            Pair::Added(def) => {
                changes.push(Change::added(Item::Type, def.name.as_str(), &def.source, Impact::Minor, "a struct more"));
            }
            Pair::Removed(def) => {
                let reason = "uses of it no longer compile";
                changes.push(Change::removed(Item::Type, def.name.as_str(), &def.source, Impact::Major, reason));
            }
            Pair::Both(old, new) => type_def(old, new, shapes, changes),
        }
    }
    for pair in pairs(&old.enums, &new.enums, |def: &EnumDef| def.name.clone()) {
        match pair {
            Pair::Added(def) => {
                changes.push(Change::added(Item::Enum, def.name.as_str(), &def.source, Impact::Minor, "an enum more"));
            }
            Pair::Removed(def) => {
                let reason = "uses of it no longer compile";
                changes.push(Change::removed(Item::Enum, def.name.as_str(), &def.source, Impact::Major, reason));
            }
            Pair::Both(old, new) => enum_def(old, new, changes),
        }
    }
}

fn type_def(old: &TypeDef, new: &TypeDef, shapes: (&Shapes<'_>, &Shapes<'_>), changes: &mut Vec<Change>) {
    let name = new.name.as_str();
    let places = (&old.source, &new.source);
    let base = |def: &TypeDef| def.base.as_ref().map_or("no base".to_owned(), ToString::to_string);
    if base(old) != base(new) {
        let reason = "fields of the base come and go";
        let detail = format!("base: {} → {}", base(old), base(new));
        changes.push(Change::changed(Item::Type, name, places, Impact::Major, reason).detail(detail));
    }
    let flags = |def: &TypeDef| format!("{}{}", word(def.is_abstract, "abstract "), word(def.is_open, "open "));
    if flags(old) != flags(new) {
        let spelled = |flags: String| if flags.is_empty() { "plain".to_owned() } else { flags.trim().to_owned() };
        let detail = format!("{} → {}", spelled(flags(old)), spelled(flags(new)));
        changes.push(Change::changed(Item::Type, name, places, Impact::Patch, "the struct is the same").detail(detail));
    }
    deprecation(old.deprecation.as_deref(), new.deprecation.as_deref(), name, changes);
    let named = |property: &Property| format!("{name}.{}", property.name);
    properties((&old.properties, &new.properties), shapes, Item::Property, named, changes);
    properties((&old.navigation, &new.navigation), shapes, Item::Relationship, named, changes);
}

fn word(is: bool, word: &'static str) -> &'static str {
    if is { word } else { "" }
}

/// Compares two lists of properties.
pub(crate) fn properties(
    (old, new): (&[Property], &[Property]),
    shapes: (&Shapes<'_>, &Shapes<'_>),
    item: Item,
    named: impl Fn(&Property) -> String,
    changes: &mut Vec<Change>,
) {
    for pair in pairs(old, new, |property: &Property| property.name.clone()) {
        match pair {
            Pair::Added(property) => {
                let change = Change::added(item, named(property), &property.source, Impact::Minor, "a field more");
                changes.push(change.detail(property.ty.to_string()));
            }
            Pair::Removed(property) => {
                let reason = "uses of the field no longer compile";
                let change = Change::removed(item, named(property), &property.source, Impact::Major, reason);
                changes.push(change.detail(property.ty.to_string()));
            }
            Pair::Both(before, after) => property(before, after, shapes, item, &named(after), changes),
        }
    }
}

fn property(
    old: &Property,
    new: &Property,
    shapes: (&Shapes<'_>, &Shapes<'_>),
    item: Item,
    name: &str,
    changes: &mut Vec<Change>,
) {
    let places = (&old.source, &new.source);
    let is_same = shapes.0.ty(&old.ty) == shapes.1.ty(&new.ty);
    if old.ty != new.ty {
        let (impact, reason) = match is_same {
            true => (Impact::Patch, "the field has the same type"),
            false => (Impact::Major, "the field has another type"),
        };
        changes.push(Change::changed(item, name, places, impact, reason).detail(format!("{} → {}", old.ty, new.ty)));
    }
    let (before, after) = (facts(old), facts(new));
    if before != after {
        let spelled = |facts: &BTreeSet<String>| match facts.is_empty() {
            true => "nothing said".to_owned(),
            false => facts.iter().cloned().collect::<Vec<_>>().join(", "),
        };
        let detail = format!("{} → {}", spelled(&(&before - &after)), spelled(&(&after - &before)));
        let reason = "the field is the same, what may be done with it is not";
        changes.push(Change::changed(item, name, places, Impact::Patch, reason).detail(detail));
    }
    deprecation(old.deprecation.as_deref(), new.deprecation.as_deref(), name, changes);
}

/// What else is said of a property that a program can rely on.
fn facts(property: &Property) -> BTreeSet<String> {
    let flags = [
        (property.nullable == Some(true), "nullable"),
        (property.nullable == Some(false), "not nullable"),
        (property.read_only, "read-only"),
        (property.required, "required"),
        (property.key, "key"),
        (property.select_only, "only with $select"),
    ];
    let flags = flags.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned());
    let default = property.default.iter().map(|default| format!("default {default}"));
    flags.chain(default).collect()
}

fn enum_def(old: &EnumDef, new: &EnumDef, changes: &mut Vec<Change>) {
    let name = new.name.as_str();
    if old.is_flags != new.is_flags {
        let spelled = |is_flags| if is_flags { "several at once" } else { "one at a time" };
        let detail = format!("{} → {}", spelled(old.is_flags), spelled(new.is_flags));
        let reason = "fields of it have another type";
        let places = (&old.source, &new.source);
        changes.push(Change::changed(Item::Enum, name, places, Impact::Major, reason).detail(detail));
    }
    for pair in pairs(&old.members, &new.members, |member: &EnumMember| member.name.clone()) {
        let named = |member: &EnumMember| format!("{name}.{}", member.name);
        changes.push(match pair {
            Pair::Added(member) => {
                Change::added(Item::Member, named(member), &member.source, Impact::Minor, "the enum is not exhaustive")
            }
            Pair::Removed(member) => {
                let reason = "uses of the variant no longer compile";
                Change::removed(Item::Member, named(member), &member.source, Impact::Major, reason)
            }
            Pair::Both(before, after) if before.value != after.value => {
                let spelled = |value: Option<i64>| value.map_or("no number".to_owned(), |value| value.to_string());
                let places = (&before.source, &after.source);
                Change::changed(Item::Member, named(after), places, Impact::Patch, "the variant is the same")
                    .detail(format!("{} → {}", spelled(before.value), spelled(after.value)))
            }
            Pair::Both(..) => continue,
        });
    }
}
