//! Narrows the model to chosen operations and to what they need.

use std::collections::BTreeSet;

use docbind_ir::{Api, BodyShape, Operation, ResponseBody, TypeDef, TypeName, TypeRef};
use foldhash::{HashMap, HashSet, HashSetExt};

use crate::Scope;

/// Keeps the operations of the scope, the types that they reach through bodies, responses, parameters, structural
/// properties and bases, and the relationships whose target remains. A scope of everything changes nothing.
pub fn prune(api: &mut Api, scope: &Scope) {
    if !scope.is_everything() {
        keep(api, |operation| scope.contains(operation));
    }
}

/// Keeps the operations that are wanted, and what they need.
pub fn keep(api: &mut Api, is_wanted: impl Fn(&Operation) -> bool) {
    api.operations.retain(is_wanted);
    let kept = reachable(api);
    api.types.retain(|def| kept.contains(&def.name));
    api.enums.retain(|def| kept.contains(&def.name));
    for def in &mut api.types {
        def.navigation.retain(|relationship| relationship.ty.name().is_none_or(|name| kept.contains(name)));
    }
    let mut permissions = HashSet::new();
    let mut pages = BTreeSet::new();
    for operation in &api.operations {
        let requirements = operation.permissions.schemes.values();
        permissions.extend(requirements.flat_map(|requirement| requirement.names()).cloned());
        pages.extend(operation.pages.iter().cloned());
    }
    pages.extend(api.types.iter().flat_map(|def| def.pages.iter().cloned()));
    for page in api.enums.iter().flat_map(|def| &def.pages) {
        pages.insert(page.split_once('#').map_or_else(|| page.clone(), |(page, _)| page.into()));
    }
    let operations: HashSet<String> = api.operations.iter().map(|operation| operation.request_line()).collect();
    api.cmdlets.retain(|cmdlet| cmdlet.operation.as_ref().is_some_and(|operation| operations.contains(operation)));
    pages.extend(api.cmdlets.iter().map(|cmdlet| cmdlet.source.file.clone()));
    api.permissions.retain(|permission| permissions.contains(&permission.name));
    api.pages.retain(|page| pages.contains(&page.file));
}

fn reachable(api: &Api) -> HashSet<TypeName> {
    let types: HashMap<&TypeName, &TypeDef> = api.types.iter().map(|def| (&def.name, def)).collect();
    let mut kept = HashSet::new();
    let mut queue: Vec<&TypeName> = Vec::new();
    for operation in &api.operations {
        queue.extend(references(operation).filter_map(TypeRef::name));
    }
    while let Some(name) = queue.pop() {
        if !kept.insert(name.clone()) {
            continue;
        }
        if let Some(def) = types.get(name) {
            queue.extend(def.base.iter().filter_map(TypeRef::name));
            queue.extend(def.properties.iter().filter_map(|property| property.ty.name()));
        }
    }
    kept
}

/// Everything an operation refers to.
fn references(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let (json, inline) = match &operation.body.shape {
        BodyShape::Json(ty) => (Some(ty), &[][..]),
        BodyShape::Inline(properties) => (None, properties.as_slice()),
        _ => (None, &[][..]),
    };
    let responses = operation.responses.iter().chain(&operation.scenario_responses);
    let responses = responses.flat_map(|response| {
        let body = match &response.body {
            ResponseBody::Json(ty) | ResponseBody::Value(ty) => Some(ty),
            _ => None,
        };
        body.into_iter().chain(&response.leads_to)
    });
    json.into_iter()
        .chain(inline.iter().map(|property| &property.ty))
        .chain(&operation.body.variants)
        .chain(operation.parameters.iter().map(|parameter| &parameter.ty))
        .chain(responses)
}

#[cfg(test)]
mod tests {
    use docbind_ir::{
        Api, Method, Operation, PathTemplate, Property, Response, ResponseBody, Segment, Source, TypeDef, TypeName,
        TypeRef,
    };

    use crate::{Scope, prune};

    fn list(word: &str, ty: &str) -> Operation {
        let response = Response {
            status: 200,
            body: ResponseBody::Json(TypeRef::named(ty)),
            is_collection: true,
            leads_to: None,
            headers: Vec::new(),
            description: "".into(),
            source: Source::default(),
        };
        let path = PathTemplate { segments: vec![Segment::Literal(word.into())] };
        Operation { responses: vec![response], ..Operation::new(Method::Get, path) }
    }

    fn property(name: &str, ty: &str) -> Property {
        Property { name: name.into(), ty: TypeRef::named(ty), ..Property::default() }
    }

    #[test]
    fn only_what_the_chosen_operations_need_remains() {
        let boat = TypeDef {
            base: Some(TypeRef::named("g.thing")),
            properties: vec![property("engine", "g.engine")],
            navigation: vec![property("harbour", "g.harbour"), property("parent", "g.thing")],
            ..TypeDef::new(TypeName::new("g.boat"))
        };
        let others = ["g.thing", "g.engine", "g.harbour"].map(|name| TypeDef::new(TypeName::new(name)));
        let mut api = Api {
            operations: vec![list("boats", "g.boat"), list("harbours", "g.harbour")],
            types: [boat].into_iter().chain(others).collect(),
            ..Api::default()
        };
        prune(&mut api, &Scope { include: vec!["/boats".parse().unwrap()], exclude: Vec::new() });
        let names: Vec<_> = api.types.iter().map(|def| def.name.as_str()).collect();
        assert_eq!(names, ["g.boat", "g.thing", "g.engine"]);
        assert_eq!(api.types[0].navigation.len(), 1, "the relationship to the harbour is gone");
        assert_eq!(api.operations.len(), 1);
    }
}
