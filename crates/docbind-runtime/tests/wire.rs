//! What goes over the wire, between real sockets: tokens stay at home, redirects are followed with care, limits hold.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a failed expectation is the point of a test")]

mod sample;
mod server;

use std::future::Future as _;
use std::time::Duration;

use docbind_runtime::model::Model as _;
use docbind_runtime::{Client, ErrorKind, Method, Retry, StaticToken, bytes::Bytes};
use sample::User;
use server::{Server, reply};

const TOKEN: &str = "top-secret";

fn client(server: &Server) -> Client {
    Client::builder(&format!("{}/v1.0", server.url))
        .token_provider(StaticToken::new(TOKEN))
        .retry(Retry::default().base(Duration::from_millis(1)))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_request_as_it_arrives() {
    let server = Server::start([reply(200, &[("request-id", "r-1")], r#"{"id":"1"}"#)]).await;
    let body = User::new().display_name("Ada").null(User::AGE_GROUP);
    let request = client(&server).raw(Method::Patch, "/users/ada").record(&body).query("$filter", "a eq 'b'");
    let plan = request.plan().unwrap();
    let response = request.send_as::<User>().await.unwrap();
    assert_eq!((response.status.as_u16(), response.request_id(), response.attempts), (200, Some("r-1"), 1));
    assert_eq!(response.body.id.as_deref(), Some("1"));
    let log = server.log().remove(0);
    // The dry run said exactly this.
    assert!(log.starts_with("PATCH /v1.0/users/ada?$filter=a%20eq%20%27b%27 HTTP/1.1\r\n"), "{log}");
    assert!(plan.url.ends_with("/v1.0/users/ada?$filter=a%20eq%20%27b%27"));
    assert!(log.ends_with("\r\n\r\n{\"displayName\":\"Ada\",\"ageGroup\":null}"), "{log}");
    assert_eq!(log.matches("Bearer top-secret").count(), 1);
    assert!(log.contains("accept: application/json") && log.contains("user-agent: docbind/"), "{log}");
}

#[tokio::test]
async fn a_redirect_to_another_origin_takes_no_secret_along() {
    let storage = Server::start([reply(200, &[], "file")]).await;
    let home = Server::start([reply(302, &[("location", &format!("{}/file?sig=x", storage.url))], "")]).await;
    let request = client(&home).raw(Method::Get, "/me/photo").header("Cookie", "c=1").header("Prefer", "p");
    let request = request.secret_header("x-key", "hidden").header("Range", "bytes=0-9");
    assert_eq!(request.send_as::<Bytes>().await.unwrap().body, "file");
    let log = storage.log().remove(0).to_lowercase();
    assert!(log.starts_with("get /file?sig=x http/1.1"), "{log}");
    for secret in ["authorization", TOKEN, "cookie", "x-key", "prefer"] {
        assert!(!log.contains(secret), "{log}");
    }
    assert!(log.contains("range: bytes=0-9"));
}

#[tokio::test]
async fn a_way_back_home_does_not_bring_the_token_back() {
    let home = Server::start([]).await;
    let storage = Server::start([reply(307, &[("location", &format!("{}/b", home.url))], "")]).await;
    let server = Server::start([reply(302, &[("location", &format!("{}/x", storage.url))], "")]).await;
    let _ = client(&server).raw(Method::Get, "/a").send_as::<Bytes>().await;
    assert!(server.log()[0].contains(TOKEN));
    assert!(!home.log()[0].contains(TOKEN));
}

#[tokio::test]
async fn a_redirect_at_home_keeps_the_token() {
    let server = Server::start([
        reply(301, &[("location", "/v1.0/b")], ""),
        reply(308, &[("location", "c?x=1")], ""),
        reply(200, &[], "done"),
    ])
    .await;
    let body = client(&server).raw(Method::Get, "/a").send_as::<String>().await.unwrap().body;
    assert_eq!(body, "done");
    let log = server.log();
    assert!(log[1].starts_with("GET /v1.0/b ") && log[2].starts_with("GET /v1.0/c?x=1 "));
    assert!(log.iter().all(|request| request.contains(TOKEN)));
}

#[tokio::test]
async fn redirects_of_what_changes_something() {
    // 303 asks to read elsewhere; 307 and 308 to send there; 301 and 302 leave open which, so the caller decides.
    let server = Server::start([
        reply(303, &[("location", "/v1.0/b")], ""),
        reply(200, &[], ""),
        reply(307, &[("location", "/v1.0/b")], ""),
        reply(200, &[], ""),
        reply(302, &[("location", "/v1.0/b")], ""),
    ])
    .await;
    let client = client(&server);
    let post = || client.raw(Method::Post, "/a").json(&1).send_as::<()>();
    post().await.unwrap();
    post().await.unwrap();
    assert_eq!(post().await.unwrap_err().status().map(|status| status.as_u16()), Some(302));
    let log = server.log();
    assert!(log[1].starts_with("GET /v1.0/b ") && log[1].ends_with("\r\n\r\n"), "{}", log[1]);
    assert!(log[3].starts_with("POST /v1.0/b ") && log[3].ends_with("\r\n\r\n1"), "{}", log[3]);
}

#[tokio::test]
async fn redirects_that_are_refused() {
    let circle = || reply(302, &[("location", "/v1.0/a?sig=hidden")], "");
    let server =
        Server::start([reply(302, &[], ""), circle(), circle(), reply(302, &[("location", "http://a b/")], "")]).await;
    let client = client(&server);
    for _ in 0..3 {
        let error = client.raw(Method::Get, "/a").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
        assert!(!format!("{error:?} {error}").contains("hidden"));
    }
    let many = Server::start((0..9).map(|n| reply(302, &[("location", &format!("/{n}"))], ""))).await;
    let error = self::client(&many).raw(Method::Get, "/a").send().await.unwrap_err();
    assert_eq!((error.kind(), many.log().len()), (ErrorKind::Redirect, 6));
}

#[tokio::test]
async fn a_token_is_never_sent_in_clear_text() {
    let client = Client::new("http://graph.example.com/v1.0", StaticToken::new(TOKEN));
    let error = client.raw(Method::Get, "/me").send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
}

#[tokio::test]
async fn a_cut_connection() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_owned();
    let server = Server::start([String::new(), cut.clone(), reply(200, &[], "whole"), String::new(), cut]).await;
    let client = client(&server);
    assert_eq!(client.raw(Method::Get, "/a").send_as::<String>().await.unwrap().body, "whole");
    // The service may have acted on a POST; and half a body is never taken for a whole one.
    for _ in 0..2 {
        let error = client.raw(Method::Post, "/a").json(&1).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1));
    }
}

#[tokio::test]
async fn nobody_there() {
    let server = Server::start([]).await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder(&format!("http://{port}"))
        .retry(Retry::default().base(Duration::from_millis(1)))
        .build()
        .unwrap();
    let error = client.raw(Method::Post, "/a").json(&1).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 4));
    drop(server);
}

