use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use base64::Engine as _;
use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};

use super::Pending;
use super::redirect::Chain;
use super::retry::{Retry, is_idempotent, may_repeat_answer, may_repeat_failure};
use super::retry_after::retry_after;
use crate::permissions::Held;
use crate::request::{Draft, Settings, set_default};
use crate::response::Answer;
use crate::timer::Timer;
use crate::token::{Demand, Token};
use crate::transport::{Body, Transport, TransportError, TransportErrorKind};
use crate::{Client, Error, ErrorKind};

/// What is kept of the body of an error.
pub(super) const ERROR_BODY_LIMIT: usize = 64 << 10;

static REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
static ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// Sends a request: the whole pipeline, in one future for all operations.
pub(crate) fn send(draft: Box<Draft>) -> Pending {
    let meta = draft.meta;
    #[cfg(feature = "tracing")]
    let method = draft.method.clone();
    let call = async move { exchange(draft).await.map_err(|error| error.of(meta)) };
    #[cfg(feature = "tracing")]
    let call = super::trace::call(method, meta, call);
    Box::pin(call)
}

async fn exchange(draft: Box<Draft>) -> Result<Answer, Error> {
    draft.confirm()?;
    let exchange = Exchange { client: draft.client.clone(), settings: draft.settings.clone(), started: None };
    #[cfg(feature = "tower")]
    let meta = draft.meta;
    let request = draft.build()?;
    #[cfg(feature = "tower")]
    if let Some(calls) = exchange.settings.calls.clone().or_else(|| exchange.client.0.calls.clone()) {
        return exchange.through(&*calls, request, meta).await;
    }
    exchange.run(request).await
}

/// All that a request needs to be sent.
#[derive(Clone)]
pub(super) struct Exchange {
    client: Client,
    settings: Settings,
    /// When the time of the call began, when that was before it is run.
    started: Option<Duration>,
}

impl Exchange {
    /// Makes the call through layers, whose time counts as the call's.
    #[cfg(feature = "tower")]
    async fn through(
        mut self,
        calls: &dyn super::call::Calls,
        mut request: http::Request<Bytes>,
        meta: Option<&'static crate::Meta>,
    ) -> Result<Answer, Error> {
        let timer = Arc::clone(self.timer()?);
        self.started = Some(timer.now());
        let timeout = self.timeout(timer.now());
        if let Some(meta) = meta {
            request.extensions_mut().insert(meta);
        }
        request.extensions_mut().insert(self);
        let answer = within(calls.call(request), timer.sleep(timeout)).await;
        answer.unwrap_or_else(|| Err(Error::timed_out(None)))
    }

    /// How long the call may take from now on.
    fn timeout(&self, now: Duration) -> Duration {
        let passed = self.started.map_or(Duration::ZERO, |started| now.saturating_sub(started));
        let timeout = self.settings.timeout.unwrap_or(self.client.0.timeout).saturating_sub(passed);
        self.client.0.deadline.map_or(timeout, |deadline| timeout.min(deadline.saturating_sub(now)))
    }

    fn timer(&self) -> Result<&Arc<dyn Timer>, Error> {
        const NO_TIMER: &str = "there is no timer: give the client one, or enable the feature `tokio`";
        self.client.0.timer.as_ref().ok_or_else(|| Error::new(ErrorKind::Request, NO_TIMER))
    }

    /// Makes the call: tokens, attempts, waits.
    pub(super) async fn run(self, request: http::Request<Bytes>) -> Result<Answer, Error> {
        let transport = self.settings.transport.as_ref().map_or(self.client.0.transport.as_ref(), Ok);
        let transport = transport.map_err(|reason| Error::new(ErrorKind::Request, reason.as_str()))?;
        let timer = self.timer()?;
        let timeout = self.timeout(timer.now());
        let call = Call {
            client: &self.client,
            transport: &**transport,
            timer,
            retry: self.settings.retry.unwrap_or(self.client.0.retry),
            idempotent: self.settings.idempotent || is_idempotent(request.method()),
            settings: &self.settings,
            url: request.uri().to_string(),
            request,
            deadline: timer.now().checked_add(timeout),
        };
        let mut progress = Progress::default();
        match within(call.run(&mut progress), timer.sleep(timeout)).await {
            Some(answer) => answer,
            None => Err(Error::timed_out(progress.last).with_attempts(progress.attempts).retryable(call.idempotent)),
        }
    }
}

/// The result of a future, unless the timer is first.
async fn within<T>(future: impl Future<Output = T>, timer: impl Future<Output = ()>) -> Option<T> {
    let (mut future, mut timer) = (pin!(future), pin!(timer));
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => timer.as_mut().poll(cx).map(|()| None),
    })
    .await
}

