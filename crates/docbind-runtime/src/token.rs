use std::fmt;
use std::future::Future;

use crate::BoxFuture;

/// Where access tokens come from. Getting and keeping them is the provider's business: it is asked before every
/// attempt and answers from its cache.
pub trait TokenProvider: Send + Sync + 'static {
    /// A token for the request.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, TokenError>>;
}

/// What a token is asked for.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scopes: `https://graph.microsoft.com/.default`.
    pub scopes: &'a [String],
    /// The claims that the service demands of a new token: the last one was refused for lack of them. A provider
    /// must not answer from its cache then.
    pub claims: Option<&'a str>,
}

/// Why there is no token. The text is shown to users, so it must not hold a secret.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// An access token. Its text never appears in `Debug`.
#[derive(Clone)]
pub struct Token(Box<str>);

impl Token {
    /// A token with this text.
    pub fn new(secret: impl Into<Box<str>>) -> Self {
        Self(secret.into())
    }

    /// The text.
    pub fn secret(&self) -> &str {
        &self.0
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
    fn token<'a>(&'a self, _request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// A function that gets a token by itself.
impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, TokenError>> + Send + 'static,
{
    fn token<'a>(&'a self, _request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, TokenError>> {
        Box::pin(self())
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for std::sync::Arc<P> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, TokenError>> {
        (**self).token(request)
    }
}
