use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;

use crate::request::{Raw, Request};
use crate::send::{Budget, Retry};
use crate::timer::Timer;
use crate::token::{TokenProvider, Tokens};
use crate::transport::{After, Before, Body, Guard, Transport};
use crate::url::{Origin, resolve};
use crate::{Cloud, Error, ErrorKind, Method, Node, Plan};

/// Sends requests to one service. Cheap to clone: clones share their connections, tokens and retry budget.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    /// Without a slash at its end.
    base_url: String,
    pub(crate) origin: Option<Origin>,
    pub(crate) tokens: Option<Tokens>,
    /// What sends, or why there is nothing that does: a request can be built and looked at without.
    pub(crate) transport: Result<Arc<dyn Transport>, String>,
    pub(crate) timer: Option<Arc<dyn Timer>>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) retry: Retry,
    pub(crate) budget: Budget,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    /// When the time of all calls is over, by the client's timer.
    pub(crate) deadline: Option<Duration>,
    /// The layers around calls.
    #[cfg(feature = "tower")]
    pub(crate) calls: Option<Arc<dyn crate::send::Calls>>,
    /// Asked before anything that changes something is sent.
    pub(crate) confirm: Option<Confirm>,
    pub(crate) body_limit: usize,
    /// Why no request can be made: what `new` could not say.
    pub(crate) broken: Option<String>,
}

/// Says whether a planned request may be sent.
pub(crate) type Confirm = Box<dyn Fn(&Plan) -> bool + Send + Sync>;

/// How a [`Client`] is made other than by the defaults.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    inner: Inner,
    tokens: Option<Arc<dyn TokenProvider>>,
    scopes: Vec<String>,
    transport: Option<Arc<dyn Transport>>,
    /// What stands around the transport, the outermost first.
    steps: Vec<Step>,
    /// Layers around calls, the outermost first.
    #[cfg(feature = "tower")]
    layers: Vec<CallLayer>,
}

type Step = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

#[cfg(feature = "tower")]
type CallLayer = Box<dyn FnOnce(Option<Arc<dyn crate::send::Calls>>) -> Arc<dyn crate::send::Calls> + Send + Sync>;

impl Client {
    /// A client for a base URL such as `https://graph.microsoft.com/v1.0`, with the default transport.
    ///
    /// A base URL that cannot be used and a transport that cannot be set up are the error of each request; see
    /// [`builder`](Client::builder) to have them at once. Without any transport, as when the feature `reqwest` is off,
    /// requests can still be built and planned.
    #[inline]
    pub fn new(base_url: &str, tokens: impl TokenProvider) -> Self {
        Self::with_tokens(base_url, Arc::new(tokens))
    }

    fn with_tokens(base_url: &str, tokens: Arc<dyn TokenProvider>) -> Self {
        let mut builder = Self::builder(base_url);
        builder.tokens = Some(tokens);
        Self(Arc::new(builder.finish()))
    }

    /// A client that is to be set up in detail.
    pub fn builder(base_url: &str) -> ClientBuilder {
        let base_url = base_url.trim_end_matches('/').to_owned();
        let split = Origin::split(&base_url).filter(|(_, path)| !path.contains(['?', '#']));
        let origin = split.map(|(origin, _)| origin);
        let scopes = origin.iter().map(|origin| format!("{origin}/.default")).collect();
        let broken = origin.is_none().then(|| "the base URL is not an absolute HTTP URL without a query".to_owned());
        ClientBuilder {
            inner: Inner {
                base_url,
                origin,
                tokens: None,
                transport: Err(String::new()),
                timer: crate::timer::default(),
                user_agent: HeaderValue::from_static(concat!("docbind/", env!("CARGO_PKG_VERSION"))),
                retry: Retry::default(),
                budget: Budget::default(),
                timeout: Duration::from_secs(300),
                attempt_timeout: None,
                deadline: None,
                #[cfg(feature = "tower")]
                calls: None,
                confirm: None,
                body_limit: 64 << 20,
                broken,
            },
            tokens: None,
            scopes,
            transport: None,
            steps: Vec::new(),
            #[cfg(feature = "tower")]
            layers: Vec::new(),
        }
    }

