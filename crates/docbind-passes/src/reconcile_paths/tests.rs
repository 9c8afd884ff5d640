use docbind_ir::{
    Api, Code, Diagnostic, Method, Operation, PathTemplate, Property, Response, ResponseBody, Segment, Source, TypeDef,
    TypeName, TypeRef,
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
        leads_to: None,
        headers: Vec::new(),
        description: "".into(),
        source: Source::default(),
    };
    let segments = path.split('/').map(segment).collect();
    Operation { responses: vec![response], ..Operation::new(Method::Get, PathTemplate { segments }) }
}

fn reconcile(operations: Vec<Operation>) -> (Api, Vec<Diagnostic>) {
    let crew = Property { name: "crew".into(), ty: TypeRef::named("g.sailor"), ..Property::default() };
    let boat = TypeDef { navigation: vec![crew], ..TypeDef::new(TypeName::new("g.boat")) };
    let based =
        |name: &str, base: &str| TypeDef { base: Some(TypeRef::named(base)), ..TypeDef::new(TypeName::new(name)) };
    let sailor = TypeDef::new(TypeName::new("g.sailor"));
    let types = vec![boat, based("g.ferry", "g.boat"), sailor, based("g.captain", "g.sailor")];
    let mut api = Api { operations, types, ..Api::default() };
    let mut diagnostics = Vec::new();
    reconcile_paths(&mut api, &mut diagnostics);
    (api, diagnostics)
}

fn returned(api: &Api, position: usize) -> (&ResponseBody, bool) {
    let response = &api.operations[position].responses[0];
    (&response.body, response.is_collection)
}

fn json(ty: &str) -> ResponseBody {
    ResponseBody::Json(TypeRef::named(ty))
}

#[test]
fn a_cast_tells_what_comes_back() {
    let (api, diagnostics) = reconcile(vec![get("boats/g.ferry", "g.boat", true)]);
    assert_eq!(returned(&api, 0), (&json("g.ferry"), true));
    assert_eq!(diagnostics, []);
}

#[test]
fn one_item_of_a_list_is_no_list_and_of_its_type() {
    let (api, diagnostics) = reconcile(vec![get("boats", "g.ferry", true), get("boats/{id}", "g.boat", true)]);
    assert_eq!(returned(&api, 1), (&json("g.ferry"), false));
    assert_eq!(diagnostics[0].code, Code::ResponseMismatch);
}

#[test]
fn what_has_items_below_it_is_a_list() {
    let (api, diagnostics) = reconcile(vec![get("boats", "g.boat", false), get("boats/{id}", "g.boat", false)]);
    assert_eq!(returned(&api, 0), (&json("g.boat"), true));
    assert_eq!(diagnostics[0].code, Code::ResponseMismatch);
}

#[test]
fn a_change_answers_with_what_can_be_read() {
    let write = |method, path| {
        let mut operation = Operation { method, ..get(path, "", false) };
        operation.responses[0].body = ResponseBody::Json(TypeRef::UNTYPED);
        operation
    };
    let (api, _) = reconcile(vec![
        get("boats", "g.boat", true),
        write(Method::Post, "boats"),
        write(Method::Post, "boats/{id}/sink"),
        get("boats/{id}", "g.ferry", false),
        write(Method::Patch, "boats/{id}"),
    ]);
    assert_eq!(returned(&api, 1), (&json("g.boat"), false));
    assert_eq!(returned(&api, 2).0, &ResponseBody::Json(TypeRef::UNTYPED));
    assert_eq!(returned(&api, 4).0, &json("g.boat"));
}

#[test]
fn a_relationship_that_is_listed_has_many_targets() {
    let (api, diagnostics) =
        reconcile(vec![get("ferries", "g.ferry", true), get("ferries/{id}/crew", "g.sailor", true)]);
    assert_eq!(api.types[0].navigation[0].ty, TypeRef::named("g.sailor").collection());
    assert_eq!(diagnostics[0].code, Code::SourceConflict);
}

#[test]
fn a_page_that_gets_a_relationship_returns_its_one_target() {
    let read = Operation { title: "Get crew".into(), ..get("boats/{id}/crew", "g.captain", true) };
    let (api, diagnostics) = reconcile(vec![get("boats/{id}", "g.boat", false), read]);
    assert_eq!(returned(&api, 1), (&json("g.sailor"), false));
    assert_eq!(api.types[0].navigation[0].ty, TypeRef::named("g.sailor"));
    assert_eq!(diagnostics.len(), 2);
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
    assert!(returned(&api, 3).1);
    assert_eq!(diagnostics, []);
}

#[test]
fn a_page_that_describes_the_owner_alone_returns_the_target_at_the_relationship() {
    let (api, diagnostics) = reconcile(vec![get("boats", "g.boat", true), get("boats/{id}/crew", "g.boat", true)]);
    assert_eq!(returned(&api, 1), (&json("g.sailor"), false));
    assert_eq!(diagnostics, []);
}

#[test]
fn an_example_decides_between_the_text_and_the_list() {
    let shown = docbind_ir::ExampleResponse {
        status: 200,
        headers: Vec::new(),
        body: docbind_ir::ExampleBody::None,
        odata_type: Some("#g.boat".into()),
        is_collection: None,
        truncated: false,
        source: Source::default(),
    };
    let example = docbind_ir::Example { response: Some(shown), ..docbind_ir::Example::default() };
    let item = Operation { examples: vec![example], ..get("boats/{id}", "g.sailor", false) };
    let (api, _) = reconcile(vec![get("boats", "g.boat", true), item]);
    assert_eq!(returned(&api, 1), (&json("g.boat"), false));
    let (api, _) = reconcile(vec![get("boats", "g.boat", true), get("boats/{id}", "g.sailor", false)]);
    assert_eq!(returned(&api, 1), (&json("g.sailor"), false));
}
