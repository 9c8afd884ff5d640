//! Work that goes on after the answer: statement 52.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed expectation is the point")]

mod service;

use std::time::Duration;

use docbind_runtime::model::Json;
use docbind_runtime::permissions::Permissions;
use docbind_runtime::{Accepted, Client, ErrorKind, Meta, Method, Node, Operation, Request};
use service::{BASE, Service, reply};

enum Copy {}

impl Operation for Copy {
    const META: &'static Meta = &Meta {
        id: "me.PostDriveItemsCopy",
        method: Method::Post,
        path: "/me/drive/items/{id}/copy",
        summary: "",
        permissions: &Permissions::UNKNOWN,
        query_options: &[],
        headers: &[],
        docs: "api/driveitem-copy.md",
        line: 1,
        ..Meta::UNDOCUMENTED
    };
    type Response = Accepted;
}

fn copy(client: &Client) -> Request<Copy> {
    Node::new(client, "/me/drive/items/1/copy").request()
}

const MONITOR: &str = "https://monitor.example.net/copy/7?token=hidden";

#[tokio::test]
async fn a_copy_is_followed_without_a_token_to_its_end() {
    let service = Service::script([
        reply(202, &[("location", MONITOR)], ""),
        reply(202, &[("retry-after", "4")], r#"{"status":"inProgress","percentageComplete":27.5}"#),
        reply(200, &[], r#"{"status":"completed","resourceId":"01NEW","percentageComplete":100.0}"#),
    ]);
    let mut poller = copy(&service.client()).poller::<Json>();
    let mut seen = Vec::new();
    while let Some(progress) = poller.try_next().await.unwrap() {
        seen.push((progress.status, progress.percent));
    }
    assert_eq!(seen, [("accepted".to_owned(), None), ("inProgress".to_owned(), Some(27.5))]);
    assert!(!format!("{poller:?}").contains("hidden"));
    let finished = poller.finish().await.unwrap();
    assert_eq!(finished.resource_id.as_deref(), Some("01NEW"));
    assert!(finished.value.is_none());
    let requests = service.requests();
    assert!(requests[0].headers().contains_key("authorization"));
    for request in &requests[1..] {
        assert_eq!(request.uri().to_string(), MONITOR);
        assert!(!request.headers().contains_key("authorization"));
    }
    assert_eq!(service.waits(), [Duration::from_secs(1), Duration::from_secs(4)]);
}

#[tokio::test]
async fn what_came_of_it_is_read_where_the_service_says_it_is() {
    let own = format!("{BASE}/operations/7");
    let done = format!(r#"{{"status":"succeeded","resourceLocation":"{BASE}/items/9"}}"#);
    let service = Service::script([
        reply(202, &[("location", &own)], ""),
        reply(200, &[], &done),
        reply(200, &[], r#"{"id":"9"}"#),
    ]);
    let finished = copy(&service.client()).poller::<Json>().await.unwrap();
    assert_eq!(finished.value.unwrap()["id"], "9");
    // The client's own origin gets its token.
    assert!(service.requests().iter().all(|request| request.headers().contains_key("authorization")));
}

#[tokio::test]
async fn a_redirect_to_the_result_ends_it() {
    let own = format!("{BASE}/operations/7");
    let result = format!("{BASE}/items/9");
    let service = Service::script([
        reply(202, &[("location", &own)], ""),
        reply(303, &[("location", &result)], ""),
        reply(200, &[], r#"{"id":"9"}"#),
    ]);
    let finished = copy(&service.client()).poller::<Json>().await.unwrap();
    assert_eq!(finished.value.unwrap()["id"], "9");
}

#[tokio::test]
async fn failed_work_is_an_error_with_the_inner_words() {
    let failed = r#"{"status":"failed","error":{"code":"nameAlreadyExists","message":"there is one"}}"#;
    let service = Service::script([reply(202, &[("location", MONITOR)], ""), reply(200, &[], failed)]);
    let error = copy(&service.client()).poller::<Json>().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("nameAlreadyExists")));
}

#[tokio::test]
async fn following_stops_at_the_deadline() {
    let mut first = true;
    let service = Service::new(move |_| {
        let headers: &[_] =
            if std::mem::take(&mut first) { &[("location", MONITOR)] } else { &[("retry-after", "400")] };
        reply(202, headers, "")
    });
    // The timer of the test lets short waits pass at once, and never ends long ones: only the deadline is short.
    let poller = copy(&service.client()).poller::<Json>().deadline(Duration::from_secs(5));
    let error = poller.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(service.requests().len() <= 3);
}

#[tokio::test]
async fn the_answer_alone_can_be_kept_and_followed_later() {
    let service =
        Service::script([reply(202, &[("location", MONITOR)], ""), reply(200, &[], r#"{"status":"completed"}"#)]);
    let client = service.client();
    let accepted = copy(&client).await.unwrap();
    assert_eq!(accepted.monitor(), Some(MONITOR));
    assert!(!format!("{accepted:?}").contains("hidden"));
    accepted.poller::<Json>(&client).await.unwrap();
}
