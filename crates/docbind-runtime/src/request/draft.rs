use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::node::{push_parameter, start_option};
use crate::query::Writer;
use crate::redact::shown_path;
use crate::send::Retry;
use crate::transport::Transport;
use crate::{Client, Error, ErrorKind, Meta, Method, Node};

/// A request without its operation type: all that is done with one is done here, once for all operations.
pub(crate) struct Draft {
    pub(crate) client: Client,
    /// Nothing for a request that no documentation describes.
    pub(crate) meta: Option<&'static Meta>,
    pub(crate) method: http::Method,
    pub(crate) url: String,
    has_query: bool,
    pub(crate) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The body without its secrets, when it has some.
    pub(crate) redacted: Option<Bytes>,
    pub(super) error: Option<Error>,
    /// The value of `Accept` unless the caller set one.
    pub(super) accept: &'static str,
    pub(crate) settings: Settings,
}

/// What a request changes about how it is sent.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) retry: Option<Retry>,
    pub(crate) idempotent: bool,
    /// Whether the caller reads the body piece by piece.
    pub(crate) streaming: bool,
    /// What sends this request in place of the client's transport.
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Draft {
    pub(super) fn new(node: Node, meta: &'static Meta, accept: &'static str) -> Box<Self> {
        Self::of(node, meta.method, Some(meta), accept)
    }

    pub(super) fn raw(node: Node, method: Method) -> Box<Self> {
        Self::of(node, method, None, "application/json")
    }

    fn of(node: Node, method: Method, meta: Option<&'static Meta>, accept: &'static str) -> Box<Self> {
        Box::new(Self {
            client: node.client,
            meta,
            method: method.into(),
            url: node.url,
            has_query: node.has_query,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            redacted: None,
            error: node.error,
            accept,
            settings: Settings::default(),
        })
    }

    /// The same request once more, when it can be sent at all.
    pub(crate) fn copy(&self) -> Result<Box<Self>, Error> {
        match &self.error {
            Some(error) => Err(Error::new(error.kind(), error.message()).of(self.meta)),
            None => Ok(Box::new(Self {
                client: self.client.clone(),
                meta: self.meta,
                method: self.method.clone(),
                url: self.url.clone(),
                has_query: self.has_query,
                headers: self.headers.clone(),
                body: self.body.clone(),
                redacted: self.redacted.clone(),
                error: None,
                accept: self.accept,
                settings: self.settings.clone(),
            })),
        }
    }

    /// The request for a further page: the link as it came, the headers of the first request.
    pub(crate) fn following(&self, url: String) -> Result<Box<Self>, Error> {
        let mut next = self.copy()?;
        next.method = http::Method::GET;
        next.url = url;
        next.headers.remove(header::CONTENT_TYPE);
        (next.body, next.redacted) = (Bytes::new(), None);
        Ok(next)
    }

    /// Headers that the documentation requires and the request does not have. Those of the client's own are left out.
    pub(crate) fn missing_headers(&self) -> Vec<&'static str> {
        let required = self.meta.iter().flat_map(|meta| meta.headers).filter(|header| header.required);
        let set = |name: &HeaderName| RESERVED.contains(name) || OWN.contains(name) || self.headers.contains_key(name);
        let missing =
            required.filter(|header| HeaderName::from_bytes(header.name.as_bytes()).is_ok_and(|name| !set(&name)));
        missing.map(|header| header.name).collect()
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        if let Some((name, value)) = self.parse_header(name, value) {
            match name.as_str() {
                "prefer" => self.headers.append(name, value),
                _ => self.headers.insert(name, value).is_some(),
            };
        }
    }

    pub(super) fn secret_header(&mut self, name: &str, value: &str) {
        if let Some((name, mut value)) = self.parse_header(name, value) {
            value.set_sensitive(true);
            self.headers.insert(name, value);
        }
    }

    /// The name and value when they can be sent; else the request remembers why not.
    fn parse_header(&mut self, name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
        let Ok(known) = HeaderName::from_bytes(name.as_bytes()) else {
            self.refuse(|| format!("{name:?} is not the name of a header"));
            return None;
        };
        if RESERVED.contains(&known) {
            self.refuse(|| format!("the header `{known}` is set by the client"));
            return None;
        }
        match HeaderValue::from_str(value) {
            Ok(value) if value.as_bytes().is_ascii() => Some((known, value)),
            _ => {
                // The value may be a secret.
                self.refuse(|| format!("the value of the header `{known}` is not plain text in one line"));
                None
            }
        }
    }

    pub(super) fn query(&mut self, name: &str, value: &str) {
        push_parameter(&mut self.url, &mut self.has_query, name, value);
    }

    /// Starts a query option, given as `$name=`, whose value is written next.
    pub(super) fn option(&mut self, start: &str) -> Writer<'_> {
        start_option(&mut self.url, &mut self.has_query, start);
        Writer::new(&mut self.url)
    }

    pub(super) fn count(&mut self) {
        self.option("$count=true");
        self.advanced();
    }

    pub(super) fn search(&mut self, text: &str) {
        if text.starts_with('"') {
            self.option("$search=").push(text);
        } else {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            self.option("$search=").push(&format!("\"{text}\""));
        }
        self.advanced();
    }

    /// Counting and searching need the header that a page documents for them.
    fn advanced(&mut self) {
        static NAME: HeaderName = HeaderName::from_static("consistencylevel");
        let documented = self.meta.iter().flat_map(|meta| meta.headers).find(|header| NAME == header.name);
        if let Some(header) = documented
            && !self.headers.contains_key(&NAME)
        {
            self.headers.insert(NAME.clone(), HeaderValue::from_static(header.value.unwrap_or("eventual")));
        }
    }

    /// The first thing that is wrong is the one to tell.
    pub(super) fn refuse(&mut self, message: impl FnOnce() -> String) {
        self.error.get_or_insert_with(|| Error::new(ErrorKind::Request, message()));
    }

    /// The request as it is sent, but for the token.
    pub(crate) fn build(self: Box<Self>) -> Result<http::Request<Bytes>, Error> {
        if let Some(error) = self.error {
            return Err(error.of(self.meta));
        }
        if let Some(reason) = &self.client.0.broken {
            return Err(Error::new(ErrorKind::Request, reason.as_str()));
        }
        let uri = http::Uri::try_from(self.url)
            .map_err(|error| Error::new(ErrorKind::Request, "the URL cannot be sent").with_source(error))?;
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        let mut headers = self.headers;
        set_default(&mut headers, header::ACCEPT, HeaderValue::from_static(self.accept));
        set_default(&mut headers, header::USER_AGENT, self.client.0.user_agent.clone());
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Sets a header that the caller did not set.
pub(crate) fn set_default(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// Headers that decide where a request goes, how long it is, or who sends it.
static RESERVED: [HeaderName; 9] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::UPGRADE,
    header::TE,
    header::EXPECT,
];

/// Headers that every request gets, or every one with a body.
static OWN: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, header::USER_AGENT];

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.meta.map_or("", |meta| meta.id);
        f.debug_struct("Request")
            .field("operation", &operation)
            .field("method", &self.method)
            .field("url", &shown_path(&self.url))
            .finish_non_exhaustive()
    }
}
