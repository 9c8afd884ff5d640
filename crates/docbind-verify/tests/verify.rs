//! How examples end: passed, differs, skipped; and how the report is written.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a failed expectation is the point")]

use docbind_ir::{
    Api, Body, BodyShape, EnumDef, EnumMember, Example, ExampleBody, ExampleRequest, ExampleResponse, Method,
    Operation, PathTemplate, Primitive, Property, Response, ResponseBody, Rule, Segment, Source, TypeDef, TypeName,
    TypeRef,
};
#[cfg(feature = "junit")]
use docbind_verify::junit;
use docbind_verify::{Checked, Kind, Outcome, verify};
#[cfg(feature = "junit")]
use serde_json::json;

fn at(file: &str, line: u32) -> Source {
    Source::new(file.into(), line, 1, Rule::Table)
}

fn row(name: &str, ty: TypeRef, line: u32) -> Property {
    Property { name: name.into(), ty, source: at("resources/boat.md", line), ..Property::default() }
}

fn operation(method: Method, segments: Vec<Segment>, status: u16, body: ResponseBody) -> Operation {
    let page = "api/boat.md";
    let response = Response {
        status,
        is_collection: method == Method::Get,
        body,
        leads_to: None,
        headers: Vec::new(),
        description: "".into(),
        source: at(page, 30),
    };
    Operation {
        responses: vec![response],
        source: at(page, 10),
        pages: vec![page.into()],
        ..Operation::new(method, PathTemplate { segments })
    }
}

/// A harbour: boats that are listed and made.
fn harbour(examples: Vec<Example>) -> Api {
    let boat = TypeDef {
        properties: vec![
            row("name", TypeRef::STRING, 12),
            row("length", TypeRef::Primitive(Primitive::Int32), 13),
            row("hue", TypeRef::named("harbour.hue"), 14),
            row("ports", TypeRef::STRING.collection(), 15),
        ],
        source: at("resources/boat.md", 3),
        ..TypeDef::new(TypeName::new("harbour.boat"))
    };
    let member = |name: &str| EnumMember {
        name: name.into(),
        value: None,
        description: String::new(),
        source: at("resources/boat.md", 20),
    };
    let hue = EnumDef {
        members: vec![member("red"), member("blue")],
        source: at("resources/boat.md", 20),
        ..EnumDef::new(TypeName::new("harbour.hue"))
    };
    let boats = || vec![Segment::Literal("boats".into())];
    let item = || ResponseBody::Json(TypeRef::named("harbour.boat"));
    let list = operation(Method::Get, boats(), 200, item());
    let mut make = operation(Method::Post, boats(), 201, item());
    make.body = Body { shape: BodyShape::Json(TypeRef::named("harbour.boat")), ..Body::default() };
    Api {
        base_url: "https://harbour.example/v1.0".to_owned(),
        namespace: "harbour".to_owned(),
        operations: vec![list, make],
        types: vec![boat],
        enums: vec![hue],
        examples,
        ..Api::default()
    }
}

fn body(json: &str) -> ExampleBody {
    if json.is_empty() { ExampleBody::None } else { ExampleBody::Json(json.into()) }
}

fn request(method: &str, url: &str, json: &str) -> ExampleRequest {
    ExampleRequest {
        method: method.to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        body: body(json),
        odata_type: None,
        source: at("api/boat.md", 50),
    }
}

fn response(status: u16, json: &str) -> ExampleResponse {
    ExampleResponse {
        status,
        headers: Vec::new(),
        body: body(json),
        odata_type: None,
        is_collection: None,
        truncated: false,
        source: at("api/boat.md", 60),
    }
}

fn sent(json: &str) -> Checked {
    checked(Example { request: Some(request("POST", "/boats", json)), ..Example::default() })
}

fn listed(json: &str) -> Checked {
    let request = Some(request("GET", "https://harbour.example/v1.0/boats", ""));
    let example = Example { request, response: Some(response(200, json)), ..Example::default() };
    verify(&harbour(vec![example])).examples.into_iter().find(|one| one.kind == Kind::Response).expect("a response")
}

