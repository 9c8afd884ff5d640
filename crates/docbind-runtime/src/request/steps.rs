use std::sync::Arc;

use bytes::Bytes;

use super::Request;
use crate::transport::{After, Before, Body, Transport};

/// What one request has around it, inside of what its client has.
impl<O> Request<O> {
    /// A step before each attempt: it may change the request, which has its token by then. Steps run in the order they
    /// are added in, those of the client first.
    pub fn before_attempt(self, step: impl Fn(&mut http::Request<Bytes>) + Send + Sync + 'static) -> Self {
        self.around_attempt(|next| Arc::new(Before { step, next }))
    }

    /// A step after each attempt, once the head of its answer is there.
    pub fn after_attempt(self, step: impl Fn(&mut http::Response<Body>) + Send + Sync + 'static) -> Self {
        self.around_attempt(|next| Arc::new(After { step, next }))
    }

    /// A layer of `tower` around each attempt.
    #[cfg(feature = "tower")]
    pub fn attempt_layer<L, B>(self, layer: L) -> Self
    where
        L: tower_layer::Layer<crate::transport::AttemptService>,
        L::Service: tower_service::Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + 'static,
        <L::Service as tower_service::Service<http::Request<Bytes>>>::Error: Into<crate::transport::BodyError>,
        <L::Service as tower_service::Service<http::Request<Bytes>>>::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<crate::transport::BodyError>,
    {
        self.around_attempt(|next| crate::transport::layered(&layer, next))
    }

    /// A layer of `tower` around the whole call, with its attempts and waits.
    #[cfg(feature = "tower")]
    pub fn call_layer<L>(self, layer: L) -> Self
    where
        L: tower_layer::Layer<crate::send::CallService>,
        L::Service: tower_service::Service<http::Request<Bytes>, Response = crate::Answer, Error = crate::Error>
            + Clone
            + Send
            + 'static,
        <L::Service as tower_service::Service<http::Request<Bytes>>>::Future: Send,
    {
        self.map(|draft| {
            let inner = draft.settings.calls.take().or_else(|| draft.client.0.calls.clone());
            draft.settings.calls = Some(crate::send::layered(&layer, inner));
        })
    }

    /// The later of two steps is the one nearer to the transport. Those of a request are around what the client has.
    fn around_attempt(self, around: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>) -> Self {
        self.map(|draft| {
            let inner = draft.settings.transport.clone().or_else(|| draft.client.0.transport.as_ref().ok().cloned());
            // Without a transport nothing is sent, and that is the error to tell.
            draft.settings.transport = inner.map(around);
        })
    }
}
