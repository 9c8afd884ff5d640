//! What sends a request. The default is reqwest; a test or a program with an HTTP client of its own gives another.

mod body;
#[cfg(feature = "reqwest")]
mod reqwest;
mod step;
#[cfg(feature = "tower")]
mod tower;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::BoxFuture;

pub use self::body::{Body, BodyError};
#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
pub(crate) use self::step::{After, Before, Guard};
#[cfg(feature = "tower")]
pub use self::tower::AttemptService;
#[cfg(feature = "tower")]
pub(crate) use self::tower::layered;

/// Sends one request and hands back the head of the answer with the body still to be read.
///
/// A transport neither follows redirects nor sends anything again nor adds credentials: the runtime does these,
/// since each decides where a token goes.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request whose URL is absolute.
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }
}

/// Why a transport has no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No byte of it was sent: sending it again is safe.
    NotSent,
    /// Nothing came for too long.
    TimedOut,
    /// The connection failed; the service may have acted.
    Broken,
    /// The request cannot be sent at all: trying again is of no use.
    Refused,
}

impl TransportError {
    /// An error of a kind. The text of `source` must not hold the query of the URL.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// The error of somebody else's service or body; one of a transport stays what it is. Of others it is not known how
    /// far the request came.
    pub(crate) fn of(error: impl Into<BodyError>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::new(TransportErrorKind::Broken, error),
        }
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::NotSent => "no connection to the service",
            TransportErrorKind::TimedOut => "the service did not answer in time",
            TransportErrorKind::Broken => "the connection failed",
            TransportErrorKind::Refused => "the request cannot be sent",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// The transport of a client that is given none, or why there is none.
#[cfg(feature = "reqwest")]
pub(crate) fn default() -> Result<Arc<dyn Transport>, String> {
    Reqwest::new().map(|transport| Arc::new(transport) as _).map_err(|error| format!("no TLS: {error}"))
}

/// The transport of a client that is given none: none.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn default() -> Result<Arc<dyn Transport>, String> {
    Err("there is no transport: give the client one, or enable the feature `reqwest`".to_owned())
}