fn checked(example: Example) -> Checked {
    let [checked] = <[Checked; 1]>::try_from(verify(&harbour(vec![example])).examples).expect("one half");
    checked
}

/// Kind, path, expected and found of the findings.
fn findings(checked: &Checked) -> Vec<(&str, &str, &str, &str)> {
    checked.findings.iter().map(|one| (one.kind, &*one.path, &*one.expected, &*one.found)).collect()
}

#[test]
fn what_fits_passes() {
    let made = sent(r#"{"@odata.type": "harbour.boat", "name": "Ada", "length": 9, "hue": "red", "ports": ["Oslo"]}"#);
    assert_eq!((made.outcome, made.operation.as_deref()), (Outcome::Passed, Some("POST /boats")));
    let list = listed(r#"{"@odata.count": 1, "value": [{"name": "Ada", "hue": null}]}"#);
    assert_eq!((list.outcome, list.reason), (Outcome::Passed, None));
}

#[test]
fn a_difference_names_both_places() {
    let made = sent(r#"{"name": "Ada", "length": "long"}"#);
    assert_eq!(made.outcome, Outcome::Differs);
    assert_eq!(findings(&made), [("wrong type", "$.length", "Int32", "\"long\"")]);
    let [finding] = made.findings.as_slice() else { panic!("{made:#?}") };
    assert_eq!(finding.example.to_string(), "api/boat.md:50");
    assert_eq!(finding.documented.as_ref().map(ToString::to_string).as_deref(), Some("resources/boat.md:13"));
}

#[test]
fn every_kind_of_difference_has_a_path() {
    let list = listed(r#"{"value": [{"name": "Ada"}, {"keel": 2, "hue": "green", "ports": "Oslo"}]}"#);
    let mut found = findings(&list);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("collection or single", "$.value[1].ports", "a collection of String", "\"Oslo\""),
            ("unknown member", "$.value[1].hue", "a member of harbour.hue", "\"green\""),
            ("unknown property", "$.value[1].keel", "a property of harbour.boat", "2"),
        ]
    );
    assert_eq!(findings(&listed(r#"{"name": "Ada"}"#)).len(), 2);
}

#[test]
fn calls_are_checked() {
    let kinds = |method: &str, url: &str| {
        let call = checked(Example { request: Some(request(method, url, "")), ..Example::default() });
        call.findings.iter().map(|one| (one.kind, one.path.clone())).collect::<Vec<_>>()
    };
    assert_eq!(kinds("GET", "/boats?$top=1"), [("undocumented query option", "query".to_owned())]);
    assert_eq!(kinds("GET", "/boats?$skiptoken=abc"), []);
    assert_eq!(kinds("DELETE", "/boats"), [("unknown operation", "url".to_owned())]);
    assert_eq!(kinds("GET", "/boats/$count"), []);
    let other = checked(Example { response: Some(response(202, "")), ..Example::default() });
    assert_eq!(other.reason.as_deref(), Some("belongs to no documented operation"));
}

#[test]
fn another_status_differs_and_an_error_does_not() {
    let answered = |call: Option<ExampleRequest>, status, json: &str| {
        let mut api = harbour(Vec::new());
        let example = Example { request: call, response: Some(response(status, json)), ..Example::default() };
        api.operations[0].examples.push(example);
        verify(&api).examples.into_iter().find(|one| one.kind == Kind::Response).expect("a response")
    };
    let call = || Some(request("GET", "/boats", ""));
    assert_eq!(findings(&answered(call(), 202, "")), [("unknown status", "status", "200", "202")]);
    assert_eq!(answered(call(), 404, r#"{"error": {"code": "gone"}}"#).outcome, Outcome::Passed);
}

#[test]
fn a_response_to_what_is_not_shown_or_not_known_is_skipped() {
    let mut api = harbour(Vec::new());
    api.operations[0].examples.push(Example { response: Some(response(202, "")), ..Example::default() });
    let reason = |api: &Api| verify(api).examples.pop().and_then(|one| one.reason);
    assert_eq!(reason(&api).as_deref(), Some("response without its request"));
    let call = Some(request("GET", "/boats/ada/crew", ""));
    let answer = Some(response(200, r#"{"value": [{"rank": 1}]}"#));
    let api = harbour(vec![Example { request: call, response: answer, ..Example::default() }]);
    assert_eq!(reason(&api).as_deref(), Some("belongs to no documented operation"));
}

#[test]
fn a_list_where_one_is_due_differs_and_a_type_without_properties_takes_anything() {
    let answered = |json: &str| {
        let mut api = harbour(Vec::new());
        api.operations[0].responses[0].is_collection = false;
        let call = Some(request("GET", "/boats", ""));
        api.operations[0].examples.push(Example {
            request: call,
            response: Some(response(200, json)),
            ..Example::default()
        });
        verify(&api).examples.pop().expect("a response")
    };
    assert_eq!(answered(r#"{"value": [{"name": "Ada"}]}"#).reason.as_deref(), Some("collection or single"));
    let wrapped = answered(r#"{"value": {"name": 7}}"#);
    assert_eq!(findings(&wrapped), [("wrong type", "$.value.name", "String", "7")]);
    let mut api = harbour(vec![Example {
        request: Some(request("POST", "/boats", r#"{"logbook": [7], "name": "Ada"}"#)),
        ..Example::default()
    }]);
    api.types[0].properties.clear();
    assert_eq!(verify(&api).summary.passed, 1);
}

#[test]
fn what_cannot_be_checked_is_skipped_with_the_reason() {
    let broken = ExampleRequest {
        body: ExampleBody::BrokenJson("{".into(), "unexpected end".to_owned()),
        ..request("POST", "/boats", "")
    };
    let skipped = checked(Example { request: Some(broken), ..Example::default() });
    assert_eq!((skipped.outcome, skipped.reason.as_deref()), (Outcome::Skipped, Some("not JSON: unexpected end")));
    let call = request("POST", "https://pier.example/hook", "{}");
    let elsewhere = Example { request: Some(call), response: Some(response(200, "")), ..Example::default() };
    let report = verify(&harbour(vec![elsewhere]));
    assert_eq!((report.summary.skipped, report.summary.reasons.get("other host")), (2, Some(&2)));
}

#[test]
fn what_changes_nothing_is_counted_apart() {
    let made = sent(r#"{"hue": "Red"}"#);
    assert_eq!(
        (made.outcome, made.tolerated.into_iter().collect::<Vec<_>>()),
        (Outcome::Passed, vec!["enum member in another case"])
    );
    assert_eq!(sent(r#"{"hue": "String", "length": "Int32"}"#).outcome, Outcome::Passed);
}

#[test]
#[cfg(feature = "junit")]
fn the_report_is_json_and_junit() {
    let example = Example {
        request: Some(request("POST", "/boats", r#"{"keel": 2}"#)),
        response: Some(response(201, r#"{"name": "Ada"}"#)),
        ..Example::default()
    };
    let report = verify(&harbour(vec![example]));
    let document = json!(report);
    assert_eq!(
        document["summary"],
        json!({
            "examples": 2, "passed": 1, "differs": 1, "skipped": 0, "reasons": {"unknown property": 1}, "tolerated": {}
        })
    );
    assert_eq!(
        document["examples"],
        json!([
            {
                "page": "api/boat.md", "line": 50, "kind": "request", "operation": "POST /boats", "body": "json",
                "outcome": "differs", "reason": "unknown property",
                "findings": [{
                    "kind": "unknown property", "path": "$.keel", "expected": "a property of harbour.boat",
                    "found": "2", "example": "api/boat.md:50:1", "documented": "resources/boat.md:3:1"
                }]
            },
            {
                "page": "api/boat.md", "line": 60, "kind": "response", "operation": "POST /boats", "body": "json",
                "outcome": "passed"
            }
        ])
    );
    let xml = junit(&[&report]).expect("JUnit");
    assert!(xml.contains(r#"errors="0" failures="1""#), "{xml}");
    assert!(xml.contains(r#"<testsuite name="api/boat.md""#) && xml.contains("line 50 request"), "{xml}");
}
