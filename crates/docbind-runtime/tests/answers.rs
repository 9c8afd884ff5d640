//! What an answer of success is read as, and when it is an error that says that the call succeeded.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;
mod script;

use docbind_runtime::model::{Json, json};
use docbind_runtime::transport::TransportErrorKind;
use docbind_runtime::{Collection, Error, ErrorKind, FromResponse, Method, Value};
use sample::User;
use script::{Reply, Script, reply};

async fn read<T: FromResponse>(status: u16, body: &str) -> Result<T, Error> {
    let script = Script::new([reply(status, &[("request-id", "r-1")], body)]);
    let answer = script.client().raw(Method::Post, "/x").json(&1).send_as::<T>().await;
    assert_eq!(script.requests().len(), 1, "a success is never asked for twice");
    answer.map(|response| response.body)
}

#[tokio::test]
async fn a_success_without_its_body_is_no_failure() {
    for (status, body) in [(200, ""), (201, " \r\n"), (202, ""), (204, ""), (200, "null")] {
        for error in [
            read::<User>(status, body).await.unwrap_err(),
            read::<Collection<User>>(status, body).await.map(|_| ()).unwrap_err(),
            read::<Value<i64>>(status, body).await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.is_success()), (ErrorKind::NoBody, true), "{status} {body:?}");
            assert!(!error.is_retryable() && error.status().unwrap().as_u16() == status);
            assert_eq!((error.request_id(), error.attempts()), (Some("r-1"), 1));
        }
        // Where one success has no body, nothing is what came.
        assert!(read::<Option<User>>(status, body).await.unwrap().is_none());
        assert!(read::<Option<Collection<User>>>(status, body).await.unwrap().is_none());
        assert_eq!(read::<Json>(status, body).await.unwrap(), Json::Null);
        read::<()>(status, body).await.unwrap();
    }
    assert!(read::<Option<Value<i64>>>(200, r#"{"value":null}"#).await.unwrap().is_none());
    assert!(read::<Option<User>>(200, r#"{"id":"1"}"#).await.unwrap().is_some());
    // What cannot be read is an error where nothing was allowed, too; and the call succeeded.
    let error = read::<Option<User>>(200, "<html>").await.unwrap_err();
    assert_eq!((error.kind(), error.is_success()), (ErrorKind::Decode, true));
}

#[tokio::test]
async fn an_error_in_an_answer_of_success_is_an_error() {
    let body = r#"{"error":{"code":"c","message":"m"}}"#;
    for error in [
        read::<User>(200, body).await.unwrap_err(),
        read::<Collection<User>>(200, body).await.map(|_| ()).unwrap_err(),
        read::<Value<bool>>(200, body).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.code(), error.is_success()), (ErrorKind::Service, Some("c"), false));
    }
    // A property of that name is a property.
    let body = r#"{"id":"1","error":{"code":"c","message":"m"}}"#;
    assert_eq!(read::<User>(200, body).await.unwrap().id.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_success_whose_body_is_cut_short_says_so() {
    let script = Script::new([Reply::Cut(200, TransportErrorKind::Broken)]);
    let error = script.client().raw(Method::Post, "/x").send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_success(), error.is_retryable()), (ErrorKind::Connection, true, false));
    // A failure whose body is cut short is a failure.
    let script = Script::new([Reply::Cut(400, TransportErrorKind::Broken)]);
    let error = script.client().raw(Method::Post, "/x").send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_success()), (ErrorKind::Service, false));
}

#[tokio::test]
async fn errors_tell_their_parts() {
    let body = json!({ "error": {
        "code": "BadRequest", "message": "m", "target": "user",
        "details": [{ "code": "Taken", "message": "n", "target": "mail" }, { "code": "Other" }],
        "innerError": { "date": "2031-01-30T08:30:00" },
    }});
    let script = Script::new([reply(400, &[], &body.to_string()), reply(400, &[], "<html>")]);
    let error = script.client().raw(Method::Get, "/x").send().await.unwrap_err();
    let details = error.details();
    assert_eq!((error.target().as_deref(), details.len()), (Some("user"), 2));
    assert_eq!((details[0].code.as_deref(), details[0].target.as_deref()), (Some("Taken"), Some("mail")));
    assert_eq!(error.inner_error().unwrap()["date"], "2031-01-30T08:30:00");
    let error = script.client().raw(Method::Get, "/x").send().await.unwrap_err();
    assert!(error.details().is_empty() && error.target().is_none() && error.inner_error().is_none());
}

#[tokio::test]
async fn numbers_that_no_type_holds_keep_their_digits_and_cost_nothing_else() {
    let body = r#"{"value":[{"id":"1","score":1e400,"logins":123456789012345678901234567890,"new":98765432109876543210987},
        {"id":"2","size":3000000000,"logins":7,"again":-1e999}]}"#;
    let page = read::<Collection<User>>(200, body).await.unwrap();
    let [first, second] = &*page.value else { panic!("two users came") };
    assert_eq!((first.id.as_deref(), first.logins, second.logins), (Some("1"), None, Some(7)));
    assert_eq!(first.extra.get_str("logins"), Some("123456789012345678901234567890"));
    assert_eq!(first.extra.get_str("new"), Some("98765432109876543210987"));
    assert_eq!(second.extra.get("size"), Some(&json!(3_000_000_000_i64)));
    assert_eq!(second.extra.iter().count(), 2, "nothing is kept twice");
    // Each kind by itself.
    let large = read::<User>(200, r#"{"id":"1","new":1e400}"#).await.unwrap();
    assert_eq!((large.id.as_deref(), large.extra.get_str("new")), (Some("1"), Some("1e400")));
    let long = read::<User>(200, r#"{"id":"1","new":98765432109876543210987}"#).await.unwrap();
    assert_eq!(long.extra.get_str("new"), Some("98765432109876543210987"));
    let any = read::<Json>(200, r#"{"a":1e400,"b":[12345678901234567890123]}"#).await.unwrap();
    assert_eq!(any, json!({ "a": "1e400", "b": ["12345678901234567890123"] }));
}
