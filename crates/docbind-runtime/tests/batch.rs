//! Several requests as one: statements 36 to 42.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed expectation is the point")]

mod service;

use std::time::Duration;

use docbind_runtime::model::{Json, json};
use docbind_runtime::{Client, ErrorKind, Method};
use service::{Service, reply};

fn asked(request: &docbind_runtime::http::Request<docbind_runtime::bytes::Bytes>) -> Vec<Json> {
    let body: Json = serde_json::from_slice(request.body()).unwrap();
    body["requests"].as_array().unwrap().clone()
}

/// Answers each member with what `answer` says, in reverse.
fn answering(mut answer: impl FnMut(&Json) -> Option<Json> + Send + 'static) -> Service {
    Service::new(move |request| {
        let mut responses: Vec<Json> = asked(request).iter().filter_map(&mut answer).collect();
        responses.reverse();
        reply(200, &[("content-type", "application/json")], &json!({ "responses": responses }).to_string())
    })
}

fn ok(step: &Json) -> Json {
    json!({ "id": step["id"], "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"url": step["url"]} })
}

fn get(client: &Client, path: &str) -> docbind_runtime::Request<docbind_runtime::Raw> {
    client.raw(Method::Get, path)
}

#[tokio::test]
async fn forty_five_requests_are_three_batches_and_each_has_its_answer() {
    let service = answering(|step| Some(ok(step)));
    let client = service.client();
    let mut batch = client.batch();
    let tickets: Vec<_> = (0..45).map(|number| batch.add(get(&client, &format!("/users/{number}?$top=1")))).collect();
    let mut answers = batch.send().await;
    for (number, ticket) in tickets.into_iter().enumerate() {
        assert_eq!(answers.take(ticket).unwrap()["url"], json!(format!("/users/{number}?$top=1")));
    }
    let requests = service.requests();
    let sizes: Vec<usize> = requests.iter().map(|request| asked(request).len()).collect();
    assert_eq!(sizes, [20, 20, 5]);
    assert_eq!(service.lines()[0], "POST https://graph.example.com/v1.0/$batch");
    for request in &requests {
        assert!(request.headers().contains_key("authorization"));
        assert!(!String::from_utf8_lossy(request.body()).to_lowercase().contains("authorization"));
    }
}

#[tokio::test]
async fn a_missing_answer_is_the_error_of_that_request_alone() {
    let service = answering(|step| (step["id"] != "2").then(|| ok(step)));
    let client = service.client();
    let mut batch = client.batch();
    let [first, second, third] = ["/a", "/b", "/c"].map(|path| batch.add(get(&client, path)));
    let mut answers = batch.send().await;
    assert!(answers.take(first).is_ok());
    assert_eq!(answers.take(second).unwrap_err().kind(), ErrorKind::Decode);
    assert!(answers.take(third).is_ok());
}

#[tokio::test]
async fn what_is_throttled_is_sent_again_alone_after_its_own_wait() {
    let mut seen = 0;
    let service = answering(move |step| {
        let is_second = step["id"] == "2";
        seen += usize::from(is_second);
        let busy = json!({ "id": "2", "status": 429, "headers": {"Retry-After": "7"} });
        Some(if is_second && seen == 1 { busy } else { ok(step) })
    });
    let client = service.client();
    let mut batch = client.batch();
    let [first, second] = ["/a", "/b"].map(|path| batch.add(get(&client, path)));
    let mut answers = batch.send().await;
    assert!(answers.take(first).is_ok());
    assert_eq!(answers.take_response(second).unwrap().attempts, 2);
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(asked(&requests[1]).len(), 1);
    assert_eq!(asked(&requests[1])[0]["id"], "2");
    assert!(service.waits()[0] >= Duration::from_secs(7));
}

#[tokio::test]
async fn dependents_of_what_is_throttled_are_sent_again_with_it() {
    let mut round = 0;
    let service = Service::new(move |request| {
        round += 1;
        let steps = asked(request);
        let responses = match round {
            1 => json!([
                ok(&steps[0]),
                { "id": "2", "status": 429, "headers": {"Retry-After": "1"} },
                { "id": "3", "status": 424 },
            ]),
            _ => steps.iter().map(ok).collect(),
        };
        reply(200, &[], &json!({ "responses": responses }).to_string())
    });
    let client = service.client();
    let mut batch = client.batch();
    let first = batch.add(get(&client, "/a"));
    let second = batch.add_after(get(&client, "/b"), [first.step()]);
    let third = batch.add_after(get(&client, "/c"), [second.step()]);
    let mut answers = batch.send().await;
    for ticket in [first, second, third] {
        answers.take(ticket).unwrap();
    }
    let requests = service.requests();
    let again = asked(&requests[1]);
    assert_eq!(again.iter().map(|step| step["id"].clone()).collect::<Vec<_>>(), [json!("2"), json!("3")]);
    // What has succeeded is no longer there to depend on.
    assert_eq!(again[0].get("dependsOn"), None);
    assert_eq!(again[1]["dependsOn"], json!(["2"]));
}

#[tokio::test]
async fn an_inner_failure_has_the_services_words() {
    let service = answering(|step| {
        let body = json!({"error": {"code": "Request_ResourceNotFound", "message": "no such user"}});
        Some(json!({ "id": step["id"], "status": 404, "body": body }))
    });
    let client = service.client();
    let mut batch = client.batch();
    let ticket = batch.add(get(&client, "/users/x"));
    let error = batch.send().await.take(ticket).unwrap_err();
    assert_eq!(error.code(), Some("Request_ResourceNotFound"));
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn an_outer_failure_is_the_error_of_each_and_an_outer_429_is_retried() {
    let body = r#"{"error":{"code":"BadRequest","message":"too many"}}"#;
    let service = Service::script([reply(429, &[("retry-after", "1")], ""), reply(400, &[], body)]);
    let client = service.client();
    let mut batch = client.batch();
    let tickets = ["/a", "/b"].map(|path| batch.add(get(&client, path)));
    let mut answers = batch.send().await;
    for ticket in tickets {
        let error = answers.take(ticket).unwrap_err();
        assert_eq!(error.code(), Some("BadRequest"));
        assert_eq!(error.body(), body.as_bytes());
    }
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test]
async fn bodies_come_as_json_as_base64_and_not_at_all() {
    let service = answering(|step| {
        Some(match step["id"].as_str().unwrap() {
            "1" => json!({ "id": "1", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": "SGVsbG8=" }),
            "2" => json!({ "id": "2", "status": 204, "body": null }),
            _ => json!({ "id": "3", "status": 204 }),
        })
    });
    let client = service.client();
    let mut batch = client.batch();
    let [text, null, absent] = ["/a", "/b", "/c"].map(|path| batch.add(get(&client, path)));
    let mut answers = batch.send().await;
    // JSON is asked for; what came shows in the body of the error.
    assert_eq!(answers.take(text).unwrap_err().body(), b"Hello");
    assert_eq!(answers.take(null).unwrap(), Json::Null);
    assert_eq!(answers.take(absent).unwrap(), Json::Null);
}

#[tokio::test]
async fn what_cannot_be_sent_never_is_and_nor_is_what_depends_on_it() {
    let service = answering(|step| Some(ok(step)));
    let client = service.client();
    let mut batch = client.batch();
    let broken = batch.add(get(&client, "/users").header("Authorization", "mine"));
    let after = batch.add_after(get(&client, "/b"), [broken.step()]);
    let alone = batch.add(get(&client, "/c"));
    let mut answers = batch.send().await;
    assert_eq!(answers.take(broken).unwrap_err().kind(), ErrorKind::Request);
    assert_eq!(answers.take(after).unwrap_err().kind(), ErrorKind::Request);
    assert!(answers.take(alone).is_ok());
    assert_eq!(asked(&service.requests()[0]).len(), 1);
}

#[tokio::test]
async fn a_group_of_more_than_twenty_is_refused_and_a_ticket_fits_its_own_batch_only() {
    let service = answering(|step| Some(ok(step)));
    let client = service.client();
    let mut batch = client.batch();
    let first = batch.add(get(&client, "/0"));
    let step = first.step();
    let others: Vec<_> = (0..20).map(|_| batch.add_after(get(&client, "/1"), [step])).collect();
    let mut answers = batch.send().await;
    let message = answers.take(first).unwrap_err().to_string();
    assert!(message.contains("more than 20 requests"), "{message}");
    assert_eq!(others.len(), 20);
    assert!(service.requests().is_empty());

    let mut other = client.batch();
    let strange = other.add(get(&client, "/a"));
    let mut batch = client.batch();
    let own = batch.add(get(&client, "/a"));
    let mut answers = batch.send().await;
    assert!(answers.take(strange).is_err());
    assert!(answers.take(own).is_ok());
}

#[tokio::test]
async fn bodies_are_sent_as_json_or_base64() {
    let service = answering(|step| Some(ok(step)));
    let client = service.client();
    let mut batch = client.batch();
    let json_body = batch.add(client.raw(Method::Patch, "/me").json(&json!({"a": null})));
    let text = batch.add(client.raw(Method::Put, "/file").body_bytes("text/plain", "Hello"));
    let mut answers = batch.send().await;
    answers.take(json_body).unwrap();
    answers.take(text).unwrap();
    let steps = asked(&service.requests()[0]);
    assert_eq!(steps[0]["body"], json!({"a": null}));
    assert_eq!(steps[0]["headers"]["content-type"], "application/json");
    assert_eq!(steps[1]["body"], "SGVsbG8=");
}