#[tokio::test]
async fn bodies_are_limited() {
    let long = "x".repeat(200_000);
    let server = Server::start([reply(200, &[], &long), reply(400, &[], &long), reply(200, &[], &long)]).await;
    let client = client(&server);
    let error = client.raw(Method::Get, "/a").body_limit(100_000).send_as::<Bytes>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let error = client.raw(Method::Get, "/a").send_as::<Bytes>().await.unwrap_err();
    assert_eq!(error.body().len(), 64 << 10);
    assert_eq!(client.raw(Method::Get, "/a").send_as::<Bytes>().await.unwrap().body.len(), 200_000);
}

#[tokio::test]
async fn a_body_can_be_read_piece_by_piece() {
    let long = "x".repeat(300_000);
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_owned();
    let server = Server::start([reply(200, &[], &long), cut, reply(404, &[], "{}")]).await;
    let client = client(&server);
    let request = || client.raw(Method::Get, "/a").body_limit(1000).send_streaming();
    let (mut body, mut length) = (request().await.unwrap().body, 0);
    while let Some(piece) = body.next().await.unwrap() {
        length += piece.len();
    }
    assert_eq!(length, 300_000);
    let mut body = request().await.unwrap().body;
    assert_eq!(body.next().await.unwrap().unwrap(), "half");
    assert!(body.next().await.is_err());
    assert_eq!(request().await.unwrap_err().kind(), ErrorKind::Service);
}

