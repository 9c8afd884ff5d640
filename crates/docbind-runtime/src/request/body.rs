use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::Draft;
use crate::model::{Item, Record, encode_body, encode_item, encode_redacted, encode_redacted_body};

/// The body of a request, from the various things that can be one.
impl Draft {
    /// The documented body: what the service alone writes is left out of it, so that an object which was read can be
    /// sent back.
    pub(super) fn with_body(mut self: Box<Self>, body: &dyn Record) -> Box<Self> {
        let (json, has_secrets) = encode_body(body);
        self.json(json);
        self.redacted = has_secrets.then(|| encode_redacted_body(body).into());
        self
    }

    pub(super) fn with_item(mut self: Box<Self>, body: &Item<'_>) -> Box<Self> {
        self.item(body);
        self
    }

    pub(super) fn with_bytes(mut self: Box<Self>, media_type: &str, body: Bytes) -> Box<Self> {
        self.bytes(media_type, body);
        self
    }

    pub(super) fn with_value(mut self: Box<Self>, body: Result<Vec<u8>, serde_json::Error>) -> Box<Self> {
        self.value(body);
        self
    }

    pub(super) fn record(&mut self, body: &dyn Record) {
        self.item(&Item::Record(body));
    }

    pub(super) fn item(&mut self, body: &Item<'_>) {
        let (json, has_secrets) = encode_item(body);
        self.json(json);
        // Only a dry run needs the second form, and nearly no body has one.
        self.redacted = has_secrets.then(|| encode_redacted(body).into());
    }

    pub(super) fn value(&mut self, body: Result<Vec<u8>, serde_json::Error>) {
        match body {
            Ok(json) => self.json(json),
            Err(error) => self.refuse(|| format!("the body cannot be written as JSON: {error}")),
        }
    }

    fn json(&mut self, json: Vec<u8>) {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        (self.body, self.redacted) = (json.into(), None);
    }

    pub(super) fn bytes(&mut self, media_type: &str, body: Bytes) {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => {
                self.headers.insert(CONTENT_TYPE, media_type);
                (self.body, self.redacted) = (body, None);
            }
            Err(_) => self.refuse(|| format!("{media_type:?} is not a media type")),
        }
    }
}
