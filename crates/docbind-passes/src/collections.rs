//! Relationships that are collections though their page does not say so.

use std::collections::HashMap;

use docbind_ir::{Api, Method, Operation, PathTemplate, ResponseBody, Segment, TypeName, TypeRef};

use crate::inheritance::Ancestry;

/// Makes a relationship a collection when listing it at `/boats/{id}/crew` returns a page of items, and `/boats/{id}`
/// the type that has it.
pub(crate) fn infer_collections(api: &mut Api) {
    let owners: HashMap<String, TypeName> = api
        .operations
        .iter()
        .filter_map(|operation| match returned(operation)? {
            (TypeRef::Named(name), false) => Some((operation.path.key(), name.clone())),
            _ => None,
        })
        .collect();
    let ancestry = Ancestry::new(&api.types);
    let mut found: Vec<(TypeName, String)> = Vec::new();
    for operation in &api.operations {
        let (Some((_, true)), Some((Segment::Literal(last), rest))) =
            (returned(operation), operation.path.segments.split_last())
        else {
            continue;
        };
        if let Some(owner) = owners.get(&PathTemplate { segments: rest.to_vec() }.key()) {
            let owners = std::iter::once(owner).chain(ancestry.ancestors(owner));
            found.extend(owners.map(|owner| (owner.clone(), last.to_string())));
        }
    }
    let places: HashMap<_, _> =
        api.types.iter().enumerate().map(|(position, def)| (def.name.clone(), position)).collect();
    for (owner, relationship) in found {
        let def = places.get(&owner).and_then(|position| api.types.get_mut(*position));
        let Some(known) =
            def.and_then(|def| def.navigation.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&relationship)))
        else {
            continue;
        };
        if !known.ty.is_collection() {
            known.ty = std::mem::take(&mut known.ty).collection();
        }
    }
}

/// What a GET returns, and whether as a page of items.
fn returned(operation: &Operation) -> Option<(&TypeRef, bool)> {
    if operation.method != Method::Get {
        return None;
    }
    operation.responses.iter().find_map(|response| match &response.body {
        ResponseBody::Json(ty) => Some((ty, response.is_collection)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Property, Response, TypeDef};

    use super::*;

    fn get(path: &[&str], ty: &str, is_collection: bool) -> Operation {
        let segment = |word: &&str| match *word {
            "{}" => Segment::Parameter("id".into()),
            word => Segment::Literal(word.into()),
        };
        let path = PathTemplate { segments: path.iter().map(segment).collect() };
        let response = Response {
            status: 200,
            body: ResponseBody::Json(TypeRef::named(ty)),
            is_collection,
            headers: Vec::new(),
            description: String::new(),
            source: Default::default(),
        };
        Operation { responses: vec![response], ..Operation::new(Method::Get, path) }
    }

    #[test]
    fn a_listed_relationship_is_a_collection() {
        let single = |name: &str| Property { name: name.into(), ty: TypeRef::named("g.sailor"), ..Property::default() };
        let boat =
            TypeDef { navigation: vec![single("crew"), single("captain")], ..TypeDef::new(TypeName::new("g.boat")) };
        let mut api = Api {
            types: vec![boat],
            operations: vec![
                get(&["boats", "{}"], "g.boat", false),
                get(&["boats", "{}", "crew"], "g.sailor", true),
                get(&["boats", "{}", "captain"], "g.sailor", false),
                get(&["boats"], "g.boat", true),
            ],
            ..Api::default()
        };
        infer_collections(&mut api);
        let types: Vec<_> = api.types[0].navigation.iter().map(|property| property.ty.to_string()).collect();
        assert_eq!(types, ["Collection(g.sailor)", "g.sailor"]);
    }
}
