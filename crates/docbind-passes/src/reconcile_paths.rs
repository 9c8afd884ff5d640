//! Sets operations and types against each other along the paths.

use std::collections::HashMap;

use docbind_ir::{
    Api, Code, Diagnostic, Method, Operation, Response, ResponseBody, Segment, Source, TypeName, TypeRef,
};

use crate::inheritance::Ancestry;
use crate::type_index::TypeIndex;

/// Corrects what the path of an operation contradicts.
///
/// A cast at the end of a path tells what comes back. One item of a collection that can be listed is not a page of
/// items. A relationship that can be listed below its owner has many targets.
pub fn reconcile_paths(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let index = TypeIndex::new(api);
    let ancestry = Ancestry::new(&api.types);
    for operation in &mut operations {
        narrow_to_cast(operation, &index, &ancestry);
    }
    let listed = returned_types(&operations);
    for operation in operations.iter_mut().filter(|operation| operation.method == Method::Get) {
        if let Some(Segment::Parameter(_)) = operation.path.segments.last()
            && let Some(Returned { ty, is_collection: true, source }) =
                operation.path.key().strip_suffix("/{}").and_then(|collection| listed.get(collection))
            && let Some(response) = page_of(operation, ty)
        {
            response.is_collection = false;
            diagnostics.push(
                Diagnostic::new(
                    Code::ResponseMismatch,
                    response.source.clone(),
                    format!(
                        "the page says that `GET {}` returns a collection, but the path names one item",
                        operation.path
                    ),
                )
                .related(source.clone(), "the operation that lists them")
                .help("say that one object comes back"),
            );
        }
    }
    let plural = relationships_that_are_listed(&operations, &listed, &ancestry);
    for def in &mut api.types {
        for relationship in &mut def.navigation {
            let TypeRef::Named(target) = &relationship.ty else { continue };
            let listed = plural.get(&(def.name.clone(), relationship.name.to_lowercase()));
            if let Some((ty, source)) = listed
                && ancestry.common(&TypeRef::Named(target.clone()), ty).is_some()
            {
                diagnostics.push(
                    Diagnostic::new(
                        Code::SourceConflict,
                        relationship.source.clone(),
                        format!("`{}` has one target here, but an operation lists several", relationship.name),
                    )
                    .related(source.clone(), "the operation that lists them")
                    .help("write the type as a collection"),
                );
                relationship.ty = std::mem::take(&mut relationship.ty).collection();
            }
        }
    }
    api.operations = operations;
}

/// What a successful call returns.
struct Returned {
    ty: TypeRef,
    is_collection: bool,
    source: Source,
}

fn success(operation: &Operation) -> Option<(&TypeRef, &Response)> {
    operation.responses.iter().find_map(|response| match &response.body {
        ResponseBody::Json(ty) if (200..300).contains(&response.status) => Some((ty, response)),
        _ => None,
    })
}

/// The types that paths return to a GET, by the key of the path.
fn returned_types(operations: &[Operation]) -> HashMap<String, Returned> {
    let reads = operations.iter().filter(|operation| operation.method == Method::Get);
    let returned = reads.filter_map(|operation| {
        let (ty, response) = success(operation)?;
        let returned =
            Returned { ty: ty.clone(), is_collection: response.is_collection, source: operation.source.clone() };
        Some((operation.path.key(), returned))
    });
    returned.collect()
}

/// The response of an operation that is said to be a page of items of this type.
fn page_of<'a>(operation: &'a mut Operation, ty: &TypeRef) -> Option<&'a mut Response> {
    operation
        .responses
        .iter_mut()
        .find(|response| response.is_collection && matches!(&response.body, ResponseBody::Json(own) if own == ty))
}

/// What comes back at the end of a cast is of the type that the path is cast to.
fn narrow_to_cast(operation: &mut Operation, index: &TypeIndex, ancestry: &Ancestry) {
    let Some(Segment::Cast(cast)) = operation.path.segments.last() else { return };
    let Some(cast) = index.full_name(cast) else { return };
    for response in &mut operation.responses {
        if let ResponseBody::Json(TypeRef::Named(name)) = &mut response.body
            && ancestry.is_a(cast, name)
        {
            *name = cast.clone();
        }
    }
}

