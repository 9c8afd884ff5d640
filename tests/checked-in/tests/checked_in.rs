//! The request is the one that the page documents.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use graph_v1::prelude::*;

#[test]
fn the_request_is_the_documented_one() {
    let client = Client::new(StaticToken::new("token"));
    let request = checked_in::users(&client, "A").build().unwrap();
    let query = request.uri().query().unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("GET", "/v1.0/users"));
    assert!(query.contains("$top=100") && query.contains("displayName"), "{query}");
    assert_eq!(graph_v1::users::List::META.permissions.least(Scheme::Application), ["User.Read.All"]);
}
