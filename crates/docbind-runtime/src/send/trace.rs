//! Spans of `tracing`: which operation, how it ended. Never an identifier, a token, a query or a body.

use std::future::Future;
use std::time::Duration;

use tracing::Instrument as _;
use tracing::field::Empty;

use crate::{Answer, Error, Meta};

/// A call in its span.
pub(super) fn call(
    method: http::Method,
    meta: Option<&'static Meta>,
    call: impl Future<Output = Result<Answer, Error>> + Send,
) -> impl Future<Output = Result<Answer, Error>> + Send {
    let span = tracing::info_span!(
        "docbind.call",
        http.request.method = method.as_str(),
        url.template = meta.map_or("", |meta| meta.path),
        operation = meta.map_or("", |meta| meta.id),
        http.response.status_code = Empty,
        attempts = Empty,
        request_id = Empty,
        error.kind = Empty,
    );
    let record = span.clone();
    async move {
        let result = call.await;
        let (status, attempts, request_id) = match &result {
            Ok(answer) => (Some(answer.status), answer.attempts, answer.request_id()),
            Err(error) => {
                record.record("error.kind", tracing::field::debug(error.kind()));
                (error.status(), error.attempts(), error.request_id())
            }
        };
        record.record("attempts", attempts);
        if let Some(status) = status {
            record.record("http.response.status_code", status.as_u16());
        }
        if let Some(request_id) = request_id {
            record.record("request_id", request_id);
        }
        result
    }
    .instrument(span)
}

/// An attempt that is made again.
pub(super) fn again(attempt: u32, error: &Error, wait: Duration) {
    let status = error.status().map(|status| status.as_u16());
    tracing::debug!(attempt, status, wait = ?wait, kind = ?error.kind(), "sent again");
}
