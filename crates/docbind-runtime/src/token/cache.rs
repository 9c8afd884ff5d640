use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{Shared, WeakShared};

use super::{Expiry, Token, TokenError, TokenProvider, TokenRequest};
use crate::timer::Timer;
use crate::{BoxFuture, Error, ErrorKind};

/// How long before its end a token is no longer used: it has to last for the call, and clocks differ. A token that is
/// good for less than twice that is used for half of its time.
const EARLY: Duration = Duration::from_secs(300);

/// The tokens of a client: the last one while it is good, and at most one question to the provider at a time.
pub(crate) struct Tokens {
    provider: Arc<dyn TokenProvider>,
    scopes: Arc<[String]>,
    state: Arc<Mutex<State>>,
}

/// What a call needs of a token beyond its being good.
#[derive(Clone, Default)]
pub(crate) struct Demand {
    /// What the service demands of it.
    pub(crate) claims: Option<Arc<str>>,
    /// The token that the service just refused.
    pub(crate) refused: Option<Token>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// Weak: a question that nobody waits for any more is dropped, so that one that hangs does not hang all others.
    question: Option<(Option<Arc<str>>, WeakShared<Answer>)>,
}

struct Kept {
    token: Token,
    claims: Option<Arc<str>>,
    /// When the next one is asked for, since 1970.
    until: Duration,
}

type Answer = BoxFuture<'static, Result<Token, Arc<TokenError>>>;

impl Tokens {
    pub(crate) fn new(provider: Arc<dyn TokenProvider>, scopes: Vec<String>) -> Self {
        Self { provider, scopes: scopes.into(), state: Arc::default() }
    }

    /// A token: the one that is kept, or that of a question which is shared with all who ask the same meanwhile.
    pub(crate) async fn token(&self, demand: &Demand, timer: &Arc<dyn Timer>) -> Result<Token, Error> {
        let answer = {
            let mut state = lock(&self.state);
            if let Some(token) = state.kept_for(demand, timer.unix_time()) {
                return Ok(token);
            }
            match state.question_for(demand) {
                Some(answer) => answer,
                None => self.ask(&mut state, demand.claims.clone(), Arc::clone(timer)),
            }
        };
        let token = answer.await.map_err(|error| no_token("there is no token").with_source(Refusal(error)))?;
        match token.secret().trim().is_empty() {
            true => Err(no_token("the token is empty")),
            false => Ok(token),
        }
    }

    fn ask(&self, state: &mut State, claims: Option<Arc<str>>, timer: Arc<dyn Timer>) -> Shared<Answer> {
        let request = TokenRequest { scopes: Arc::clone(&self.scopes), claims: claims.clone() };
        let (provider, keep, claimed) = (Arc::clone(&self.provider), Arc::clone(&self.state), claims.clone());
        let answer: Answer = Box::pin(async move {
            let asked_at = timer.unix_time();
            let token = provider.token(request).await.map_err(Arc::new)?;
            let until = token.expiry.map(|expiry| match expiry {
                Expiry::At(time) => time,
                Expiry::In(duration) => asked_at.saturating_add(duration),
            });
            if let Some(until) = until {
                let until = until.saturating_sub(EARLY.min(until.saturating_sub(asked_at) / 2));
                lock(&keep).kept = Some(Kept { token: token.clone(), claims: claimed, until });
            }
            Ok(token)
        });
        let answer = answer.shared();
        state.question = answer.downgrade().map(|weak| (claims, weak));
        answer
    }
}

impl State {
    fn kept_for(&mut self, demand: &Demand, now: Duration) -> Option<Token> {
        let kept = self.kept.as_ref()?;
        let refused = demand.refused.as_ref().is_some_and(|token| token.secret == kept.token.secret);
        if refused || now >= kept.until {
            self.kept = None;
            return None;
        }
        (demand.claims.is_none() || demand.claims == kept.claims).then(|| kept.token.clone())
    }

    /// The question that is being asked, when its answer is good enough. One that has its answer is over.
    fn question_for(&self, demand: &Demand) -> Option<Shared<Answer>> {
        let (claims, answer) = self.question.as_ref()?;
        let answer = answer.upgrade().filter(|answer| answer.peek().is_none())?;
        (*claims == demand.claims).then_some(answer)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // Nothing is left half done when a provider panics: the lock is never held across its code.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn no_token(message: &str) -> Error {
    Error::new(ErrorKind::Token, message)
}

/// The provider's error, which all who waited for the token get.
struct Refusal(Arc<TokenError>);

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