    /// The base URL, without a slash at its end.
    #[inline]
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// A request that no documentation describes, with the same pipeline: tokens, retries, errors.
    ///
    /// The URL is a path below the base URL (`/users`), or an absolute one of the same origin, such as a stored
    /// `@odata.nextLink`. An absolute URL of another origin is the error of the request.
    pub fn raw(&self, method: Method, url: &str) -> Request<Raw> {
        let mut node = Node::new(self, "");
        match self.own_url(url) {
            Ok(own) => {
                node.has_query = own.contains('?');
                node.url = own;
            }
            Err(error) => node.error = Some(error),
        }
        Request::raw(node, method)
    }

    /// The absolute form of a URL that is allowed to have a token.
    fn own_url(&self, url: &str) -> Result<String, Error> {
        let absolute = url.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?']));
        if absolute || url.starts_with("//") {
            return self.own_link(self.base_url(), url);
        }
        let slash = if url.starts_with(['/', '?']) || url.is_empty() { "" } else { "/" };
        let url = format!("{}{slash}{url}", self.base_url());
        // A path must not climb out of the base: `/../beta` would be another API with the same token.
        let climbs = crate::url::climbs(crate::url::without_query(&url));
        match Origin::of(&url) {
            Some(origin) if Some(&origin) == self.0.origin.as_ref() && !climbs => Ok(url),
            _ => Err(Error::new(ErrorKind::Request, "the path cannot be part of a URL")),
        }
    }

    /// A link of a service as an absolute URL of the client's own origin.
    pub(crate) fn own_link(&self, base: &str, link: &str) -> Result<String, Error> {
        let url = resolve(base, link);
        match url.as_deref().and_then(Origin::of) {
            Some(origin) if Some(&origin) == self.0.origin.as_ref() => Ok(url.unwrap_or_default()),
            // The link is not shown: what a foreign link holds may be a secret.
            _ => Err(Error::new(
                ErrorKind::ForeignLink,
                "a link leads to another origin than the client's; not followed",
            )),
        }
    }
}

impl ClientBuilder {
    /// Where tokens come from. Without a provider requests carry no `Authorization`.
    pub fn token_provider(mut self, tokens: impl TokenProvider) -> Self {
        self.tokens = Some(Arc::new(tokens));
        self
    }

