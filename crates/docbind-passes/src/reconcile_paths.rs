//! Sets operations and types against each other along the paths.

use std::collections::HashMap;

use docbind_ir::{
    Api, Code, Diagnostic, Method, Operation, Property, Response, ResponseBody, Segment, Source, TypeDef, TypeName,
    TypeRef,
};

use crate::inheritance::Ancestry;
use crate::type_index::TypeIndex;

/// Corrects what the paths contradict.
///
/// A cast at the end of a path tells what comes back. One item of a collection that can be listed is not a page of
/// items. What is read at a relationship has the type of the relationship, and a relationship that can be listed has
/// many targets.
pub fn reconcile_paths(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let index = TypeIndex::new(api);
    let ancestry = Ancestry::new(&api.types);
    for operation in &mut operations {
        narrow_to_cast(operation, &index, &ancestry);
    }
    let mut reads: HashMap<String, Read> = HashMap::new();
    for operation in operations.iter().filter(|operation| operation.method == Method::Get) {
        if let Some(read) = Read::new(operation) {
            reads.insert(operation.path.key(), read);
        }
    }
    let types: HashMap<TypeName, usize> =
        api.types.iter().enumerate().map(|(position, def)| (def.name.clone(), position)).collect();
    for operation in operations.iter_mut().filter(|operation| operation.method == Method::Get) {
        let key = operation.path.key();
        match operation.path.segments.last() {
            Some(Segment::Parameter(_)) => {
                if let Some(list) = key.strip_suffix("/{}").and_then(|list| reads.get(list)) {
                    reconcile_item(operation, list, &ancestry, diagnostics);
                }
            }
            Some(Segment::Literal(word)) => {
                let word = word.clone();
                let owner = key.rsplit_once('/').and_then(|(owner, _)| owner_of(owner, &reads));
                if let Some(relationship) =
                    owner.and_then(|owner| relationship(owner, &word, &mut api.types, &types, &ancestry))
                {
                    reconcile_relationship(operation, relationship, &ancestry, diagnostics);
                }
            }
            _ => {}
        }
    }
    api.operations = operations;
}

/// What a successful GET returns.
struct Read {
    ty: TypeRef,
    is_collection: bool,
    source: Source,
}

impl Read {
    fn new(operation: &Operation) -> Option<Self> {
        let (ty, is_collection) = operation.responses.iter().find_map(|response| match &response.body {
            ResponseBody::Json(ty) if (200..300).contains(&response.status) => Some((ty, response.is_collection)),
            _ => None,
        })?;
        Some(Self { ty: ty.clone(), is_collection, source: operation.source.clone() })
    }
}

/// The response that holds what a successful GET returns, its type, and whether it is a page of items.
fn success(operation: &mut Operation) -> Option<(&mut TypeRef, &mut bool, &Source)> {
    operation.responses.iter_mut().find_map(|response| {
        let Response { status, body, is_collection, source, .. } = response;
        match body {
            ResponseBody::Json(ty) if (200..300).contains(status) => Some((ty, is_collection, &*source)),
            _ => None,
        }
    })
}

/// What comes back at the end of a cast is of the type that the path is cast to.
fn narrow_to_cast(operation: &mut Operation, index: &TypeIndex, ancestry: &Ancestry) {
    let Some(Segment::Cast(cast)) = operation.path.segments.last() else { return };
    let Some(cast) = index.full_name(cast) else { return };
    if let Some((TypeRef::Named(name), ..)) = success(operation)
        && ancestry.is_a(cast, name)
    {
        *name = cast.clone();
    }
}

