use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body::Frame;
use serde::Serialize;

use super::Clock;
use crate::model::{Element, Json, Record, encode};
use crate::timer::Timer as _;
use crate::transport::{Body, TransportError, TransportErrorKind};

/// What a service answers.
#[derive(Clone, Debug)]
#[must_use = "a reply is given to a route"]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    fault: Option<Fault>,
    delay: Duration,
}

/// What goes wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// There is no connection: nothing was sent.
    NotSent,
    /// The connection fails after the request was sent: the service may have acted.
    Reset,
    /// No answer comes within the time of the transport.
    TimedOut,
    /// No answer ever comes.
    Hangs,
    /// The body is cut short after so many bytes.
    Cut(usize),
    /// The body stops after so many bytes, and nothing more ever comes.
    Stalls(usize),
}

impl Reply {
    /// A status and nothing else. One that there is not is 500.
    pub fn status(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            fault: None,
            delay: Duration::ZERO,
        }
    }

    /// Any value that serde can write as JSON. One that it cannot is null.
    pub fn json(status: u16, body: &(impl Serialize + ?Sized)) -> Self {
        Self::status(status).with_json(serde_json::to_vec(body).unwrap_or_else(|_| b"null".to_vec()))
    }

    /// A model, as the service would send it.
    pub fn record(status: u16, body: &dyn Record) -> Self {
        Self::status(status).with_json(encode(body))
    }

    /// A page of entries.
    pub fn page<T: Element>(entries: &Vec<T>, next_link: Option<&str>) -> Self {
        let mut page = serde_json::Map::from_iter([("value".to_owned(), entries.item().to_json())]);
        if let Some(link) = next_link {
            page.insert("@odata.nextLink".to_owned(), Json::from(link));
        }
        Self::json(200, &page)
    }

    /// An error as the service writes one.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &crate::model::json!({ "error": { "code": code, "message": message } }))
    }

    /// No answer, but a failure.
    pub fn fault(fault: Fault) -> Self {
        Self::status(200).with_fault(fault)
    }

    /// The same reply with a body of any kind.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The same reply with a header more. One that cannot be sent is left out.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.headers.append(name, value);
        }
        self
    }

    /// The same reply, with something that goes wrong.
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// The same reply, after a while on the clock of the service.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn with_json(mut self, json: Vec<u8>) -> Self {
        self.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.body(json)
    }

    pub(super) async fn play(self, clock: &Clock) -> Result<http::Response<Body>, TransportError> {
        if !self.delay.is_zero() {
            clock.sleep(self.delay).await;
        }
        let fails = |kind| Err(TransportError::new(kind, "a fault of the mock"));
        let body = match self.fault {
            Some(Fault::NotSent) => return fails(TransportErrorKind::NotSent),
            Some(Fault::Reset) => return fails(TransportErrorKind::Broken),
            Some(Fault::TimedOut) => return fails(TransportErrorKind::TimedOut),
            Some(Fault::Hangs) => std::future::pending().await,
            Some(Fault::Cut(length)) => Body::new(Short::new(&self.body, length, true)),
            Some(Fault::Stalls(length)) => Body::new(Short::new(&self.body, length, false)),
            None => Body::from(self.body),
        };
        let mut response = http::Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}

/// A body that does not come to its end.
struct Short {
    start: Bytes,
    ends: bool,
}

impl Short {
    fn new(body: &Bytes, length: usize, ends: bool) -> Self {
        Self { start: body.slice(..length.min(body.len())), ends }
    }
}

impl http_body::Body for Short {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = self.get_mut();
        match (this.start.is_empty(), this.ends) {
            (false, _) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut this.start))))),
            (true, true) => {
                Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, "a fault of the mock"))))
            }
            (true, false) => Poll::Pending,
        }
    }
}