struct Call<'a> {
    client: &'a Client,
    transport: &'a dyn Transport,
    timer: &'a Arc<dyn Timer>,
    retry: Retry,
    /// Whether sending twice is the same as once.
    idempotent: bool,
    settings: &'a Settings,
    url: String,
    request: http::Request<Bytes>,
    deadline: Option<Duration>,
}

/// How far a call came, for when its time is over.
#[derive(Default)]
struct Progress {
    attempts: u32,
    last: Option<Error>,
}

/// How an attempt ended other than well.
struct Failure {
    error: Error,
    /// Whether sending again is safe.
    repeat: bool,
    /// How long the service asked to wait.
    asked: Option<Duration>,
    /// What the next token must be, when this one was refused.
    demand: Option<Demand>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, repeat: false, asked: None, demand: None }
    }
}

impl Call<'_> {
    async fn run(&self, progress: &mut Progress) -> Result<Answer, Error> {
        let client = &*self.client.0;
        let mut request = self.request.clone();
        // The same for all attempts, so that the service sees what belongs together.
        set_default(request.headers_mut(), REQUEST_ID.clone(), random_guid());
        let mut demand = Demand::default();
        let mut token = self.token(&demand).await?;
        loop {
            progress.attempts += 1;
            let attempt = progress.attempts;
            let failure = match self.attempt(request.clone(), token.as_ref(), attempt).await {
                Ok(answer) => {
                    client.budget.success(attempt);
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            let mut error = failure.error.with_attempts(attempt).retryable(failure.repeat);
            if let Some(token) = &token {
                error = error.without(token.secret());
            }
            if let Some(next) = failure.demand.filter(|_| demand.refused.is_none() && self.retry.attempts > 1) {
                demand = next;
                progress.last = Some(error);
                let renewed = self.token(&demand).await;
                let Some(error) = progress.last.take() else {
                    return Err(Error::new(ErrorKind::Request, "internal error: send::exchange lost an error"));
                };
                match renewed {
                    // The same token would be refused again.
                    Ok(Some(new)) if token.as_ref().is_none_or(|old| old.secret() != new.secret()) => token = Some(new),
                    Ok(_) => return Err(error),
                    Err(cause) => return Err(error.with_source(cause)),
                }
                continue;
            }
            let last = !failure.repeat || attempt >= self.retry.attempts;
            if last || failure.asked.is_some_and(|asked| asked > self.retry.retry_after_cap) {
                return Err(error);
            }
            let wait = self.retry.wait(attempt, failure.asked);
            let end = self.timer.now().checked_add(wait);
            let too_long = self.deadline.is_some_and(|deadline| end.is_none_or(|end| end > deadline));
            if too_long || !client.budget.take() {
                return Err(error);
            }
            #[cfg(feature = "tracing")]
            super::trace::again(attempt, &error, wait);
            progress.last = Some(error);
            if !wait.is_zero() {
                self.timer.sleep(wait).await;
            }
            // The last one may have expired meanwhile.
            token = self.token(&demand).await.map_err(|error| error.with_attempts(attempt))?;
        }
    }

    async fn attempt(
        &self,
        mut request: http::Request<Bytes>,
        token: Option<&Token>,
        attempt: u32,
    ) -> Result<Answer, Failure> {
        if attempt > 1 {
            request.headers_mut().insert(ATTEMPT.clone(), HeaderValue::from(attempt - 1));
        }
        if let Some(token) = token {
            request.headers_mut().insert(AUTHORIZATION, bearer(token)?);
        }
        let limit = self.settings.attempt_timeout.or(self.client.0.attempt_timeout);
        let answer = self.answer(request, token, attempt);
        let Some(limit) = limit else { return answer.await };
        match within(answer, self.timer.sleep(limit)).await {
            Some(answer) => answer,
            None => Err(self.broken(TransportError::new(TransportErrorKind::TimedOut, "the attempt took too long"))),
        }
    }

    async fn answer(
        &self,
        mut request: http::Request<Bytes>,
        token: Option<&Token>,
        attempt: u32,
    ) -> Result<Answer, Failure> {
        let mut chain = Chain::new(self.url.clone());
        let (head, body) = loop {
            let answer = self.transport.send(request.clone()).await.map_err(|error| self.broken(error))?;
            let (head, body) = answer.into_parts();
            let followed = chain.follow(head.status, &head.headers, &mut request);
            let followed = followed.map_err(|error| error.with_answer(head.status, &head.headers, Bytes::new()))?;
            if !followed {
                break (head, body);
            }
        };
        let success = head.status.is_success();
        let (body, unread) = if success && self.settings.streaming {
            (Bytes::new(), Some(body))
        } else {
            let limit = self.settings.body_limit.unwrap_or(self.client.0.body_limit);
            let (body, end) = read(body, if success { limit } else { ERROR_BODY_LIMIT }).await;
            match end {
                // What cannot be read of the body of an error does not hide the error.
                _ if !success => return Err(self.failure(head.status, &head.headers, body, chain.left, token)),
                End::Complete => (body, None),
                End::Limit => {
                    let message = format!("the body is longer than {limit} bytes");
                    let error = Error::new(ErrorKind::TooLarge, message);
                    return Err(error.with_answer(head.status, &head.headers, Bytes::new()).into());
                }
                End::Broken(error) => {
                    let mut failure = self.broken(error);
                    failure.error = failure.error.with_answer(head.status, &head.headers, Bytes::new());
                    return Err(failure);
                }
            }
        };
        let url = chain.into_url();
        let strict = self.settings.strict;
        Ok(Answer { status: head.status, headers: head.headers, body, unread, attempts: attempt, url, strict })
    }

    /// A token for the client's own origin, and only where nobody can read along.
    async fn token(&self, demand: &Demand) -> Result<Option<Token>, Error> {
        let client = &*self.client.0;
        let Some(tokens) = &client.tokens else { return Ok(None) };
        if self.settings.anonymous {
            return Ok(None);
        }
        let origin = crate::url::Origin::of(&self.url);
        if origin.is_none() || origin != client.origin {
            return Err(Error::new(ErrorKind::ForeignLink, "the request is for another origin than the client's"));
        }
        if !origin.is_some_and(|origin| origin.is_private()) {
            return Err(Error::new(ErrorKind::Request, "a token is not sent over http: the base URL must be https"));
        }
        tokens.token(demand, self.timer).await.map(Some)
    }

    fn failure(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
        left: bool,
        token: Option<&Token>,
    ) -> Failure {
        let asked = retry_after(headers, self.timer.unix_time());
        let mut error = Error::service(status, headers, body).with_retry_after(asked);
        if status == StatusCode::GONE && (self.settings.delta || crate::url::is_delta(&self.url)) {
            let location = headers.get(&http::header::LOCATION).and_then(|location| location.to_str().ok());
            let own = location.and_then(|location| self.client.own_link(&self.url, location).ok());
            error = error.into_resync(own);
        }
        if status == StatusCode::FORBIDDEN {
            error = error.with_held(token.and_then(|token| Held::of(token.secret())));
        }
        // Another origin has no say in which token the client asks for.
        let refused = token.filter(|_| status == StatusCode::UNAUTHORIZED && !left).cloned();
        let demand = refused.map(|token| (demanded_claims(headers).map(Arc::from), token));
        // A token that the client kept may have been revoked; a provider that keeps its own has just been asked.
        let demand = demand.filter(|(claims, token)| claims.is_some() || token.is_kept());
        let demand = demand.map(|(claims, token)| Demand { claims, refused: Some(token) });
        Failure { error, repeat: may_repeat_answer(status, self.idempotent, asked), asked, demand }
    }

    fn broken(&self, error: TransportError) -> Failure {
        let repeat = may_repeat_failure(error.kind(), self.idempotent);
        let kind = match error.kind() {
            TransportErrorKind::TimedOut => ErrorKind::Timeout,
            TransportErrorKind::NotSent | TransportErrorKind::Broken => ErrorKind::Connection,
            TransportErrorKind::Refused => ErrorKind::Request,
        };
        let error = Error::new(kind, error.to_string()).with_source(error);
        Failure { error, repeat, asked: None, demand: None }
    }
}

fn bearer(token: &Token) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.secret()))
        .map_err(|_| Error::new(ErrorKind::Token, "the token holds characters that no header can"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Why no more of a body was read.
enum End {
    Complete,
    Limit,
    Broken(TransportError),
}

/// A body, or its start when it is longer than the limit.
async fn read(mut body: Body, limit: usize) -> (Bytes, End) {
    let mut start = BytesMut::new();
    let end = loop {
        let chunk = match body.next().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break End::Complete,
            Err(error) => break End::Broken(error),
        };
        let room = limit - start.len();
        start.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            break End::Limit;
        }
    };
    (start.freeze(), end)
}

/// The claims that a service demands of the next token: `WWW-Authenticate: Bearer …, claims="BASE64"`.
fn demanded_claims(headers: &HeaderMap) -> Option<String> {
    let challenges = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let claims = challenges.filter_map(|challenge| challenge.split_once("claims=\"")?.1.split('"').next()).next()?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(claims).ok();
    Some(decoded.and_then(|claims| String::from_utf8(claims).ok()).unwrap_or_else(|| claims.to_owned()))
}

fn random_guid() -> HeaderValue {
    // Version 4, variant 1: the bits that say that the rest is random.
    let (high, low) = (fastrand::u64(..) & !0xF000 | 0x4000, fastrand::u64(..) >> 2 | 1 << 63);
    let (a, b, c, d) = (high >> 32, high >> 16 & 0xFFFF, high & 0xFFFF, low >> 48);
    let guid = format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{:012x}", low & 0xFFFF_FFFF_FFFF);
    HeaderValue::try_from(guid).unwrap_or(HeaderValue::from_static("0"))
}
