//! Operations read off small pages, one for each way in which pages are written.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use docbind_ir::{
    BodyShape, Code, Diagnostic, Location, Method, Operation, PageKind, QueryOption, ResponseBody, TypeRef,
};
use docbind_parser::lower::{Facts, SetContext, lower};
use docbind_parser::{Base, parse};

fn set(version: &str) -> SetContext {
    SetContext {
        version: version.into(),
        namespace: "microsoft.graph".into(),
        base: Base::new(format!("https://graph.example.com/{version}")),
        ..SetContext::default()
    }
}

fn read_as(version: &str, markdown: &str) -> (Facts, Vec<Diagnostic>) {
    let (page, mut diagnostics) = parse("api/page.md".into(), markdown, &());
    let (facts, found) = lower(&page, &set(version));
    diagnostics.extend(found);
    (facts, diagnostics)
}

fn read(markdown: &str) -> Facts {
    read_as("v1.0", markdown).0
}

/// A page with a table of permissions around the given sections.
fn page(title: &str, sections: &str) -> String {
    format!(
        "# {title}\n\nWhat it does.\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|Plants.Read|\n\n{sections}"
    )
}

fn request(lines: &str) -> String {
    format!("## HTTP request\n\n<!-- {{ \"blockType\": \"ignored\" }} -->\n```http\n{lines}\n```\n\n")
}

fn lines(facts: &Facts) -> Vec<String> {
    facts.operations.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect()
}

