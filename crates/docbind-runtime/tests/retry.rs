//! When a request is sent again: only when that is safe, never too soon, never for ever.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod script;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use docbind_runtime::transport::TransportErrorKind;
use docbind_runtime::{BoxFuture, Error, ErrorKind, Method, Retry, Token, TokenError, TokenProvider, TokenRequest};
use script::{Reply, Script, reply};

/// Sends a request with a method, answers by the script, and says how often it was sent.
async fn attempts(method: Method, replies: Vec<Reply>) -> (usize, Result<(), Error>) {
    let script = Script::new(replies);
    let result = script.client().raw(method, "/x").send_as::<()>().await.map(|_| ());
    (script.requests().len(), result)
}

fn again(status: u16, headers: &[(&str, &str)]) -> Vec<Reply> {
    vec![reply(status, headers, ""), reply(204, &[], "")]
}

#[tokio::test]
async fn throttling_waits_as_long_as_asked_and_gives_up_after_four_attempts() {
    let body = r#"{"error":{"code":"TooManyRequests","message":"Slow down","innerError":{"request-id":"r-1"}}}"#;
    let script = Script::new((0..4).map(|_| reply(429, &[("retry-after", "2.128")], body)));
    let error = script.client().raw(Method::Post, "/x").json("{}").send().await.unwrap_err();
    assert_eq!(script.requests().len(), 4);
    for wait in script.waits() {
        assert!(wait >= Duration::from_millis(2128) && wait < Duration::from_secs(3), "{wait:?}");
    }
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((error.code(), error.message()), (Some("TooManyRequests"), "Slow down"));
    assert_eq!((error.request_id(), error.attempts()), (Some("r-1"), 4));
    assert_eq!(error.body(), body.as_bytes());
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_wait_beyond_the_cap_is_not_begun() {
    let script = Script::new([reply(429, &[("retry-after", "86400")], "")]);
    let error = script.client().raw(Method::Get, "/x").send().await.unwrap_err();
    assert_eq!((script.requests().len(), script.waits().len()), (1, 0));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86400)));
    // Also where there would be time for it.
    let mock = docbind_runtime::mock::Mock::new("https://graph.example.com");
    mock.on(Method::Get, "/x").reply(docbind_runtime::mock::Reply::status(429).header("retry-after", "86400"));
    let request = mock.client().raw(Method::Get, "/x").timeout(Duration::from_secs(1_000_000));
    assert_eq!(request.send().await.unwrap_err().attempts(), 1);
    assert_eq!(mock.clock().elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn an_absurd_wait_is_no_crash() {
    let script = Script::new([reply(429, &[("retry-after", "18446744073709549568")], ""), reply(204, &[], "")]);
    let mut retry = Retry::default();
    retry.retry_after_cap = Duration::MAX;
    let client = script.builder().retry(retry).timeout(Duration::MAX).build().unwrap();
    client.raw(Method::Get, "/x").await.unwrap();
}

#[tokio::test]
async fn a_wait_beyond_the_time_of_the_call_is_not_begun() {
    let script = Script::new([reply(429, &[("retry-after", "100")], "")]);
    let error = script.client().raw(Method::Get, "/x").timeout(Duration::from_secs(90)).send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert!(script.waits().is_empty());
}

#[tokio::test]
async fn answers_that_are_final() {
    for status in [400, 401, 403, 404, 405, 409, 412, 422, 501, 507] {
        let (sent, result) = attempts(Method::Get, vec![reply(status, &[("retry-after", "0")], "")]).await;
        assert_eq!((sent, result.unwrap_err().is_retryable()), (1, false), "{status}");
    }
}

#[tokio::test]
async fn what_changes_something_is_sent_again_only_when_nothing_was_done() {
    for method in [Method::Post, Method::Patch] {
        for (status, headers, sent) in [
            (429, &[][..], 2),
            (503, &[("retry-after", "0")], 2),
            (503, &[], 1),
            (500, &[], 1),
            (502, &[], 1),
            (504, &[("retry-after", "0")], 1),
        ] {
            assert_eq!(attempts(method, again(status, headers)).await.0, sent, "{method} {status}");
        }
    }
    for method in [Method::Get, Method::Put, Method::Delete] {
        for status in [429, 500, 502, 503, 504] {
            assert_eq!(attempts(method, again(status, &[])).await.0, 2, "{method} {status}");
        }
    }
}

#[tokio::test]
async fn a_failed_connection_is_tried_again_when_the_service_cannot_have_acted() {
    use TransportErrorKind::{Broken, NotSent, TimedOut};
    for (method, kind, sent) in [
        (Method::Post, NotSent, 2),
        (Method::Post, TimedOut, 1),
        (Method::Post, Broken, 1),
        (Method::Get, TimedOut, 2),
        (Method::Get, Broken, 2),
    ] {
        let (count, result) = attempts(method, vec![Reply::Fails(kind), reply(204, &[], "")]).await;
        assert_eq!((count, result.is_ok()), (sent, sent == 2), "{method} {kind:?}");
    }
    // The caller can say that twice does no harm, or that once is enough.
    let script = Script::new([Reply::Fails(TimedOut), reply(204, &[], "")]);
    script.client().raw(Method::Post, "/x").idempotent().send().await.unwrap();
    let script = Script::new([Reply::Fails(NotSent)]);
    let error = script.client().raw(Method::Get, "/x").no_retry().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1));
    let script = Script::new([Reply::Fails(NotSent)]);
    assert!(script.builder().retry(Retry::none()).build().unwrap().raw(Method::Get, "/x").await.is_err());
}

