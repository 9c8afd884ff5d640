use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use serde::de::DeserializeOwned;

use crate::model::{Item, Json, Model, Record, decode, erase, json_text, misfits, read_json};
use crate::redact::ShownHeaders;
use crate::transport::Body;
use crate::{Error, ErrorKind};

/// An answer of success, read to its end.
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
    /// The body, for a caller who reads it piece by piece.
    pub(crate) unread: Option<Body>,
    /// The URL that answered, after redirects.
    pub(crate) url: String,
    /// Whether a value that does not have its documented type is an error.
    pub(crate) strict: bool,
}

impl Answer {
    /// An answer that no service gave, as a layer has that answers by itself.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), attempts: 0, unread: None, url: String::new(), strict: false }
    }

    /// The number that the service's support finds the request by.
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")?.to_str().ok()
    }

    /// Refuses a value that does not have its documented type, when the caller wants to know of it.
    pub(super) fn check(&self, item: &Item<'_>) -> Result<(), Error> {
        if !self.strict {
            return Ok(());
        }
        match misfits(item).first() {
            None => Ok(()),
            Some(misfit) => {
                let message = format!("`{}` does not have the documented type", misfit.path);
                Err(Error::new(ErrorKind::Decode, message))
            }
        }
    }

    /// The body as any type that serde can read from JSON.
    ///
    /// # Errors
    /// When there is no body, or it is not the JSON of such a value.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if self.has_nothing() {
            // What is read from null, as an option is, needs no body.
            return serde_json::from_slice(b"null").map_err(|_| Error::no_body());
        }
        serde_json::from_slice(json_text(&self.body)).map_err(Error::decode)
    }

    /// Whether the body holds no value at all: it is empty, or `null`.
    pub(super) fn has_nothing(&self) -> bool {
        matches!(json_text(&self.body).trim_ascii(), b"" | b"null")
    }

    /// The error that an answer is in spite of its status: some services put one into an answer of success.
    pub(super) fn hidden_error(&self, error: Option<&Json>) -> Option<Error> {
        let error = error?.as_object()?;
        let is_error =
            error.get("code").is_some_and(Json::is_string) || error.get("message").is_some_and(Json::is_string);
        is_error.then(|| Error::service(self.status, &self.headers, self.body.clone()))
    }
}

/// Without the body, and of headers with the harmless ones.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status.as_u16())
            .field("headers", &ShownHeaders(&self.headers))
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A type that a body can be read as.
pub trait FromResponse: Sized + Send + 'static {
    /// The value of `Accept`.
    const ACCEPT: &'static str = "application/json";

    /// Reads the body.
    ///
    /// # Errors
    /// When the body is not what was to come.
    fn from_response(answer: &Answer) -> Result<Self, Error>;
}

/// Whatever came is not looked at.
impl FromResponse for () {
    fn from_response(_answer: &Answer) -> Result<Self, Error> {
        Ok(())
    }
}

impl<T: Model> FromResponse for T {
    #[inline]
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        let mut model = T::default();
        read_record(answer, erase::record_mut(&mut model))?;
        answer.check(&Item::Record(model.as_record()))?;
        Ok(model)
    }
}

/// Reads the body into a record; one copy serves all models.
fn read_record(answer: &Answer, record: &mut dyn Record) -> Result<(), Error> {
    if answer.has_nothing() {
        return Err(Error::no_body());
    }
    decode(&answer.body, record)?;
    let is_unread = || (0..record.shape().names.len()).all(|slot| record.slot_ref(slot).get().is_none());
    match answer.hidden_error(record.extra().get("error")).filter(|_| is_unread()) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// For operations of which one success has no body: nothing is read from an empty body, and from `null`.
impl<T: FromResponse> FromResponse for Option<T> {
    const ACCEPT: &'static str = T::ACCEPT;

    #[inline]
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        match T::from_response(answer) {
            Err(error) if error.kind() == ErrorKind::NoBody => Ok(None),
            value => value.map(Some),
        }
    }
}

impl FromResponse for Bytes {
    const ACCEPT: &'static str = "*/*";

    fn from_response(answer: &Answer) -> Result<Self, Error> {
        Ok(answer.body.clone())
    }
}

impl FromResponse for String {
    const ACCEPT: &'static str = "*/*";

    fn from_response(answer: &Answer) -> Result<Self, Error> {
        let text = answer.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&answer.body);
        Self::from_utf8(text.to_vec())
            .map_err(|error| Error::new(ErrorKind::Decode, "the body is not text in UTF-8").with_source(error))
    }
}

/// Any JSON; null when there is no body.
impl FromResponse for Json {
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        match answer.has_nothing() {
            true => Ok(Self::Null),
            false => read_json(json_text(&answer.body)).map_err(Error::decode),
        }
    }
}
