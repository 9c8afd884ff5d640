//! A transport that answers from a script and records what it was asked, without sockets and without waiting.

#![allow(clippy::expect_used, clippy::unwrap_used, dead_code, unreachable_pub, reason = "each test uses its part")]

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use docbind_runtime::bytes::Bytes;
use docbind_runtime::http::{Request, Response};
use docbind_runtime::transport::{Body, TransportError, TransportErrorKind};
use docbind_runtime::{BoxFuture, Client, ClientBuilder, StaticToken, Timer, Transport};

#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    replies: VecDeque<Reply>,
    requests: Vec<Request<Bytes>>,
    waits: Vec<Duration>,
    passed: Duration,
}

pub enum Reply {
    Answer(Response<Bytes>),
    /// The body ends in a failure.
    Cut(u16, TransportErrorKind),
    Fails(TransportErrorKind),
    Hangs,
}

pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Reply::Answer(response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

impl Script {
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = Self::default();
        script.0.lock().unwrap().replies.extend(replies);
        script
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder("https://graph.example.com/v1.0")
            .token_provider(StaticToken::new("top-secret"))
            .transport(self.clone())
            .timer(self.clone())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().requests.clone()
    }

    pub fn urls(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.uri().to_string()).collect()
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.0.lock().unwrap().passed += time;
    }

    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().waits.clone()
    }
}

struct Broken(TransportErrorKind);

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(Err(TransportError::new(self.0, "scripted"))))
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut state = self.0.lock().unwrap();
        state.requests.push(request);
        let reply = state.replies.pop_front().expect("the script has no reply for this request");
        Box::pin(async move {
            match reply {
                Reply::Answer(response) => Ok(response.map(Body::from)),
                Reply::Cut(status, kind) => {
                    let mut response = Response::new(Body::new(Broken(kind)));
                    *response.status_mut() = status.try_into().unwrap();
                    Ok(response)
                }
                Reply::Fails(kind) => Err(TransportError::new(kind, "scripted")),
                Reply::Hangs => std::future::pending().await,
            }
        })
    }
}

impl Timer for Script {
    fn now(&self) -> Duration {
        let state = self.0.lock().unwrap();
        state.waits.iter().fold(state.passed, |sum, wait| sum.saturating_add(*wait))
    }

    fn unix_time(&self) -> Duration {
        Duration::from_secs(1_900_000_000).saturating_add(self.now())
    }

    /// A wait is over as soon as somebody waits, but for the usual limit of a whole call.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if duration == Duration::from_secs(300) {
                std::future::pending::<()>().await;
            }
            self.0.lock().unwrap().waits.push(duration);
        })
    }
}
