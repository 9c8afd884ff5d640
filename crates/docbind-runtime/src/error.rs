use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, StatusCode};
use serde_json::Value as Json;

use crate::Meta;
use crate::permissions::{Scheme, Status};

static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
static MS_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");

/// Why a call did not succeed.
///
/// Neither `Display` nor `Debug` shows a token, the query of a URL, or the body of an answer.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    meta: Option<&'static Meta>,
    status: Option<StatusCode>,
    code: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    link: Option<String>,
    body: Bytes,
    attempts: u32,
    retryable: bool,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be sent as it is; nothing was sent.
    Request,
    /// There is no token; nothing was sent.
    Token,
    /// The connection failed.
    Connection,
    /// The call took longer than it may.
    Timeout,
    /// The service answered with an error.
    Service,
    /// What came is not what was to come: not JSON, or of another shape than documented.
    Decode,
    /// The body is longer than the limit.
    TooLarge,
    /// A link leads to another origin than the client's; it was not followed.
    ForeignLink,
    /// A link leads back to where it came from.
    RepeatedLink,
    /// A redirect was refused: without a target, from https to http, or one of too many.
    Redirect,
    /// The delta token is gone: start over from [`link`](Error::link).
    ResyncRequired,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            source: None,
            meta: None,
            status: None,
            code: None,
            request_id: None,
            retry_after: None,
            link: None,
            body: Bytes::new(),
            attempts: 0,
            retryable: false,
        }))
    }

    #[must_use]
    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    #[must_use]
    pub(crate) fn of(mut self, meta: Option<&'static Meta>) -> Self {
        self.0.meta = self.0.meta.or(meta);
        self
    }

    #[must_use]
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    #[must_use]
    pub(crate) fn with_link(mut self, link: impl Into<String>) -> Self {
        self.0.link = Some(link.into());
        self
    }

    #[must_use]
    pub(crate) fn retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    #[must_use]
    pub(crate) fn with_answer(mut self, status: StatusCode, headers: &http::HeaderMap, body: Bytes) -> Self {
        let id = headers.get(&REQUEST_ID).or_else(|| headers.get(&MS_REQUEST_ID));
        self.0.status = Some(status);
        self.0.request_id = id.and_then(|id| id.to_str().ok()).map(str::to_owned);
        self.0.body = body;
        self
    }

    #[must_use]
    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn decode(error: serde_json::Error) -> Self {
        Self::new(ErrorKind::Decode, "the JSON cannot be read").with_source(error)
    }

    pub(crate) fn shape(name: &str) -> Self {
        Self::new(ErrorKind::Decode, format!("`{name}` does not have the documented shape"))
    }

    /// The error that an answer of a service is: what its body says, in whichever of the usual forms.
    pub(crate) fn service(status: StatusCode, headers: &http::HeaderMap, body: Bytes) -> Self {
        let json: Json = serde_json::from_slice(&body).unwrap_or_default();
        let error = json.get("error").or_else(|| json.get("odata.error")).unwrap_or(&json);
        let text = |json: Option<&Json>| json.and_then(Json::as_str).map(str::to_owned);
        let code = text(error.get("code")).or_else(|| text(Some(error)));
        let message = error.get("message").or_else(|| json.get("error_description"));
        let message = text(message).or_else(|| text(message.and_then(|message| message.get("value"))));
        let inner = error.get("innerError").or_else(|| error.get("innererror"));
        let request_id = text(inner.and_then(|inner| inner.get("request-id")));
        let message = message.unwrap_or_else(|| status.canonical_reason().unwrap_or("no message").to_owned());
        let mut error = Self::new(ErrorKind::Service, message).with_answer(status, headers, body);
        error.0.code = code;
        error.0.request_id = error.0.request_id.or(request_id);
        error
    }

    #[must_use]
    pub(crate) fn into_resync(mut self, link: Option<String>) -> Self {
        self.0.kind = ErrorKind::ResyncRequired;
        self.0.link = link;
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the answer, when there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's own code: `Request_ResourceNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What happened, in words; those of the service when it answered.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The number that the service's support finds the request by.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The body of the answer, its first 64 KiB at most.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Where to go on: the page that failed, or where a delta query starts over. It holds what its query holds.
    pub fn link(&self) -> Option<&str> {
        self.0.link.as_deref()
    }

    /// What the documentation says about the operation that failed.
    pub fn operation(&self) -> Option<&'static Meta> {
        self.0.meta
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { status, code, message, meta, .. } = &*self.0;
        if let Some(meta) = meta {
            write!(f, "{} {}: ", meta.method, meta.path)?;
        }
        if let Some(status) = status {
            write!(f, "{} ", status.as_u16())?;
        }
        if let Some(code) = code {
            write!(f, "{code}: ")?;
        }
        f.write_str(message)?;
        if let (Some(meta), Some(StatusCode::FORBIDDEN)) = (meta, status) {
            write_permissions(meta, f)?;
        }
        Ok(())
    }
}

/// What the documentation asks for, since a refusal rarely says it.
fn write_permissions(meta: &Meta, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for scheme in Scheme::ALL {
        let requirement = meta.permissions.get(scheme);
        match requirement.status {
            Status::Supported if !requirement.least().is_empty() => {
                write!(f, "; {scheme} access needs {}", requirement.least().join(" and "))?;
                if requirement.higher().next().is_some() {
                    f.write_str(" or more")?;
                }
            }
            Status::NotSupported => write!(f, "; {scheme} access is not supported")?,
            Status::Supported | Status::Unknown => {}
        }
    }
    if meta.docs.is_empty() { Ok(()) } else { write!(f, " (see {})", meta.docs) }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.meta.map_or("", |meta| meta.id))
            .field("status", &self.0.status.map(|status| status.as_u16()))
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("request_id", &self.0.request_id)
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
