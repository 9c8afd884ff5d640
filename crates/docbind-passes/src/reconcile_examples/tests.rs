use docbind_ir::{
    Api, Body, BodyShape, Code, Diagnostic, EnumDef, Example, ExampleBody, ExampleRequest, ExampleResponse, Method,
    Operation, PathTemplate, Primitive, Property, Response, ResponseBody, Segment, Source, TypeDef, TypeName, TypeRef,
};

use super::reconcile_examples;

fn at(line: u32) -> Source {
    Source { file: "api/boat.md".into(), line, ..Source::default() }
}

fn row(name: &str, ty: TypeRef) -> Property {
    Property { name: name.into(), ty, source: at(30), ..Property::default() }
}

fn api(operation: Operation) -> Api {
    let boat = TypeDef {
        properties: vec![
            row("name", TypeRef::STRING),
            row("length", TypeRef::Primitive(Primitive::Int32)),
            row("hue", TypeRef::named("g.hue")),
        ],
        ..TypeDef::new(TypeName::new("g.boat"))
    };
    let hue = EnumDef::new(TypeName::new("g.hue"));
    Api { operations: vec![operation], types: vec![boat], enums: vec![hue], ..Api::default() }
}

fn action(table: Vec<Property>, examples: &[&str]) -> Operation {
    let example = |json: &&str| Example {
        request: Some(ExampleRequest {
            method: "POST".to_owned(),
            url: String::new(),
            headers: Vec::new(),
            body: ExampleBody::Json((*json).into()),
            odata_type: None,
            source: at(50),
        }),
        ..Example::default()
    };
    let path = PathTemplate { segments: vec![Segment::Literal("paint".into())] };
    Operation {
        body: Body { shape: BodyShape::Inline(table), ..Body::default() },
        examples: examples.iter().map(example).collect(),
        ..Operation::new(Method::Post, path)
    }
}

fn reconcile(operation: Operation) -> (Api, Vec<Diagnostic>) {
    let mut api = api(operation);
    let mut diagnostics = Vec::new();
    reconcile_examples(&mut api, &mut diagnostics);
    (api, diagnostics)
}

fn rows(api: &Api) -> Vec<(&str, String, bool)> {
    match &api.operations[0].body.shape {
        BodyShape::Inline(rows) => rows.iter().map(|row| (&*row.name, row.ty.to_string(), row.undocumented)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_name_that_examples_send_wins_over_the_table() {
    let table = vec![row("boats", TypeRef::named("g.boat").collection())];
    let (api, diagnostics) = reconcile(action(table, &[r#"{"value": [{"name": "Ada", "length": 9}]}"#]));
    assert_eq!(rows(&api), [("value", "Collection(g.boat)".to_owned(), false)]);
    let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:#?}") };
    assert_eq!(diagnostic.code, Code::BodyMismatch);
    assert!(diagnostic.message.contains("`boats`") && diagnostic.message.contains("`value`"));
    assert_eq!((diagnostic.primary.source.line, diagnostic.related[0].source.line), (30, 50));
}

#[test]
fn a_value_of_another_shape_is_another_parameter() {
    let table = vec![row("boats", TypeRef::named("g.boat").collection())];
    let (api, _) = reconcile(action(table, &[r#"{"force": true}"#]));
    assert_eq!(rows(&api), [("boats", "Collection(g.boat)".to_owned(), false), ("force", "Boolean".to_owned(), true),]);
}

#[test]
fn a_wrapper_that_the_table_leaves_out_is_added() {
    let table = vec![row("name", TypeRef::STRING), row("length", TypeRef::Primitive(Primitive::Int32))];
    let (api, diagnostics) = reconcile(action(table, &[r#"{"boat": {"name": "Ada"}}"#]));
    assert_eq!(rows(&api), [("boat", "g.boat".to_owned(), false)]);
    assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::BodyMismatch]);
}

#[test]
fn a_sound_page_gives_no_finding() {
    let table = vec![row("boat", TypeRef::named("g.boat")), row("force", TypeRef::STRING)];
    let (before, operation) = (table.len(), action(table, &[r#"{"Boat": {"name": "Ada"}, "@odata.type": "x"}"#, "{}"]));
    let (api, diagnostics) = reconcile(operation);
    assert_eq!(rows(&api).len(), before);
    assert_eq!(diagnostics, []);
}

#[test]
fn examples_add_members_to_types_and_enums_but_placeholders_do_not() {
    let response = Response {
        status: 200,
        body: ResponseBody::Json(TypeRef::named("g.boat")),
        is_collection: true,
        headers: Vec::new(),
        description: "".into(),
        source: at(40),
    };
    let json = r#"{"value": [
        {"name": "Ada", "length": 9, "hue": "String", "keel": true},
        {"name": "Bea", "length": 9, "hue": "red", "motor": "String", "extension_0123_flag": "x"}
    ]}"#;
    let example = Example {
        response: Some(ExampleResponse {
            status: 200,
            headers: Vec::new(),
            body: ExampleBody::Json(json.into()),
            odata_type: None,
            is_collection: None,
            truncated: false,
            source: at(60),
        }),
        ..Example::default()
    };
    let operation = Operation { responses: vec![response], examples: vec![example], ..action(Vec::new(), &[]) };
    let (api, diagnostics) = reconcile(operation);
    let added: Vec<_> = api.types[0].properties.iter().skip(3).map(|row| (&*row.name, row.ty.to_string())).collect();
    assert_eq!(added, [("keel", "Boolean".to_owned()), ("motor", "String".to_owned())]);
    assert!(api.types[0].properties[3].undocumented);
    assert_eq!(api.enums[0].members.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["red"]);
    assert!(diagnostics.iter().all(|one| one.code == Code::UndocumentedMember));
}

fn answered(body: ResponseBody, odata_type: Option<&str>, json: &str) -> (Api, Vec<Diagnostic>) {
    let response = Response {
        status: 200,
        body,
        is_collection: true,
        headers: Vec::new(),
        description: std::sync::Arc::default(),
        source: at(40),
    };
    let example = Example {
        response: Some(ExampleResponse {
            status: 200,
            headers: Vec::new(),
            body: ExampleBody::Json(json.into()),
            odata_type: odata_type.map(Into::into),
            is_collection: None,
            truncated: false,
            source: at(60),
        }),
        ..Example::default()
    };
    reconcile(Operation { responses: vec![response], examples: vec![example], ..action(Vec::new(), &[]) })
}

#[test]
fn objects_of_examples_tell_what_the_text_leaves_open() {
    let boat = ResponseBody::Json(TypeRef::named("g.boat"));
    let json = r##"{"value": [{"@odata.type": "#g.boat", "name": "Ada"}]}"##;
    let (api, diagnostics) = answered(ResponseBody::Json(TypeRef::unresolved("vessel", None)), None, json);
    assert_eq!((&api.operations[0].responses[0].body, diagnostics.len()), (&boat, 0));
}

#[test]
fn a_collection_of_strings_that_the_example_shows_as_objects() {
    let strings = || ResponseBody::Json(TypeRef::STRING);
    let (api, diagnostics) = answered(strings(), Some("#g.boat"), r#"{"value": [{"name": "Ada"}]}"#);
    assert_eq!(api.operations[0].responses[0].body, ResponseBody::Json(TypeRef::named("g.boat")));
    assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::ResponseMismatch]);
    let (api, _) = answered(strings(), Some("g.boat"), r#"{"value": ["Ada"]}"#);
    assert_eq!(api.operations[0].responses[0].body, strings());
}
