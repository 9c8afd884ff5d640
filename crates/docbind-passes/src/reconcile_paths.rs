//! Sets operations and types against each other along the paths.

use docbind_ir::{
    Api, Code, Diagnostic, Method, Operation, PathKey, Property, Response, ResponseBody, Segment, Source, TypeDef,
    TypeName, TypeRef,
};
use foldhash::HashMap;

use crate::batches;
use crate::inheritance::Ancestry;
use crate::type_names::TypeNames;

/// Corrects what the paths contradict.
///
/// A cast at the end of a path tells what comes back. One item of a collection that can be listed is not a page of
/// items, and what has items below it is one. A change answers with what can be read. What is read at a relationship
/// has the type of the relationship, and a relationship that can be listed has many targets.
pub fn reconcile_paths(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let names = TypeNames::new(api);
    let ancestry = Ancestry::new(&api.types);
    for operation in &mut operations {
        narrow_to_cast(operation, &names, &ancestry);
    }
    let keys = batches::gather(&operations, |operation| Some(operation.path.key()));
    let reads = Reads::new(&operations, &keys);
    let types: HashMap<TypeName, usize> =
        api.types.iter().enumerate().map(|(position, def)| (def.name.clone(), position)).collect();
    for (operation, key) in operations.iter_mut().zip(&keys).filter(|(operation, _)| operation.method == Method::Get) {
        let Some(Segment::Literal(word)) = operation.path.segments.last().cloned() else { continue };
        if let Some(item) = reads.get(&format!("{key}/{{}}")) {
            reconcile_list(operation, item, diagnostics);
        }
        let owner = key.rsplit_once('/').and_then(|(owner, _)| owner_of(owner, &reads));
        let Some((owner, read)) = owner.and_then(|read| Some((read.ty.name()?, read))) else { continue };
        if let Some(relationship) = relationship(owner, &word, &mut api.types, &types, &ancestry)
            && !describes_owner(operation, read, relationship, &ancestry)
        {
            reconcile_relationship(operation, relationship, &ancestry, diagnostics);
        }
    }
    let reads = Reads::new(&operations, &keys);
    for (operation, key) in operations.iter_mut().zip(&keys).filter(|(operation, _)| operation.method == Method::Get) {
        if let Some(Segment::Parameter(_)) = operation.path.segments.last()
            && let Some(list) = key.strip_suffix("/{}").and_then(|list| reads.get(list))
        {
            reconcile_item(operation, list, &ancestry, diagnostics);
        }
    }
    let reads = Reads::new(&operations, &keys);
    for (operation, key) in operations.iter_mut().zip(&keys).filter(|(operation, _)| operation.method != Method::Get) {
        complete_write(operation, key, &reads);
    }
    api.operations = operations;
}

/// What a successful GET returns.
struct Read {
    ty: TypeRef,
    is_collection: bool,
    source: Source,
}

/// What can be read, by the key of the path.
struct Reads<'k>(HashMap<&'k str, Read>);

impl<'k> Reads<'k> {
    /// What the operations return, whose paths have these keys.
    fn new(operations: &[Operation], keys: &'k [PathKey]) -> Self {
        let reads = operations.iter().zip(keys).filter(|(operation, _)| operation.method == Method::Get);
        Self(reads.filter_map(|(operation, key)| Some((key.as_str(), Read::new(operation)?))).collect())
    }

    fn get(&self, key: &str) -> Option<&Read> {
        self.0.get(key)
    }
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

/// What a page leaves open about the answer to a change is what can be read at the same path.
fn complete_write(operation: &mut Operation, key: &str, reads: &Reads<'_>) {
    let method = operation.method;
    let Some((ty, is_collection, _)) = success(operation) else { return };
    let Some(read) = reads.get(key).filter(|_| *ty == TypeRef::UNTYPED) else { return };
    let creates = method == Method::Post && read.is_collection;
    let changes = matches!(method, Method::Patch | Method::Put) && !read.is_collection;
    if creates || changes {
        *ty = read.ty.clone();
        *is_collection = false;
    }
}

/// What comes back at the end of a cast is of the type that the path is cast to.
fn narrow_to_cast(operation: &mut Operation, names: &TypeNames, ancestry: &Ancestry) {
    let Some(Segment::Cast(cast)) = operation.path.segments.last() else { return };
    let Some(cast) = names.full_name(cast) else { return };
    if let Some((TypeRef::Named(name), ..)) = success(operation)
        && ancestry.is_a(cast, name)
    {
        *name = cast.clone();
    }
}

/// What single items of the same type stand below is a page of them.
fn reconcile_list(operation: &mut Operation, item: &Read, diagnostics: &mut Vec<Diagnostic>) {
    let path = operation.path.to_string();
    let Some((ty, is_collection, source)) = success(operation) else { return };
    if !*is_collection && !item.is_collection && *ty == item.ty && matches!(ty, TypeRef::Named(_)) {
        *is_collection = true;
        diagnostics.push(
            Diagnostic::new(
                Code::ResponseMismatch,
                source.clone(),
                format!("the page says that `GET {path}` returns one object, but the path has items below it"),
            )
            .related(item.source.clone(), "the operation that reads one item")
            .help("say that a collection comes back"),
        );
    }
}

/// An item is single, and of the type of its list.
///
/// Where the text names another type than the list, the annotation of the page's own example decides.
fn reconcile_item(operation: &mut Operation, list: &Read, ancestry: &Ancestry, diagnostics: &mut Vec<Diagnostic>) {
    let path = operation.path.to_string();
    let annotated = operation.examples.iter().filter_map(|example| example.response.as_ref()?.odata_type.as_deref());
    let listed = list.ty.name().map(TypeName::as_str).unwrap_or_default();
    let is_shown = annotated.map(|name| name.trim_start_matches('#')).any(|name| name.eq_ignore_ascii_case(listed));
    let Some((ty, is_collection, source)) = success(operation) else { return };
    if !list.is_collection {
        return;
    }
    if let (TypeRef::Named(item), TypeRef::Named(listed)) = (&mut *ty, &list.ty)
        && item != listed
        && !is_root(listed, ancestry)
        && (is_shown || ancestry.is_a(listed, item) || ancestry.is_a(item, listed))
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

/// What is at a path: what it returns, or an item of the list above it.
fn owner_of<'a>(path: &str, reads: &'a Reads<'_>) -> Option<&'a Read> {
    let own = reads.get(path).filter(|owner| !owner.is_collection);
    own.or_else(|| reads.get(path.strip_suffix("/{}")?).filter(|list| list.is_collection))
}

/// Corrects the response of a page that lists the owner of a relationship, adds a request for its target, and goes on
/// to describe the owner alone.
fn describes_owner(operation: &mut Operation, owner: &Read, relationship: &Property, ancestry: &Ancestry) -> bool {
    let is_same_page = operation.source.file == owner.source.file;
    let target = relationship.ty.element();
    let Some((ty, is_collection, _)) = success(operation) else { return false };
    let (Some(returned), Some(name)) = (ty.name(), target.name()) else { return false };
    let is_target = !is_root(name, ancestry) && ancestry.is_a(returned, name);
    if !is_same_page || *ty != owner.ty || is_target {
        return false;
    }
    *ty = target.clone();
    *is_collection = relationship.ty.is_collection();
    true
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
