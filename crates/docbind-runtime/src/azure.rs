use std::sync::Arc;
use std::time::{Duration, SystemTime};

use azure_core::credentials::TokenCredential;

use crate::{BoxFuture, Token, TokenError, TokenProvider, TokenRequest};

/// Tokens from a credential of `azure_identity`, which signs in, keeps tokens and renews them.
///
/// ```ignore
/// let credential = azure_identity::DeveloperToolsCredential::new(None)?;
/// let client = graph::Client::new(AzureCredential::from(credential));
/// ```
///
/// A demand for further claims is not passed on: that interface has no place for it, so such a call fails with the
/// service's 401.
#[derive(Clone, Debug)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl From<Arc<dyn TokenCredential>> for AzureCredential {
    fn from(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl<C: TokenCredential + 'static> From<Arc<C>> for AzureCredential {
    fn from(credential: Arc<C>) -> Self {
        Self(credential)
    }
}

impl TokenProvider for AzureCredential {
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>> {
        Box::pin(async move {
            let scopes: Vec<&str> = request.scopes.iter().map(String::as_str).collect();
            let token = self.0.get_token(&scopes, None).await?;
            let expiry = u64::try_from(token.expires_on.unix_timestamp()).unwrap_or(0);
            let expiry = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(expiry));
            let secret = Token::new(token.token.secret());
            Ok(match expiry {
                Some(expiry) => secret.expires_at(expiry),
                None => secret,
            })
        })
    }
}
