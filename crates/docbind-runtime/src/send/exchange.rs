use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use base64::Engine as _;
use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};

use super::Pending;
use super::redirect::Chain;
use super::retry::{is_idempotent, may_repeat_answer, may_repeat_failure};
use super::retry_after::retry_after;
use crate::request::{Draft, Settings, set_default};
use crate::response::Answer;
use crate::token::TokenRequest;
use crate::transport::{Body, Transport, TransportError, TransportErrorKind};
use crate::{Client, Error, ErrorKind};

/// What is kept of the body of an error.
pub(super) const ERROR_BODY_LIMIT: usize = 64 << 10;

static REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
static ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// Sends a request: the whole pipeline, in one future for all operations.
pub(crate) fn send(draft: Box<Draft>) -> Pending {
    Box::pin(async move {
        let (client, meta, settings) = (draft.client.clone(), draft.meta, draft.settings);
        let url = draft.url.clone();
        let request = draft.build()?;
        let transport = match &client.0.transport {
            Ok(transport) => &**transport,
            Err(reason) => return Err(Error::new(ErrorKind::Request, reason.as_str()).of(meta)),
        };
        let timeout = settings.timeout.unwrap_or(client.0.timeout);
        let call =
            Call { client: &client, transport, settings, url, request, deadline: Instant::now().checked_add(timeout) };
        let answer = match within(call.run(), transport.sleep(timeout)).await {
            Some(answer) => answer,
            None => Err(Error::new(ErrorKind::Timeout, "the call took longer than it may")),
        };
        answer.map_err(|error| error.of(meta))
    })
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
    settings: Settings,
    url: String,
    request: http::Request<Bytes>,
    deadline: Option<Instant>,
}

/// How an attempt ended other than well.
struct Failure {
    error: Error,
    /// Whether sending again is safe.
    repeat: bool,
    /// How long the service asked to wait.
    asked: Option<Duration>,
    /// What a new token must claim.
    claims: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, repeat: false, asked: None, claims: None }
    }
}

impl Call<'_> {
    async fn run(mut self) -> Result<Answer, Error> {
        let client = &*self.client.0;
        // The same for all attempts, so that the service sees what belongs together.
        set_default(self.request.headers_mut(), REQUEST_ID.clone(), random_guid());
        let (mut attempt, mut claims) = (1, None);
        loop {
            let failure = match self.attempt(attempt, claims.as_deref()).await {
                Ok(answer) => {
                    client.budget.success(attempt);
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            let error = failure.error.with_attempts(attempt).retryable(failure.repeat);
            if failure.claims.is_some() && claims.is_none() && self.settings.retry {
                (claims, attempt) = (failure.claims, attempt + 1);
                continue;
            }
            let last = !failure.repeat || !self.settings.retry || attempt >= client.retry.attempts;
            if last || failure.asked.is_some_and(|asked| asked > client.retry.retry_after_cap) {
                return Err(error);
            }
            let wait = client.retry.wait(attempt, failure.asked);
            let end = Instant::now().checked_add(wait);
            let too_long = self.deadline.is_some_and(|deadline| end.is_none_or(|end| end > deadline));
            if too_long || !client.budget.take() {
                return Err(error);
            }
            if !wait.is_zero() {
                self.transport.sleep(wait).await;
            }
            attempt += 1;
        }
    }

    async fn attempt(&self, attempt: u32, claims: Option<&str>) -> Result<Answer, Failure> {
        let mut request = self.request.clone();
        if attempt > 1 {
            request.headers_mut().insert(ATTEMPT.clone(), HeaderValue::from(attempt - 1));
        }
        self.authorize(&mut request, claims).await?;
        let mut chain = Chain::new(self.url.clone());
        let (head, body) = loop {
            let answer = self.transport.send(request.clone()).await.map_err(|error| self.broken(error))?;
            let (head, body) = answer.into_parts();
            if !chain.follow(head.status, &head.headers, &mut request)? {
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
                _ if !success => return Err(self.failure(head.status, &head.headers, body, chain.left)),
                End::Complete => (body, None),
                End::Limit => {
                    let message = format!("the body is longer than {limit} bytes");
                    return Err(Error::new(ErrorKind::TooLarge, message).into());
                }
                End::Broken(error) => return Err(self.broken(error)),
            }
        };
        Ok(Answer {
            status: head.status,
            headers: head.headers,
            body,
            unread,
            attempts: attempt,
            url: chain.into_url(),
        })
    }

    /// Puts the token into the request: to the client's own origin, and only where nobody can read along.
    async fn authorize(&self, request: &mut http::Request<Bytes>, claims: Option<&str>) -> Result<(), Error> {
        let client = &*self.client.0;
        let Some(tokens) = &client.tokens else { return Ok(()) };
        let origin = crate::url::Origin::of(&self.url);
        if origin.is_none() || origin != client.origin {
            return Err(Error::new(ErrorKind::ForeignLink, "the request is for another origin than the client's"));
        }
        if !origin.is_some_and(|origin| origin.is_private()) {
            return Err(Error::new(ErrorKind::Request, "a token is not sent over http: the base URL must be https"));
        }
        let asked = TokenRequest { scopes: &client.scopes, claims };
        let token = tokens.token(asked).await;
        let token = token.map_err(|error| Error::new(ErrorKind::Token, "there is no token").with_source(error))?;
        let mut value = HeaderValue::try_from(format!("Bearer {}", token.secret()))
            .map_err(|_| Error::new(ErrorKind::Token, "the token holds characters that no header can"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    fn failure(&self, status: StatusCode, headers: &HeaderMap, body: Bytes, left: bool) -> Failure {
        let asked = retry_after(headers);
        let mut error = Error::service(status, headers, body).with_retry_after(asked);
        if status == StatusCode::GONE {
            let location = headers.get(&http::header::LOCATION).and_then(|location| location.to_str().ok());
            let own = location.and_then(|location| self.client.own_link(&self.url, location).ok());
            error = error.into_resync(own);
        }
        // Another origin has no say in which token the client asks for.
        let unauthorized = status == StatusCode::UNAUTHORIZED && !left;
        let claims = if unauthorized { demanded_claims(headers) } else { None };
        Failure { error, repeat: may_repeat_answer(status, self.idempotent(), asked), asked, claims }
    }

    fn broken(&self, error: TransportError) -> Failure {
        let repeat = may_repeat_failure(error.kind(), self.idempotent());
        let kind = match error.kind() {
            TransportErrorKind::TimedOut => ErrorKind::Timeout,
            TransportErrorKind::NotSent | TransportErrorKind::Broken => ErrorKind::Connection,
        };
        let error = Error::new(kind, error.to_string()).with_source(error);
        Failure { error, repeat, asked: None, claims: None }
    }

    fn idempotent(&self) -> bool {
        self.settings.idempotent || is_idempotent(self.request.method())
    }
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
