use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::node::{push_parameter, remove_parameter, start_option};
use crate::query::{ConditionText, Writer};
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
    /// The options that were set, a bit each.
    options: u16,
    /// Whether the query may hold an option that has no bit.
    is_free: bool,
    pub(crate) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The body without its secrets, when it has some.
    pub(crate) redacted: Option<Bytes>,
    pub(super) error: Option<Error>,
    /// The value of `Accept` unless the caller set one.
    pub(crate) accept: &'static str,
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
    /// Whether a value that does not have its documented type is an error.
    pub(crate) strict: bool,
    /// Whether it asks what has changed: only then a `410` says to begin anew.
    pub(crate) delta: bool,
    /// Whether it goes without a token: its URL is one that a service handed out for whoever has it.
    pub(crate) anonymous: bool,
    /// What makes this call in place of the client's layers.
    #[cfg(feature = "tower")]
    pub(crate) calls: Option<Arc<dyn crate::send::Calls>>,
}

impl Draft {
    /// A request for a URL that a service handed out: with a token when it is one of the client's own origin.
    pub(crate) fn at(client: &Client, method: http::Method, url: String) -> Box<Self> {
        let is_own = client.own_link(client.base_url(), &url).is_ok();
        let mut draft = Self::bare(client, method, url);
        draft.settings.anonymous = !is_own;
        draft
    }

    /// A request for a URL that a service handed out, without a token. Such a URL is a secret: over http it would not
    /// stay one.
    pub(crate) fn bare(client: &Client, method: http::Method, url: String) -> Box<Self> {
        let is_private = crate::url::Origin::of(&url).is_some_and(|origin| origin.is_private());
        let mut node = Node::new(client, "");
        node.url = url;
        let mut draft = Self::of(node, Method::Get, None, "*/*");
        draft.method = method;
        draft.settings.anonymous = true;
        if !is_private {
            draft.refuse(|| "a URL that the service handed out is not one of https".to_owned());
        }
        draft
    }

    /// Bytes that are sent as they are, without a media type.
    pub(crate) fn set_bytes(&mut self, bytes: Bytes) {
        (self.body, self.redacted) = (bytes, None);
    }

    /// Another URL in place of the path and all options.
    pub(crate) fn replace_url(&mut self, url: &str) {
        match self.client.own_link(self.client.base_url(), url) {
            Ok(url) => {
                (self.has_query, self.is_free, self.options) = (url.contains('?'), true, 0);
                (self.url, self.error) = (url, None);
            }
            Err(error) => self.error = Some(error),
        }
    }

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
            options: 0,
            is_free: node.has_query,
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
            Some(error) => Err(error.again().of(self.meta)),
            None => Ok(Box::new(self.clone())),
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
            self.set_header(name, value);
        }
    }

    /// A header that was parsed elsewhere.
    pub(super) fn checked_header(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        if RESERVED.contains(&name) {
            return Err(Error::new(ErrorKind::Request, format!("the header `{name}` is set by the client")));
        }
        self.set_header(name, value);
        Ok(())
    }

    /// Each preference of `Prefer` is an option of its own.
    fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        if name != "prefer" {
            self.headers.insert(name, value);
            return;
        }
        let is_other = |set: &&HeaderValue| preference(set) != preference(&value);
        let others: Vec<HeaderValue> = self.headers.get_all(&name).iter().filter(is_other).cloned().collect();
        self.headers.remove(&name);
        for other in others {
            self.headers.append(name.clone(), other);
        }
        self.headers.append(name, value);
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

    /// A parameter that is set again is replaced.
    pub(super) fn query(&mut self, name: &str, value: &str) {
        remove_parameter(&mut self.url, &mut self.has_query, name);
        self.is_free = true;
        push_parameter(&mut self.url, &mut self.has_query, name, value);
    }

    /// Starts a query option, whose value is written next. One that is set again is replaced.
    pub(super) fn option(&mut self, option: QueryOption) -> Writer<'_> {
        if self.is_set(option) {
            remove_parameter(&mut self.url, &mut self.has_query, option.name());
        }
        self.options |= option.bit();
        start_option(&mut self.url, &mut self.has_query, option.start());
        Writer::new(&mut self.url)
    }

    /// Whether the query may hold an option.
    fn is_set(&self, option: QueryOption) -> bool {
        self.is_free || self.options & option.bit() != 0
    }

    pub(super) fn filter(&mut self, condition: &ConditionText) {
        self.option(QueryOption::Filter).push(&condition.0);
        if condition.is_advanced() && self.advanced() {
            let offers_count = self.meta.is_some_and(|meta| meta.offers(QueryOption::Count.name()));
            if offers_count && self.options & QueryOption::Count.bit() == 0 && !self.url.contains("$count=") {
                self.option(QueryOption::Count).push("true");
            }
        }
    }

    pub(super) fn count(&mut self) {
        self.option(QueryOption::Count).push("true");
        self.advanced();
    }

    pub(super) fn search(&mut self, text: &str) {
        if text.starts_with('"') {
            self.option(QueryOption::Search).push(text);
        } else {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            self.option(QueryOption::Search).push(&format!("\"{text}\""));
        }
        self.advanced();
    }

    /// Counting, searching and some conditions need the header that a page documents for them. Answers whether the page
    /// does.
    fn advanced(&mut self) -> bool {
        static NAME: HeaderName = HeaderName::from_static("consistencylevel");
        let documented = self.meta.iter().flat_map(|meta| meta.headers).find(|header| NAME == header.name);
        let Some(header) = documented else { return false };
        if !self.headers.contains_key(&NAME) {
            self.headers.insert(NAME.clone(), HeaderValue::from_static(header.value.unwrap_or("eventual")));
        }
        true
    }

    /// The first thing that is wrong is the one to tell.
    pub(crate) fn refuse(&mut self, message: impl FnOnce() -> String) {
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

impl Clone for Draft {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            meta: self.meta,
            method: self.method.clone(),
            url: self.url.clone(),
            has_query: self.has_query,
            options: self.options,
            is_free: self.is_free,
            headers: self.headers.clone(),
            body: self.body.clone(),
            redacted: self.redacted.clone(),
            error: self.error.as_ref().map(Error::again),
            accept: self.accept,
            settings: self.settings.clone(),
        }
    }
}

/// The query options that requests have methods for.
#[derive(Clone, Copy)]
pub(super) enum QueryOption {
    Select,
    Expand,
    Filter,
    Orderby,
    Top,
    Skip,
    Count,
    Search,
    Format,
}

impl QueryOption {
    /// As a query starts it.
    fn start(self) -> &'static str {
        match self {
            Self::Select => "$select=",
            Self::Expand => "$expand=",
            Self::Filter => "$filter=",
            Self::Orderby => "$orderby=",
            Self::Top => "$top=",
            Self::Skip => "$skip=",
            Self::Count => "$count=",
            Self::Search => "$search=",
            Self::Format => "$format=",
        }
    }

    fn name(self) -> &'static str {
        self.start().trim_end_matches('=')
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// What a preference is about: `outlook.timezone`.
fn preference(value: &HeaderValue) -> &[u8] {
    value.as_bytes().split(|byte| matches!(byte, b'=' | b' ' | b';')).next().unwrap_or_default()
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
