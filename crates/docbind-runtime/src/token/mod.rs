//! Access tokens: where they come from, and how long one is used.

mod cache;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub(crate) use cache::{Demand, Tokens};

use crate::BoxFuture;

/// Where access tokens come from.
///
/// A client keeps a token that says when it [expires](Token::expires_at) and asks for the next one five minutes
/// earlier, once for all calls that need it. A token that does not say it is asked for before every attempt: then
/// keeping it is the provider's business.
///
/// A function is a provider:
///
/// ```
/// use docbind_runtime::{Client, Token, TokenRequest};
///
/// let client = Client::new("https://graph.microsoft.com/v1.0", |request: TokenRequest| async move {
///     println!("sign in for {}", request.scopes.join(" "));
///     Ok(Token::new("…").expires_in(std::time::Duration::from_secs(3600)))
/// });
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// A token for the request.
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>>;
}

/// What a token is asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scopes: `https://graph.microsoft.com/.default`.
    pub scopes: Arc<[String]>,
    /// The claims that the service demands of a new token: the last one was refused for lack of them. A provider
    /// must not answer from a cache of its own then.
    pub claims: Option<Arc<str>>,
}

/// Why there is no token. The text is shown to users, so it must not hold a secret.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// An access token. Its text never appears in `Debug`.
#[derive(Clone)]
pub struct Token {
    secret: Box<str>,
    expiry: Option<Expiry>,
}

/// Until when a token is good.
#[derive(Clone, Copy)]
enum Expiry {
    /// A point in time, since 1970.
    At(Duration),
    /// A time from when the token was given.
    In(Duration),
}

impl Token {
    /// A token with this text.
    pub fn new(secret: impl Into<Box<str>>) -> Self {
        Self { secret: secret.into(), expiry: None }
    }

    /// The same token, known to expire at a time.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expiry = Some(Expiry::At(time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()));
        self
    }

    /// The same token, known to expire so long after it is given to the client: the `expires_in` of OAuth.
    #[must_use]
    pub fn expires_in(mut self, duration: Duration) -> Self {
        self.expiry = Some(Expiry::In(duration));
        self
    }

    /// The text.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Whether the client keeps it.
    pub(crate) fn is_kept(&self) -> bool {
        self.expiry.is_some()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

/// Always the same token: for tests and short-lived tools.
#[derive(Clone, Debug)]
pub struct StaticToken(Token);

impl StaticToken {
    /// The provider of this token.
    pub fn new(secret: impl Into<Box<str>>) -> Self {
        Self(Token::new(secret))
    }
}

impl TokenProvider for StaticToken {
    fn token(&self, _request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// A function that gets a token by itself.
impl<F, T> TokenProvider for F
where
    F: Fn(TokenRequest) -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, TokenError>> + Send + 'static,
{
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>> {
        Box::pin(self(request))
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>> {
        (**self).token(request)
    }
}
