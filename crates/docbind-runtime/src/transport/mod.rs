//! What sends a request. The default is reqwest; a test or a program with an HTTP client of its own gives another.

#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::BoxFuture;

#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;

/// Sends one request and hands back the head of the answer with the body still to be read.
///
/// A transport neither follows redirects nor sends anything again nor adds credentials: the runtime does these,
/// since each decides where a token goes.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request whose URL is absolute.
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// The body of an answer, read piece by piece so that a limit holds while it is read.
pub struct Body(Kind);

enum Kind {
    Full(Bytes),
    Chunks(Box<dyn Chunks>),
}

/// The pieces of a body.
pub trait Chunks: Send {
    /// The next piece; nothing at the end. A body cut short is an error.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }
}

impl Body {
    /// A body that comes in pieces.
    pub fn from_chunks(chunks: impl Chunks + 'static) -> Self {
        Self(Kind::Chunks(Box::new(chunks)))
    }

    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// When the connection fails before the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Kind::Full(bytes) if bytes.is_empty() => Ok(None),
            Kind::Full(bytes) => Ok(Some(std::mem::take(bytes))),
            Kind::Chunks(chunks) => chunks.next().await,
        }
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self(Kind::Full(bytes.into()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
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
