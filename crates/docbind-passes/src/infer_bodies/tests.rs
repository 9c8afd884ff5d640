use docbind_ir::{
    Api, Body, BodyShape, Code, Diagnostic, Example, ExampleBody, ExampleRequest, Method, Operation, PathTemplate,
    Property, Response, ResponseBody, Segment, Source, TypeDef, TypeName, TypeRef,
};

use super::infer_bodies;

fn row(name: &str) -> Property {
    Property { name: name.into(), ty: TypeRef::STRING, ..Property::default() }
}

fn boat() -> TypeDef {
    TypeDef {
        properties: vec![row("id"), row("name"), row("colour")],
        navigation: vec![row("sails")],
        ..TypeDef::new(TypeName::new("g.boat"))
    }
}

/// An operation on `/boats/{id}/word` whose body is open.
fn open(method: Method, word: &str, table: &[&str], resource: Option<&str>, example: Option<&str>) -> Operation {
    let segments =
        vec![Segment::Literal("boats".into()), Segment::Parameter("id".into()), Segment::Literal(word.into())];
    let example = example.map(|json| Example {
        request: Some(ExampleRequest {
            method: method.to_string(),
            url: String::new(),
            headers: Vec::new(),
            body: ExampleBody::Json(json.into()),
            odata_type: None,
            source: Source::default(),
        }),
        ..Example::default()
    });
    Operation {
        body: Body {
            shape: BodyShape::Unknown,
            resource: resource.map(TypeRef::named),
            table: table.iter().map(|name| row(name)).collect(),
            ..Body::default()
        },
        examples: example.into_iter().collect(),
        ..Operation::new(method, PathTemplate { segments })
    }
}

fn returning(ty: &str, operation: Operation) -> Operation {
    let response = Response {
        status: 200,
        body: ResponseBody::Json(TypeRef::named(ty)),
        is_collection: false,
        leads_to: None,
        headers: Vec::new(),
        description: "".into(),
        source: Source::default(),
    };
    Operation { responses: vec![response], ..operation }
}

fn infer(operation: Operation) -> (BodyShape, Vec<Diagnostic>) {
    let mut api = Api { operations: vec![operation], types: vec![boat()], ..Api::default() };
    let mut diagnostics = Vec::new();
    infer_bodies(&mut api, &mut diagnostics);
    (api.operations.remove(0).body.shape, diagnostics)
}

fn names(shape: &BodyShape) -> Vec<&str> {
    match shape {
        BodyShape::Inline(rows) => rows.iter().map(|row| &*row.name).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_of_an_update_lists_properties_of_the_resource() {
    let resource = BodyShape::Json(TypeRef::named("g.boat"));
    assert_eq!(infer(open(Method::Patch, "hull", &["name", "colour"], Some("g.boat"), None)).0, resource);
    let shown = returning("g.boat", open(Method::Patch, "hull", &["name"], None, None));
    assert_eq!(infer(shown).0, resource);
}

#[test]
fn a_post_to_a_relationship_creates_and_another_post_is_an_action() {
    let create = returning("g.boat", open(Method::Post, "sails", &["name"], None, None));
    assert_eq!(infer(create).0, BodyShape::Json(TypeRef::named("g.boat")));
    let action = returning("g.boat", open(Method::Post, "paint", &["colour"], None, None));
    assert_eq!(names(&infer(action).0), ["colour"]);
}

#[test]
fn parameters_that_are_no_properties_are_of_the_action() {
    let (shape, diagnostics) = infer(open(Method::Put, "crew", &["sailors", "cook"], Some("g.boat"), None));
    assert_eq!(names(&shape), ["sailors", "cook"]);
    assert_eq!(diagnostics, []);
}

#[test]
fn an_example_shows_the_wrapper_of_a_resource() {
    let (shape, _) = infer(open(Method::Post, "swap", &[], Some("g.boat"), Some(r#"{"boat": {"name": "Ada"}}"#)));
    let BodyShape::Inline(rows) = shape else { panic!("{shape:?}") };
    assert_eq!((&*rows[0].name, &rows[0].ty), ("boat", &TypeRef::named("g.boat")));
}

#[test]
fn a_body_without_any_witness_is_reported() {
    let (shape, diagnostics) = infer(open(Method::Post, "paint", &[], None, None));
    assert_eq!(shape, BodyShape::Unknown);
    assert_eq!(diagnostics[0].code, Code::UnknownBody);
}
