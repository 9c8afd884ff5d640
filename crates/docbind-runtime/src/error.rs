use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, StatusCode};
use serde_json::Value as Json;

use crate::permissions::{Explanation, Held, Missing, Scheme, Status};
use crate::redact::{REDACTED, printable};
use crate::{Meta, Plan};

static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
static MS_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");

/// Why a call did not succeed.
///
/// Neither `Display` nor `Debug` shows a token, the query of a URL, the body of an answer, or a control character.
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
    plan: Option<Plan>,
    /// What the token of a refused call says that it has.
    held: Option<Held>,
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
    /// The service did what it was asked, but did not send the body that is documented: with a status such as 202, or
    /// because of `Prefer: return=minimal`. The call must not be made again.
    NoBody,
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
    /// The client does not send what changes something: it makes a dry run, or the change was not confirmed. What
    /// would have been sent is in [`plan`](Error::plan).
    Declined,
    /// The upload session is gone: start over with another one.
    SessionGone,
}

impl Error {
    /// An error of a kind, for code that reads answers or sends requests in a way of its own.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
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
            plan: None,
            held: None,
        }))
    }

    /// The same error once more, without its source: for a copy of a request, or for each request of a batch.
    pub(crate) fn again(&self) -> Self {
        let Inner {
            kind,
            message,
            meta,
            status,
            code,
            request_id,
            retry_after,
            link,
            body,
            attempts,
            retryable,
            plan,
            held,
            ..
        } = &*self.0;
        Self(Box::new(Inner {
            kind: *kind,
            message: message.clone(),
            source: None,
            meta: *meta,
            status: *status,
            code: code.clone(),
            request_id: request_id.clone(),
            retry_after: *retry_after,
            link: link.clone(),
            body: body.clone(),
            attempts: *attempts,
            retryable: *retryable,
            plan: plan.clone(),
            held: held.clone(),
        }))
    }

    #[must_use]
    pub(crate) fn into_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// The same error, with what led to it. The texts of both may be shown to users.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
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

    /// The same error with a link to go on from, unless it has one.
    #[must_use]
    pub(crate) fn or_link(mut self, link: &str) -> Self {
        self.0.link.get_or_insert_with(|| link.to_owned());
        self
    }

    #[must_use]
    pub(crate) fn with_plan(mut self, plan: Plan) -> Self {
        self.0.plan = Some(plan);
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

    /// The error of JSON that cannot be read. What a reader quotes of the values stays out.
    pub(crate) fn decode(error: serde_json::Error) -> Self {
        let new = Self::new(ErrorKind::Decode, "the JSON cannot be read");
        match error.is_data() {
            true => new.with_source(without_values(&error.to_string())),
            false => new.with_source(error),
        }
    }

    pub(crate) fn shape(name: &str) -> Self {
        Self::new(ErrorKind::Decode, format!("`{name}` does not have the documented shape"))
    }

    pub(crate) fn no_body() -> Self {
        Self::new(ErrorKind::NoBody, "the call succeeded, but its answer does not have the documented body")
    }

    /// The last error of a call whose time is over: what came is kept.
    pub(crate) fn timed_out(last: Option<Self>) -> Self {
        const TOO_LONG: &str = "the call took longer than it may";
        let Some(mut last) = last else { return Self::new(ErrorKind::Timeout, TOO_LONG) };
        last.0.kind = ErrorKind::Timeout;
        last.0.message = format!("{TOO_LONG}; before: {}", last.0.message);
        last
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
        let message = message.as_deref().or(status.canonical_reason()).unwrap_or("no message");
        let mut error = Self::new(ErrorKind::Service, printable(message)).with_answer(status, headers, body);
        error.0.code = code.as_deref().map(printable);
        error.0.request_id = error.0.request_id.or(request_id.as_deref().map(printable));
        error
    }

    /// The same error without a secret that the service may have repeated.
    #[must_use]
    pub(crate) fn without(mut self, secret: &str) -> Self {
        let Inner { message, code, request_id, .. } = &mut *self.0;
        for text in [Some(message), code.as_mut(), request_id.as_mut()].into_iter().flatten() {
            // A short one, as tests have, is part of ordinary words.
            if secret.len() >= 8 && text.contains(secret) {
                *text = text.replace(secret, REDACTED);
            }
        }
        self
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

    /// Whether the service did what it was asked, and only its answer could not be had or read. Such a call must not
    /// be made again as if it had failed.
    pub fn is_success(&self) -> bool {
        self.0.kind != ErrorKind::Service && self.0.status.is_some_and(|status| status.is_success())
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

    /// What the request would have sent, when the client [declined](ErrorKind::Declined) to send it.
    pub fn plan(&self) -> Option<&Plan> {
        self.0.plan.as_ref()
    }

    /// What the service says is wrong with parts of the request: the `details` of its error.
    pub fn details(&self) -> Vec<ErrorDetail> {
        let Some(Json::Array(details)) = self.member("details") else { return Vec::new() };
        details.iter().map(ErrorDetail::of).collect()
    }

    /// What part of the request the error is about: the `target` of the service's error.
    pub fn target(&self) -> Option<String> {
        self.member("target")?.as_str().map(str::to_owned)
    }

    /// The `innerError` of the service's error, which is of no fixed shape.
    pub fn inner_error(&self) -> Option<Json> {
        self.member("innerError").or_else(|| self.member("innererror"))
    }

    /// A member of the error in the body, which is read again: few callers ask.
    fn member(&self, name: &str) -> Option<Json> {
        let json: Json = serde_json::from_slice(&self.0.body).ok()?;
        let error = json.get("error").or_else(|| json.get("odata.error"))?;
        error.get(name).cloned()
    }

    /// Why a call was refused (403), offline: what it needs, what the token says it has, what is missing, and what to
    /// run. Nothing for other errors, and for requests that no page documents.
    pub fn explanation(&self) -> Option<Explanation> {
        let meta = self.0.meta.filter(|_| self.0.status == Some(StatusCode::FORBIDDEN))?;
        Some(Explanation::new(meta, self.0.held.clone()))
    }

    #[must_use]
    pub(crate) fn with_held(mut self, held: Option<Held>) -> Self {
        self.0.held = held;
        self
    }

    /// What the documentation says about the operation that failed.
    pub fn operation(&self) -> Option<&'static Meta> {
        self.0.meta
    }
}

/// One of the [`details`](Error::details) of an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The service's own code.
    pub code: Option<String>,
    /// What is wrong, in words.
    pub message: Option<String>,
    /// What part of the request it is about.
    pub target: Option<String>,
}