/// An item is single, and of the type of its list when that is the narrower one.
fn reconcile_item(operation: &mut Operation, list: &Read, ancestry: &Ancestry, diagnostics: &mut Vec<Diagnostic>) {
    let path = operation.path.to_string();
    let Some((ty, is_collection, source)) = success(operation) else { return };
    if !list.is_collection {
        return;
    }
    if let (TypeRef::Named(item), TypeRef::Named(listed)) = (&mut *ty, &list.ty)
        && item != listed
        && ancestry.is_a(listed, item)
    {
        *item = listed.clone();
    }
    if *is_collection && *ty == list.ty {
        *is_collection = false;
        diagnostics.push(
            Diagnostic::new(
                Code::ResponseMismatch,
                source.clone(),
                format!("the page says that `GET {path}` returns a collection, but the path names one item"),
            )
            .related(list.source.clone(), "the operation that lists them")
            .help("say that one object comes back"),
        );
    }
}

/// The type at a path: what it returns, or an item of the list above it.
fn owner_of<'a>(path: &str, reads: &'a HashMap<String, Read>) -> Option<&'a TypeName> {
    let own = reads.get(path).filter(|owner| !owner.is_collection);
    let owner = own.or_else(|| reads.get(path.strip_suffix("/{}")?).filter(|list| list.is_collection))?;
    owner.ty.name()
}

/// A relationship of a type or of what it inherits from.
fn relationship<'a>(
    owner: &TypeName,
    word: &str,
    defs: &'a mut [TypeDef],
    types: &HashMap<TypeName, usize>,
    ancestry: &Ancestry,
) -> Option<&'a mut Property> {
    let has = |def: &TypeDef| def.navigation.iter().any(|row| row.name.eq_ignore_ascii_case(word));
    let mut chain = std::iter::once(owner).chain(ancestry.ancestors(owner)).filter_map(|name| types.get(name));
    let position = chain.find(|position| defs.get(**position).is_some_and(has))?;
    defs.get_mut(*position)?.navigation.iter_mut().find(|row| row.name.eq_ignore_ascii_case(word))
}

/// What is read at a relationship is what the relationship leads to.
fn reconcile_relationship(
    operation: &mut Operation,
    relationship: &mut Property,
    ancestry: &Ancestry,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (path, line) = (operation.path.to_string(), operation.source.clone());
    // Titles say `Get` for one and `List` for many, and are seldom copied without a look.
    let says_one = operation.title.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("get"));
    let Some((ty, is_collection, source)) = success(operation) else { return };
    let target = relationship.ty.element().clone();
    if ancestry.common(ty, &target).is_none() {
        return;
    }
    let conflict = |primary: &Source, message: String, related: &Source, note: &str, help: &str| {
        Diagnostic::new(Code::SourceConflict, primary.clone(), message).related(related.clone(), note).help(help)
    };
    if let (TypeRef::Named(returned), TypeRef::Named(target)) = (&mut *ty, &target)
        && returned != target
        && ancestry.is_a(returned, target)
        && !is_root(target, ancestry)
    {
        diagnostics.push(conflict(
            source,
            format!("`GET {path}` returns `{returned}` here, but the relationship leads to `{target}`"),
            &relationship.source,
            "the relationship",
            "name the type of the relationship",
        ));
        *returned = target.clone();
    }
    match (*is_collection, relationship.ty.is_collection()) {
        (true, false) if says_one => {
            *is_collection = false;
            diagnostics.push(conflict(
                source,
                format!("`GET {path}` returns a collection here, but the relationship has one target"),
                &relationship.source,
                "the relationship",
                "say that one object comes back",
            ));
        }
        (true, false) => {
            diagnostics.push(conflict(
                &relationship.source,
                format!("`{}` has one target here, but an operation lists several", relationship.name),
                &line,
                "the operation that lists them",
                "write the type as a collection",
            ));
            relationship.ty = std::mem::take(&mut relationship.ty).collection();
        }
        _ => {}
    }
}

/// Whether everything inherits from a type, so that it tells nothing.
fn is_root(name: &TypeName, ancestry: &Ancestry) -> bool {
    name.short() == "entity" && ancestry.ancestors(name).is_empty()
}

#[cfg(test)]
mod tests;
