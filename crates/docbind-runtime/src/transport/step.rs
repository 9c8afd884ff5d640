use bytes::Bytes;
use http::header::AUTHORIZATION;
use std::sync::Arc;

use super::{Body, Transport, TransportError, TransportErrorKind};
use crate::BoxFuture;
use crate::url::Origin;

/// What stands between the steps and the transport: whatever a step makes of a request, a token goes nowhere but to
/// the client's own origin.
pub(crate) struct Guard {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) origin: Option<Origin>,
}

impl Transport for Guard {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        if request.headers().contains_key(AUTHORIZATION) {
            let origin = Origin::of(&request.uri().to_string());
            if origin.is_none() || origin != self.origin || !origin.is_some_and(|origin| origin.is_private()) {
                let error =
                    TransportError::new(TransportErrorKind::Refused, "a step sends the token to another origin");
                return Box::pin(std::future::ready(Err(error)));
            }
        }
        self.transport.send(request)
    }
}

/// A step before each attempt.
pub(crate) struct Before<F> {
    pub(crate) step: F,
    pub(crate) next: Arc<dyn Transport>,
}

impl<F: Fn(&mut http::Request<Bytes>) + Send + Sync + 'static> Transport for Before<F> {
    fn send(&self, mut request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (self.step)(&mut request);
        self.next.send(request)
    }
}

/// A step after each attempt, once the head of its answer is there.
pub(crate) struct After<F> {
    pub(crate) step: F,
    pub(crate) next: Arc<dyn Transport>,
}

impl<F: Fn(&mut http::Response<Body>) + Send + Sync + 'static> Transport for After<F> {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let mut response = self.next.send(request).await?;
            (self.step)(&mut response);
            Ok(response)
        })
    }
}
