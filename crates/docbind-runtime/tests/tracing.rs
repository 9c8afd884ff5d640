//! What is traced: how each call went, and nothing that identifies anybody.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use docbind_runtime::Method;
use docbind_runtime::mock::{Mock, Reply};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down every field of every span and event, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0.lock().unwrap(), "{}={value:?} ", field.name()).unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _span: &Id) {}
    fn exit(&self, _span: &Id) {}
}

#[test]
fn a_call_is_a_span_without_anything_private() {
    let mock = Mock::new("https://graph.example.com/v1.0");
    let busy = Reply::error(503, "busy", "secret-message").header("request-id", "r-1");
    let done = Reply::json(200, "secret-body").header("request-id", "r-2");
    mock.on(Method::Post, "/users/{id}").reply(busy.header("retry-after", "1")).reply(done).reply(Reply::status(404));
    let (log, client) = (Log::default(), mock.client());
    let call = || client.raw(Method::Post, "/users/secret-id").query("a", "secret-query").json("secret-sent").wait();
    tracing::subscriber::with_default(log.clone(), || {
        call().unwrap();
        call().unwrap_err();
    });
    let log = log.0.lock().unwrap().clone();
    for part in [
        "http.request.method=\"POST\"",
        "http.response.status_code=200",
        "attempts=2",
        "request_id=\"r-2\"",
        "attempt=1 status=503",
        "http.response.status_code=404",
        "error.kind=Service",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert!(!log.contains("secret") && !log.contains("mock-token"), "{log}");
}