/// The relationships, by owner and name in lower case, that an operation lists several targets of.
fn relationships_that_are_listed(
    operations: &[Operation],
    returned: &HashMap<String, Returned>,
    ancestry: &Ancestry,
) -> HashMap<(TypeName, String), (TypeRef, Source)> {
    let mut plural = HashMap::new();
    for operation in operations.iter().filter(|operation| operation.method == Method::Get) {
        let Some(Segment::Literal(word)) = operation.path.segments.last() else { continue };
        let Some((ty, Response { is_collection: true, .. })) = success(operation) else { continue };
        let key = operation.path.key();
        let Some((owner, _)) = key.rsplit_once('/') else { continue };
        // The owner is what its own path returns, or an item of the list above it.
        let owner = returned.get(owner).filter(|owner| !owner.is_collection).or_else(|| {
            let list = returned.get(owner.strip_suffix("/{}")?)?;
            list.is_collection.then_some(list)
        });
        if let Some(TypeRef::Named(owner)) = owner.map(|owner| &owner.ty) {
            for owner in std::iter::once(owner).chain(ancestry.ancestors(owner)) {
                let entry = plural.entry((owner.clone(), word.to_lowercase()));
                entry.or_insert_with(|| (ty.clone(), operation.source.clone()));
            }
        }
    }
    plural
}

#[cfg(test)]
mod tests {
    use docbind_ir::{
        Api, Code, Diagnostic, Method, Operation, PathTemplate, Property, Response, ResponseBody, Segment, Source,
        TypeDef, TypeName, TypeRef,
    };

    use super::reconcile_paths;

    fn get(path: &str, ty: &str, is_collection: bool) -> Operation {
        let segment = |part: &str| match part {
            "{id}" => Segment::Parameter("id".into()),
            part if part.contains('.') => Segment::Cast(part.into()),
            part => Segment::Literal(part.into()),
        };
        let response = Response {
            status: 200,
            body: ResponseBody::Json(TypeRef::named(ty)),
            is_collection,
            headers: Vec::new(),
            description: String::new(),
            source: Source::default(),
        };
        let segments = path.split('/').map(segment).collect();
        Operation { responses: vec![response], ..Operation::new(Method::Get, PathTemplate { segments }) }
    }

    fn reconcile(operations: Vec<Operation>) -> (Api, Vec<Diagnostic>) {
        let crew = Property { name: "crew".into(), ty: TypeRef::named("g.sailor"), ..Property::default() };
        let boat = TypeDef { navigation: vec![crew], ..TypeDef::new(TypeName::new("g.boat")) };
        let ferry = TypeDef { base: Some(TypeRef::named("g.boat")), ..TypeDef::new(TypeName::new("g.ferry")) };
        let sailor = TypeDef::new(TypeName::new("g.sailor"));
        let mut api = Api { operations, types: vec![boat, ferry, sailor], ..Api::default() };
        let mut diagnostics = Vec::new();
        reconcile_paths(&mut api, &mut diagnostics);
        (api, diagnostics)
    }

    #[test]
    fn a_cast_tells_what_comes_back() {
        let (api, diagnostics) = reconcile(vec![get("boats/g.ferry", "g.boat", true)]);
        assert_eq!(api.operations[0].responses[0].body, ResponseBody::Json(TypeRef::named("g.ferry")));
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn one_item_of_a_list_is_no_list() {
        let (api, diagnostics) = reconcile(vec![get("boats", "g.boat", true), get("boats/{id}", "g.boat", true)]);
        assert!(!api.operations[1].responses[0].is_collection);
        assert_eq!(diagnostics[0].code, Code::ResponseMismatch);
    }

    #[test]
    fn a_relationship_that_is_listed_has_many_targets() {
        let (api, diagnostics) =
            reconcile(vec![get("boats", "g.boat", true), get("boats/{id}/crew", "g.sailor", true)]);
        assert_eq!(api.types[0].navigation[0].ty, TypeRef::named("g.sailor").collection());
        assert_eq!(diagnostics[0].code, Code::SourceConflict);
    }

    #[test]
    fn sound_pages_stay_as_they_are() {
        let (api, diagnostics) = reconcile(vec![
            get("boats", "g.boat", true),
            get("boats/{id}", "g.boat", false),
            get("boats/{id}/crew", "g.sailor", false),
            get("boats/{id}/logs/{id}", "g.boat", true),
        ]);
        assert_eq!(api.types[0].navigation[0].ty, TypeRef::named("g.sailor"));
        assert!(api.operations[3].responses[0].is_collection);
        assert_eq!(diagnostics, []);
    }
}
