//! What an operation answers with.

mod collection;
mod from_response;
mod value;

use std::fmt;

use http::{HeaderMap, StatusCode};

pub use collection::Collection;
pub use from_response::{Answer, FromResponse};
pub use value::Value;

use crate::redact::ShownHeaders;

/// An answer with all that came with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status, one of success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: T,
    /// How often the request was sent.
    pub attempts: u32,
}

/// Of headers the harmless ones are shown: others hold cookies, and links that need no sign-in.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("headers", &ShownHeaders(&self.headers))
            .field("body", &self.body)
            .field("attempts", &self.attempts)
            .finish()
    }
}

impl<T> Response<T> {
    pub(crate) fn of(answer: &mut Answer, body: T) -> Self {
        let headers = std::mem::take(&mut answer.headers);
        Self { status: answer.status, headers, body, attempts: answer.attempts }
    }

    /// The body alone.
    pub fn into_body(self) -> T {
        self.body
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where the answer says to go on: the `Location` of what was created or is still running.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// The number that the service's support finds the request by.
    pub fn request_id(&self) -> Option<&str> {
        self.header("request-id")
    }
}
