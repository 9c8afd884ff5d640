//! Pages with examples, each named after what it shows.

use std::sync::Arc;

use docbind_ir::{Diagnostic, Example, ExampleBody};

use super::examples;
use crate::lower::outline::Outline;
use crate::parse;

fn read(text: &str) -> (Vec<Example>, Vec<Diagnostic>) {
    let (page, _) = parse(Arc::from("api/bed-get.md"), text, &());
    examples(&Outline::new(&page))
}

/// `title: METHOD url -> status` of each example.
fn summary(text: &str) -> Vec<String> {
    let line = |example: Example| {
        let request = example.request.map_or("-".to_owned(), |request| format!("{} {}", request.method, request.url));
        let status = example.response.map_or("-".to_owned(), |response| response.status.to_string());
        format!("{}: {request} -> {status}", example.title)
    };
    read(text).0.into_iter().map(line).collect()
}

#[test]
fn templates_are_no_examples() {
    let page = "# Get bed\n\n## HTTP request\n\n<!-- { \"blockType\": \"ignored\" } -->\n```http\nGET /beds/{id}\n```\n\n\
                ## Example\n\n##### Request\n\n```http\nGET https://garden.example/v1.0/beds/7\n```\n\n\
                ##### Response\n\n```http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{ \"id\": \"7\" }\n```\n";
    let (examples, findings) = read(page);
    assert!(findings.is_empty());
    let [example] = examples.as_slice() else { panic!("{examples:?}") };
    let response = example.response.as_ref().unwrap();
    assert_eq!(example.request.as_ref().unwrap().url, "https://garden.example/v1.0/beds/7");
    assert_eq!(response.body, ExampleBody::Json("{\"id\":\"7\"}".into()));
    assert_eq!((response.source.line, response.headers.len()), (21, 1));
}

#[test]
fn a_way_to_write_a_request_is_no_example() {
    let page = "# List beds\n\n## Optional query parameters\n\n```http\nGET /beds?$filter=kind eq '{kind}'\n```\n\n\
                ```http\nGET https://garden.example/v1.0/beds?$top=2\n```\n\n\
                ## Examples\n\n```http\nGET /beds?$top=1\n```\n";
    let urls: Vec<_> = read(page).0.into_iter().map(|example| example.request.unwrap().url).collect();
    assert_eq!(urls, ["https://garden.example/v1.0/beds?$top=2", "/beds?$top=1"]);
}

#[test]
fn pairs_by_order_within_an_example() {
    let page = "# List beds\n\n## Examples\n\n### Example 1: all beds\n\n#### Request\n```http\nGET /beds\n```\n\n\
                ### Example 2: a page of beds\n\n#### Response\n```http\nHTTP/1.1 200 OK\n```\n\n\
                ### Example 3: both\n\n```http\nGET /beds?$top=1\n```\n```http\nHTTP/1.1 200 OK\n```\n```http\nHTTP/1.1 404 Not Found\n```\n";
    assert_eq!(
        summary(page),
        [
            "Example 1: all beds: GET /beds -> -",
            "Example 2: a page of beds: - -> 200",
            "Example 3: both: GET /beds?$top=1 -> 200",
            "Example 3: both: - -> 404",
        ]
    );
}

#[test]
fn annotations_name_and_type_examples() {
    let page = "# A\n\n## Example\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_bed\" } -->\n\n```http\nGET /beds/7\n```\n\n\
                > **Note:** The response might be shortened for readability.\n\n\
                <!-- { \"blockType\": \"response\", \"@odata.type\": \"garden.bed\", \"isCollection\": \"true\" } -->\n\n\
                ```http\nHTTP/1.1 200 OK\n```\n";
    let (examples, _) = read(page);
    let response = examples[0].response.as_ref().unwrap();
    assert_eq!((examples[0].title.as_str(), examples[0].name.as_deref()), ("get_bed", Some("get_bed")));
    assert_eq!(response.odata_type.as_deref(), Some("garden.bed"));
    assert_eq!((response.is_collection, response.truncated), (Some(true), true));
}

#[test]
fn snippets_in_tabs() {
    let page = "# A\n\n## Example\n\n# [HTTP](#tab/http)\n```http\nGET /beds\n```\n\n# [C#](#tab/csharp)\n\
                [!INCLUDE [code](../includes/snippets/csharp/a.md)]\n[!INCLUDE [link](../includes/snippets/snippets-sdk-link.md)]\n\n\
                # [Go](#tab/go)\n```go\nclient.Beds()\n```\n---\n\n```http\nHTTP/1.1 200 OK\n```\n";
    let (examples, _) = read(page);
    let snippets: Vec<_> = examples[0].snippets.iter().map(|snippet| (&*snippet.language, &*snippet.file)).collect();
    assert_eq!(snippets, [("csharp", "includes/snippets/csharp/a.md"), ("go", "api/bed-get.md")]);
    assert!(examples[0].response.is_some());
}

#[test]
fn json_that_cannot_be_read() {
    let page = "# A\n\n## Example\n\n```http\nPOST /beds\nContent-Type: application/json\n\n{ \"a\": }\n```\n";
    let (examples, findings) = read(page);
    assert!(matches!(examples[0].request.as_ref().unwrap().body, ExampleBody::BrokenJson(..)));
    assert_eq!((findings[0].code.as_str(), findings[0].primary.source.line), ("DB603", 9));
}

#[test]
fn bare_json_is_the_body_of_the_message_before() {
    let page = "# A\n\n## Example\n\n### Request\n\n```http\nPOST /beds\n```\n\n```json\n{ \"a\": 1 }\n```\n\n\
                ### Response\n\n```json\n{ \"b\": 2 }\n```\n";
    let (examples, _) = read(page);
    assert_eq!(examples[0].request.as_ref().unwrap().body, ExampleBody::Json("{\"a\":1}".into()));
    let response = examples[0].response.as_ref().unwrap();
    assert_eq!((response.status, &response.body), (0, &ExampleBody::Json("{\"b\":2}".into())));
}
