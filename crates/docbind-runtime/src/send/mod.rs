//! Sending: tokens, redirects, retries, limits. Not generic; what the answer is read as comes after.

mod budget;
#[cfg(feature = "tower")]
mod call;
mod exchange;
mod redirect;
mod retry;
mod retry_after;
#[cfg(feature = "tracing")]
mod trace;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub(crate) use budget::Budget;
#[cfg(feature = "tower")]
pub use call::CallService;
#[cfg(feature = "tower")]
pub(crate) use call::{Calls, layered};
pub(crate) use exchange::send;
pub use retry::Retry;
pub(crate) use retry::{is_idempotent, may_repeat_answer};

use crate::request::Draft;
use crate::response::{Answer, FromResponse, Response};
use crate::transport::Body;
use crate::{Error, Meta};

pub(crate) type Pending = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

/// A request on its way. Dropping it stops it.
#[must_use = "a request is sent when this is awaited"]
pub struct Sending<T> {
    answer: Pending,
    meta: Option<&'static Meta>,
    read: fn(&mut Answer) -> Result<T, Error>,
}

impl<T> Sending<T> {
    pub(crate) fn new(draft: Box<Draft>, read: fn(&mut Answer) -> Result<T, Error>) -> Self {
        Self { meta: draft.meta, answer: send(draft), read }
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(cx).map(|answer| {
            let mut answer = answer?;
            (self.read)(&mut answer).map_err(|error| unreadable(error, &answer, self.meta))
        })
    }
}

/// The error of an answer of success that could not be read, with what is known of the answer.
pub(crate) fn unreadable(error: Error, answer: &Answer, meta: Option<&'static Meta>) -> Error {
    let body = answer.body.slice(..answer.body.len().min(exchange::ERROR_BODY_LIMIT));
    error.with_answer(answer.status, &answer.headers, body).with_attempts(answer.attempts).of(meta)
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").field("operation", &self.meta.map_or("", |meta| meta.id)).finish_non_exhaustive()
    }
}

/// Waits, on the timer of the client. A client without one cannot send, so that there is nothing to wait for.
pub(crate) async fn wait(client: &crate::Client, duration: std::time::Duration) {
    if let Some(timer) = &client.0.timer {
        timer.sleep(duration).await;
    }
}

/// How long an answer asks to wait, by the clock of the client.
pub(crate) fn asked_wait(client: &crate::Client, headers: &http::HeaderMap) -> Option<std::time::Duration> {
    let now = client.0.timer.as_ref().map_or_else(Default::default, |timer| timer.unix_time());
    retry_after::retry_after(headers, now)
}

/// The body alone.
pub(crate) fn read<T: FromResponse>(answer: &mut Answer) -> Result<T, Error> {
    T::from_response(answer)
}

/// The body with what came with it.
pub(crate) fn read_response<T: FromResponse>(answer: &mut Answer) -> Result<Response<T>, Error> {
    let body = T::from_response(answer)?;
    Ok(Response::of(answer, body))
}

/// The body as it is still to come.
pub(crate) fn read_streaming(answer: &mut Answer) -> Result<Response<Body>, Error> {
    let body = answer.unread.take().unwrap_or_else(|| Body::from(answer.body.clone()));
    Ok(Response::of(answer, body))
}