fn only(facts: &Facts) -> &Operation {
    assert_eq!(facts.operations.len(), 1, "{:?}", lines(facts));
    facts.operations.first().unwrap()
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn several_requests_in_a_fence() {
    let facts = read(&page(
        "List plants",
        &request("GET /me/plants\n\nor\n\nGET https://graph.example.com/v1.0/users/{id | userPrincipalName}/plants/"),
    ));
    assert_eq!(lines(&facts), ["GET /me/plants", "GET /users/{idOrUserPrincipalName}/plants"]);
    assert_eq!(facts.page.kind, PageKind::Operation);
    assert_eq!(&*facts.operations[0].title, "List plants");
    assert_eq!(&*facts.operations[0].description, "What it does.");
    assert!(!facts.operations[0].permissions.is_unknown());
}

#[test]
fn several_fences_and_headings() {
    let sections = "## Mine\n\n### HTTP request\n\n```http\nGET /me/shed\n```\n\n## Of a group\n\n### HTTP request\n\n# [HTTP](#tab/http)\n\
                    <!-- { \"blockType\": \"request\", \"name\": \"x\" } -->\n```msgraph-interactive\nGET /groups/{groupId}/shed\n```\n\
                    # [C#](#tab/csharp)\n[!INCLUDE [s](../includes/snippets/csharp/x.md)]\n\n---\n\n## Response\n\nGives a `200 OK` and a [shed](../resources/shed.md) object.\n";
    assert_eq!(lines(&read(&page("Get a shed", sections))), ["GET /me/shed", "GET /groups/{groupId}/shed"]);
}

#[test]
fn a_request_without_its_heading() {
    let sections = "```http\nPOST /gardens/{garden-id}/members\n```\n\n## Response\n\nReturns `201 Created`.\n";
    assert_eq!(lines(&read(&page("Add a member", sections))), ["POST /gardens/{garden-id}/members"]);
}

#[test]
fn a_fence_in_a_list_item() {
    let sections = "## HTTP request\n\n- All events:\n\n  ```http\n  GET /me/events/delta?startDateTime={start}\n  ```\n\n## Response\n\nA `200 OK`.\n";
    let facts = read(&page("event: delta", sections));
    assert_eq!(lines(&facts), ["GET /me/events/delta"]);
    let start = &facts.operations[0].parameters[0];
    assert_eq!((&*start.name, start.location, start.required), ("startDateTime", Location::Query, true));
}

#[test]
fn requests_of_examples_are_no_operations() {
    let sections = format!(
        "{}## Examples\n\n### Example 1: one\n\n#### Request\n\n```http\nGET https://graph.example.com/v1.0/plants/1\n```\n",
        request("GET /plants/{id}")
    );
    assert_eq!(lines(&read(&page("Get plant", &sections))), ["GET /plants/{id}"]);
}

#[test]
fn pages_that_explain_have_no_operations() {
    let facts = read("# Working with plants\n\nSend this:\n\n```http\nGET /plants\n```\n");
    assert!(facts.operations.is_empty());
    assert_eq!(facts.page.kind, PageKind::Conceptual);
}

#[test]
fn header_lines_and_bodies_in_the_fence() {
    let facts =
        read(&page("Close", &request("POST /shed/close\nshed-session-id: {session-id}\n\n{ \"x\": 1 }\nGET /nothing")));
    let operation = only(&facts);
    assert_eq!(&*operation.headers[0].name, "shed-session-id");
}

#[test]
fn broken_and_wrong_requests() {
    let (facts, found) = read_as("v1.0", &page("Create", &request("POST ** Collection URI for plant not found")));
    assert!(facts.operations.is_empty());
    assert!(codes(&found).contains(&Code::BrokenRequest) && !codes(&found).contains(&Code::NoRequest));
    let (facts, found) = read_as("v1.0", &page("Get", &request("GET https://graph.example.com/docs\\api/plants")));
    assert_eq!(lines(&facts), ["GET /plants"]);
    assert!(codes(&found).contains(&Code::WrongHost));
    let (_, found) = read_as("v1.0", &page("Get", "## HTTP request\n\nSoon.\n\n## Response\n\nA `200 OK`.\n"));
    assert!(codes(&found).contains(&Code::NoRequest));
}

#[test]
fn literal_identifiers() {
    let (facts, found) =
        read_as("v1.0", &page("Get", &request("GET /gardens/11111111-2222-3333-4444-555555555555/beds/{id}")));
    assert_eq!(lines(&facts), ["GET /gardens/{gardenId}/beds/{id}"]);
    assert!(codes(&found).contains(&Code::LiteralId));
}

#[test]
fn zones_of_another_version() {
    let sections = "## HTTP request\n\n::: zone pivot=\"graph-v1\"\n\n```http\nGET https://graph.example.com/v1.0/plants\n```\n\n::: zone-end\n\n\
                    ::: zone pivot=\"graph-preview\"\n\n```http\nGET https://graph.example.com/beta/weeds\n```\n\n::: zone-end\n\n## Response\n\nA `200 OK`.\n";
    assert_eq!(lines(&read_as("v1.0", &page("List", sections)).0), ["GET /plants"]);
    assert_eq!(lines(&read_as("beta", &page("List", sections)).0), ["GET /weeds"]);
}

#[test]
fn requests_beside_their_permissions_are_not_repeated() {
    let sections = format!(
        "Permissions for this request:\n\n<!-- {{ \"blockType\": \"ignored\" }} -->\n```http\nPATCH /plants/{{plantId}}\n```\n\n{}",
        request("PATCH /plants/{id}")
    );
    assert_eq!(lines(&read(&page("Update plant", &sections))), ["PATCH /plants/{id}"]);
}

#[test]
fn parameters_from_tables() {
    let sections = format!(
        "{}## Function parameters\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|from|DateTimeOffset|The start. Required.|\n|depth|Int32|Optional. How deep.|\n\n\
         ## Query parameters\n\n|Name|Type|Description|\n|:--|:--|:--|\n|`$top`|Int32|Page size.|\n|color|String|Optional.|\n",
        request("GET /beds/{bed-id}/yield(from={from},depth={depth})")
    );
    let facts = read(&page("bed: yield", &sections));
    let operation = only(&facts);
    let read: Vec<String> = operation
        .parameters
        .iter()
        .map(|own| format!("{} {:?} {} {}", own.name, own.location, own.ty, own.required))
        .collect();
    assert_eq!(
        read,
        [
            "bed-id Path String true",
            "from Function DateTimeOffset true",
            "depth Function Int32 true",
            "color Query String false"
        ]
    );
    assert_eq!(operation.query_options, [QueryOption::Top]);
}

#[test]
fn headers_from_tables() {
    let sections = format!(
        "{}## Request headers\n\n|Name|Description|\n|:--|:--|\n|Authorization|Bearer {{token}}. Required.|\n|ConsistencyLevel|eventual. Needed for `$count`. Required.|\n\
         |Prefer: outlook.timezone|The time zone. Optional.|\n|Content-Type|application/json|\n",
        request("GET /plants")
    );
    let facts = read(&page("List plants", &sections));
    let read: Vec<(&str, Option<&str>, bool)> =
        only(&facts).headers.iter().map(|header| (&*header.name, header.value.as_deref(), header.required)).collect();
    assert_eq!(
        read,
        [
            ("ConsistencyLevel", Some("eventual"), true),
            ("Prefer", Some("outlook.timezone"), false),
            ("Content-Type", Some("application/json"), false)
        ]
    );
}

fn body_of(method: &str, body: &str) -> docbind_ir::Body {
    let facts = read(&page(
        "Change",
        &format!(
            "{}## Request body\n\n{body}\n\n## Response\n\nA `204 No Content`.\n",
            request(&format!("{method} /plants/{{id}}/water"))
        ),
    ));
    only(&facts).body.clone()
}

#[test]
fn no_body() {
    for words in [
        "Do not supply a request body for this method.",
        "Don't supply a request body.",
        "None",
        "No request body is required.",
    ] {
        assert_eq!(body_of("POST", words).shape, BodyShape::None, "{words}");
    }
}

#[test]
fn a_body_that_is_a_resource() {
    let body = body_of(
        "PATCH",
        "Supply a JSON representation of a [plant](../resources/plant.md) object.\n\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String|Required.|",
    );
    let plant = TypeRef::unresolved("plant", Some("resources/plant.md".into()));
    assert_eq!((&body.shape, body.required), (&BodyShape::Json(plant), true));
    assert_eq!(body.table.len(), 1);
}

#[test]
fn a_body_of_one_of_several_types() {
    let sections = format!(
        "{}## Request body\n\nSupply a JSON representation of an [oak](../resources/oak.md) or a [rose](../resources/rose.md) object.\n\n\
         ## Response\n\nReturns `201 Created` and a [plant](../resources/plant.md) object.\n",
        request("POST /plants")
    );
    let facts = read(&page("Create plant", &sections));
    let body = &only(&facts).body;
    assert_eq!(body.shape, BodyShape::Json(TypeRef::unresolved("plant", Some("resources/plant.md".into()))));
    assert_eq!(body.variants.len(), 2);
}

#[test]
fn a_body_of_parameters() {
    let body = body_of(
        "POST",
        "Provide a JSON object with the following parameters.\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|liters|Int32|How much.|",
    );
    let BodyShape::Inline(rows) = &body.shape else { panic!("{:?}", body.shape) };
    assert_eq!(&*rows[0].name, "liters");
}

#[test]
fn other_bodies() {
    let names = |shape: BodyShape| match shape {
        BodyShape::Inline(rows) => rows.iter().map(|row| row.name.to_string()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(names(body_of("POST", "Supply the reference in `@odata.id`.").shape), ["@odata.id"]);
    assert_eq!(names(body_of("POST", "You may send this:\n\n```json\n{ \"deep\": true }\n```").shape), ["deep"]);
    assert!(names(body_of("POST", "Send an empty JSON object (`{}`) as the request body.").shape).is_empty());
    assert_eq!(
        body_of("PUT", "The binary stream of the photo.").shape,
        BodyShape::Binary("application/octet-stream".into())
    );
    assert_eq!(body_of("PATCH", "Send the changes as JSON Patch.").shape, BodyShape::JsonPatch);
    assert_eq!(body_of("PATCH", "Supply the values for relevant fields.").shape, BodyShape::Unknown);
}

fn responses_of(title: &str, response: &str) -> Vec<String> {
    let facts = read(&page(title, &format!("{}## Response\n\n{response}\n", request("GET /plants"))));
    only(&facts)
        .responses
        .iter()
        .map(|own| {
            let body = match &own.body {
                ResponseBody::None => "nothing".to_owned(),
                ResponseBody::Json(ty) => ty.to_string(),
                other => format!("{other:?}"),
            };
            format!("{} {body}{}", own.status, if own.is_collection { " page" } else { "" })
        })
        .collect()
}

#[test]
fn responses_in_words() {
    let plant = "[plant](../resources/plant.md)";
    let cases = [
        (
            format!(
                "If successful, this method returns a `200 OK` response code and a {plant} object in the response body."
            ),
            "200 plant?",
        ),
        (format!("If successful, returns a `200 OK` and a collection of {plant} objects."), "200 plant? page"),
        (format!("Returns `200 OK` and the requested {plant} objects in the response body."), "200 plant? page"),
        (format!("Returns a `201 Created` response code and an updated {plant} object."), "201 plant?"),
        ("Returns `204 No Content`. It does not return anything.".into(), "204 nothing"),
        ("Returns `200 OK` and an **plant** object.".into(), "200 plant?"),
        ("Returns `200 OK` and a String collection object.".into(), "200 String page"),
        ("Returns `200 OK` and a Boolean value.".into(), "200 Value(Primitive(Boolean))"),
        (
            "Returns `302 Found` and redirects to the download. The CSV file has columns.".into(),
            "302 Binary(\"text/csv\")",
        ),
        ("Returns `200 OK` and a stream of server sent events.".into(), "200 EventStream"),
        (format!("Returns a {plant} object in the response body."), "200 plant?"),
    ];
    for (words, expected) in cases {
        assert_eq!(responses_of("Get", &words), [expected], "{words}");
    }
}

#[test]
fn several_statuses() {
    let words = "If created, returns `201 Created` and a [plant](../resources/plant.md) object; if found, `200 OK`. A `404 Not Found` means no garden.";
    assert_eq!(responses_of("Get", words), ["201 plant?", "200 plant?"]);
    let facts = read(&page("Get", &format!("{}## Response\n\n{words}\n", request("GET /plants"))));
    assert_eq!(only(&facts).errors, [404]);
}

#[test]
fn response_headers() {
    let facts = read(&page(
        "Copy",
        &format!(
            "{}## Response\n\nReturns `202 Accepted` with a `Location` header.\n",
            request("POST /plants/{id}/copy")
        ),
    ));
    assert_eq!(only(&facts).responses[0].headers, ["Location"]);
}

#[test]
fn examples_vote_on_pages_of_items() {
    let example = |body: &str| {
        format!(
            "{}## Response\n\nReturns `200 OK` and a [plant](../resources/plant.md) object.\n\n## Example\n\n```http\nGET /plants\n```\n\n```http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{body}\n```\n",
            request("GET /plants")
        )
    };
    let is_page = |title: &str, body: &str| only(&read(&page(title, &example(body)))).responses[0].is_collection;
    assert!(is_page("List plants", r#"{ "value": [ { "id": "1" } ] }"#));
    assert!(!is_page("Get plant", r#"{ "value": { "id": "1" } }"#));
}

#[test]
fn items_of_several_types() {
    let sections = format!(
        "{}## Response\n\nReturns `200 OK` and a collection of [tree](../resources/tree.md) and [shrub](../resources/shrub.md) objects.\n\n\
         ## Example\n\n```http\nGET /plants\n```\n\n<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"Collection(microsoft.graph.plant)\" }} -->\n\
         ```http\nHTTP/1.1 200 OK\n\n{{ \"value\": [] }}\n```\n",
        request("GET /plants")
    );
    let facts = read(&page("List plants", &sections));
    let response = only(&facts).responses.first().unwrap().clone();
    assert_eq!(
        (response.body, response.is_collection),
        (ResponseBody::Json(TypeRef::unresolved("microsoft.graph.plant", None)), true)
    );
}

#[test]
fn an_identifier_at_the_end_selects_one() {
    let sections = format!(
        "{}## Response\n\nReturns `200 OK` and a collection of [plant](../resources/plant.md) objects.\n",
        request("GET /plants\nGET /plants/{id}\nGET /plants/$count\nGET /plants/{id}/photo/$value")
    );
    let facts = read(&page("List plants", &sections));
    let read: Vec<bool> = facts.operations.iter().map(|operation| operation.responses[0].is_collection).collect();
    assert_eq!(read, [true, false, false, false]);
    assert_eq!(facts.operations[2].responses[0].body, ResponseBody::Text("text/plain".into()));
    assert_eq!(facts.operations[3].responses[0].body, ResponseBody::Binary("application/octet-stream".into()));
}

#[test]
fn nothing_said_about_the_response() {
    let (_, found) = read_as("v1.0", &page("Get", &request("GET /plants")));
    assert!(codes(&found).contains(&Code::UnknownResponse));
}

#[test]
fn usage_of_another_operation_says_nothing_about_its_response() {
    let sections = format!(
        "{}## Response\n\nReturns `200 OK` and a [leaf](../resources/leaf.md) object.\n",
        request("GET /plants/{id}/leaf\nGET /plants/{id}?$expand=leaf")
    );
    let facts = read(&page("Get leaf", &sections));
    assert_eq!(facts.operations.iter().map(|operation| operation.responses.len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(facts.operations[1].query_options, [QueryOption::Expand]);
}

#[test]
fn examples_find_their_operation() {
    let sections = format!(
        "{}## Response\n\nA `204 No Content`.\n\n## Examples\n\n```http\nPUT https://graph.example.com/v1.0/users/ada/plants/1\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n\n\
         ## Example 2\n\n```http\nGET https://elsewhere.example.com/x\n```\n",
        request("PATCH /me/plants/{id}\nPUT /me/plants/{id}")
    );
    let facts = read(&page("Change", &sections));
    assert_eq!(facts.operations[0].examples.len(), 0);
    assert_eq!(facts.operations[1].method, Method::Put);
    assert_eq!(facts.operations[1].examples.len(), 1);
    assert_eq!(facts.examples.len(), 1);
}

#[test]
fn words_about_the_operation() {
    let markdown = "# Get plant\n\nNamespace: microsoft.graph\n\n> [!CAUTION]\n> This API is deprecated and will stop working on June 30, 2030.\n\nGets a plant.\n\n\
        |Global service|US Government|China|\n|---|---|---|\n|:white_check_mark:|:x:|:white_check_mark:|\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Plants.Read|\n\n\
        The calling user must be assigned at least the *Garden Keeper* role.\n\n## HTTP request\n\n```http\nGET /plants/{id}\n```\n\n## Response\n\nA `200 OK` and a [plant](../resources/plant.md).\n";
    let facts = read(markdown);
    let operation = only(&facts);
    assert_eq!(&*operation.description, "Gets a plant.");
    assert_eq!(operation.deprecation.as_ref().and_then(|notice| notice.date.as_deref()), Some("June 30, 2030"));
    let clouds = operation.clouds.as_ref().expect("clouds");
    assert_eq!((clouds.available.len(), clouds.unavailable.len()), (2, 1));
    assert_eq!(operation.roles[0].name, "Garden Keeper");
    assert_eq!(operation.notes.len(), 1);
}
