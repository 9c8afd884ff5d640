//! Where redirects lead: resolved as links are, never from https to http, and no token comes back from elsewhere.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use docbind_runtime::mock::{Mock, Reply};
use docbind_runtime::{ErrorKind, Method};

const BASE: &str = "https://graph.example.com/v1.0";

fn to(location: &str) -> Reply {
    Reply::status(302).header("location", location)
}

#[tokio::test]
async fn a_redirect_from_https_to_http_is_refused() {
    for target in ["http://graph.example.com/v1.0/b", "http://localhost/b"] {
        let mock = Mock::new(BASE);
        mock.on(Method::Get, "/a").reply(to(target));
        let error = mock.client().raw(Method::Get, "/a").send().await.unwrap_err();
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Redirect, Some(302)));
        assert_eq!(mock.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_target_is_resolved_against_where_it_came_from() {
    for (location, url, own) in [
        ("b?x=1", "https://graph.example.com/v1.0/b?x=1", true),
        ("/v1.0/c", "https://graph.example.com/v1.0/c", true),
        ("//storage.example/d", "https://storage.example/d", false),
        ("https://graph.example.com:444/e", "https://graph.example.com:444/e", false),
    ] {
        let mock = Mock::new(BASE);
        mock.on(Method::Get, "/a").reply(to(location));
        let _ = mock.client().raw(Method::Get, "/a").send().await;
        let request = mock.requests().remove(1);
        assert_eq!((request.url.as_str(), request.header("authorization").is_some()), (url, own), "{location}");
    }
}
