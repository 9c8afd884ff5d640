//! Work that goes on after the answer: a `202` that tells where to ask how far it is.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::{DATE, LOCATION, RETRY_AFTER};
use serde_json::Value as Json;

use crate::query::{Anything, Queried};
use crate::request::Draft;
use crate::response::{Answer, FromResponse};
use crate::send::{asked_wait, read, send, wait};
use crate::{BoxFuture, Client, Error, ErrorKind, Operation, Request};

/// How long to wait between two questions when the service does not say; it doubles up to [`LONGEST_INTERVAL`].
const FIRST_INTERVAL: Duration = Duration::from_secs(1);
const LONGEST_INTERVAL: Duration = Duration::from_secs(30);
/// How long work may take unless the caller says otherwise.
const DEADLINE: Duration = Duration::from_secs(3600);

/// The answer of an operation that goes on in the background.
#[derive(Clone)]
pub struct Accepted {
    monitor: Option<String>,
    /// The headers that say how long to wait before the first question.
    headers: http::HeaderMap,
}

/// Asks how far the work of a long-running operation is, until it is done. `.await` it for the end, or read it as a
/// stream of [`Progress`] and then [`finish`](Poller::finish) it.
///
/// Where it asks is a secret: whoever has the URL sees the result. It goes there without a token unless the URL is one of
/// the client's own origin, and `Debug` does not show it.
#[must_use = "nothing is asked until it is awaited"]
pub struct Poller<T> {
    state: Option<State>,
    pending: Option<Asking>,
    result: PhantomData<fn() -> T>,
}

/// A question under way: it gives the state back, with the answer.
type Asking = BoxFuture<'static, (State, Result<Option<Progress>, Error>)>;

/// How far work is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// In the service's words: `inProgress`.
    pub status: String,
    /// How much of it is done, when the service says so: 0 to 100.
    pub percent: Option<f64>,
}

/// Work that is done.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finished<T> {
    /// What came of it, when the service hands it out or tells where it is.
    pub value: Option<T>,
    /// The identifier of what came of it, when the service says it.
    pub resource_id: Option<String>,
    /// The last answer.
    pub status: Json,
}

struct State {
    client: Client,
    step: Step,
    interval: Duration,
    left: Option<BoxFuture<'static, ()>>,
    deadline: Duration,
    finished: Option<Answer>,
}

enum Step {
    /// The request that starts the work.
    Start(Box<Draft>),
    Ask {
        url: String,
        wait: Duration,
    },
    Done,
}

impl Accepted {
    /// Where to ask how far the work is. Whoever has it may ask: it is a secret.
    pub fn monitor(&self) -> Option<&str> {
        self.monitor.as_deref()
    }

    /// Follows the work to its end.
    pub fn poller<T: FromResponse>(self, client: &Client) -> Poller<T> {
        let step = match self.monitor {
            Some(url) => {
                let pause = asked_wait(client, &self.headers);
                Step::Ask { url, wait: pause.unwrap_or_default() }
            }
            None => Step::Done,
        };
        Poller::new(client.clone(), step)
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted").field("is_monitored", &self.monitor.is_some()).finish_non_exhaustive()
    }
}

impl FromResponse for Accepted {
    fn from_response(answer: &Answer) -> Result<Self, Error> {
        let location = answer.headers.get(&LOCATION).and_then(|location| location.to_str().ok());
        let monitor = location.and_then(|location| crate::url::resolve(&answer.url, location));
        let waits = [RETRY_AFTER, DATE];
        let headers = waits.into_iter().filter_map(|name| Some((name.clone(), answer.headers.get(name)?.clone())));
        Ok(Self { monitor, headers: headers.collect() })
    }
}

impl Queried for Accepted {
    type Entity = Anything;
}

impl<O: Operation<Response = Accepted>> Request<O> {
    /// Sends the request and follows the work that it starts to its end.
    ///
    /// ```no_run
    /// # use docbind_runtime::{Accepted, Error, Operation, Request, model::Json};
    /// # async fn run<O: Operation<Response = Accepted>>(copy: Request<O>) -> Result<(), Error> {
    /// let finished = copy.poller::<Json>().await?;
    /// println!("{:?}", finished.resource_id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn poller<T: FromResponse>(self) -> Poller<T> {
        Poller::new(self.draft.client.clone(), Step::Start(self.draft))
    }
}

impl<T: FromResponse> Poller<T> {
    fn new(client: Client, step: Step) -> Self {
        let state = State { client, step, interval: FIRST_INTERVAL, left: None, deadline: DEADLINE, finished: None };
        Self { state: Some(state), pending: None, result: PhantomData }
    }

