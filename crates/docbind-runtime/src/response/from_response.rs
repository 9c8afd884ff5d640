use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::model::{Json, Model, decode, erase};
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
        decode(&answer.body, erase::record_mut(&mut model))?;
        Ok(model)
    }
}

/// For operations of which one success has no body.
impl<T: FromResponse> FromResponse for Option<T> {
    const ACCEPT: &'static str = T::ACCEPT;

    #[inline]
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        match answer.body.is_empty() {
            true => Ok(None),
            false => T::from_response(answer).map(Some),
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
        match answer.body.is_empty() {
            true => Ok(Self::Null),
            false => serde_json::from_slice(&answer.body).map_err(Error::decode),
        }
    }
}