    /// What tokens are asked for; `ORIGIN/.default` unless set.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Another cloud: requests go to its host, with the path of the base URL, and tokens are asked for its scope. The
    /// credential that gives them has to be set up with the cloud's [authority](Cloud::authority).
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        let path = Origin::split(&self.inner.base_url).map_or("", |(_, path)| path);
        let base_url = format!("{}{path}", cloud.origin());
        self.inner.origin = Origin::of(&base_url);
        self.inner.base_url = base_url;
        self.scopes = vec![format!("{}/.default", cloud.origin())];
        self
    }

    /// What requests are sent with, in place of the default.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What tells the time and waits, in place of the clock of tokio.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.inner.timer = Some(Arc::new(timer));
        self
    }

    /// A step before each attempt: it may change the request, which has its token by then. Steps run in the order they
    /// are added in.
    pub fn before_attempt(self, step: impl Fn(&mut http::Request<Bytes>) + Send + Sync + 'static) -> Self {
        self.around_attempt(Box::new(|next| Arc::new(Before { step, next })))
    }

    /// A step after each attempt, once the head of its answer is there.
    pub fn after_attempt(self, step: impl Fn(&mut http::Response<Body>) + Send + Sync + 'static) -> Self {
        self.around_attempt(Box::new(|next| Arc::new(After { step, next })))
    }

    /// A layer of `tower` around each attempt. Whatever it does, tokens go to the client's own origin alone, and
    /// redirects are followed by the runtime.
    #[cfg(feature = "tower")]
    pub fn attempt_layer<L, B>(self, layer: L) -> Self
    where
        L: tower_layer::Layer<crate::transport::AttemptService> + Send + Sync + 'static,
        L::Service: tower_service::Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + 'static,
        <L::Service as tower_service::Service<http::Request<Bytes>>>::Error: Into<crate::transport::BodyError>,
        <L::Service as tower_service::Service<http::Request<Bytes>>>::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<crate::transport::BodyError>,
    {
        self.around_attempt(Box::new(move |next| crate::transport::layered(&layer, next)))
    }

    /// A layer of `tower` around each call, with its attempts and waits.
    #[cfg(feature = "tower")]
    pub fn call_layer<L>(mut self, layer: L) -> Self
    where
        L: tower_layer::Layer<crate::send::CallService> + Send + Sync + 'static,
        L::Service: tower_service::Service<http::Request<Bytes>, Response = crate::Answer, Error = Error>
            + Clone
            + Send
            + 'static,
        <L::Service as tower_service::Service<http::Request<Bytes>>>::Future: Send,
    {
        self.layers.push(Box::new(move |inner| crate::send::layered(&layer, inner)));
        self
    }

    fn around_attempt(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Sends nothing that changes something: such a call ends with [`ErrorKind::Declined`], and the error holds what
    /// would have been sent. What only reads is sent, since what a program would change mostly depends on it.
    pub fn dry_run(self) -> Self {
        self.confirm(|_| false)
    }

    /// Asks before anything that changes something is sent, once for all attempts. Without consent the call ends with
    /// [`ErrorKind::Declined`].
    pub fn confirm(mut self, consent: impl Fn(&Plan) -> bool + Send + Sync + 'static) -> Self {
        self.inner.confirm = Some(Box::new(consent));
        self
    }

    /// The `User-Agent`. Text that cannot be a header is left out.
    pub fn user_agent(mut self, user_agent: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(user_agent) {
            self.inner.user_agent = value;
        }
        self
    }

    /// When a request is sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.inner.retry = retry;
        self
    }

    /// How long a call may take in all, waits and retries included: 300 s unless set. A request can set its own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.inner.timeout = timeout;
        self
    }

    /// How long one attempt of a call may take; no limit unless set, but for those of the transport.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.inner.attempt_timeout = Some(timeout);
        self
    }

    /// How long all calls of the client may take together, from when it is built: what is still on its way then ends as
    /// a call does whose own time is over.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.inner.deadline = Some(time);
        self
    }

    /// The longest body that is read, in bytes: 64 MiB unless set. Of the body of an error 64 KiB are kept.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.inner.body_limit = bytes;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the base URL is not an absolute HTTP URL without a query, or the default transport cannot be set up.
    /// Where there is no default transport, because the feature `reqwest` is off, only sending is an error.
    pub fn build(self) -> Result<Client, Error> {
        let inner = self.finish();
        let unusable = inner.transport.as_ref().err().filter(|_| cfg!(feature = "reqwest"));
        match inner.broken.as_ref().or(unusable) {
            Some(reason) => Err(Error::new(ErrorKind::Request, reason.as_str())),
            None => Ok(Client(Arc::new(inner))),
        }
    }

    /// The client, whose requests have the error that there is none.
    #[cfg(feature = "mock")]
    pub(crate) fn finish_client(self) -> Client {
        Client(Arc::new(self.finish()))
    }

    fn finish(mut self) -> Inner {
        let now = self.inner.timer.as_ref().map_or(Duration::ZERO, |timer| timer.now());
        self.inner.deadline = self.inner.deadline.map(|time| now.saturating_add(time));
        self.inner.tokens = self.tokens.map(|tokens| Tokens::new(tokens, self.scopes));
        let transport = self.transport.map_or_else(crate::transport::default, Ok);
        self.inner.transport = transport.map(|transport| {
            let guarded: Arc<dyn Transport> = Arc::new(Guard { transport, origin: self.inner.origin.clone() });
            self.steps.into_iter().rev().fold(guarded, |next, step| step(next))
        });
        #[cfg(feature = "tower")]
        {
            self.inner.calls = self.layers.into_iter().rev().fold(None, |inner, layer| Some(layer(inner)));
        }
        self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.0.base_url).finish_non_exhaustive()
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.inner.base_url).finish_non_exhaustive()
    }
}