    /// How long the work may take before following it is given up: an hour unless set. The work itself goes on.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        if let Some(state) = &mut self.state {
            state.deadline = deadline;
        }
        self
    }

    /// The first wait between two questions, where the service does not say how long: a second unless set.
    pub fn interval(mut self, interval: Duration) -> Self {
        if let Some(state) = &mut self.state {
            state.interval = interval;
        }
        self
    }

    /// How far the work is now; nothing once it is done.
    ///
    /// # Errors
    /// When the work failed, cannot be asked about, or takes longer than it may.
    pub async fn try_next(&mut self) -> Result<Option<Progress>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// When the work failed, cannot be asked about, or takes longer than it may.
    pub async fn finish(mut self) -> Result<Finished<T>, Error> {
        while self.try_next().await?.is_some() {}
        let lost = || Error::new(ErrorKind::Decode, "the service did not say where to ask how far the work is");
        let state = self.state.take().ok_or_else(lost)?;
        let mut answer = state.finished.ok_or_else(lost)?;
        let status: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
        let text = |name: &str| status.get(name).and_then(Json::as_str).map(str::to_owned);
        let resource_id = text("resourceId");
        let value = match text("resourceLocation") {
            Some(link) => match state.client.own_link(&answer.url, &link) {
                Ok(url) => Some(read::<T>(&mut send(Draft::at(&state.client, http::Method::GET, url)).await?)?),
                Err(_) => None,
            },
            // An answer without a state is what came of the work.
            None if status_of(&status).is_none() && !answer.body.is_empty() => Some(read::<T>(&mut answer)?),
            None => None,
        };
        Ok(Finished { value, resource_id, status })
    }
}

impl<T: FromResponse> IntoFuture for Poller<T> {
    type Output = Result<Finished<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.finish())
    }
}

impl<T> Stream for Poller<T> {
    type Item = Result<Progress, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.pending.is_none() {
            let Some(mut state) = this.state.take() else { return Poll::Ready(None) };
            this.pending = Some(Box::pin(async move {
                let progress = state.next().await;
                (state, progress)
            }));
        }
        let Some(pending) = &mut this.pending else { return Poll::Ready(None) };
        let (state, progress) = ready!(pending.as_mut().poll(cx));
        this.pending = None;
        this.state = Some(state);
        Poll::Ready(progress.transpose())
    }
}

impl<T> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").finish_non_exhaustive()
    }
}

impl State {
    async fn next(&mut self) -> Result<Option<Progress>, Error> {
        if matches!(self.step, Step::Done) {
            return Ok(None);
        }
        let (client, deadline) = (self.client.clone(), self.deadline);
        let mut left = match self.left.take() {
            Some(left) => left,
            None => Box::pin(async move { wait(&client, deadline).await }),
        };
        let mut step = Box::pin(self.step());
        let result = poll_fn(|cx| match step.as_mut().poll(cx) {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending => left.as_mut().poll(cx).map(|()| None),
        })
        .await;
        drop(step);
        self.left = Some(left);
        let result = result.unwrap_or_else(|| {
            Err(Error::new(ErrorKind::Timeout, "the work takes longer than it may; it goes on without being followed"))
        });
        if result.is_err() {
            self.step = Step::Done;
        }
        result
    }

    async fn step(&mut self) -> Result<Option<Progress>, Error> {
        let (draft, pause) = match &self.step {
            Step::Start(draft) => (draft.clone(), Duration::ZERO),
            Step::Ask { url, wait } => (Draft::at(&self.client, http::Method::GET, url.clone()), *wait),
            Step::Done => return Ok(None),
        };
        let starts = matches!(self.step, Step::Start(_));
        if !pause.is_zero() {
            wait(&self.client, pause).await;
        }
        let answer = send(draft).await?;
        let next = match (&self.step, Accepted::from_response(&answer)?) {
            (_, Accepted { monitor: Some(url), .. }) if answer.status == http::StatusCode::ACCEPTED => url,
            (Step::Ask { url, .. }, _) => url.clone(),
            // Done at once, or nothing to ask.
            (Step::Start(_) | Step::Done, _) => {
                self.finished = Some(answer);
                self.step = Step::Done;
                return Ok(None);
            }
        };
        let body: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
        let state = status_of(&body);
        let lower = state.unwrap_or_default().to_lowercase();
        let is_running = match lower.as_str() {
            _ if starts => true,
            "" => answer.status == http::StatusCode::ACCEPTED,
            "succeeded" | "completed" | "complete" | "success" => false,
            "failed" | "deletefailed" | "cancelled" | "canceled" | "error" => {
                return Err(failure(&answer, &body, &lower));
            }
            _ => true,
        };
        if !is_running {
            self.finished = Some(answer);
            self.step = Step::Done;
            return Ok(None);
        }
        let pause = asked_wait(&self.client, &answer.headers).unwrap_or(self.interval);
        self.interval = self.interval.saturating_mul(2).min(LONGEST_INTERVAL);
        self.step = Step::Ask { url: next, wait: pause };
        let percent = body.get("percentageComplete").or_else(|| body.get("percentComplete")).and_then(Json::as_f64);
        Ok(Some(Progress { status: state.unwrap_or("accepted").to_owned(), percent }))
    }
}

/// What an answer says about the state of the work.
fn status_of(body: &Json) -> Option<&str> {
    body.get("status").or_else(|| body.get("state")).and_then(Json::as_str)
}

/// The error that the work ended with.
fn failure(answer: &Answer, body: &Json, status: &str) -> Error {
    let error = Error::service(answer.status, &answer.headers, answer.body.clone());
    match body.get("error").is_some_and(Json::is_object) {
        true => error,
        false => Error::new(ErrorKind::Service, format!("the work ended as `{status}`")).with_answer(
            answer.status,
            &answer.headers,
            answer.body.clone(),
        ),
    }
}
