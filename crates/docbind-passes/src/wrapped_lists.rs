//! Answers that hold their items in a member of another name than `value`.

use std::collections::BTreeMap;

use docbind_ir::{
    Api, ExampleBody, Operation, Property, ResponseBody, Rule, Source, TypeDef, TypeName, TypeRef, is_annotation,
};
use foldhash::{HashMap, HashSet};
use serde_json::{Map, Value};

use crate::example_json::kind;
use crate::members::Members;

/// Gives a response that the page calls a collection the type of the object that its examples show around the items,
/// where that is no page as OData has it: a reader of pages would find nothing in it.
///
/// Such a type is called after the member that holds the items.
pub(crate) fn wrap_lists(api: &Api, operations: &mut [Operation], members: &Members<'_>) -> Vec<TypeDef> {
    let mut taken: HashSet<String> = api.types.iter().map(|def| def.name.key()).collect();
    taken.extend(api.enums.iter().map(|def| def.name.key()));
    let mut made: BTreeMap<String, TypeDef> = BTreeMap::new();
    let mut names: HashMap<(String, TypeRef), TypeName> = HashMap::default();
    for operation in operations {
        let Some((status, wrapper)) = wrapper(operation, members) else { continue };
        let Some(response) = operation.responses.iter_mut().find(|response| response.status == status) else {
            continue;
        };
        let ResponseBody::Json(item) = &response.body else { continue };
        let name = names.entry((wrapper.member.clone(), item.clone())).or_insert_with(|| {
            let mut name = full_name(&api.namespace, &format!("{}Response", wrapper.member));
            while !taken.insert(name.key()) {
                name = TypeName::new(format!("{name}Object"));
            }
            name
        });
        let def = made
            .entry(name.key())
            .or_insert_with(|| TypeDef { source: wrapper.source.clone(), ..TypeDef::new(name.clone()) });
        for (member, value) in &wrapper.object {
            let is_known = def.properties.iter().any(|known| *known.name == **member);
            if is_known || is_annotation(member) {
                continue;
            }
            let ty = if *member == wrapper.member { item.clone().collection() } else { kind(value) };
            def.properties.push(Property {
                name: member.as_str().into(),
                ty,
                undocumented: true,
                source: wrapper.source.by(Rule::Example),
                ..Property::default()
            });
        }
        response.body = ResponseBody::Json(TypeRef::Named(name.clone()));
        response.is_collection = false;
    }
    made.into_values().collect()
}

fn full_name(namespace: &str, short: &str) -> TypeName {
    if namespace.is_empty() { TypeName::new(short) } else { TypeName::new(format!("{namespace}.{short}")) }
}

/// An object around items.
struct Wrapper {
    /// The member that holds them.
    member: String,
    object: Map<String, Value>,
    source: Source,
}

/// The object that the examples of a response show around its items, with the status; none when one of them shows a
/// page.
fn wrapper(operation: &Operation, members: &Members<'_>) -> Option<(u16, Wrapper)> {
    let response = operation.responses.iter().find(|response| response.is_collection)?;
    let ResponseBody::Json(item) = &response.body else { return None };
    item.name()?;
    let shown = operation.examples.iter().filter_map(|example| example.response.as_ref());
    let mut found = None;
    for answer in shown.filter(|answer| answer.status == response.status) {
        let ExampleBody::Json(text) = &answer.body else { continue };
        // Nearly all examples show pages, and need no closer look.
        if text.contains("\"value\"") {
            return None;
        }
        let Value::Object(object) = serde_json::from_str(text).ok()? else { return None };
        let mut lists = object.iter().filter(|(name, value)| value.is_array() && !is_annotation(name));
        let (member, value) = lists.next()?;
        let first = value.as_array()?.first()?.as_object()?;
        if lists.next().is_some() || !members.fits(item, first.keys().map(String::as_str)) {
            return None;
        }
        let member = member.clone();
        found.get_or_insert((response.status, Wrapper { member, object, source: answer.source.clone() }));
    }
    found
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Example, ExampleResponse, Method, PathTemplate, Response};

    use super::*;
    use crate::type_names::TypeNames;

    #[test]
    fn a_list_in_a_member_of_its_own_name() {
        let row = |name: &str| Property { name: name.into(), ty: TypeRef::STRING, ..Property::default() };
        let boat = TypeDef { properties: vec![row("name")], ..TypeDef::new(TypeName::new("g.boat")) };
        let api = Api { types: vec![boat], namespace: "g".to_owned(), ..Api::default() };
        let answer = |json: &str| Example {
            response: Some(ExampleResponse {
                status: 200,
                headers: Vec::new(),
                body: ExampleBody::Json(json.into()),
                odata_type: None,
                is_collection: None,
                truncated: false,
                source: Source::default(),
            }),
            ..Example::default()
        };
        let list = |json: &str| Operation {
            responses: vec![Response {
                status: 200,
                body: ResponseBody::Json(TypeRef::named("g.boat")),
                is_collection: true,
                ..Response::default()
            }],
            examples: vec![answer(json)],
            ..Operation::new(Method::Get, PathTemplate::default())
        };
        let mut operations =
            vec![list(r#"{"boats": [{"name": "Ada"}], "total": 1}"#), list(r#"{"value": [{"name": "Ada"}]}"#)];
        let names = TypeNames::new(&api);
        let made = wrap_lists(&api, &mut operations, &Members::new(&api, &names));
        let [def] = made.as_slice() else { panic!("{made:?}") };
        let rows: Vec<_> = def.properties.iter().map(|row| format!("{} {}", row.name, row.ty)).collect();
        assert_eq!(
            (def.name.as_str(), rows),
            ("g.boatsResponse", vec!["boats Collection(g.boat)".into(), "total Int64".into()])
        );
        assert_eq!(operations[0].responses[0].body, ResponseBody::Json(TypeRef::named("g.boatsResponse")));
        assert!(!operations[0].responses[0].is_collection && operations[1].responses[0].is_collection);
    }
}
