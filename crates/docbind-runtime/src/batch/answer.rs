use std::time::Duration;

use base64::Engine as _;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value as Json;

use crate::response::Answer;
use crate::send::asked_wait;
use crate::{Client, Error};

/// The answer to one request of a batch.
pub(super) struct Inner {
    id: String,
    pub(super) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Inner {
    /// Reads a member of `responses`; nothing for one that is no answer.
    pub(super) fn read(json: &Json) -> Option<Self> {
        let id = match json.get("id")? {
            Json::String(id) => id.clone(),
            Json::Number(id) => id.to_string(),
            _ => return None,
        };
        let status = json.get("status").and_then(Json::as_u64)?;
        let status = StatusCode::from_u16(u16::try_from(status).ok()?).ok()?;
        let mut headers = HeaderMap::new();
        for (name, value) in json.get("headers").and_then(Json::as_object).into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value)) {
                headers.append(name, value);
            }
        }
        let body = json.get("body").map_or_else(Bytes::new, |body| decoded(body, &headers));
        Some(Self { id, status, headers, body })
    }

    pub(super) fn is_for(&self, index: usize) -> bool {
        self.id.parse() == Ok(index + 1)
    }

    pub(super) fn retry_after(&self, client: &Client) -> Option<Duration> {
        asked_wait(client, &self.headers)
    }

    pub(super) fn into_answer(self, attempts: u32, url: String, strict: bool) -> Answer {
        Answer { status: self.status, headers: self.headers, body: self.body, attempts, unread: None, url, strict }
    }

    pub(super) fn into_error(self, client: &Client, attempts: u32, is_retryable: bool) -> Error {
        let asked = self.retry_after(client);
        let error = Error::service(self.status, &self.headers, self.body);
        error.with_retry_after(asked).with_attempts(attempts).retryable(is_retryable)
    }
}

/// The bytes of a body: JSON as it is, anything else from base64.
fn decoded(body: &Json, headers: &HeaderMap) -> Bytes {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match body {
        Json::Null => Bytes::new(),
        Json::String(text) if !content_type.is_some_and(|value| value.contains("json")) => {
            match base64::engine::general_purpose::STANDARD.decode(text) {
                Ok(bytes) => bytes.into(),
                Err(_) => Bytes::copy_from_slice(text.as_bytes()),
            }
        }
        body => body.to_string().into(),
    }
}
