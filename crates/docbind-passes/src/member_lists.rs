//! Responses that a page shows as JSON without naming their type.

use docbind_ir::{Api, ResponseBody, TypeName, TypeRef};
use foldhash::{HashMap, HashMapExt};

/// Names the types of responses of which only the members are known: the one type that documents exactly these.
///
/// Such a reference has the members' names in braces for its text, sorted and joined by commas; one that no type or
/// several have becomes any JSON value.
pub(crate) fn resolve_member_lists(api: &mut Api) {
    let Api { operations, types, .. } = api;
    let mut shown: Vec<&mut TypeRef> = Vec::new();
    for response in operations.iter_mut().flat_map(|operation| &mut operation.responses) {
        if let ResponseBody::Json(ty) = &mut response.body
            && matches!(ty, TypeRef::Unresolved(members) if members.text.starts_with('{'))
        {
            shown.push(ty);
        }
    }
    if shown.is_empty() {
        return;
    }
    let mut by_members: HashMap<String, Vec<TypeName>> = HashMap::new();
    for def in types.iter() {
        let mut names: Vec<&str> = def.properties.iter().map(|property| &*property.name).collect();
        names.sort_unstable();
        by_members.entry(format!("{{{}}}", names.join(","))).or_default().push(def.name.clone());
    }
    for ty in shown {
        let TypeRef::Unresolved(members) = &*ty else { continue };
        *ty = match by_members.get(&*members.text).map(Vec::as_slice) {
            Some([name]) => TypeRef::Named(name.clone()),
            _ => TypeRef::UNTYPED,
        };
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Method, Operation, PathTemplate, Property, Response, Source, TypeDef};

    use super::*;

    #[test]
    fn members_tell_a_type_when_they_are_all_of_it() {
        let property = |name: &str| Property { name: name.into(), ..Property::default() };
        let def = |name: &str, properties: &[&str]| TypeDef {
            properties: properties.iter().copied().map(property).collect(),
            ..TypeDef::new(TypeName::new(name))
        };
        let respond = |text: &str| Operation {
            responses: vec![Response {
                status: 200,
                body: ResponseBody::Json(TypeRef::unresolved(text, None)),
                is_collection: false,
                leads_to: None,
                headers: Vec::new(),
                description: std::sync::Arc::default(),
                source: Source::default(),
            }],
            ..Operation::new(Method::Post, PathTemplate::default())
        };
        let mut api = Api {
            types: vec![def("g.link", &["url", "expires"]), def("g.note", &["text"]), def("g.memo", &["text"])],
            operations: ["{expires,url}", "{text}", "{url}"].map(respond).into(),
            ..Api::default()
        };
        resolve_member_lists(&mut api);
        let found: Vec<_> = api.operations.iter().map(|operation| operation.responses[0].body.clone()).collect();
        let untyped = || ResponseBody::Json(TypeRef::UNTYPED);
        assert_eq!(found, [ResponseBody::Json(TypeRef::named("g.link")), untyped(), untyped()]);
    }
}
