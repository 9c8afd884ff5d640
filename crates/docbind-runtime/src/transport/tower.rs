//! Layers of `tower` around each attempt.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use super::{Body, BodyError, Transport, TransportError};
use crate::BoxFuture;

/// What sends a request once, as a service of `tower`: what a layer around each attempt is given.
#[derive(Clone)]
pub struct AttemptService(Arc<dyn Transport>);

impl std::fmt::Debug for AttemptService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AttemptService")
    }
}

impl Service<http::Request<Bytes>> for AttemptService {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

/// A service as a transport. Each request has a clone of its own, so that one waits for no other.
struct Layered<S>(Mutex<S>);

impl<S, B> Transport for Layered<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Error: Into<BodyError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BodyError>,
{
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(TransportError::of)?;
            let response = service.call(request).await.map_err(TransportError::of)?;
            Ok(response.map(Body::new))
        })
    }
}

/// The transport with a layer around it.
pub(crate) fn layered<L, B>(layer: &L, next: Arc<dyn Transport>) -> Arc<dyn Transport>
where
    L: Layer<AttemptService>,
    L::Service: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + 'static,
    <L::Service as Service<http::Request<Bytes>>>::Error: Into<BodyError>,
    <L::Service as Service<http::Request<Bytes>>>::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BodyError>,
{
    Arc::new(Layered(Mutex::new(layer.layer(AttemptService(next)))))
}