#[tokio::test]
async fn a_further_attempt_is_the_same_request() {
    let script = Script::new([reply(503, &[("retry-after", "1")], ""), reply(200, &[], "{}")]);
    let response = script.client().raw(Method::Post, "/x").json(&[1]).header("Prefer", "p").send().await.unwrap();
    assert_eq!(response.attempts, 2);
    let [first, second] = script.requests().try_into().unwrap();
    assert_eq!((first.uri(), first.method(), first.body()), (second.uri(), second.method(), second.body()));
    let mut headers = second.headers().clone();
    assert_eq!(headers.remove("retry-attempt").unwrap(), "1");
    assert_eq!(first.headers(), &headers);
    let id = first.headers().get("client-request-id").unwrap().to_str().unwrap();
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'));
}

#[tokio::test]
async fn all_callers_together_do_not_storm_a_service_that_is_down() {
    let script = Script::new((0..3000).map(|_| reply(503, &[], "")));
    let client = script.client();
    for _ in 0..1000 {
        assert!(client.raw(Method::Get, "/x").await.is_err());
    }
    assert!(script.requests().len() <= 1000 + 500 / 5, "{}", script.requests().len());
}

#[tokio::test]
async fn the_time_of_a_call_is_limited() {
    let script = Script::new([Reply::Hangs]);
    let error = script.client().raw(Method::Get, "/x").timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
}

#[tokio::test]
async fn a_call_whose_time_is_over_says_what_came_before() {
    let busy = r#"{"error":{"code":"serviceNotAvailable","message":"Busy"}}"#;
    let script = Script::new([reply(503, &[("request-id", "r-9")], busy), Reply::Hangs]);
    let retry = Retry::default().base(Duration::ZERO);
    let client = script.builder().retry(retry).build().unwrap();
    let error = client.raw(Method::Get, "/x").timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!((error.code(), error.request_id()), (Some("serviceNotAvailable"), Some("r-9")));
    assert!(error.message().contains("Busy") && error.is_retryable(), "{error}");
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_made_again() {
    let script = Script::new([Reply::Hangs, reply(204, &[], "")]);
    let request = script.client().raw(Method::Get, "/x").attempt_timeout(Duration::from_secs(9));
    assert_eq!(request.send().await.unwrap().attempts, 2);
    // What changes something may have been done.
    let script = Script::new([Reply::Hangs]);
    let client = script.builder().attempt_timeout(Duration::from_secs(9)).build().unwrap();
    let error = client.raw(Method::Post, "/x").send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
}

#[tokio::test]
async fn a_request_can_have_rules_of_its_own() {
    let script = Script::new((0..6).map(|_| reply(503, &[], "")));
    let retry = Retry::default().attempts(6).base(Duration::ZERO);
    let error = script.client().raw(Method::Get, "/x").retry(retry).send().await.unwrap_err();
    assert_eq!(error.attempts(), 6);
}

#[derive(Clone, Default)]
struct Recording(Arc<Mutex<Vec<Option<String>>>>);

impl TokenProvider for Recording {
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>> {
        assert_eq!(*request.scopes, ["https://graph.example.com/.default"]);
        let mut asked = self.0.lock().unwrap();
        asked.push(request.claims.as_deref().map(str::to_owned));
        let token = Token::new(format!("token-{}", asked.len()));
        Box::pin(async { Ok(token) })
    }
}

#[tokio::test]
async fn a_demand_for_claims_gets_one_new_token() {
    // The claims are {"a":1} in base64.
    let challenge = &[("www-authenticate", r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#)];
    let script = Script::new([reply(401, challenge, ""), reply(401, challenge, "")]);
    let tokens = Recording::default();
    let client = script.builder().token_provider(tokens.clone()).build().unwrap();
    let error = client.raw(Method::Get, "/x").send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(*tokens.0.lock().unwrap(), [None, Some(r#"{"a":1}"#.to_owned())]);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let script = Script::new([]);
    let client = script.builder().token_provider(|_: TokenRequest| async { Err("no sign-in".into()) }).build().unwrap();
    let error = client.raw(Method::Get, "/x").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
    let client = script.builder().token_provider(|_: TokenRequest| async { Ok(Token::new("a\r\nb")) }).build().unwrap();
    assert_eq!(client.raw(Method::Get, "/x").send().await.unwrap_err().kind(), ErrorKind::Token);
    assert!(script.requests().is_empty());
}