impl ErrorDetail {
    fn of(json: &Json) -> Self {
        let text = |name| json.get(name).and_then(Json::as_str).map(printable);
        Self { code: text("code"), message: text("message"), target: text("target") }
    }
}

/// What a reader of JSON says, without the values that it quotes.
fn without_values(message: &str) -> String {
    let mut text = message.to_owned();
    for (before, after) in [("string \"", "\", expected"), ("unknown variant `", "`, "), ("character `", "`, ")] {
        let Some((head, tail)) = text.split_once(before) else { continue };
        let tail = tail.rsplit_once(after).map_or("", |(_, tail)| tail);
        text = format!("{head}{before}…{after}{tail}");
    }
    printable(&text)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { status, code, message, meta, held, .. } = &*self.0;
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
            write_permissions(meta, held.as_ref(), f)?;
        }
        Ok(())
    }
}

/// What the documentation asks for, since a refusal rarely says it.
fn write_permissions(meta: &'static Meta, held: Option<&Held>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for scheme in Scheme::ALL.into_iter().filter(|scheme| held.is_none_or(|held| held.scheme == *scheme)) {
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
    if let Some(held) = held {
        let names = if held.names.is_empty() { "no permission".to_owned() } else { held.names.join(", ") };
        write!(f, "; the token says it has {names}")?;
        if let Some(Missing::Permissions(lacking)) = Explanation::new(meta, Some(held.clone())).missing() {
            write!(f, ", so {} is missing", lacking.join(" and "))?;
        }
    }
    if meta.docs.is_empty() { Ok(()) } else { write!(f, " (see {}:{})", meta.docs, meta.line) }
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
