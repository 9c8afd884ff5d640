//! Ties every reference to a type of the model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, EnumDef, EnumMember, Rule, Source, TypeName, TypeRef, Unresolved};

use crate::inheritance::{cut_cycles, drop_inherited, infer_bases};
use crate::listed_values::{add_members, adopt_enums};
use crate::references::{Context, visit};
use crate::type_index::TypeIndex;
use crate::unite_types::{unite_enums, unite_types};

/// How many places a finding about a missing type names.
const PLACES: usize = 5;

/// Replaces the words of the pages by types of the model, unites what several pages say about one type, and leaves to
/// the bases what is inherited.
///
/// Afterwards every reference is a primitive, names a type or enum of the model or is unresolved for good, names are unique without regard to
/// case, and no type is its own ancestor.
pub fn resolve_types(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    qualify_names(api);
    let mut index = TypeIndex::new(api);
    report_broken_links(api, &index, diagnostics);
    let mut found = BTreeMap::new();
    visit(api, &mut |ty, context| resolve(ty, context, &index, &mut found));
    for def in found.values() {
        index.add(&def.name, &def.pages);
    }
    api.enums.extend(found.into_values());
    let mut missing = BTreeMap::new();
    visit(api, &mut |ty, context| resolve_or_give_up(ty, context, &index, &mut missing));
    report(missing, diagnostics);
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

/// Reports links to pages that are not there, where the words of the link name a type that another page documents.
///
/// A link whose words mean nothing either is left to the finding about the unknown type.
fn report_broken_links(api: &mut Api, index: &TypeIndex, diagnostics: &mut Vec<Diagnostic>) {
    let pages: BTreeSet<String> = api.pages.iter().map(|page| page.file.to_lowercase()).collect();
    visit(api, &mut |ty, context| {
        let TypeRef::Unresolved(unresolved) = ty.element() else { return };
        let Unresolved { text, link: Some(link) } = &**unresolved else { return };
        let page = link.split('#').next().unwrap_or_default().to_lowercase();
        if pages.contains(&page) || pages.is_empty() {
            return;
        }
        if let Some(known) = index.find_near(text, context.namespace) {
            let message = format!("the link of `{text}` leads to `{page}`, which is not there; taken as `{known}`");
            let finding = Diagnostic::new(Code::BrokenLink, context.source.clone(), message);
            diagnostics.push(finding.help("link to the page that documents the type"));
        }
    });
}

/// The places that name a type which no page documents, by its name without regard to case.
type Missing = BTreeMap<String, (String, Vec<Source>)>;

fn resolve_or_give_up(ty: &mut TypeRef, context: Context<'_>, index: &TypeIndex, missing: &mut Missing) {
    let element = ty.element_mut();
    if let Some(known) = lookup(element, context, index) {
        *element = TypeRef::Named(known);
        return;
    }
    let text = match &*element {
        TypeRef::Unresolved(unresolved) => unresolved.text.to_string(),
        // Names that stand in annotations are resolved or wrong.
        TypeRef::Named(name) if index.full_name(name.as_str()).is_none() => name.to_string(),
        _ => return,
    };
    if text.is_empty() {
        *element = TypeRef::UNTYPED;
        return;
    }
    // The name is kept for people; for everything else such a type is any JSON.
    *element = TypeRef::unresolved(&*text, None);
    if context.is_hint {
        return;
    }
    // With and without namespace it is the same type.
    let key = text.rsplit_once('.').map_or(&*text, |(_, short)| short).to_lowercase();
    let (_, places) = missing.entry(key).or_insert_with(|| (text, Vec::new()));
    if places.len() <= PLACES && !places.contains(context.source) {
        places.push(context.source.clone());
    }
}

fn report(missing: Missing, diagnostics: &mut Vec<Diagnostic>) {
    for (text, places) in missing.into_values() {
        let mut places = places.into_iter();
        let Some(first) = places.next() else { continue };
        let mut diagnostic = Diagnostic::new(Code::UnknownType, first, format!("no page documents the type `{text}`"))
            .help("add a page for the type, or link the name to the page that documents it");
        for place in places {
            diagnostic = diagnostic.related(place, "named here too");
        }
        diagnostics.push(diagnostic);
    }
}

#[cfg(test)]
mod tests;
