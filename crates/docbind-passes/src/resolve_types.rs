//! Ties every reference to a type of the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, EnumMember, Rule, Source, TypeName, TypeRef, Unresolved, lowercase};
use foldhash::HashSet;

use crate::inheritance::{cut_cycles, drop_inherited, infer_bases};
use crate::listed_values::{add_members, adopt_enums};
use crate::member_lists::resolve_member_lists;
use crate::missing_bases::missing_bases;
use crate::missing_types::{MissingTypes, add_place, at_places};
use crate::references::{self, Reference};
use crate::shown_bases::add_shown_bases;
use crate::shown_types::shown_types;
use crate::type_index::TypeIndex;
use crate::type_names::last;
use crate::unite_types::{unite_enums, unite_types};

/// Replaces the words of the pages by types of the model, unites what several pages say about one type, and leaves to
/// the bases what is inherited.
///
/// Afterwards every reference is a primitive, names a type or enum of the model or is unresolved for good, names are
/// unique without regard to case, and no type is its own ancestor.
pub fn resolve_types(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    qualify_names(api);
    resolve_member_lists(api);
    let mut index = TypeIndex::new(api);
    let pages: HashSet<String> = api.pages.iter().map(|page| page.file.to_lowercase()).collect();
    report_broken_links(api, &index, &pages, diagnostics);
    let bases = missing_bases(api, &index, diagnostics);
    bases.iter().for_each(|def| index.add(&def.name, &def.pages));
    api.types.extend(bases);
    // Nearly all references are plain; what is left is looked at again when the enums are known that it makes.
    let wanted = missing_names(api, &index);
    let shown = shown_types(api, &wanted, &index, diagnostics);
    shown.iter().for_each(|def| index.add(&def.name, &def.pages));
    let shown_names: Vec<TypeName> = shown.iter().map(|def| def.name.clone()).collect();
    api.types.extend(shown);
    let open = references::gather(api, |reference| resolve(reference, &index));
    let mut found = BTreeMap::new();
    open.iter().for_each(|reference| add_listed_enum(reference, &mut found));
    for def in found.values() {
        index.add(&def.name, &def.pages);
    }
    let mut missing = MissingTypes::default();
    open.into_iter().for_each(|reference| resolve_or_give_up(reference, &index, &pages, &mut missing));
    api.enums.extend(found.into_values());
    missing.report(diagnostics);
    unite_types(api, index.names(), diagnostics);
    unite_enums(api, index.names());
    add_shown_bases(api, &shown_names);
    adopt_enums(api);
    add_members(api);
    infer_bases(api);
    cut_cycles(api, diagnostics);
    drop_inherited(api);
}

/// Puts names without a namespace into the default one.
fn qualify_names(api: &mut Api) {
    let Api { types, enums, namespace, .. } = api;
    let names = types.iter_mut().map(|def| &mut def.name).chain(enums.iter_mut().map(|def| &mut def.name));
    for name in names.filter(|name| name.namespace().is_empty() && !namespace.is_empty()) {
        *name = TypeName::new(format!("{namespace}.{name}"));
    }
}

/// Resolves a reference, or gives it back.
fn resolve<'a>(reference: Reference<'a>, index: &TypeIndex) -> Option<Reference<'a>> {
    let element = reference.ty.element_mut();
    match lookup(element, reference.namespace, index) {
        Some(known) => {
            *element = TypeRef::Named(known);
            None
        }
        None => matches!(element, TypeRef::Unresolved(_) | TypeRef::Named(_)).then_some(reference),
    }
}

/// The short names, in lower case, of types that references name and no page documents; those whose values a text lists
/// are enumerations.
fn missing_names(api: &mut Api, index: &TypeIndex) -> HashSet<String> {
    let missing = references::gather(api, |reference| {
        let TypeRef::Unresolved(unresolved) = reference.ty.element() else { return None };
        let is_enum = reference.property.is_some_and(|(values, _)| !values.is_empty());
        let is_missing = !is_enum && !reference.is_hint && index.find(unresolved, reference.namespace).is_none();
        is_missing.then(|| last(&unresolved.text).to_lowercase())
    });
    missing.into_iter().collect()
}

