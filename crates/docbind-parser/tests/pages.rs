//! Whole pages: varieties that show only when the parts of a page meet.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed expectation is the point of a test")]

use std::collections::BTreeMap;

use docbind_ir::{BodyShape, Code, Diagnostic, Location, Operation, PageKind, ResponseBody, Scheme, Status, TypeRef};
use docbind_parser::lower::{Facts, SetContext, lower};
use docbind_parser::{Base, parse};

fn read_with(file: &str, markdown: &str, includes: &BTreeMap<String, String>) -> (Facts, Vec<Diagnostic>) {
    let set = SetContext {
        version: "beta".into(),
        namespace: "microsoft.graph".into(),
        base: Base::new("https://graph.example.com/beta"),
        ..SetContext::default()
    };
    let (page, mut diagnostics) = parse(file.into(), markdown, includes);
    let (facts, found) = lower(&page, &set);
    diagnostics.extend(found);
    (facts, diagnostics)
}

fn read(markdown: &str) -> Facts {
    read_with("api/page.md", markdown, &BTreeMap::new()).0
}

fn includes(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn requests(facts: &Facts) -> Vec<String> {
    facts.operations.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect()
}

/// The alternatives of a scheme, the least privileged ones with a mark.
fn permissions(operation: &Operation, scheme: Scheme) -> String {
    let Some(requirement) = operation.permissions.get(scheme) else { return "none said".to_owned() };
    match requirement.status {
        Status::Supported => {}
        status => return format!("{status:?}"),
    }
    let shown = requirement.alternatives.iter().map(|one| {
        let mark = if one.least { "!" } else { "" };
        format!("{}{mark}", one.permissions.join("+"))
    });
    shown.collect::<Vec<_>>().join(" | ")
}

fn responses(operation: &Operation) -> Vec<String> {
    let shown = operation.responses.iter().map(|own| {
        let body = match &own.body {
            ResponseBody::None => "nothing".to_owned(),
            ResponseBody::Json(ty) => ty.to_string(),
            other => format!("{other:?}"),
        };
        format!("{} {body}{}", own.status, if own.is_collection { " page" } else { "" })
    });
    shown.collect()
}

/// An operation page of the plain kind, with `body` below its request and `response` as its answer.
fn page(request: &str, body: &str, response: &str) -> String {
    format!(
        "# Tend a garden\n\nTends it.\n\n## Permissions\n\n\
         |Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Garden.Read.All|\n\n\
         ## HTTP request\n\n```http\n{request}\n```\n\n{body}## Response\n\n{response}\n"
    )
}

#[test]
fn line_ends_of_two_bytes() {
    let text = page(
        "GET /gardens\n\nGET /me/gardens",
        "## Request body\n\nDon't supply a request body.\n\n",
        "Returns `200 OK` and a collection of [garden](../resources/garden.md) objects.\n\nMore of it\non two lines.",
    );
    let facts = read(&text);
    assert_eq!(requests(&facts), ["GET /gardens", "GET /me/gardens"]);
    assert_eq!(read(&text.replace('\n', "\r\n")).operations, facts.operations);
    assert_eq!(read(&format!("\u{feff}{text}")).operations.len(), 2);
}

#[test]
fn the_content_decides_what_a_page_is() {
    let claims = |doc_type: &str, text: &str| read(&format!("---\ndoc_type: {doc_type}\n---\n\n{text}")).page.kind;
    let operation = page("GET /gardens", "", "A `204 No Content`.");
    let resource =
        "# garden resource type\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|It.|\n";
    let members = "# soilKind enum type\n\n## Members\n\n|Member|Description|\n|:--|:--|\n|clay|x|\n|sand|x|\n";
    assert_eq!(claims("resourcePageType", &operation), PageKind::Operation);
    assert_eq!(claims("apiPageType", resource), PageKind::Resource);
    assert_eq!(claims("resourcePageType_", resource), PageKind::Resource);
    assert_eq!(claims("resourcePageType", members), PageKind::Enum);
}

#[test]
fn prerequisites_are_permissions() {
    let text = "# List gardens\n\nLists them.\n\n## Prerequisites\nOne of the following permissions is required to call this API.\n\n\
        |Permission&nbsp;type|Permissions (from most to least privileged)|\n|:---|:---|\n\
        |Delegated (work or school account)|Garden.ReadWrite.All, Garden.Read.All|\n\
        |Delegated (personal Microsoft account)|Not supported.|\n|Application|Garden.ReadWrite.All, Garden.Read.All|\n\n\
        ## HTTP Request\n<!-- {\n  \"blockType\": \"ignored\"\n}\n-->\n``` http\nGET /gardens\n```\n\n\
        ## Response\nA `200 OK`.\n";
    let facts = read(text);
    let operation = &facts.operations[0];
    assert_eq!(permissions(operation, Scheme::Application), "Garden.Read.All! | Garden.ReadWrite.All");
    assert_eq!(permissions(operation, Scheme::DelegatedPersonal), "NotSupported");
}

#[test]
fn labels_of_permission_rows() {
    let text = "# Get\n\n## Permissions\n\n|Permission Type|Permissions (from least to most privileged)|\n|:--|:--|\n\
        |[Delegated permission](/graph/auth-v2-user) (work or school account)|A.Read|\n\
        |Delegated (personal Microsoft account|B.Read|\n|Application <br /> **Note**: Not for weeds.|C.Read|\n\n\
        ## HTTP request\n\n```http\nGET /gardens\n```\n\n## Response\n\nA `204 No Content`.\n";
    let (facts, found) = read_with("api/page.md", text, &BTreeMap::new());
    let shown: Vec<String> = Scheme::ALL.iter().map(|scheme| permissions(&facts.operations[0], *scheme)).collect();
    assert_eq!(shown, ["A.Read!", "B.Read!", "C.Read!"]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn request_lines_with_odd_beginnings() {
    let lines = "GET gardens/{id}/beds/\nGET ~/gardens/{id}/plants\nGET /beta/gardens/{id}/photo\nDELETE/gardens/{id}\n   GET /gardens/{id}/tools";
    let expected = [
        "GET /gardens/{id}/beds",
        "GET /gardens/{id}/plants",
        "GET /gardens/{id}/photo",
        "DELETE /gardens/{id}",
        "GET /gardens/{id}/tools",
    ];
    assert_eq!(requests(&read(&page(lines, "", "A `204 No Content`."))), expected);
}

#[test]
fn annotations_on_the_request_of_the_page() {
    for kind in ["ignored", "samples", "request"] {
        let text = page("GET /gardens", "", "A `204 No Content`.")
            .replace("```http", &format!("<!-- {{\n  \"blockType\": \"{kind}\"\n}} -->\n\n``` http"));
        assert_eq!(requests(&read(&text)), ["GET /gardens"], "{kind}");
    }
}

#[test]
fn requests_in_comments_are_none() {
    let text = page("GET /gardens", "<!--\n```http\nGET /weeds\n```\n-->\n\n", "A `204 No Content`.");
    assert_eq!(requests(&read(&text)), ["GET /gardens"]);
}

#[test]
fn function_parameters_that_the_path_leaves_out() {
    let text = page(
        "GET /users/{usersId}/gardens/getHarvest",
        "## Function parameters\n\nIn the request URL, provide the following function parameters with values.\n\n\
         |Parameter|Type|Description|\n|:--|:--|:--|\n|until|DateTimeOffset|Optional. The end.|\n|kind|String|Required.|\n\n",
        "Returns `200 OK` and a [crop](../resources/crop.md) collection in the response body.",
    );
    let facts = read(&text);
    let parameters = facts.operations[0].parameters.iter().filter(|own| own.location == Location::Query);
    let read: Vec<String> = parameters.map(|own| format!("{} {} {}", own.name, own.ty, own.required)).collect();
    assert_eq!(read, ["until DateTimeOffset false", "kind String true"]);
    assert_eq!(responses(&facts.operations[0]), ["200 crop? page"]);
}

#[test]
fn bodies_that_are_no_json() {
    let shape = |headers: &str, words: &str| {
        let body = format!(
            "## Request headers\n\n|Name|Description|\n|:--|:--|\n|Content-Type|{headers}|\n\n## Request body\n\n{words}\n\n"
        );
        read(&page("POST /gardens/{id}/pages", &body, "A `204 No Content`.")).operations[0].body.shape.clone()
    };
    assert_eq!(shape("multipart/form-data", "Supply the parts of the page."), BodyShape::Multipart);
    assert_eq!(
        shape("text/html", "In the request body, supply the HTML of the page."),
        BodyShape::Text("text/html".into())
    );
    assert_eq!(
        shape("image/jpeg", "In the request body, include the binary data of the photo."),
        BodyShape::Binary("image/jpeg".into())
    );
}

#[test]
fn examples_under_headings_of_any_level() {
    let exchange = |request: &str, response: &str| {
        format!(
            "{request}\n\n```http\nGET https://graph.example.com/beta/gardens/1\n```\n\n{response}\n\n\
             ```http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{{ \"id\": \"1\" }}\n```\n"
        )
    };
    for (heading, request, response) in [
        ("## Example", "##### Request", "##### Response"),
        ("## Examples", "### Example 1: one\n\n#### Request", "#### Response"),
        ("## Example", "**Request**", "**Response**"),
        ("## Example", "Here is an example of the request.", "Here is an example of the response."),
        ("### Response example", "#### Request 1", "#### Response 1"),
    ] {
        let text = format!(
            "{}\n{heading}\n\n{}",
            page("GET /gardens/{id}", "", "Returns `200 OK` and a [garden](../resources/garden.md) object."),
            exchange(request, response)
        );
        let facts = read(&text);
        assert_eq!(requests(&facts), ["GET /gardens/{id}"], "{heading}");
        let example = &facts.operations[0].examples[0];
        assert!(example.request.is_some() && example.response.is_some(), "{heading}, {request}");
    }
}

#[test]
fn examples_without_annotations_are_told_by_their_first_line() {
    let text = format!(
        "{}\n## Example\n\n### Request\nHere is an example of the request.\n``` http\nPOST https://graph.example.com/beta/gardens/assign\n\n\
         Content-type: application/json\n\n{{ \"gardener\": \"ada\" }}\n```\n\n### Response\n``` http\nHTTP 201 Created\nContent-Type: application/json\n\n\
         {{ \"value\": {{ \"id\": \"1\" }} }}\n```\n",
        page("POST /gardens/assign", "", "Returns `201 Created` and a [garden](../resources/garden.md) object.")
    );
    let facts = read(&text);
    let example = &facts.operations[0].examples[0];
    let request = example.request.as_ref().unwrap();
    assert_eq!(request.headers, [("Content-type".to_owned(), "application/json".to_owned())]);
    assert_eq!(example.response.as_ref().unwrap().status, 201);
    assert_eq!(responses(&facts.operations[0]), ["201 garden?"]);
}

#[test]
fn an_upsert_answers_in_three_ways() {
    let garden = "[garden](../resources/garden.md)";
    let text = page(
        "PATCH /gardens(uniqueName='{uniqueName}')",
        "## Request headers\n\n|Name|Description|\n|:--|:--|\n|Prefer|`create-if-missing`. Required for upsert behavior.|\n\n\
         ## Request body\n\nSupply a JSON representation of the [garden](../resources/garden.md) object.\n\n",
        &format!(
            "If a garden with **uniqueName** doesn't exist, this method returns a `201 Created` response code and a new {garden} object in the response body.\n\n\
             If a garden with **uniqueName** doesn't exist and the `Prefer: create-if-missing` header is *not* specified, this method returns a `404 Not Found` error code.\n\n\
             If a garden with **uniqueName** already exists, this method updates the {garden} object and returns a `204 No Content` response code."
        ),
    );
    let facts = read(&text);
    let operation = &facts.operations[0];
    assert_eq!(requests(&facts), ["PATCH /gardens(uniqueName='{uniqueName}')"]);
    assert_eq!(operation.parameters[0].location, Location::Key);
    assert_eq!(responses(operation), ["201 garden?", "204 nothing"]);
    assert_eq!(operation.errors, [404]);
    assert_eq!(operation.headers[0].value.as_deref(), Some("create-if-missing"));
    assert_eq!(
        operation.body.shape,
        BodyShape::Json(TypeRef::unresolved("garden", Some("resources/garden.md".into())))
    );
}

#[test]
fn long_running_calls_name_their_headers() {
    let text = page(
        "POST /gardens/{id}/harvest",
        "",
        "Returns a `202 Accepted` response code. It has the `Location` and `Retry-After` headers.",
    );
    let facts = read(&text);
    let operation = &facts.operations[0];
    assert_eq!(responses(operation), ["202 nothing"]);
    assert_eq!(operation.responses[0].headers, ["Location", "Retry-After"]);
}

#[test]
fn reports_come_as_a_redirect_or_as_json() {
    let text = "# reportRoot: getHarvest\n\nGets it.\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
        |Application|Reports.Read.All|\n\n## HTTP request\n\n```http\nGET /reports/getHarvest(period='{period_value}')\nGET /reports/getHarvest(date={date_value})\n```\n\n\
        ## Function parameters\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|period|String|How long.|\n|date|Date|Which day.|\n\n\
        ## Response\n\n### CSV\n\nIf successful, this method returns a `302 Found` response that redirects to a preauthenticated download URL for the report. The CSV file has these columns:\n\n- Date\n- Crop\n\n\
        ### JSON\n\nIf successful, this method returns a `200 OK` response code and a **[harvest](../resources/harvest.md)** object in the response body.\n";
    let facts = read(text);
    assert_eq!(
        requests(&facts),
        ["GET /reports/getHarvest(period='{period}')", "GET /reports/getHarvest(date={date})"]
    );
    assert_eq!(responses(&facts.operations[0]), ["302 nothing", "200 harvest?"]);
    let date = &facts.operations[1].parameters[0];
    assert_eq!((&*date.name, date.ty.to_string()), ("date", "Date".to_owned()));
}

#[test]
fn shared_texts_bring_clouds_roles_and_notices() {
    let shared = includes(&[
        (
            "includes/global-us.md",
            "<!-- markdownlint-disable MD041 -->\n\nThis API is available in the following clouds.\n\n\
             |Global service|US Government L4|US Government L5 (DOD)|China operated by 21Vianet|\n|:-:|:-:|:-:|:-:|\n|✅|✅|✅|❌|\n",
        ),
        (
            "v1.0/includes/rbac-for-apis/rbac-gardens.md",
            "> [!IMPORTANT]\n> In delegated scenarios, the signed-in user must be assigned one of these [roles](/roles):\n> - Garden Administrator\n> - Global Reader\n",
        ),
        (
            "v1.0/includes/gardens-deprecation.md",
            "> [!CAUTION]\n> The garden API is deprecated and will stop returning data on March 31, 2031.\n",
        ),
    ]);
    let text = page("GET /gardens", "", "A `204 No Content`.")
        .replace("Tends it.\n", "Tends it.\n\n[!INCLUDE [d](../includes/gardens-deprecation.md)]\n\n[!INCLUDE [national-cloud-support](../../includes/global-us.md)]\n")
        .replace("## HTTP", "[!INCLUDE [rbac](../includes/rbac-for-apis/rbac-gardens.md)]\n\n## HTTP");
    let (facts, found) = read_with("v1.0/api/page.md", &text, &shared);
    let operation = &facts.operations[0];
    let clouds = operation.clouds.as_ref().unwrap();
    assert_eq!((clouds.available.len(), clouds.unavailable.len()), (3, 1));
    let roles: Vec<&str> = operation.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(roles, ["Garden Administrator", "Global Reader"]);
    assert_eq!(operation.deprecation.as_ref().and_then(|notice| notice.date.as_deref()), Some("March 31, 2031"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_included_table_without_front_matter_or_last_line_end() {
    let shared = includes(&[(
        "v1.0/includes/permissions/page-2-permissions.md",
        "|Permission type|Least privileged permission|Higher privileged permissions|\r\n|:---|:---|:---|\r\n\
         |Delegated (work or school account)| Garden.Read , Garden.Read.Basic |Not available.|\r\n\
         |Delegated (personal Microsoft account)|Not supported.|Not supported.|\r\n|Application|Garden-Bed.Read.All|Garden.Read.All|",
    )]);
    let text = "# Get garden\n\n## Permissions\n\n<!-- { \"blockType\": \"permissions\", \"name\": \"garden_get\" } -->\n\
        [!INCLUDE [permissions-table](../includes/permissions/page-2-permissions.md)]\n\n\
        ## HTTP request\n\n```http\nGET /gardens/{id}\n```\n\n## Response\n\nA `204 No Content`.\n";
    let (facts, found) = read_with("v1.0/api/page.md", text, &shared);
    let shown: Vec<String> = Scheme::ALL.iter().map(|scheme| permissions(&facts.operations[0], *scheme)).collect();
    assert_eq!(shown, ["Garden.Read! | Garden.Read.Basic!", "NotSupported", "Garden-Bed.Read.All! | Garden.Read.All"]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn several_types_on_one_page() {
    let part = |name: &str, property: &str| {
        format!(
            "<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\" }} -->\n\
             ```json\n{{ \"{property}\": \"String\" }}\n```\n\n"
        )
    };
    let text = format!(
        "# garden resource type\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String|Its name.|\n\n\
         ## JSON representation\n\n{}{}",
        part("garden", "name"),
        part("gardenGate", "color")
    );
    let facts = read_with("resources/garden.md", &text, &BTreeMap::new()).0;
    let read: Vec<String> = facts
        .types
        .iter()
        .map(|def| {
            format!("{}: {}", def.name, def.properties.iter().map(|own| &*own.name).collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(read, ["microsoft.graph.garden: name", "microsoft.graph.gardenGate: color"]);
}

#[test]
fn types_behind_reference_links() {
    let text = "# garden resource type\n\n## Properties\n\n| Property name | Type | Description |\n|:--|:--|:--|\n\
        | **owner** | [identitySet][] | Who owns it. |\n| **beds** | Collection([bed][]) | Its beds. |\n| **size** | [Int32][int] | Its size. |\n\n\
        [identitySet]: identityset.md\n[bed]: bed.md\n[int]: ../int.md\n";
    let facts = read_with("resources/garden.md", text, &BTreeMap::new()).0;
    let types: Vec<&TypeRef> = facts.types[0].properties.iter().map(|own| &own.ty).collect();
    let identity = TypeRef::unresolved("identitySet", Some("resources/identityset.md".into()));
    let beds = TypeRef::unresolved("bed", Some("resources/bed.md".into())).collection();
    assert_eq!(types[..2], [&identity, &beds]);
    assert_eq!(types[2].to_string(), "Int32");
}

#[test]
fn links_of_a_page_that_stands_alone() {
    let garden = "[garden](../resources/garden.md)";
    let body = format!("## Request body\n\nSupply a JSON representation of the {garden} object.\n\n");
    let text = page("PATCH /gardens/{id}", &body, &format!("Returns `200 OK` and an updated {garden} object."));
    let facts = read_with("page.txt", &text, &BTreeMap::new()).0;
    assert_eq!(facts.operations[0].body.shape, BodyShape::Json(TypeRef::unresolved("garden", None)));
    assert_eq!(responses(&facts.operations[0]), ["200 garden?"]);
}

#[test]
fn nothing_is_said_about_permissions() {
    let text = "# Get garden\n\nGets it.\n\n## HTTP request\n\n```http\nGET /gardens/{id}\n```\n\n## Response\n\nA `204 No Content`.\n";
    let (facts, found) = read_with("api/page.md", text, &BTreeMap::new());
    assert!(facts.operations[0].permissions.is_unknown());
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::NoPermissions]);
}
