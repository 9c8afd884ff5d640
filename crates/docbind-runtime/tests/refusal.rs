//! A refused call explains itself, from the documentation and the token that was sent.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod server;

use docbind_runtime::permissions::{Missing, Permissions, Requirement};
use docbind_runtime::{Client, Meta, Method, Node, Operation, StaticToken};
use server::{Server, reply};

struct ListUsers;

impl Operation for ListUsers {
    const META: &'static Meta = &Meta {
        id: "users.List",
        method: Method::Get,
        path: "/users",
        docs: "api/user-list.md",
        line: 34,
        permissions: &Permissions {
            application: Requirement::any_of(&["User.Read.All", "User.ReadWrite.All"]),
            ..Permissions::UNKNOWN
        },
        ..Meta::UNDOCUMENTED
    };
    type Response = docbind_runtime::model::Json;
}

/// The claims `{"roles":["Mail.Read"],"upn":"ada@example.com"}`.
const TOKEN: &str = "e30.eyJyb2xlcyI6WyJNYWlsLlJlYWQiXSwidXBuIjoiYWRhQGV4YW1wbGUuY29tIn0.signature";

async fn refused(token: &str) -> docbind_runtime::Error {
    let server = Server::start([reply(403, &[], r#"{"error":{"code":"Denied","message":"no"}}"#)]).await;
    let client = Client::builder(&server.url).token_provider(StaticToken::new(token)).build().unwrap();
    Node::new(&client, "/users").request::<ListUsers>().await.unwrap_err()
}

#[tokio::test]
async fn it_names_what_is_needed_what_is_there_and_what_is_missing() {
    let error = refused(TOKEN).await;
    let text = error.to_string();
    let parts = [
        "application access needs User.Read.All or more",
        "the token says it has Mail.Read",
        "User.Read.All is missing",
    ];
    for part in parts.into_iter().chain(["api/user-list.md:34"]) {
        assert!(text.contains(part), "{part}: {text}");
    }
    let explanation = error.explanation().unwrap();
    assert_eq!(explanation.missing(), Some(Missing::Permissions(vec!["User.Read.All"])));
    let lines = explanation.to_string();
    assert!(lines.contains("docbind permissions DOCS --operation \"GET /users\" --scheme application"), "{lines}");
    for secret in ["signature", "ada@example.com", "eyJ"] {
        assert!(![&text, &lines, &format!("{error:?}")].iter().any(|text| text.contains(secret)), "{secret}");
    }
}

#[tokio::test]
async fn a_token_that_is_no_jwt_gives_no_hint_and_no_error() {
    let error = refused("opaque").await;
    assert!(error.to_string().contains("application access needs User.Read.All"), "{error}");
    assert!(!error.to_string().contains("the token says"), "{error}");
    assert_eq!(error.explanation().unwrap().missing(), None);
}
