use docbind_ir::{
    Alternative, Api, Body, BodyShape, Code, Diagnostic, Example, ExampleBody, ExampleResponse, Method, Operation,
    PathTemplate, PermissionTable, Requirement, Response, ResponseBody, Scheme, Segment, Source, Status, TypeDef,
    TypeName, TypeRef,
};

use super::merge_operations;

fn at(file: &str) -> Source {
    Source { file: file.into(), line: 5, ..Source::default() }
}

fn list(file: &str, parameter: &str, ty: &str, permissions: &[&str]) -> Operation {
    let path = PathTemplate {
        segments: vec![
            Segment::Literal("docks".into()),
            Segment::Parameter(parameter.into()),
            Segment::Literal("boats".into()),
        ],
    };
    let response = Response {
        status: 200,
        body: ResponseBody::Json(TypeRef::named(ty)),
        is_collection: true,
        leads_to: None,
        headers: Vec::new(),
        description: "".into(),
        source: at(file),
    };
    let requirement = Requirement {
        status: Status::Supported,
        alternatives: permissions.iter().map(|name| Alternative::one(*name)).collect(),
        notes: Vec::new(),
        source: at(file),
    };
    Operation {
        title: format!("List {ty}").into(),
        responses: vec![response],
        permissions: PermissionTable { schemes: [(Scheme::Application, requirement)].into_iter().collect() }.into(),
        source: at(file),
        pages: vec![file.into()],
        ..Operation::new(Method::Get, path)
    }
}

fn types() -> Vec<TypeDef> {
    let derived = |name: &str| TypeDef { base: Some(TypeRef::named("g.boat")), ..TypeDef::new(TypeName::new(name)) };
    vec![
        TypeDef::new(TypeName::new("g.boat")),
        derived("g.ferry"),
        derived("g.yacht"),
        TypeDef::new(TypeName::new("g.crane")),
    ]
}

fn merge(operations: Vec<Operation>) -> (Vec<Operation>, Vec<Diagnostic>) {
    let mut api = Api { operations, types: types(), ..Api::default() };
    let mut diagnostics = Vec::new();
    merge_operations(&mut api, &mut diagnostics);
    (api.operations, diagnostics)
}

#[test]
fn a_family_of_pages_becomes_one_operation_of_the_base_type() {
    let (operations, diagnostics) = merge(vec![
        list("api/aferry-list.md", "id", "g.ferry", &["Boat.Read"]),
        list("api/boat-list.md", "dock-id", "g.boat", &["Boat.Read"]),
        list("api/yacht-list.md", "dockId", "g.yacht", &["Boat.Read"]),
    ]);
    let [operation] = operations.as_slice() else { panic!("{operations:#?}") };
    assert_eq!(&*operation.title, "List g.boat");
    assert_eq!(operation.path.to_string(), "/docks/{dock-id}/boats");
    assert_eq!(operation.responses[0].body, ResponseBody::Json(TypeRef::named("g.boat")));
    assert_eq!(operation.pages.len(), 3);
    assert_eq!(diagnostics, []);
}

#[test]
fn contradicting_permissions_are_united_in_order_and_reported_once() {
    let (operations, diagnostics) = merge(vec![
        list("api/a.md", "id", "g.boat", &["Boat.ReadWrite"]),
        list("api/b.md", "id", "g.boat", &["Boat.Read", "Boat.ReadWrite"]),
    ]);
    let names: Vec<_> = operations[0].permissions.get(Scheme::Application).unwrap().names();
    assert_eq!(names, [&"Boat.Read".into(), &"Boat.ReadWrite".into()]);
    let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:#?}") };
    assert_eq!(diagnostic.code, Code::PermissionConflict);
    assert_eq!(diagnostic.primary.note, "Boat.Read, Boat.ReadWrite");
    assert_eq!(diagnostic.related[0].note, "Boat.ReadWrite");
}

#[test]
fn a_page_that_shows_a_way_to_use_an_operation_says_nothing_about_its_type() {
    let usage = Operation { is_usage: true, ..list("api/a.md", "id", "g.crane", &["Crane.Read"]) };
    let (operations, diagnostics) = merge(vec![usage, list("api/b.md", "id", "g.boat", &["Boat.Read"])]);
    assert_eq!(&*operations[0].title, "List g.boat");
    assert_eq!(operations[0].responses[0].body, ResponseBody::Json(TypeRef::named("g.boat")));
    assert_eq!(diagnostics, []);
}

#[test]
fn a_derived_type_may_need_other_permissions() {
    let (operations, diagnostics) = merge(vec![
        list("api/a.md", "id", "g.boat", &["Boat.Read"]),
        list("api/b.md", "id", "g.ferry", &["Ferry.Read"]),
    ]);
    assert_eq!(operations[0].permissions.get(Scheme::Application).unwrap().alternatives.len(), 2);
    assert_eq!(diagnostics, []);
}

