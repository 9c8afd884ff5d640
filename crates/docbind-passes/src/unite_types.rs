//! Makes one definition of the several that pages give of a type.

use std::collections::hash_map::Entry;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, Primitive, Property, TypeDef, TypeRef};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::batches;
use crate::type_names::TypeNames;

/// Unites types of the same name; the page named like the type comes first.
pub(crate) fn unite_types(api: &mut Api, names: &TypeNames, diagnostics: &mut Vec<Diagnostic>) {
    let mut groups: Vec<Vec<TypeDef>> = Vec::new();
    let mut places = HashMap::new();
    for def in std::mem::take(&mut api.types) {
        let place = *places.entry(def.name.key()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(def),
            None => groups.push(vec![def]),
        }
    }
    for (def, found) in batches::gather(groups, |group| unite(group, names)) {
        api.types.push(def);
        diagnostics.extend(found);
    }
}

fn unite(mut group: Vec<TypeDef>, names: &TypeNames) -> Option<(TypeDef, Vec<Diagnostic>)> {
    let mut diagnostics = Vec::new();
    group.sort_by_key(|def| !is_main_page(def));
    let mut rest = group.into_iter();
    let mut first = rest.next()?;
    if let Some(name) = names.full_name(first.name.as_str()) {
        first.name = name.clone();
    }
    for other in rest {
        absorb(&mut first, other, &mut diagnostics);
    }
    drop_repeated(&mut first, &mut diagnostics);
    Some((first, diagnostics))
}

/// Whether the page that documents a type is named like it.
fn is_main_page(def: &TypeDef) -> bool {
    let file = &*def.source.file;
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.split_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case(def.name.short()))
}

fn absorb(first: &mut TypeDef, other: TypeDef, diagnostics: &mut Vec<Diagnostic>) {
    if first.base.is_none() {
        first.base = other.base;
    }
    first.derived.extend(other.derived);
    first.is_abstract |= other.is_abstract;
    first.is_open |= other.is_open;
    if first.key.is_none() {
        first.key = other.key;
    }
    if first.description.is_empty() {
        first.description = other.description;
    }
    for page in other.pages {
        if !first.pages.contains(&page) {
            first.pages.push(page);
        }
    }
    let known: HashMap<_, _> =
        first.properties.iter().enumerate().map(|(position, property)| (property.name.clone(), position)).collect();
    for property in other.properties {
        match known.get(&property.name).and_then(|position| first.properties.get_mut(*position)) {
            Some(own) => absorb_property(own, property, diagnostics),
            None => first.properties.push(property),
        }
    }
    for property in other.navigation {
        match first.navigation.iter_mut().find(|known| known.name == property.name) {
            Some(own) => absorb_property(own, property, diagnostics),
            None => first.navigation.push(property),
        }
    }
}

fn absorb_property(own: &mut Property, other: Property, diagnostics: &mut Vec<Diagnostic>) {
    if vagueness(&other.ty) < vagueness(&own.ty) {
        own.ty = other.ty;
    } else if differ(&own.ty, &other.ty) && vagueness(&other.ty) == vagueness(&own.ty) {
        diagnostics.push(
            Diagnostic::new(
                Code::TypeConflict,
                other.source.clone(),
                format!("`{}` is {} here and {} on another page", own.name, other.ty, own.ty),
            )
            .related(own.source.clone(), format!("{} here", own.ty))
            .help("give the property the same type on all pages of its resource"),
        );
    }
    if own.description.is_empty() {
        own.description = other.description;
    }
    own.nullable = own.nullable.or(other.nullable);
    own.read_only |= other.read_only;
    own.key |= other.key;
    own.select_only |= other.select_only;
    own.orderby |= other.orderby;
    own.undocumented &= other.undocumented;
    if own.filter.is_empty() {
        own.filter = other.filter;
    }
    if own.inherited_from.is_none() {
        own.inherited_from = other.inherited_from;
    }
    own.default = own.default.take().or(other.default);
    own.deprecation = own.deprecation.take().or(other.deprecation);
}

/// Whether two types are different as far as the model can tell: types that no page documents are all alike.
fn differ(left: &TypeRef, right: &TypeRef) -> bool {
    let both_any = left.element().is_any() && right.element().is_any();
    if both_any { left.is_collection() != right.is_collection() } else { left != right }
}

/// How little a type says: any JSON, text, anything else.
fn vagueness(ty: &TypeRef) -> u8 {
    match ty.element() {
        TypeRef::Primitive(Primitive::Untyped) | TypeRef::Unresolved(_) => 2,
        TypeRef::Primitive(Primitive::String) => 1,
        _ => 0,
    }
}

/// Drops a second declaration of a name, be it as property or as relationship.
fn drop_repeated(def: &mut TypeDef, diagnostics: &mut Vec<Diagnostic>) {
    let mut names = HashSet::with_capacity(def.properties.len() + def.navigation.len());
    if def.properties.iter().chain(&def.navigation).all(|property| names.insert(&*property.name)) {
        return;
    }
    let mut seen = HashMap::new();
    let mut keep = |property: &Property| match seen.entry(property.name.clone()) {
        Entry::Vacant(entry) => {
            entry.insert(property.source.clone());
            true
        }
        Entry::Occupied(entry) => {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateProperty,
                    property.source.clone(),
                    format!("`{}` is declared twice; the first declaration counts", property.name),
                )
                .related(entry.get().clone(), "declared here first"),
            );
            false
        }
    };
    def.properties.retain(&mut keep);
    def.navigation.retain(&mut keep);
}

/// Unites enums of the same name in the order of their pages; an enum that is documented as a type is left to the type.
pub(crate) fn unite_enums(api: &mut Api, names: &TypeNames) {
    let mut united: Vec<EnumDef> = Vec::new();
    let mut places: HashMap<String, Option<usize>> = api.types.iter().map(|def| (def.name.key(), None)).collect();
    for mut def in std::mem::take(&mut api.enums) {
        match places.entry(def.name.key()) {
            Entry::Vacant(entry) => {
                entry.insert(Some(united.len()));
                if let Some(name) = names.full_name(def.name.as_str()) {
                    def.name = name.clone();
                }
                united.push(def);
            }
            Entry::Occupied(entry) => {
                if let Some(first) = entry.get().and_then(|position| united.get_mut(position)) {
                    absorb_enum(first, def);
                }
            }
        }
    }
    api.enums = united;
}

fn absorb_enum(first: &mut EnumDef, other: EnumDef) {
    for member in other.members {
        match first.members.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&member.name)) {
            Some(known) => {
                known.value = known.value.or(member.value);
                if known.description.is_empty() {
                    known.description = member.description;
                }
            }
            None => first.members.push(member),
        }
    }
    first.is_flags |= other.is_flags;
    first.is_evolvable |= other.is_evolvable;
    if first.description.is_empty() {
        first.description = other.description;
    }
    for page in other.pages {
        if !first.pages.contains(&page) {
            first.pages.push(page);
        }
    }
}
