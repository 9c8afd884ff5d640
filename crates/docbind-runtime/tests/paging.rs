//! Pages are followed in order, with the first request's headers, and never to another origin or in a circle.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;
mod script;

use docbind_runtime::{ErrorKind, Items, Method};
use sample::User;
use script::{Reply, Script, reply};

fn page(ids: &[&str], rest: &str) -> Reply {
    let value: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    reply(200, &[], &format!(r#"{{"value":[{}]{rest}}}"#, value.join(",")))
}

fn next(link: &str) -> String {
    format!(r#","@odata.nextLink":"{link}""#)
}

fn users(script: &Script) -> Items<User> {
    script
        .client()
        .raw(Method::Get, "/users?$top=2")
        .header("Prefer", "p")
        .header("ConsistencyLevel", "eventual")
        .stream_as()
}

async fn ids(mut users: Items<User>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(user) = users.try_next().await.unwrap() {
        ids.push(user.id.unwrap());
    }
    ids
}

#[tokio::test]
async fn entries_come_in_order_and_links_are_used_as_they_are() {
    let links = [
        "https://graph.example.com/v1.0/users?$skiptoken=a%2Bb'c&x=%20",
        "https://GRAPH.example.com:443/beta/users?p=3",
    ];
    let script = Script::new([page(&["1", "2"], &next(links[0])), page(&[], &next(links[1])), page(&["3"], "")]);
    assert_eq!(ids(users(&script)).await, ["1", "2", "3"]);
    assert_eq!(script.urls()[1..], links);
    for request in script.requests() {
        for (name, value) in [("prefer", "p"), ("consistencylevel", "eventual"), ("authorization", "Bearer top-secret")]
        {
            assert_eq!(request.headers().get(name).unwrap(), value);
        }
    }
}

#[tokio::test]
async fn a_page_is_asked_for_when_the_one_before_is_used_up() {
    let script = Script::new([page(&["1", "2"], &next("/v1.0/users?p=2")), page(&["3"], "")]);
    let mut users = users(&script);
    users.try_next().await.unwrap();
    users.try_next().await.unwrap();
    assert_eq!(script.requests().len(), 1);
    users.try_next().await.unwrap();
    // A relative link is resolved against the URL it came from.
    assert_eq!(script.urls()[1], "https://graph.example.com/v1.0/users?p=2");
}

#[tokio::test]
async fn a_link_to_another_origin_is_never_followed() {
    for link in [
        "https://evil.example/v1.0/users",
        "https://graph.example.com.evil.example/",
        "http://graph.example.com/v1.0/users",
        "https://graph.example.com:444/",
        "https://user@graph.example.com/",
        "//evil.example/",
        "https://graph.example.com\\\\@evil.example/",
        "\\\\\\\\evil.example",
        "https://graph.example.com./",
    ] {
        let script = Script::new([page(&["1"], &next(link))]);
        let mut users = users(&script);
        // The page with the link is good.
        assert!(users.try_next().await.unwrap().is_some(), "{link}");
        let error = users.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignLink, "{link}");
        assert_eq!(script.requests().len(), 1);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert!(error.link().is_some_and(|link| link.starts_with("https://graph.example.com/v1.0/users?")));
        assert!(users.try_next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_circle_of_links_ends_in_an_error() {
    let to = |page: u32| next(&format!("/v1.0/users?p={page}"));
    let script = Script::new([page(&["1"], &to(2)), page(&["2"], &to(3)), page(&["3"], &to(2))]);
    let mut users = users(&script);
    for _ in 0..3 {
        assert!(users.try_next().await.unwrap().is_some());
    }
    assert_eq!(users.try_next().await.unwrap_err().kind(), ErrorKind::RepeatedLink);
    assert!(users.try_next().await.unwrap().is_none());
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn null_and_empty_links_end_and_an_empty_page_goes_on() {
    for end in ["", r#","@odata.nextLink":null"#, r#","@odata.nextLink":"""#] {
        let script = Script::new([page(&[], &next("?p=2")), page(&["1"], end)]);
        assert_eq!(ids(users(&script)).await, ["1"]);
    }
    let script = Script::new([reply(200, &[], r#"{"value":null}"#)]);
    assert!(ids(users(&script)).await.is_empty());
}

#[tokio::test]
async fn a_failure_is_told_with_its_page_and_that_page_is_asked_for_again() {
    let busy = || reply(503, &[("retry-after", "0"), ("request-id", "r-1")], "");
    let script = Script::new([page(&["1"], &next("?p=2")), busy(), busy(), busy(), busy(), page(&["2"], "")]);
    let mut users = users(&script);
    assert!(users.try_next().await.unwrap().is_some());
    let error = users.try_next().await.unwrap_err();
    assert_eq!((error.attempts(), error.request_id()), (4, Some("r-1")));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(error.link(), Some("https://graph.example.com/v1.0/users?p=2"));
    assert_eq!(users.next_link(), error.link());
    assert_eq!(users.try_next().await.unwrap().unwrap().id.as_deref(), Some("2"));
    assert!(users.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_final_error_ends_a_stream_which_can_be_gone_on_from_its_link() {
    for bad in [reply(403, &[], ""), reply(200, &[], r#"{"value":[1]}"#), reply(200, &[], "<html>")] {
        let script = Script::new([page(&["1"], &next("?p=2")), bad, page(&["2"], "")]);
        let mut users = users(&script);
        assert!(users.try_next().await.unwrap().is_some());
        let error = users.try_next().await.unwrap_err();
        for _ in 0..3 {
            assert!(users.try_next().await.unwrap().is_none());
        }
        assert_eq!(script.requests().len(), 2);
        let link = error.link().unwrap();
        assert_eq!(ids(script.client().raw(Method::Get, link).stream_as()).await, ["2"]);
    }
}

#[tokio::test]
async fn a_loop_that_looks_away_from_errors_ends() {
    let script = Script::new((0..99).map(|_| reply(503, &[("retry-after", "0")], "")));
    let mut users = users(&script);
    let mut errors = 0;
    while let Some(result) = users.try_next().await.transpose() {
        assert!(result.is_err());
        errors += 1;
    }
    assert_eq!((errors, script.requests().len()), (5, 20));
}

#[tokio::test]
async fn an_answer_without_a_list_is_not_an_empty_list() {
    for (body, kind) in [
        ("{}", ErrorKind::Decode),
        (r#"{"values":[]}"#, ErrorKind::Decode),
        ("[]", ErrorKind::Decode),
        (r#"{"value":{}}"#, ErrorKind::Decode),
        (r#"{"value":[],"@odata.nextLink":7}"#, ErrorKind::Decode),
        (r#"{"error":{"code":"c","message":"m"}}"#, ErrorKind::Service),
        ("", ErrorKind::NoBody),
        (" null\n", ErrorKind::NoBody),
    ] {
        let script = Script::new([reply(200, &[("request-id", "r-1")], body)]);
        let error = users(&script).try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.request_id()), (kind, Some("r-1")), "{body}");
        assert_eq!((error.attempts(), error.is_retryable()), (1, false), "{body}");
        assert_eq!(error.code(), (kind == ErrorKind::Service).then_some("c"));
        assert!(error.link().is_some());
    }
}

#[tokio::test]
async fn an_entry_that_is_null_does_not_cost_its_page() {
    let script = Script::new([reply(200, &[], r#"{"value":[{"id":"1"},null,{"id":"2"}]}"#)]);
    assert_eq!(ids(users(&script)).await, ["1", "2"]);
}

#[tokio::test]
async fn the_delta_link_comes_at_the_end_and_only_then() {
    let script = Script::new([
        page(&["1"], &next("?p=2")),
        page(&["2"], r#","@odata.deltaLink":"https://graph.example.com/v1.0/users/delta?$deltatoken=x""#),
    ]);
    let mut users = users(&script);
    users.try_next().await.unwrap();
    assert_eq!(users.delta_link(), None);
    users.try_next().await.unwrap();
    assert!(users.try_next().await.unwrap().is_none());
    assert!(users.delta_link().is_some_and(|link| link.ends_with("$deltatoken=x")));
}

#[tokio::test]
async fn a_delta_token_that_is_gone_says_where_to_start_over() {
    let body = r#"{"error":{"code":"syncStateNotFound","message":"Resync"}}"#;
    let changes = |script: &Script| script.client().raw(Method::Get, "/users/delta?$deltatoken=x").stream_as::<User>();
    let script = Script::new([reply(410, &[("location", "https://graph.example.com/v1.0/users/delta")], body)]);
    let error = changes(&script).try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ResyncRequired, Some("syncStateNotFound")));
    assert_eq!(error.link(), Some("https://graph.example.com/v1.0/users/delta"));
    // Where it leads is checked like any link.
    let script = Script::new([reply(410, &[("location", "https://evil.example/")], body)]);
    let error = changes(&script).try_next().await.unwrap_err();
    assert!(error.link().is_some_and(|link| link.starts_with("https://graph.example.com/v1.0/users/delta?")));
    // Something else that is gone is no matter of starting over.
    let script = Script::new([reply(410, &[], body)]);
    assert_eq!(users(&script).try_next().await.unwrap_err().kind(), ErrorKind::Service);
}

#[tokio::test]
async fn entries_that_were_removed_reach_the_caller() {
    use docbind_runtime::model::Model as _;
    let script = Script::new([reply(200, &[], r#"{"value":[{"id":"1","@removed":{"reason":"deleted"}}]}"#)]);
    assert!(users(&script).try_next().await.unwrap().unwrap().is_removed());
}

#[tokio::test]
async fn dropping_the_wait_for_a_page_loses_nothing() {
    let script = Script::new([page(&["1"], &next("?p=2")), Reply::Hangs, page(&["2"], "")]);
    let mut users = users(&script);
    users.try_next().await.unwrap();
    // The page in flight stays in flight; only the waiting is dropped.
    let waiting = tokio::time::timeout(std::time::Duration::from_millis(20), users.try_next());
    assert!(waiting.await.is_err());
    assert_eq!(users.next_link(), Some("https://graph.example.com/v1.0/users?p=2"));
}
