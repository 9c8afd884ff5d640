//! Ties every reference to a type of the model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, EnumMember, Rule, Source, TypeName, TypeRef, Unresolved};

use crate::inheritance::{cut_cycles, drop_inherited, infer_bases};
use crate::listed_values::{add_members, adopt_enums};
use crate::member_lists::resolve_member_lists;
use crate::missing_bases::missing_bases;
use crate::missing_types::{MissingTypes, add_place, at_places};
use crate::references::{Context, visit};
use crate::type_index::TypeIndex;
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
    let pages: BTreeSet<String> = api.pages.iter().map(|page| page.file.to_lowercase()).collect();
    report_broken_links(api, &index, &pages, diagnostics);
    let bases = missing_bases(api, &index, diagnostics);
    bases.iter().for_each(|def| index.add(&def.name, &def.pages));
    api.types.extend(bases);
    let mut found = BTreeMap::new();
    visit(api, &mut |ty, context| resolve(ty, context, &index, &mut found));
    for def in found.values() {
        index.add(&def.name, &def.pages);
    }
    api.enums.extend(found.into_values());
    let mut missing = MissingTypes::default();
    visit(api, &mut |ty, context| resolve_or_give_up(ty, context, &index, &pages, &mut missing));
    missing.report(diagnostics);
    unite_types(api, &index, diagnostics);
    unite_enums(api, &index);
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

/// Resolves a reference, if only by making an enum of the values that a property lists for a type no page documents.
fn resolve(ty: &mut TypeRef, context: Context<'_>, index: &TypeIndex, found: &mut BTreeMap<String, EnumDef>) {
    let element = ty.element_mut();
    if let Some(known) = lookup(element, context, index) {
        *element = TypeRef::Named(known);
        return;
    }
    let (TypeRef::Unresolved(unresolved), Some((values, description))) = (&*element, context.property) else {
        return;
    };
    let name = unresolved.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '#'));
    if values.is_empty() || !is_name(name) {
        return;
    }
    let name = if name.contains('.') { name.to_owned() } else { format!("{}.{name}", context.namespace) };
    let def = found.entry(name.to_lowercase()).or_insert_with(|| EnumDef {
        description: description.to_owned(),
        source: context.source.clone(),
        pages: vec![context.source.file.clone()],
        ..EnumDef::new(TypeName::new(name))
    });
    for value in values {
        add_member(def, value, context.source);
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

fn lookup(ty: &TypeRef, context: Context<'_>, index: &TypeIndex) -> Option<TypeName> {
    match ty {
        TypeRef::Unresolved(reference) => index.find(reference, context.namespace).cloned(),
        TypeRef::Named(name) => index.find_text(name.as_str(), context.namespace).cloned(),
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
fn report_broken_links(api: &mut Api, index: &TypeIndex, pages: &BTreeSet<String>, diagnostics: &mut Vec<Diagnostic>) {
    let mut broken: BTreeMap<(String, Arc<str>), (TypeName, Vec<Source>)> = BTreeMap::new();
    visit(api, &mut |ty, context| {
        let TypeRef::Unresolved(unresolved) = ty.element() else { return };
        let Unresolved { text, link: Some(link) } = &**unresolved else { return };
        let Some(page) = missing_page(link, pages) else { return };
        if let Some(known) = index.find_near(text, context.namespace) {
            let (_, places) = broken.entry((page, text.clone())).or_insert_with(|| (known.clone(), Vec::new()));
            add_place(places, context.source);
        }
    });
    for ((page, text), (known, places)) in broken {
        let message = format!("the link of `{text}` leads to `{page}`, which is not there; taken as `{known}`");
        let finding = at_places(Code::BrokenLink, places, &message, "linked here too");
        diagnostics.extend(finding.map(|finding| finding.help("link to the page that documents the type")));
    }
}

fn resolve_or_give_up(
    ty: &mut TypeRef,
    context: Context<'_>,
    index: &TypeIndex,
    pages: &BTreeSet<String>,
    missing: &mut MissingTypes,
) {
    let element = ty.element_mut();
    if let Some(known) = lookup(element, context, index) {
        *element = TypeRef::Named(known);
        return;
    }
    let (text, page) = match &*element {
        TypeRef::Unresolved(unresolved) => {
            let page = unresolved.link.as_deref().and_then(|link| missing_page(link, pages));
            (unresolved.text.to_string(), page)
        }
        // Names that stand in annotations are resolved or wrong.
        TypeRef::Named(name) if index.full_name(name.as_str()).is_none() => (name.to_string(), None),
        _ => return,
    };
    if text.is_empty() {
        *element = TypeRef::UNTYPED;
        return;
    }
    // The name is kept for people; for everything else such a type is any JSON.
    *element = TypeRef::unresolved(&*text, None);
    if !context.is_hint {
        missing.add(text, page, context.source);
    }
}

/// The page that a link leads to, when it is none of `pages`.
fn missing_page(link: &str, pages: &BTreeSet<String>) -> Option<String> {
    let page = link.split('#').next().unwrap_or_default().to_lowercase();
    (!pages.is_empty() && !pages.contains(&page)).then_some(page)
}

#[cfg(test)]
mod tests;
