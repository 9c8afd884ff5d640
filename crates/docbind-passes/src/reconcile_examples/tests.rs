use docbind_ir::{
    Api, Body, BodyShape, Code, Diagnostic, EnumDef, Example, ExampleBody, ExampleRequest, ExampleResponse, Method,
    Operation, PathTemplate, Primitive, Property, QueryOption, Response, ResponseBody, Segment, Source, TypeDef,
    TypeName, TypeRef,
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
    let (before, operation) = (table.len(), action(table, &[r#"{"boat": {"name": "Ada"}, "@odata.type": "x"}"#, "{}"]));
    let (api, diagnostics) = reconcile(operation);
    assert_eq!(rows(&api).len(), before);
    assert_eq!(diagnostics, []);
}

/// An operation that lists boats, with examples of what comes back.
fn listing(examples: &[&str]) -> Operation {
    let response = Response {
        status: 200,
        body: ResponseBody::Json(TypeRef::named("g.boat")),
        is_collection: true,
        leads_to: None,
        headers: Vec::new(),
        description: "".into(),
        source: at(40),
    };
    let example = |json: &&str| Example {
        response: Some(ExampleResponse {
            status: 200,
            headers: Vec::new(),
            body: ExampleBody::Json((*json).into()),
            odata_type: None,
            is_collection: None,
            truncated: false,
            source: at(60),
        }),
        ..Example::default()
    };
    let examples = examples.iter().map(example).collect();
    Operation { responses: vec![response], examples, ..action(Vec::new(), &[]) }
}

/// Names and types of the boat's properties after looking at examples.
fn boat(examples: &[&str]) -> (Vec<String>, Vec<Diagnostic>) {
    let (api, diagnostics) = reconcile(listing(examples));
    (api.types[0].properties.iter().map(|row| format!("{}: {}", row.name, row.ty)).collect(), diagnostics)
}

#[test]
fn what_all_examples_show_wins_over_the_table_with_both_places() {
    let (rows, diagnostics) = boat(&[
        r#"{"value": [{"name": ["Ada"], "Length": 9.5, "hue": "red"}]}"#,
        r#"{"value": [{"name": ["Bea", "Eve"], "Length": 9, "hue": "red"}]}"#,
    ]);
    assert_eq!(rows, ["name: Collection(String)", "Length: Double", "hue: g.hue"]);
    let conflicts: Vec<_> = diagnostics.iter().filter(|one| one.code == Code::ExampleConflict).collect();
    assert_eq!(
        conflicts.iter().map(|one| &*one.message).collect::<Vec<_>>(),
        [
            "`name` of `g.boat` is String, the examples show Collection(String)",
            "`length` of `g.boat` is Int32, the examples show Double",
            "`length` of `g.boat` is spelled `Length` in all examples",
        ]
    );
    let lines = |one: &&Diagnostic| (one.primary.source.line, one.related[0].source.line);
    assert_eq!(conflicts.iter().map(lines).collect::<Vec<_>>(), [(30, 60); 3]);
}

#[test]
fn examples_that_disagree_among_themselves_change_nothing() {
    let (rows, diagnostics) =
        boat(&[r#"{"value": [{"name": 7, "Length": 9}]}"#, r#"{"value": [{"name": "Bea", "length": 9}]}"#]);
    assert_eq!((rows, diagnostics), (vec!["name: String".into(), "length: Int32".into(), "hue: g.hue".into()], vec![]));
}

#[test]
fn slips_and_placeholders_are_no_evidence() {
    let (rows, diagnostics) = boat(&[r#"{"value": [{"name": null, "length": "9", "hue": {}}]}"#]);
    assert_eq!((rows[1].as_str(), diagnostics), ("length: Int32", vec![]));
}

#[test]
fn a_type_that_stands_where_its_base_is_due_derives_from_it() {
    let rows = vec![row("name", TypeRef::STRING), row("length", TypeRef::Primitive(Primitive::Int32))];
    let tug = TypeDef {
        properties: [rows, vec![row("hue", TypeRef::named("g.hue")), row("pull", TypeRef::STRING)]].concat(),
        ..TypeDef::new(TypeName::new("g.tug"))
    };
    let port = TypeDef {
        properties: vec![row("flagship", TypeRef::named("g.boat"))],
        ..TypeDef::new(TypeName::new("g.port"))
    };
    let mut operation =
        listing(&[r##"{"value": [{"flagship": {"@odata.type": "#g.tug", "name": "Ada", "pull": "20 t"}}]}"##]);
    operation.responses[0].body = ResponseBody::Json(TypeRef::named("g.port"));
    let mut api = api(operation);
    api.types.extend([tug, port]);
    let mut diagnostics = Vec::new();
    reconcile_examples(&mut api, &mut diagnostics);
    assert_eq!(api.types[1].base, Some(TypeRef::named("g.boat")));
    assert_eq!(api.types[1].properties.iter().map(|row| &*row.name).collect::<Vec<_>>(), ["pull"]);
    assert_eq!((api.types[2].properties[0].ty.clone(), diagnostics), (TypeRef::named("g.boat"), vec![]));
}

#[test]
fn parameters_take_the_spelling_and_the_type_that_examples_send() {
    let table = vec![row("Boat", TypeRef::named("g.boat")), row("force", TypeRef::STRING)];
    let (api, diagnostics) = reconcile(action(table, &[r#"{"boat": {"name": "Ada"}, "force": true}"#]));
    assert_eq!(rows(&api), [("boat", "g.boat".to_owned(), false), ("force", "Boolean".to_owned(), false)]);
    assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::BodyMismatch; 2]);
}

#[test]
fn a_body_of_several_is_a_list() {
    let mut operation = action(Vec::new(), &[r#"[{"name": "Ada"}, {"name": "Bea"}]"#]);
    operation.body.shape = BodyShape::Json(TypeRef::named("g.boat"));
    let (api, diagnostics) = reconcile(operation);
    assert_eq!(api.operations[0].body.shape, BodyShape::Json(TypeRef::named("g.boat").collection()));
    assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::BodyMismatch]);
}

#[test]
fn the_annotation_wins_over_a_sentence_that_examples_contradict() {
    let mut operation = listing(&[r#"{"value": [{"name": "Ada"}]}"#]);
    operation.responses[0].body = ResponseBody::Json(TypeRef::STRING);
    operation.examples[0].response.as_mut().unwrap().odata_type = Some("g.boat".to_owned());
    let (api, diagnostics) = reconcile(operation);
    assert_eq!(api.operations[0].responses[0].body, ResponseBody::Json(TypeRef::named("g.boat")));
    let places = |one: &Diagnostic| (one.code, one.primary.source.line, one.related[0].source.line);
    assert_eq!(diagnostics.iter().map(places).collect::<Vec<_>>(), [(Code::ResponseMismatch, 40, 60)]);
}

#[test]
fn a_path_that_ends_in_a_property_returns_the_property() {
    let read = |words: &[&str]| {
        let segments = words.iter().map(|word| Segment::Literal((*word).into())).collect();
        let mut operation = Operation { method: Method::Get, path: PathTemplate { segments }, ..listing(&[]) };
        operation.responses[0].is_collection = false;
        operation.source = at(10);
        operation
    };
    let mut api = api(read(&["boat"]));
    api.operations.push(read(&["boat", "length"]));
    reconcile_examples(&mut api, &mut Vec::new());
    let bodies: Vec<_> = api.operations.iter().map(|operation| operation.responses[0].body.clone()).collect();
    assert_eq!(
        bodies,
        [ResponseBody::Json(TypeRef::named("g.boat")), ResponseBody::Value(TypeRef::Primitive(Primitive::Int32))]
    );
}

#[test]
fn examples_of_other_pages_count_too() {
    let mut operation = action(vec![row("boat", TypeRef::named("g.boat"))], &[]);
    operation.responses = listing(&[]).responses;
    let mut api = api(operation);
    let mut elsewhere = action(Vec::new(), &[r#"{"boat": {"name": "Ada", "keel": true}}"#]).examples.remove(0);
    let request = elsewhere.request.as_mut().unwrap();
    request.url = "/paint?$top=1".to_owned();
    request.headers.push(("Prefer".to_owned(), "fresh".to_owned()));
    api.examples.push(elsewhere);
    reconcile_examples(&mut api, &mut Vec::new());
    assert_eq!(api.operations[0].query_options, [QueryOption::Top]);
    assert_eq!(&*api.operations[0].headers[0].name, "Prefer");
    assert!(api.types[0].properties.iter().any(|row| &*row.name == "keel" && row.undocumented));
}

#[test]
fn examples_add_members_to_types_and_enums_but_placeholders_do_not() {
    let json = r#"{"value": [
        {"name": "Ada", "length": 9, "hue": "String", "keel": true},
        {"name": "Bea", "length": 9, "hue": "red", "motor": "String", "extension_0123_flag": "x"}
    ]}"#;
    let operation = listing(&[json]);
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
        leads_to: None,
        headers: Vec::new(),
        description: "".into(),
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
