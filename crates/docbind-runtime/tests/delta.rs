//! Delta queries: statements 33 to 35.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed expectation is the point")]

mod sample;
mod service;

use docbind_runtime::permissions::Permissions;
use docbind_runtime::{Change, Client, Collection, DeltaLink, ErrorKind, Meta, Method, Node, Operation, Request};
use sample::User;
use service::{BASE, Service, reply};

enum Delta {}

impl Operation for Delta {
    const META: &'static Meta = &Meta {
        id: "users.ListDelta",
        method: Method::Get,
        path: "/users/delta",
        summary: "",
        permissions: &Permissions::UNKNOWN,
        query_options: &["$select"],
        headers: &[],
        docs: "api/user-delta.md",
        line: 1,
        ..Meta::UNDOCUMENTED
    };
    type Response = Collection<User>;
}
impl docbind_runtime::Select for Delta {}

fn delta(client: &Client) -> Request<Delta> {
    Node::new(client, "/users/delta").request()
}

fn link(token: &str) -> String {
    format!("{BASE}/users/delta?$deltatoken={token}")
}

#[tokio::test]
async fn changes_come_in_order_and_the_link_at_the_end_alone() {
    let first = format!(
        r#"{{"value":[{{"id":"1","displayName":"Ada"}},{{"id":"2","@removed":{{"reason":"deleted"}}}}],"@odata.nextLink":"{BASE}/users/delta?$skiptoken=s"}}"#
    );
    let last = format!(r#"{{"value":[{{"id":"3"}}],"@odata.deltaLink":"{}"}}"#, link("kept"));
    let service = Service::script([reply(200, &[], &first), reply(200, &[], &last)]);
    let mut changes = delta(&service.client()).select(User::DISPLAY_NAME).header("Prefer", "return=minimal").changes();
    let mut seen = Vec::new();
    while let Some(change) = changes.try_next().await.unwrap() {
        if seen.len() < 2 {
            assert_eq!(changes.delta_link(), None);
        }
        seen.push(match change {
            Change::Upsert(user) => user.id.unwrap(),
            Change::Removed { id, reason } => format!("-{id} {}", reason.unwrap()),
            _ => panic!("another change"),
        });
    }
    assert_eq!(seen, ["1", "-2 deleted", "3"]);
    assert_eq!(changes.delta_link(), Some(DeltaLink::new(link("kept"))));
    let requests = service.requests();
    assert!(requests.iter().all(|request| request.headers()["prefer"] == "return=minimal"));
    assert_eq!(requests[1].uri().to_string(), format!("{BASE}/users/delta?$skiptoken=s"));
}

#[tokio::test]
async fn a_round_goes_on_from_a_stored_link_and_keeps_what_is_documented() {
    let last = format!(r#"{{"value":[],"@odata.deltaLink":"{}"}}"#, link("next"));
    let service = Service::script([reply(200, &[], &last)]);
    let stored = serde_json::to_string(&DeltaLink::new(link("kept"))).unwrap();
    let kept: DeltaLink = serde_json::from_str(&stored).unwrap();
    let request = delta(&service.client()).select(User::DISPLAY_NAME).resume(&kept);
    assert_eq!(request.plan().unwrap().operation.unwrap().id, "users.ListDelta");
    let mut changes = request.changes();
    assert!(changes.try_collect().await.unwrap().is_empty());
    assert_eq!(changes.delta_link().unwrap().reveal(), link("next"));
    assert_eq!(service.lines(), [format!("GET {}", link("kept"))]);
}

#[tokio::test]
async fn a_link_that_is_gone_says_where_to_begin_anew_in_a_delta_query_alone() {
    let location = format!("{BASE}/users/delta?$deltatoken=");
    let gone = || reply(410, &[("location", &location)], r#"{"error":{"code":"resyncRequired"}}"#);
    let service = Service::script([gone(), gone()]);
    let client = service.client();
    let error = delta(&client).resume(&DeltaLink::new(link("old"))).changes().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResyncRequired);
    assert_eq!(error.link(), Some(location.as_str()));
    assert_eq!(error.code(), Some("resyncRequired"));
    let error = client.raw(Method::Get, "/users/1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test]
async fn a_link_to_elsewhere_is_not_followed_and_none_is_printed() {
    let service = Service::script([]);
    let strange = DeltaLink::new("https://evil.example/users/delta?$deltatoken=hidden");
    let request = delta(&service.client()).resume(&strange);
    assert!(!format!("{strange:?} {request:?}").contains("hidden"));
    let error = request.changes().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignLink);
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn files_that_are_deleted_are_removed_too() {
    let page =
        format!(r#"{{"value":[{{"id":"9","deleted":{{"state":"deleted"}}}}],"@odata.deltaLink":"{}"}}"#, link("x"));
    let service = Service::script([reply(200, &[], &page)]);
    let changes = delta(&service.client()).changes().try_collect().await.unwrap();
    assert_eq!(changes, [Change::Removed { id: "9".to_owned(), reason: Some("deleted".to_owned()) }]);
}
