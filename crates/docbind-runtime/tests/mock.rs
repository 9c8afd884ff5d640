//! The service in memory, and the same calls without asynchronous code.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;

use std::future::Future as _;
use std::time::Duration;

use docbind_runtime::blocking::wait;
use docbind_runtime::mock::{Fault, Mock, Reply};
use docbind_runtime::model::json;
use docbind_runtime::{ErrorKind, Method, Retry};
use sample::User;

fn mock() -> Mock {
    Mock::new("https://graph.example.com/v1.0")
}

fn user(id: &str) -> User {
    let mut user = User::new();
    user.id = Some(id.to_owned());
    user
}

#[test]
fn routes_answer_in_turn_and_what_is_asked_is_recorded() {
    let mock = mock();
    mock.on(Method::Patch, "/users/{id}")
        .reply(Reply::status(503).header("retry-after", "2"))
        .reply(Reply::status(204));
    mock.on(Method::Get, "/users/{id}").reply(Reply::record(200, &user("1")));
    mock.on(Method::Get, "/users/{id}").query("$select", "id").reply(Reply::error(403, "Denied", "No"));
    let client = mock.client();
    let body = User::new().display_name("Ada");
    let response = client.raw(Method::Patch, "/users/a%20b").record(&body).send_as::<()>().wait().unwrap();
    assert_eq!(response.attempts, 2);
    assert!(mock.clock().elapsed() >= Duration::from_secs(2));
    let recorded = mock.requests();
    assert_eq!((recorded[0].path.as_str(), recorded[0].json()), ("/users/a%20b", json!({ "displayName": "Ada" })));
    assert_eq!(recorded[1].header("retry-attempt"), Some("1"));
    let read = client.raw(Method::Get, "/users/1").query("$expand", "a b").send_as::<User>().wait().unwrap();
    assert_eq!(read.body.id.as_deref(), Some("1"));
    assert_eq!(mock.requests()[2].parameter("$expand"), Some("a b"));
    let error = client.raw(Method::Get, "/users/1").query("$select", "id").wait().unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("Denied"), "No"));
    let error = client.raw(Method::Get, "/groups").wait().unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false));
    assert!(
        std::error::Error::source(&error).and_then(|error| error.source()).unwrap().to_string().contains("GET /groups")
    );
}

#[test]
fn pages_are_iterated() {
    let mock = mock();
    mock.on_pages("/users", &[vec![user("1"), user("2")], vec![], vec![user("3")]]);
    let client = mock.client();
    let ids: Result<Vec<_>, _> = client
        .raw(Method::Get, "/users")
        .stream_as::<User>()
        .into_iter()
        .map(|user| user.map(|user| user.id))
        .collect();
    assert_eq!(ids.unwrap(), ["1", "2", "3"].map(|id| Some(id.to_owned())));
    assert_eq!(mock.requests().len(), 3);
    // An iterator is over after an error.
    mock.on(Method::Get, "/users").query("$skiptoken", "1").reply(Reply::status(403));
    let (mut count, mut errors) = (0, 0);
    for user in client.raw(Method::Get, "/users").stream_as::<User>() {
        match user {
            Ok(_) => count += 1,
            Err(_) => errors += 1,
        }
    }
    assert_eq!((count, errors), (2, 1));
}

#[test]
fn faults() {
    for (fault, post, kind) in [
        (Fault::NotSent, true, ErrorKind::Connection),
        (Fault::Reset, false, ErrorKind::Connection),
        (Fault::TimedOut, false, ErrorKind::Timeout),
        (Fault::Cut(3), false, ErrorKind::Connection),
        (Fault::Hangs, false, ErrorKind::Timeout),
        (Fault::Stalls(3), false, ErrorKind::Timeout),
    ] {
        for method in [Method::Get, Method::Post] {
            let mock = mock();
            mock.on(method, "/x").reply(Reply::json(200, "long").with_fault(fault)).reply(Reply::json(200, "done"));
            let client = mock.builder().attempt_timeout(Duration::from_secs(10)).build().unwrap();
            let result = client.raw(method, "/x").wait();
            match method == Method::Get || post {
                true => assert_eq!(result.unwrap(), "done", "{method} {fault:?}"),
                false => assert_eq!(result.unwrap_err().kind(), kind, "{method} {fault:?}"),
            }
        }
    }
}

#[test]
fn time_passes_only_where_somebody_waits() {
    let mock = mock();
    mock.on(Method::Get, "/slow").reply(Reply::json(200, "done").after(Duration::from_secs(250)));
    mock.on(Method::Get, "/slower").reply(Reply::json(200, "done").after(Duration::from_secs(350)));
    let client = mock.builder().retry(Retry::none()).build().unwrap();
    client.raw(Method::Get, "/slow").wait().unwrap();
    assert_eq!(mock.clock().elapsed(), Duration::from_secs(250));
    assert_eq!(client.raw(Method::Get, "/slower").wait().unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(mock.clock().elapsed(), Duration::from_secs(550));
    // A clock that is stopped is moved by hand.
    mock.clock().stop();
    let mut call = std::pin::pin!(client.raw(Method::Get, "/slow").send());
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..10 {
        assert!(call.as_mut().poll(&mut cx).is_pending());
    }
    mock.clock().advance(Duration::from_secs(250));
    assert!(call.as_mut().poll(&mut cx).is_ready());
}

#[test]
fn the_time_of_a_whole_client_is_limited() {
    let mock = mock();
    mock.on(Method::Get, "/slow").reply(Reply::json(200, "done").after(Duration::from_secs(40)));
    let client = mock.builder().deadline(Duration::from_secs(60)).build().unwrap();
    client.raw(Method::Get, "/slow").wait().unwrap();
    assert_eq!(client.raw(Method::Get, "/slow").wait().unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(client.raw(Method::Get, "/slow").wait().unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(mock.clock().elapsed(), Duration::from_secs(60));
}

#[test]
fn a_body_is_read_piece_by_piece() {
    let mock = mock();
    mock.on(Method::Get, "/file")
        .reply(Reply::status(200).body("whole"))
        .reply(Reply::status(200).body("whole").with_fault(Fault::Cut(4)));
    let client = mock.client();
    let mut body = client.raw(Method::Get, "/file").send_streaming().wait().unwrap().body;
    assert_eq!((body.wait_next().unwrap().unwrap(), body.wait_next().unwrap()), ("whole".into(), None));
    let mut body = client.raw(Method::Get, "/file").send_streaming().wait().unwrap().body;
    assert_eq!(body.wait_next().unwrap().unwrap(), "whol");
    assert_eq!(body.wait_next().unwrap_err().kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn waiting_inside_of_another_runtime_is_no_panic() {
    let mock = mock();
    mock.on(Method::Get, "/x").reply(Reply::json(200, "done"));
    assert_eq!(mock.client().raw(Method::Get, "/x").wait().unwrap(), "done");
    assert_eq!(wait(async { Ok(7) }).unwrap(), 7);
}
