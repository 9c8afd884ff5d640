//! Layers of `tower` around whole calls.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use super::exchange::Exchange;
use crate::{Answer, BoxFuture, Error, ErrorKind};

/// What makes a call, attempts and waits included, as a service of `tower`: what a layer around calls is given.
///
/// The extensions of the request say how it is to be sent; a layer that makes a request of its own has to take them
/// over. Among them is `&'static Meta`, what the documentation says about the operation.
#[derive(Clone)]
pub struct CallService(Option<Arc<dyn Calls>>);

impl std::fmt::Debug for CallService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CallService")
    }
}

/// Whatever makes calls.
pub(crate) trait Calls: Send + Sync {
    fn call(&self, request: http::Request<Bytes>) -> BoxFuture<'static, Result<Answer, Error>>;
}

impl Service<http::Request<Bytes>> for CallService {
    type Response = Answer;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Answer, Error>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<Bytes>) -> Self::Future {
        if let Some(inner) = &self.0 {
            return inner.call(request);
        }
        match request.extensions_mut().remove::<Exchange>() {
            Some(exchange) => Box::pin(async move { exchange.run(request).await }),
            None => Box::pin(std::future::ready(Err(Error::new(
                ErrorKind::Request,
                "a layer lost the extensions of the request",
            )))),
        }
    }
}

/// A service as calls. Each call has a clone of its own, so that one waits for no other.
struct Layered<S>(Mutex<S>);

impl<S> Calls for Layered<S>
where
    S: Service<http::Request<Bytes>, Response = Answer, Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    fn call(&self, request: http::Request<Bytes>) -> BoxFuture<'static, Result<Answer, Error>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await?;
            service.call(request).await
        })
    }
}

/// Calls with a layer around them.
pub(crate) fn layered<L>(layer: &L, inner: Option<Arc<dyn Calls>>) -> Arc<dyn Calls>
where
    L: Layer<CallService>,
    L::Service: Service<http::Request<Bytes>, Response = Answer, Error = Error> + Clone + Send + 'static,
    <L::Service as Service<http::Request<Bytes>>>::Future: Send,
{
    Arc::new(Layered(Mutex::new(layer.layer(CallService(inner)))))
}
