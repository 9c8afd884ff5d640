//! Steps and layers around attempts and calls: what they may do, and what they cannot do.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use docbind_runtime::mock::{Mock, Reply};
use docbind_runtime::model::json;
use docbind_runtime::{Cloud, Error, ErrorKind, Method, TokenRequest, http};
use tower::limit::ConcurrencyLimitLayer;
use tower::util::{MapRequestLayer, MapResponseLayer};

const BASE: &str = "https://graph.example.com/v1.0";

fn mock() -> Mock {
    let mock = Mock::new(BASE);
    mock.on(Method::Get, "/me").reply(Reply::status(503)).reply(Reply::json(200, &json!({ "id": "1" })));
    mock
}

type Request = http::Request<docbind_runtime::bytes::Bytes>;

fn mark(name: &'static str) -> impl Fn(&mut Request) + Send + Sync + 'static {
    move |request| {
        request.headers_mut().append("x-steps", http::HeaderValue::from_static(name));
    }
}

#[tokio::test]
async fn steps_see_every_attempt_in_their_order() {
    let (mock, seen) = (mock(), Arc::<Mutex<Vec<u16>>>::default());
    let statuses = Arc::clone(&seen);
    let client = mock
        .builder()
        .before_attempt(mark("client-1"))
        .before_attempt(mark("client-2"))
        .after_attempt(move |response| statuses.lock().unwrap().push(response.status().as_u16()))
        .build()
        .unwrap();
    let request = client.raw(Method::Get, "/me").before_attempt(mark("call"));
    assert_eq!(request.send().await.unwrap().attempts, 2);
    assert_eq!(*seen.lock().unwrap(), [503, 200]);
    for request in mock.requests() {
        let mut steps: Vec<_> = request.headers.get_all("x-steps").iter().map(|step| step.to_str().unwrap()).collect();
        steps.sort_unstable();
        assert_eq!(steps, ["call", "client-1", "client-2"]);
        // The token is there for whoever has to sign the request.
        assert_eq!(request.header("authorization"), Some("Bearer mock-token"));
    }
    // What a call has around it is its own.
    client.raw(Method::Get, "/me").await.unwrap();
    assert_eq!(mock.requests()[2].headers.get_all("x-steps").iter().count(), 2);
}

#[tokio::test]
async fn no_step_takes_the_token_elsewhere() {
    for target in
        ["https://evil.example/v1.0/me", "http://graph.example.com/v1.0/me", "https://graph.example.com:444/me"]
    {
        let mock = mock();
        let client = mock.builder().before_attempt(move |request| *request.uri_mut() = target.parse().unwrap());
        let error = client.build().unwrap().raw(Method::Get, "/me").send().await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false), "{target}");
        assert!(mock.requests().is_empty());
    }
}

#[tokio::test]
async fn layers_of_tower_stand_around_attempts() {
    let mock = mock();
    let layer = MapRequestLayer::new(|mut request: Request| {
        mark("layer")(&mut request);
        request
    });
    let client = mock.builder().attempt_layer(layer.clone()).attempt_layer(ConcurrencyLimitLayer::new(1)).build();
    let request = client.unwrap().raw(Method::Get, "/me").attempt_layer(layer);
    assert_eq!(request.send().await.unwrap().attempts, 2);
    for request in mock.requests() {
        assert_eq!(request.headers.get_all("x-steps").iter().count(), 2);
    }
}

