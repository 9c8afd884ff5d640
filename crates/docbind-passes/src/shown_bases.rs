//! What the types that only examples show are based on.

use std::collections::BTreeMap;

use docbind_ir::{Api, BodyShape, Example, Operation, ResponseBody, TypeName, TypeRef, TypeTree};
use serde_json::Value;

use crate::example_json::read;

/// Objects nested deeper than this are not looked into.
const DEEPEST: usize = 16;

/// Bases each of the types `shown` on the type that the pages document wherever examples show one: what stands in the
/// place of another type is derived from it. A type that stands in the places of several has no base.
pub(crate) fn add_shown_bases(api: &mut Api, shown: &[TypeName]) {
    if shown.is_empty() {
        return;
    }
    let tree = TypeTree::new(&api.types, &api.enums, &api.namespace);
    let mut bases = Bases { tree, shown, found: BTreeMap::new() };
    for operation in &api.operations {
        operation.examples.iter().for_each(|example| bases.example(operation, example));
    }
    for (name, base) in bases.found {
        if let Some(def) = api.types.iter_mut().find(|def| def.name == name && def.base.is_none()) {
            def.base = base.map(TypeRef::Named);
        }
    }
}

struct Bases<'a> {
    tree: TypeTree<'a>,
    shown: &'a [TypeName],
    /// What each type stands in the place of; nothing where that differs.
    found: BTreeMap<TypeName, Option<TypeName>>,
}

impl Bases<'_> {
    fn example(&mut self, operation: &Operation, example: &Example) {
        if let (BodyShape::Json(ty), Some(request)) = (&operation.body.shape, &example.request)
            && let Some(json) = read(&request.body)
        {
            self.value(ty, &json, 0);
        }
        let Some(answer) = &example.response else { return };
        for response in operation.responses.iter().filter(|response| response.status == answer.status) {
            let (ResponseBody::Json(ty), Some(json)) = (&response.body, read(&answer.body)) else { continue };
            let items = json.get("value").filter(|_| response.is_collection);
            self.value(ty, items.unwrap_or(&json), 0);
        }
    }

    /// Looks at a value in a place of the type `documented`.
    fn value(&mut self, documented: &TypeRef, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let object = match value {
            Value::Array(items) => return items.iter().for_each(|item| self.value(documented, item, depth + 1)),
            Value::Object(object) => object,
            _ => return,
        };
        let Some(documented) = documented.element().name() else { return };
        let own = object.get("@odata.type").and_then(Value::as_str).and_then(|name| self.tree.named(name));
        let own = own.map_or(documented, |def| &def.name);
        if own != documented && self.shown.contains(own) && self.tree.object(documented.as_str()).is_some() {
            let base = self.found.entry(own.clone()).or_insert_with(|| Some(documented.clone()));
            *base = base.take().filter(|base| base == documented);
        }
        for (name, value) in object.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
            if let Some(member) = self.tree.member(own.as_str(), name) {
                self.value(&member.ty, value, depth + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::{ExampleBody, ExampleResponse, Method, PathTemplate, Property, Response, Source, TypeDef};

    use super::*;

    /// The bases of `g.kayak`, which only the answers to a GET of `ty` show.
    fn base(ty: &str, json: &str) -> Option<TypeRef> {
        let hull = Property { name: "hull".into(), ty: TypeRef::named("g.hull"), ..Property::default() };
        let boat = TypeDef { properties: vec![hull], ..TypeDef::new(TypeName::new("g.boat")) };
        let types = ["g.hull", "g.kayak"].map(|name| TypeDef::new(TypeName::new(name)));
        let response = Response {
            status: 200,
            body: ResponseBody::Json(TypeRef::named(ty)),
            is_collection: true,
            leads_to: None,
            headers: Vec::new(),
            description: "".into(),
            source: Source::default(),
        };
        let answer = ExampleResponse {
            status: 200,
            headers: Vec::new(),
            body: ExampleBody::Json(json.into()),
            odata_type: None,
            is_collection: None,
            truncated: false,
            source: Source::default(),
        };
        let operation = Operation {
            responses: vec![response],
            examples: vec![Example { response: Some(answer), ..Example::default() }],
            ..Operation::new(Method::Get, PathTemplate::default())
        };
        let mut api = Api {
            types: std::iter::once(boat).chain(types).collect(),
            operations: vec![operation],
            namespace: "g".to_owned(),
            ..Api::default()
        };
        add_shown_bases(&mut api, &[TypeName::new("g.kayak")]);
        api.types.into_iter().find(|def| def.name.as_str() == "g.kayak").and_then(|def| def.base)
    }

    #[test]
    fn what_stands_in_the_place_of_a_type_is_based_on_it() {
        let kayak = r##"{"@odata.type": "#g.kayak"}"##;
        assert_eq!(base("g.boat", &format!(r#"{{"value": [{kayak}]}}"#)), Some(TypeRef::named("g.boat")));
        assert_eq!(base("g.boat", &format!(r#"{{"value": [{{"hull": {kayak}}}]}}"#)), Some(TypeRef::named("g.hull")));
    }

    #[test]
    fn what_stands_in_the_places_of_several_has_no_base() {
        let kayak = r##"{"@odata.type": "#g.kayak"}"##;
        assert_eq!(base("g.boat", &format!(r#"{{"value": [{kayak}, {{"hull": {kayak}}}]}}"#)), None);
        assert_eq!(base("g.kayak", &format!(r#"{{"value": [{kayak}]}}"#)), None);
    }
}
