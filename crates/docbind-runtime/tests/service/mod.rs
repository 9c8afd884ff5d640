//! A transport that a closure answers, with a record of what it was asked and how long it was waited.

#![allow(clippy::expect_used, clippy::unwrap_used, dead_code, unreachable_pub, reason = "each test uses its part")]

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use docbind_runtime::bytes::Bytes;
use docbind_runtime::http::{Request, Response};
use docbind_runtime::transport::{Body, TransportError, TransportErrorKind};
use docbind_runtime::{BoxFuture, Client, StaticToken, Timer, Transport};

pub const BASE: &str = "https://graph.example.com/v1.0";

#[derive(Clone)]
pub struct Service(Arc<Mutex<State>>);

type Answer = Box<dyn FnMut(&Request<Bytes>) -> Reply + Send>;

struct State {
    answer: Answer,
    requests: Vec<Request<Bytes>>,
    waits: Vec<Duration>,
}

pub enum Reply {
    Answer(Response<Bytes>),
    /// These bytes of the body, and then the connection is cut.
    Cut(Response<Bytes>),
    Fails,
}

pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    Reply::Answer(response(status, headers, body.as_bytes()))
}

pub fn response(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::copy_from_slice(body)).unwrap()
}

impl Service {
    pub fn new(answer: impl FnMut(&Request<Bytes>) -> Reply + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(State { answer: Box::new(answer), requests: Vec::new(), waits: Vec::new() })))
    }

    /// One that gives these answers in turn.
    pub fn script(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        Self::new(move |request| replies.pop_front().unwrap_or_else(|| panic!("no answer for {}", request.uri())))
    }

    pub fn client(&self) -> Client {
        Client::builder(BASE)
            .token_provider(StaticToken::new("top-secret"))
            .transport(self.clone())
            .timer(self.clone())
            .build()
            .unwrap()
    }

    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().requests.clone()
    }

    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().waits.clone()
    }

    /// The requests as `GET https://…`.
    pub fn lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
    }
}

impl Transport for Service {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut state = self.0.lock().unwrap();
        let reply = (state.answer)(&request);
        state.requests.push(request);
        Box::pin(async move {
            match reply {
                Reply::Answer(response) => Ok(response.map(Body::from)),
                Reply::Cut(response) => Ok(response.map(|bytes| Body::new(Cut(Some(bytes))))),
                Reply::Fails => Err(TransportError::new(TransportErrorKind::Broken, "cut")),
            }
        })
    }
}

impl Timer for Service {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn unix_time(&self) -> Duration {
        Duration::from_secs(1_764_500_000)
    }

    /// A wait is over as soon as somebody waits, but for the limits of whole calls.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if duration >= Duration::from_secs(300) {
                std::future::pending::<()>().await;
            }
            self.0.lock().unwrap().waits.push(duration);
        })
    }
}

struct Cut(Option<Bytes>);

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        let bytes = self.0.take().filter(|bytes| !bytes.is_empty());
        let cut = || TransportError::new(TransportErrorKind::Broken, "cut");
        Poll::Ready(Some(bytes.map(http_body::Frame::data).ok_or_else(cut)))
    }
}
