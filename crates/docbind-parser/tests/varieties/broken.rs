use crate::outline::outline_with;

fn findings(text: &str) -> (String, Vec<String>) {
    outline_with(text, &())
}

#[test]
fn open_front_matter() {
    let (outline, findings) = findings("---\ntitle: A\n\n# A\n");
    assert_eq!(outline, "title = A\nh1 A");
    assert_eq!(findings, ["DB004 v1.0/api/page.md:1: the front matter is not closed"]);
}

#[test]
fn a_fence_that_swallows_the_page() {
    let (outline, findings) = findings("## Request\n```http\nGET /beds\n\n## Response\n\nText.\n");
    assert_eq!(outline, "h2 Request\n  code http line 3: GET /beds⏎\nh2 Response\n  text Text.");
    assert_eq!(findings, ["DB005 v1.0/api/page.md:2: the code fence is not closed"]);
}

#[test]
fn a_fence_that_swallows_the_next_fence() {
    let page =
        "```http\nGET /beds\n\n<!-- { \"blockType\": \"response\" } -->\n```http\nHTTP/1.1 200 OK\n```\n\nText.\n";
    let (outline, findings) = findings(page);
    assert_eq!(outline, "  code http line 2: GET /beds⏎\n  code http response line 6: HTTP/1.1 200 OK\n  text Text.");
    assert_eq!(findings.len(), 1);
}

#[test]
fn an_open_fence_at_the_end() {
    let (outline, findings) = findings("```json\n{}\n");
    assert_eq!((outline.as_str(), findings.len()), ("  code json line 2: {}", 1));
}

#[test]
fn longer_fences_may_hold_fences() {
    let (outline, findings) = findings("````md\n```http\nGET /\n```\n````\n\nText\n");
    assert_eq!((outline.lines().count(), findings.len()), (2, 0));
}

#[test]
fn an_open_comment() {
    let (outline, findings) = findings("A\n\n<!-- draft\n\n## B\n");
    assert_eq!(outline, "  text A");
    assert_eq!(findings, ["DB007 v1.0/api/page.md:3: the comment is not closed"]);
}

#[test]
fn an_open_annotation() {
    let page = "<!-- { \"blockType\": \"request\" }\n```http\nGET /beds\n```\n\n<!-- { \"blockType\": \"response\" } -->\n```http\nHTTP/1.1 204\n```\n";
    let (outline, findings) = findings(page);
    assert_eq!(outline, "  code http request line 3: GET /beds\n  code http response line 8: HTTP/1.1 204");
    assert_eq!(findings, ["DB007 v1.0/api/page.md:1: the comment is not closed"]);
}

#[test]
fn an_open_annotation_at_the_end_hides_nothing() {
    let (outline, findings) = findings("A\n\n<!--\n{\n  \"type\": \"#page.annotation\"\n}\n\n");
    assert_eq!((outline.as_str(), findings.len()), ("  text A\n  annotation {\"type\":\"#page.annotation\"}", 0));
}

#[test]
fn annotations_that_are_no_json() {
    let page = "<!-- { \"blockType\": \"request\" \"name\"; \"a\" : } -->\n```http\nGET /beds\n```\n";
    let (outline, findings) = findings(page);
    assert_eq!(outline, "  code http request line 3: GET /beds");
    assert!(findings[0].starts_with("DB201 v1.0/api/page.md:1: the annotation is not valid JSON"), "{findings:?}");
}
