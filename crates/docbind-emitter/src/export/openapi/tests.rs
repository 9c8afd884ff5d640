use std::sync::Arc;

use docbind_ir::{
    Alternative, Api, Argument, ArgumentValue, EnumDef, EnumMember, Location, Method, Operation, Parameter,
    PathTemplate, PermissionTable, Primitive, Property, Requirement, Response, ResponseBody, Scheme, Segment, Source,
    Status, TypeDef, TypeName, TypeRef,
};
use serde_json::{Value, json};

fn export(api: &Api) -> Value {
    let mut out = Vec::new();
    super::openapi(api, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn path(parameter: &str) -> PathTemplate {
    PathTemplate { segments: vec![Segment::Literal("boats".into()), Segment::Parameter(parameter.into())] }
}

fn at(line: u32) -> Source {
    Source { file: Arc::from("api/boat.md"), line, ..Source::default() }
}

#[test]
fn methods_of_a_path_share_a_key_spelled_as_on_the_first_page() {
    let parameter = Parameter {
        name: "boat-id".into(),
        wire_name: "boat-id".into(),
        location: Location::Path,
        ty: TypeRef::Primitive(Primitive::Int32),
        example: None,
        required: true,
        description: Arc::default(),
        source: at(9),
    };
    let api = Api {
        operations: vec![
            Operation { source: at(3), ..Operation::new(Method::Get, path("id")) },
            Operation { source: at(9), parameters: vec![parameter], ..Operation::new(Method::Delete, path("boat-id")) },
        ],
        ..Api::default()
    };
    let document = export(&api);
    let item = &document["paths"]["/boats/{id}"];
    assert_eq!(item["get"]["parameters"][0]["schema"], json!({"type": "string"}));
    assert_eq!(item["delete"]["parameters"][0]["name"], "id");
    assert_eq!(item["delete"]["parameters"][0]["schema"]["format"], "int32");
}

#[test]
fn a_path_with_an_ellipsis_is_there_in_the_spelling_of_its_page_too() {
    let aliases = vec!["Get-Boat".to_owned(), "/boats/.../{id}".to_owned()];
    let operation = Operation { aliases, ..Operation::new(Method::Get, path("id")) };
    let document = export(&Api { operations: vec![operation], ..Api::default() });
    assert_eq!(document["paths"].as_object().unwrap().len(), 2);
    assert_eq!(document["paths"]["/boats/.../{id}"]["x-alias-of"], "/boats/{id}");
    assert_eq!(document["paths"]["/boats/.../{id}"]["get"]["parameters"][0]["name"], "id");
}

#[test]
fn a_path_with_values_in_place_of_parameters_is_there_in_both_spellings() {
    let parameter = Parameter {
        name: "id".into(),
        wire_name: "id".into(),
        location: Location::Path,
        ty: TypeRef::STRING,
        example: Some("b-17".into()),
        required: true,
        description: Arc::default(),
        source: at(3),
    };
    let operation = Operation { parameters: vec![parameter], ..Operation::new(Method::Get, path("id")) };
    let document = export(&Api { operations: vec![operation], ..Api::default() });
    let alias = &document["paths"]["/boats/b-17"];
    assert_eq!(alias["x-alias-of"], "/boats/{id}");
    assert!(alias["get"]["parameters"].is_null());
    assert_eq!(document["paths"]["/boats/{id}"]["get"]["parameters"][0]["name"], "id");
}

#[test]
fn function_calls_stand_without_quotes() {
    let argument = Argument { name: "a".into(), value: ArgumentValue::Parameter("a".into()), quoted: true };
    let function = Segment::Function { name: "range".into(), arguments: vec![argument] };
    let operation = Operation::new(Method::Get, PathTemplate { segments: vec![function] });
    let document = export(&Api { operations: vec![operation], ..Api::default() });
    assert!(document["paths"]["/range(a={a})"].is_object(), "{document:#}");
}

#[test]
fn types_inherit_by_all_of_and_refer_only_to_what_is_there() {
    let property = |name: &str, ty| Property { name: name.into(), ty, ..Property::default() };
    let boat = TypeDef {
        base: Some(TypeRef::named("microsoft.graph.thing")),
        properties: vec![
            property("colour", TypeRef::named("microsoft.graph.colour")),
            property("ghost", TypeRef::named("microsoft.graph.ghost")),
            property("built", TypeRef::Primitive(Primitive::DateTimeOffset)),
        ],
        navigation: vec![property("crew", TypeRef::named("microsoft.graph.thing").collection())],
        ..TypeDef::new(TypeName::new("microsoft.graph.boat"))
    };
    let member = |name: &str| EnumMember {
        name: name.into(),
        value: None,
        description: String::new(),
        source: Source::default(),
    };
    let colour = EnumDef {
        members: vec![member("red"), member("blue")],
        ..EnumDef::new(TypeName::new("microsoft.graph.colour"))
    };
    let thing = TypeDef::new(TypeName::new("microsoft.graph.thing"));
    let document = export(&Api { types: vec![boat, thing], enums: vec![colour], ..Api::default() });
    assert_eq!(
        document["components"]["schemas"],
        json!({
            "microsoft.graph.boat": {
                "allOf": [
                    {"$ref": "#/components/schemas/microsoft.graph.thing"},
                    {
                        "type": "object",
                        "properties": {
                            "colour": {"$ref": "#/components/schemas/microsoft.graph.colour"},
                            "ghost": {},
                            "built": {"type": "string", "format": "date-time"},
                            "crew": {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/microsoft.graph.thing"},
                                "x-ms-navigationProperty": true,
                            },
                        },
                    },
                ],
            },
            "microsoft.graph.colour": {"type": "string", "enum": ["red", "blue"]},
            "microsoft.graph.thing": {"type": "object"},
        })
    );
}

#[test]
fn a_collection_is_an_object_with_value_and_permissions_are_requirements() {
    let response = Response {
        status: 200,
        body: ResponseBody::Json(TypeRef::STRING),
        is_collection: true,
        leads_to: None,
        headers: Vec::new(),
        description: Arc::default(),
        source: Source::default(),
    };
    let both = Alternative { permissions: vec!["A.Read".into(), "B.Read".into()], ..Alternative::default() };
    let requirement = Requirement {
        status: Status::Supported,
        alternatives: vec![Alternative::one("C.Read"), both],
        ..Requirement::default()
    };
    let operation = Operation {
        responses: vec![response],
        permissions: PermissionTable { schemes: [(Scheme::Application, requirement)].into_iter().collect() }.into(),
        ..Operation::new(Method::Get, path("id"))
    };
    let document = export(&Api { operations: vec![operation], ..Api::default() });
    let get = &document["paths"]["/boats/{id}"]["get"];
    assert_eq!(
        get["responses"]["200"]["content"]["application/json"]["schema"]["properties"],
        json!({"value": {"type": "array", "items": {"type": "string"}}, "@odata.nextLink": {"type": "string"}})
    );
    assert_eq!(get["security"], json!([{"application": ["C.Read"]}, {"application": ["A.Read", "B.Read"]}]));
    assert_eq!(get["x-permissions"]["application"]["least"], json!(["C.Read"]));
}