#[test]
fn bodies_of_a_family_are_variants_of_their_base() {
    let create = |file: &str, ty: &str| Operation {
        method: Method::Post,
        body: Body { shape: BodyShape::Json(TypeRef::named(ty)), ..Body::default() },
        ..list(file, "id", ty, &[])
    };
    let (operations, _) = merge(vec![create("api/a.md", "g.ferry"), create("api/b.md", "g.yacht")]);
    let body = &operations[0].body;
    assert_eq!(body.shape, BodyShape::Json(TypeRef::named("g.boat")));
    assert_eq!(body.variants, [TypeRef::named("g.ferry"), TypeRef::named("g.yacht")]);
}

#[test]
fn a_cast_to_no_type_is_a_word() {
    let cast = |name: &str| {
        let mut operation = list("api/a.md", "id", "g.boat", &[]);
        operation.path.segments.push(Segment::Cast(name.into()));
        operation
    };
    let (operations, _) = merge(vec![cast("g.Ferry"), cast("g.unload")]);
    let last: Vec<_> = operations.iter().map(|operation| operation.path.segments.last().unwrap()).collect();
    assert_eq!(last, [&Segment::Cast("g.ferry".into()), &Segment::Literal("g.unload".into())]);
}

#[test]
fn of_pages_alike_in_all_else_the_shorter_name_is_the_main_one() {
    let titled =
        |file: &str, title: &str| Operation { title: title.into(), ..list(file, "id", "g.boat", &["Boat.Read"]) };
    let (operations, _) = merge(vec![
        titled("api/audit-fleet-boat-list.md", "List audited boats"),
        titled("api/boat-list.md", "List boats"),
    ]);
    let [operation] = operations.as_slice() else { panic!("{operations:#?}") };
    assert_eq!(&*operation.title, "List boats");
    assert_eq!(&*operation.source.file, "api/boat-list.md");
    assert_eq!(operation.pages.len(), 2);
}

#[test]
fn the_page_of_the_types_own_family_leads() {
    let boat = |page: &str, resource: &str, permissions: &[&str]| Operation {
        resource_page: Some(resource.into()),
        ..list(page, "dock", "g.boat", permissions)
    };
    let mut own = boat("api/boat-list.md", "resources/boat.md", &["Boat.Read"]);
    own.examples = Vec::new();
    let mut product = boat("api/ferry-list.md", "resources/ferry-boat.md", &["Ferry.Read"]);
    product.responses[0].status = 206;
    let mut types = types();
    types[0].source = at("resources/boat.md");
    types[0].pages = vec!["resources/boat.md".into(), "resources/ferry-boat.md".into()];
    let mut api = Api { operations: vec![product, own], types, ..Api::default() };
    let mut diagnostics = Vec::new();
    merge_operations(&mut api, &mut diagnostics);
    assert_eq!(diagnostics, []);
    let [merged] = api.operations.as_slice() else { panic!("{:?}", api.operations) };
    assert_eq!(&*merged.source.file, "api/boat-list.md");
    assert_eq!(merged.responses.iter().map(|one| one.status).collect::<Vec<_>>(), [200]);
    assert_eq!(merged.scenario_responses.iter().map(|one| one.status).collect::<Vec<_>>(), [206]);
    let alternatives = &merged.permissions.get(Scheme::Application).unwrap().alternatives;
    let shown: Vec<_> =
        alternatives.iter().map(|one| (one.permissions.join("+"), !one.conditions.is_empty())).collect();
    assert_eq!(shown, [("Boat.Read".to_owned(), false), ("Ferry.Read".to_owned(), true)]);
}

/// A list as a page documents it that says that one object comes back, with an answer as an example.
fn shows(operation: Operation, is_collection: bool, json: &str) -> Operation {
    let answer = ExampleResponse {
        status: 200,
        headers: Vec::new(),
        body: ExampleBody::Json(json.into()),
        odata_type: None,
        is_collection: None,
        truncated: false,
        source: at("api/shown.md"),
    };
    let mut operation = operation;
    operation.responses[0].is_collection = is_collection;
    operation.examples.push(Example { response: Some(answer), ..Example::default() });
    operation
}

#[test]
fn examples_tell_which_of_two_pages_says_how_many_come_back() {
    let says = |first: &str| {
        let pages = vec![
            shows(list("api/boat-get.md", "id", "g.boat", &[]), false, first),
            shows(list("api/boat-list-all.md", "id", "g.boat", &[]), true, r#"{"value": [{"id": "7"}]}"#),
        ];
        let (merged, findings) = merge(pages);
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        (merged[0].responses[0].is_collection, codes)
    };
    assert_eq!(says(r#"{"value": []}"#), (true, vec![Code::ResponseMismatch]));
    assert_eq!(says(r#"{"id": "7"}"#), (false, vec![Code::ResponseMismatch]));
}