#[tokio::test]
async fn errors_in_every_form() {
    let html = "<html>Bad gateway</html>";
    for (body, code, message) in [
        (r#"{"error":{"code":"a","message":"b"}}"#, Some("a"), "b"),
        (r#"{"odata.error":{"code":"a","message":{"lang":"en","value":"b"}}}"#, Some("a"), "b"),
        (r#"{"error":"invalid_grant","error_description":"b"}"#, Some("invalid_grant"), "b"),
        (html, None, "Bad Request"),
        ("", None, "Bad Request"),
        (r#"{"error":{"code""#, None, "Bad Request"),
        ("[]", None, "Bad Request"),
    ] {
        let server = Server::start([reply(400, &[("request-id", "r")], body)]).await;
        let error = client(&server).raw(Method::Get, "/a").send().await.unwrap_err();
        assert_eq!((error.kind(), error.code(), error.message()), (ErrorKind::Service, code, message));
        assert_eq!((error.request_id(), error.body()), (Some("r"), body.as_bytes()));
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_keeps_its_body() {
    let server = Server::start([reply(200, &[("request-id", "r")], "<html>")]).await;
    let error = client(&server).raw(Method::Get, "/a").send_as::<User>().await.unwrap_err();
    assert_eq!((error.kind(), error.request_id(), error.body()), (ErrorKind::Decode, Some("r"), &b"<html>"[..]));
}

#[tokio::test]
async fn a_slow_service_is_cut_off() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::builder(&format!("http://{}", listener.local_addr().unwrap())).build().unwrap();
    let error = client.raw(Method::Get, "/a").timeout(Duration::from_millis(50)).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_clients_own_settings_leave_redirects_to_the_runtime() {
    let storage = Server::start([]).await;
    let home = Server::start([reply(302, &[("location", &format!("{}/x", storage.url))], "")]).await;
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(10));
    let transport = docbind_runtime::transport::Reqwest::with_builder(builder).unwrap();
    let client =
        Client::builder(&home.url).token_provider(StaticToken::new(TOKEN)).transport(transport).build().unwrap();
    let _ = client.raw(Method::Get, "/a").secret_header("x-key", "hidden").send_as::<Bytes>().await;
    let log = storage.log().remove(0);
    assert!(!log.contains(TOKEN) && !log.contains("hidden"), "{log}");
}

#[tokio::test]
async fn a_proxy_does_not_see_what_is_sent_to_the_machine_itself() {
    let proxy = Server::start([]).await;
    let home = Server::start([reply(200, &[], "home")]).await;
    let builder = reqwest::Client::builder().proxy(reqwest::Proxy::all(&proxy.url).unwrap());
    let transport = docbind_runtime::transport::Reqwest::with_builder(builder).unwrap();
    let client =
        Client::builder(&home.url).token_provider(StaticToken::new(TOKEN)).transport(transport.clone()).build();
    assert_eq!(client.unwrap().raw(Method::Get, "/a").send_as::<String>().await.unwrap().body, "home");
    assert!(proxy.log().is_empty());
    // Without a token, what is elsewhere is asked through the proxy.
    let client = Client::builder("http://graph.example.com").transport(transport).build().unwrap();
    let _ = client.raw(Method::Get, "/a").no_retry().send_as::<Bytes>().await;
    assert!(proxy.log()[0].starts_with("GET http://graph.example.com/a "), "{:?}", proxy.log());
}

#[test]
fn outside_of_a_tokio_runtime_there_is_an_error_and_no_panic() {
    let client = Client::new("https://graph.example.com", StaticToken::new(TOKEN));
    let mut call = std::pin::pin!(client.raw(Method::Get, "/a").send());
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut cx) else { panic!("the call waits") };
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false));
    assert!(std::error::Error::source(&error).is_some());
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn futures_and_streams_can_move_between_threads() {
    let server = Server::start([reply(200, &[], "{}")]).await;
    let client = client(&server);
    let call = assert_send(client.raw(Method::Get, "/a").send());
    tokio::spawn(call).await.unwrap().unwrap();
    drop(assert_send(client.raw(Method::Get, "/a").into_future()));
    let mut users = assert_send(client.raw(Method::Get, "/a").stream_as::<User>());
    drop(assert_send(users.try_next()));
}

#[tokio::test]
async fn a_body_that_stops_coming_is_given_up_after_a_minute() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let service = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut [0; 2048]).await;
        let text = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf";
        tokio::io::AsyncWriteExt::write_all(&mut stream, text).await.unwrap();
        stream
    });
    let client = Client::builder(&url).build().unwrap();
    let mut body = client.raw(Method::Get, "/a").send_streaming().await.unwrap().body;
    assert_eq!(body.next().await.unwrap().unwrap(), "half");
    let _open = service.await.unwrap();
    // From here on nothing happens but time.
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let error = body.next().await.unwrap_err();
    assert_eq!(error.kind(), docbind_runtime::transport::TransportErrorKind::TimedOut);
    assert!((59..=61).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_compressed_body_is_limited_by_what_it_holds() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            // A mebibyte of zeros.
            let body = include_bytes!("zeros.gz").as_slice();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", body.len());
            let mut buffer = [0; 2048];
            let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut buffer).await;
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &[head.as_bytes(), body].concat()).await;
        }
    });
    let client = Client::builder(&url).build().unwrap();
    let get = || client.raw(Method::Get, "/a");
    assert_eq!(get().send_as::<Bytes>().await.unwrap().body.len(), 1 << 20);
    let error = get().body_limit(100_000).send_as::<Bytes>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}