#[tokio::test]
async fn layers_of_tower_stand_around_calls() {
    let mock = mock();
    let layer = MapRequestLayer::new(|mut request: Request| {
        mark("layer")(&mut request);
        request
    });
    let answers = MapResponseLayer::new(|mut answer: docbind_runtime::Answer| {
        answer.body = docbind_runtime::bytes::Bytes::from_static(b"{\"id\":\"2\"}");
        answer
    });
    let client = mock.builder().call_layer(ConcurrencyLimitLayer::new(1)).call_layer(layer.clone()).build().unwrap();
    let answer = client.raw(Method::Get, "/me").call_layer(layer).call_layer(answers).await.unwrap();
    assert_eq!(answer["id"], "2");
    // Once around both attempts.
    for request in mock.requests() {
        assert_eq!(request.headers.get_all("x-steps").iter().count(), 2);
    }
    // A layer that sends a call elsewhere gets no token for it.
    let elsewhere = MapRequestLayer::new(|mut request: Request| {
        *request.uri_mut() = "https://evil.example/".parse().unwrap();
        request
    });
    let error = client.raw(Method::Get, "/me").call_layer(elsewhere).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignLink);
    // One that loses what belongs to the request is told so.
    let anew = MapRequestLayer::new(|request: Request| http::Request::new(request.into_body()));
    let error = client.raw(Method::Get, "/me").call_layer(anew).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn the_time_of_a_call_holds_for_its_layers() {
    let mock = mock();
    let client = mock.builder().call_layer(tower::layer::layer_fn(|_| Never)).build().unwrap();
    let error = client.raw(Method::Get, "/me").timeout(Duration::from_secs(7)).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(mock.clock().elapsed(), Duration::from_secs(7));
}

#[derive(Clone)]
struct Never;

impl tower::Service<Request> for Never {
    type Response = docbind_runtime::Answer;
    type Error = Error;
    type Future = std::future::Pending<Result<docbind_runtime::Answer, Error>>;

    fn poll_ready(&mut self, _cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _request: Request) -> Self::Future {
        std::future::pending()
    }
}

#[tokio::test]
async fn a_dry_run_sends_nothing_that_changes_something() {
    let mock = mock();
    mock.on(Method::Delete, "/users/{id}").reply(Reply::status(204));
    let client = mock.builder().dry_run().build().unwrap();
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        let error = client.raw(method, "/users/1").json(&json!({ "password": "hunter2" })).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Declined, 0));
        let plan = error.plan().unwrap();
        assert!(plan.url.ends_with("/users/1") && plan.method.as_str() == method.as_str());
        assert!(!plan.to_string().contains("hunter2"), "{plan}");
    }
    assert!(mock.requests().is_empty());
    client.raw(Method::Get, "/me").await.unwrap();
    // Consent is asked for each call, once.
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let urls = Arc::clone(&asked);
    let client = mock.builder().confirm(move |plan| {
        urls.lock().unwrap().push(plan.url.clone());
        plan.url.ends_with("/1")
    });
    let client = client.build().unwrap();
    client.raw(Method::Delete, "/users/1").send_as::<()>().await.unwrap();
    assert_eq!(client.raw(Method::Delete, "/users/2").send().await.unwrap_err().kind(), ErrorKind::Declined);
    assert_eq!(*asked.lock().unwrap(), [format!("{BASE}/users/1"), format!("{BASE}/users/2")]);
}

#[tokio::test]
async fn a_cloud_sets_host_and_scope_together() {
    for (cloud, origin, authority) in [
        (Cloud::Global, "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        (Cloud::UsGovernment, "https://graph.microsoft.us", "https://login.microsoftonline.us"),
        (Cloud::UsGovernmentDod, "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
    ] {
        assert_eq!((cloud.origin(), cloud.authority()), (origin, authority));
        let mock = Mock::new(&format!("{origin}/v1.0"));
        mock.on(Method::Get, "/me").reply(Reply::json(200, &json!({})));
        let scopes = Arc::<Mutex<Vec<String>>>::default();
        let asked = Arc::clone(&scopes);
        let provider = move |request: TokenRequest| {
            asked.lock().unwrap().extend_from_slice(&request.scopes);
            async { Ok(docbind_runtime::Token::new("token")) }
        };
        let builder = docbind_runtime::Client::builder("https://graph.microsoft.com/v1.0").token_provider(provider);
        let client = builder.transport(mock.clone()).timer(mock.clock().clone()).cloud(cloud).build().unwrap();
        assert_eq!(client.base_url(), format!("{origin}/v1.0"));
        client.raw(Method::Get, "/me").await.unwrap();
        assert_eq!(*scopes.lock().unwrap(), [format!("{origin}/.default")]);
    }
}