/// Makes an enum of the values that a property lists for a type no page documents.
fn add_listed_enum(reference: &Reference<'_>, found: &mut BTreeMap<String, EnumDef>) {
    let (TypeRef::Unresolved(unresolved), Some((values, description))) = (reference.ty.element(), reference.property)
    else {
        return;
    };
    let name = unresolved.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '#'));
    if values.is_empty() || !is_name(name) {
        return;
    }
    let name = if name.contains('.') { name.to_owned() } else { format!("{}.{name}", reference.namespace) };
    let def = found.entry(name.to_lowercase()).or_insert_with(|| EnumDef {
        description: description.to_owned(),
        source: reference.source.clone(),
        pages: vec![reference.source.file.clone()],
        ..EnumDef::new(TypeName::new(name))
    });
    for value in values {
        add_member(def, value, reference.source);
    }
}

fn add_member(def: &mut EnumDef, value: &Arc<str>, source: &Source) {
    if !def.members.iter().any(|member| member.name == *value) {
        def.is_evolvable |= value.eq_ignore_ascii_case("unknownFutureValue");
        def.members.push(EnumMember {
            name: value.clone(),
            value: None,
            description: String::new(),
            source: source.by(Rule::Prose),
        });
    }
}

fn lookup(ty: &TypeRef, namespace: &str, index: &TypeIndex) -> Option<TypeName> {
    match ty {
        TypeRef::Unresolved(reference) => index.find(reference, namespace).cloned(),
        TypeRef::Named(name) => index.names().find_text(name.as_str(), namespace).cloned(),
        TypeRef::Primitive(_) | TypeRef::Collection(_) => None,
    }
}

/// A qualified identifier.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
}

/// Reports links to pages that are not there, where the words of the link name a type that another page documents;
/// each once, however often it is repeated.
///
/// A link whose words mean nothing either is left to the finding about the unknown type.
fn report_broken_links(api: &mut Api, index: &TypeIndex, pages: &HashSet<String>, diagnostics: &mut Vec<Diagnostic>) {
    let broken = references::gather(api, |reference| {
        let TypeRef::Unresolved(unresolved) = reference.ty.element() else { return None };
        let Unresolved { text, link: Some(link) } = &**unresolved else { return None };
        let page = missing_page(link, pages)?;
        let known = index.names().find_near(text, reference.namespace)?;
        Some(((page, text.clone()), known, reference.source))
    });
    let mut links: BTreeMap<_, (&TypeName, Vec<Source>)> = BTreeMap::new();
    for (link, known, source) in broken {
        let (_, places) = links.entry(link).or_insert_with(|| (known, Vec::new()));
        add_place(places, source);
    }
    for ((page, text), (known, places)) in links {
        let message = format!("the link of `{text}` leads to `{page}`, which is not there; taken as `{known}`");
        let finding = at_places(Code::BrokenLink, places, &message, "linked here too");
        diagnostics.extend(finding.map(|finding| finding.help("link to the page that documents the type")));
    }
}

fn resolve_or_give_up(
    reference: Reference<'_>,
    index: &TypeIndex,
    pages: &HashSet<String>,
    missing: &mut MissingTypes,
) {
    let element = reference.ty.element_mut();
    if let Some(known) = lookup(element, reference.namespace, index) {
        *element = TypeRef::Named(known);
        return;
    }
    let (text, page) = match &*element {
        TypeRef::Unresolved(unresolved) => {
            let page = unresolved.link.as_deref().and_then(|link| missing_page(link, pages));
            (unresolved.text.to_string(), page)
        }
        // Names that stand in annotations are resolved or wrong.
        TypeRef::Named(name) => (name.to_string(), None),
        _ => return,
    };
    if text.is_empty() {
        *element = TypeRef::UNTYPED;
        return;
    }
    // The name is kept for people; for everything else such a type is any JSON.
    *element = TypeRef::unresolved(&*text, None);
    if !reference.is_hint {
        missing.add(text, page, reference.source);
    }
}

/// The page that a link leads to, when it is none of `pages`.
fn missing_page(link: &str, pages: &HashSet<String>) -> Option<String> {
    let page = lowercase(link.split('#').next().unwrap_or_default());
    (!pages.is_empty() && !pages.contains(&*page)).then(|| page.into_owned())
}

#[cfg(test)]
mod tests;
