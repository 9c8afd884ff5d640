//! A service in memory, for tests of programs that use a generated client: what is asked is answered by replies that
//! the test gave, recorded, and checked against nothing else. No socket is opened, and time passes at once.
//!
//! ```
//! # fn main() -> Result<(), docbind_runtime::Error> {
//! use docbind_runtime::mock::{Mock, Reply};
//! use docbind_runtime::model::json;
//! use docbind_runtime::{Method, blocking};
//!
//! let mock = Mock::new("https://graph.microsoft.com/v1.0");
//! mock.on(Method::Get, "/users/{id}").reply(Reply::status(503)).reply(Reply::json(200, &json!({ "id": "1" })));
//!
//! let client = mock.client();
//! # let _ = client;
//! # #[cfg(feature = "blocking")] {
//! let user = blocking::wait(client.raw(Method::Get, "/users/ada").send())?;
//! assert_eq!((user.attempts, &user.body["id"]), (2, &json!("1")));
//! assert_eq!(mock.requests()[0].path, "/users/ada");
//! # }
//! # Ok(())
//! # }
//! ```

mod clock;
mod reply;
mod route;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::HeaderMap;

pub use clock::Clock;
pub use reply::{Fault, Reply};
pub use route::Route;

use crate::model::Json;
use crate::transport::{Body, Transport, TransportError, TransportErrorKind};
use crate::{BoxFuture, Client, ClientBuilder, Method, Operation, StaticToken};

/// The service. Clones are the same service.
#[derive(Clone)]
pub struct Mock {
    base_url: Arc<str>,
    clock: Clock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    routes: Vec<route::Entry>,
    requests: Vec<Recorded>,
}

/// A request that reached the service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The verb.
    pub method: http::Method,
    /// The URL.
    pub url: String,
    /// The path below the base URL, as it was sent; that of the whole URL when it is elsewhere.
    pub path: String,
    /// The parameters of the query, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Mock {
    /// A service at a base URL, with no reply to anything.
    pub fn new(base_url: &str) -> Self {
        Self { base_url: base_url.trim_end_matches('/').into(), clock: Clock::new(), state: Arc::default() }
    }

    /// A client of this service, with a token that means nothing.
    pub fn client(&self) -> Client {
        self.builder().finish_client()
    }

    /// A client of this service that is to be set up in detail.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(&self.base_url)
            .token_provider(StaticToken::new("mock-token"))
            .transport(self.clone())
            .timer(self.clock.clone())
    }

    /// Replies to requests with a verb and a path below the base URL. A segment in braces stands for any one segment:
    /// `/users/{id}`.
    ///
    /// The replies of a route are given one after the other; the last one stays. The route that was added last and
    /// fits is the one that replies. What no route fits is refused, with an error that names it.
    pub fn on(&self, method: Method, path: &str) -> Route<'_> {
        Route::new(self, method.into(), path)
    }

    /// Replies to requests of a documented operation, whatever its arguments are.
    pub fn on_operation<O: Operation>(&self) -> Route<'_> {
        self.on(O::META.method, O::META.path)
    }

    /// Replies with entries page after page, each page with a link to the next one.
    pub fn on_pages<T: crate::model::Element>(&self, path: &str, pages: &[Vec<T>]) {
        let link = |page: usize| format!("{}{path}?$skiptoken={page}", self.base_url);
        for (index, entries) in pages.iter().enumerate() {
            let next = (index + 1 < pages.len()).then(|| link(index + 1));
            let route = self.on(Method::Get, path).reply(Reply::page(entries, next.as_deref()));
            if index > 0 {
                route.query("$skiptoken", &index.to_string());
            }
        }
    }

    /// What was asked so far, in order.
    pub fn requests(&self) -> Vec<Recorded> {
        self.lock().requests.clone()
    }

    /// The clock of the clients of this service.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, request: http::Request<Bytes>) -> Recorded {
        let (head, body) = request.into_parts();
        let url = head.uri.to_string();
        let below = url.strip_prefix(&*self.base_url).unwrap_or_else(|| head.uri.path());
        let path = crate::url::without_query(below).to_owned();
        let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let query = head.uri.query().into_iter().flat_map(|query| query.split('&'));
        let query = query.map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (decode(name), decode(value))
        });
        Recorded { method: head.method, query: query.collect(), url, path, headers: head.headers, body }
    }
}

impl Recorded {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A parameter of the query: `$select`.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let request = self.record(request);
        let reply = {
            let mut state = self.lock();
            let reply = state.routes.iter_mut().rev().find(|route| route.fits(&request)).map(route::Entry::next);
            state.requests.push(request.clone());
            reply
        };
        Box::pin(async move {
            match reply.flatten() {
                Some(reply) => reply.play(&self.clock).await,
                None => {
                    let message = format!("the mock has no reply to {} {}", request.method, request.path);
                    Err(TransportError::new(TransportErrorKind::Refused, message))
                }
            }
        })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
