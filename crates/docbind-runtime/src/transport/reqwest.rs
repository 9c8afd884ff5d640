use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;

use super::{Body, Transport, TransportError, TransportErrorKind};
use crate::BoxFuture;
use crate::url::Origin;

/// The transport over reqwest. It runs on tokio.
///
/// Requests over plain HTTP to the machine itself never go through a proxy: nothing but the loopback interface keeps
/// others from reading their tokens.
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: reqwest::Client,
    /// Without any proxy. Made when it is first needed.
    direct: Arc<OnceLock<Result<reqwest::Client, String>>>,
}

impl Reqwest {
    /// A client that waits 20 s for a connection and 60 s for each piece of an answer.
    ///
    /// # Errors
    /// When TLS cannot be set up on this machine.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with_builder(defaults())
    }

    /// A client of the caller's own, for a proxy, a certificate or a timeout.
    ///
    /// A builder instead of a client, so that redirects and repetitions stay the runtime's: whatever the builder says
    /// about them is replaced. Headers that it adds to every request go to every origin that a redirect leads to.
    ///
    /// # Errors
    /// When the builder cannot make a client.
    pub fn with_builder(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        Ok(Self { client: ours(builder).build()?, direct: Arc::default() })
    }

    fn client_for(&self, uri: &http::Uri) -> Result<&reqwest::Client, TransportError> {
        let is_local = Origin::of(&uri.to_string()).is_some_and(|origin| !origin.secure && origin.is_private());
        if !is_local {
            return Ok(&self.client);
        }
        let direct = self.direct.get_or_init(|| ours(defaults()).no_proxy().build().map_err(|error| error.to_string()));
        direct.as_ref().map_err(|error| TransportError::new(TransportErrorKind::Refused, error.as_str()))
    }
}

/// The builder of a client that others are made from: it waits 20 s for a connection and 60 s for each piece of an
/// answer.
fn defaults() -> reqwest::ClientBuilder {
    reqwest::Client::builder().connect_timeout(Duration::from_secs(20)).read_timeout(Duration::from_secs(60))
}

fn ours(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never()).referer(false)
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(TransportError::new(TransportErrorKind::Refused, "this is not inside of a tokio runtime"));
            }
            let client = self.client_for(request.uri())?;
            let request = reqwest::Request::try_from(request).map_err(error)?;
            let response: http::Response<reqwest::Body> = client.execute(request).await.map_err(error)?.into();
            Ok(response.map(|body| Body::new(Named(body))))
        })
    }
}

/// A body whose errors say how far it came.
struct Named(reqwest::Body);

impl http_body::Body for Named {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        Pin::new(&mut self.0).poll_frame(cx).map(|frame| frame.map(|frame| frame.map_err(error)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.0.size_hint()
    }
}

/// Without the URL, whose query may hold a secret.
fn error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Refused
    } else if error.is_connect() {
        TransportErrorKind::NotSent
    } else if error.is_timeout() {
        TransportErrorKind::TimedOut
    } else {
        TransportErrorKind::Broken
    };
    TransportError::new(kind, error.without_url())
}
