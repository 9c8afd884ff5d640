//! Several requests as one.

mod answer;
mod groups;

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use serde_json::{Map, Value as Json, json};

use self::answer::Inner;
use crate::request::Draft;
use crate::response::{Answer, FromResponse, Response};
use crate::send::{is_idempotent, may_repeat_answer};
use crate::{Client, Error, ErrorKind, Method, Operation, Plan, Request};

/// What a service takes at most.
const MOST: usize = 20;

/// Requests that are sent together, 20 at a time. Each is answered by itself: the ticket that [`add`](Batch::add) gives
/// for it takes its answer, or its error, out of [`BatchAnswers`].
///
/// ```no_run
/// # use docbind_runtime::{Batch, Client, Error, Operation, Request};
/// # async fn run<A: Operation, B: Operation>(client: &Client, one: Request<A>, other: Request<B>) -> Result<(), Error> {
/// let mut batch = client.batch();
/// let first = batch.add(one);
/// let second = batch.add_after(other, [first.step()]);
/// let mut answers = batch.send().await;
/// let (first, second) = (answers.take(first)?, answers.take(second)?);
/// # Ok(())
/// # }
/// ```
#[must_use = "a batch does nothing until it is sent"]
pub struct Batch {
    client: Client,
    number: u64,
    steps: Vec<Step>,
}

struct Step {
    draft: Box<Draft>,
    /// The steps that must have succeeded before.
    after: Vec<usize>,
}

/// The right to the answer of one request of a batch.
#[must_use = "the answer is taken by the ticket"]
pub struct Ticket<O> {
    step: StepId,
    operation: PhantomData<fn() -> O>,
}

/// A request of a batch, for others to come after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepId {
    batch: u64,
    index: usize,
}

/// The answers to the requests of a batch.
pub struct BatchAnswers {
    number: u64,
    answers: Vec<Option<Result<Answer, Error>>>,
}

impl Client {
    /// Requests that are to be sent together.
    pub fn batch(&self) -> Batch {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        Batch { client: self.clone(), number: NUMBER.fetch_add(1, Ordering::Relaxed), steps: Vec::new() }
    }
}

impl<O> Ticket<O> {
    /// The request it stands for, for others to come after.
    pub fn step(&self) -> StepId {
        self.step
    }
}

impl Batch {
    /// Adds a request. There may be any number of them: more than 20 are sent as several batches.
    pub fn add<O: Operation>(&mut self, request: Request<O>) -> Ticket<O> {
        self.add_after(request, [])
    }

    /// Adds a request that is to run once others have succeeded. Requests that depend on one another stay together, so
    /// that 20 is the most for them.
    pub fn add_after<O: Operation>(
        &mut self,
        request: Request<O>,
        after: impl IntoIterator<Item = StepId>,
    ) -> Ticket<O> {
        let step = StepId { batch: self.number, index: self.steps.len() };
        let mut draft = request.draft;
        let mut before = Vec::new();
        for other in after {
            if other.batch == self.number {
                before.push(other.index);
            } else {
                draft.refuse(|| "the request it is to come after is of another batch".to_owned());
            }
        }
        self.steps.push(Step { draft, after: before });
        Ticket { step, operation: PhantomData }
    }

    /// The number of requests so far.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there are no requests yet.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What each request would send, and what the documentation says about it. Nothing is sent.
    ///
    /// # Errors
    /// When one of them cannot be sent as it is.
    pub fn plan(&self) -> Result<Vec<Plan>, Error> {
        self.steps.iter().map(|step| step.draft.plan()).collect()
    }

    /// Sends the requests. What the service is too busy for is sent again, by itself, after the wait that it asks for,
    /// together with what depends on it. Every request has its answer or its error.
    pub async fn send(self) -> BatchAnswers {
        let mut run = Run::new(self);
        for chunk in run.chunks() {
            run.send(chunk).await;
        }
        BatchAnswers { number: run.number, answers: run.answers }
    }
}

impl BatchAnswers {
    /// The answer to a request.
    ///
    /// # Errors
    /// When the request failed, or its answer was taken before.
    pub fn take<O: Operation>(&mut self, ticket: Ticket<O>) -> Result<O::Response, Error> {
        self.take_response(ticket).map(Response::into_body)
    }

    /// The answer to a request with its status and headers.
    ///
    /// # Errors
    /// When the request failed, or its answer was taken before.
    pub fn take_response<O: Operation>(&mut self, ticket: Ticket<O>) -> Result<Response<O::Response>, Error> {
        let of_another = || Error::new(ErrorKind::Request, "the ticket is of another batch").of(Some(O::META));
        if ticket.step.batch != self.number {
            return Err(of_another());
        }
        let answer = self.answers.get_mut(ticket.step.index).and_then(Option::take).ok_or_else(of_another)?;
        let mut answer = answer?;
        let body = O::Response::from_response(&answer).map_err(|error| {
            error.with_answer(answer.status, &answer.headers, answer.body.clone()).of(Some(O::META))
        })?;
        Ok(Response::of(&mut answer, body))
    }
}

/// A batch on its way.
struct Run {
    client: Client,
    number: u64,
    steps: Vec<Step>,
    requests: Vec<Option<http::Request<bytes::Bytes>>>,
    answers: Vec<Option<Result<Answer, Error>>>,
}

impl Run {
    fn new(batch: Batch) -> Self {
        let mut run = Self {
            client: batch.client,
            number: batch.number,
            requests: Vec::with_capacity(batch.steps.len()),
            answers: Vec::with_capacity(batch.steps.len()),
            steps: batch.steps,
        };
        let base = run.client.base_url().to_owned();
        for step in &run.steps {
            let of_another = || Error::new(ErrorKind::Request, "a batch holds requests of its own client only");
            let unsent = |index: &usize| run.answers.get(*index).is_none_or(Option::is_some);
            let built = match step.after.iter().any(unsent) {
                true => Err(Error::new(ErrorKind::Request, "a request that it comes after cannot be sent")),
                false if !step.draft.url.starts_with(&base) => Err(of_another()),
                false => step.draft.copy().and_then(|draft| draft.build()),
            };
            let (request, answer) = match built {
                Ok(request) => (Some(request), None),
                Err(error) => (None, Some(Err(error.of(step.draft.meta)))),
            };
            run.requests.push(request);
            run.answers.push(answer);
        }
        run
    }

    /// The requests in portions that the service takes; those that depend on one another stay together.
    fn chunks(&mut self) -> Vec<Vec<usize>> {
        let is_open = |index: &usize| self.answers.get(*index).is_some_and(Option::is_none);
        let open: Vec<usize> = (0..self.steps.len()).filter(is_open).collect();
        let before = |index: usize| self.steps.get(index).map_or(&[][..], |step| &step.after);
        let (chunks, too_large) = groups::pack(&open, before, MOST);
        for index in too_large {
            let message = format!("more than {MOST} requests depend on one another");
            self.fail(index, Error::new(ErrorKind::Request, message));
        }
        chunks
    }

    fn fail(&mut self, index: usize, error: Error) {
        let meta = self.steps.get(index).and_then(|step| step.draft.meta);
        self.set(index, Err(error.of(meta)));
    }

    fn set(&mut self, index: usize, answer: Result<Answer, Error>) {
        if let Some(slot) = self.answers.get_mut(index) {
            *slot = Some(answer);
        }
    }

    /// Sends one portion until nothing of it is worth another attempt.
    async fn send(&mut self, mut open: Vec<usize>) {
        let mut attempt = 1;
        while !open.is_empty() {
            let inner = match self.exchange(&open).await {
                Ok(inner) => inner,
                Err(error) => {
                    for index in open {
                        self.fail(index, error.again());
                    }
                    return;
                }
            };
            let (again, wait) = self.sort(&open, inner, attempt);
            if again.is_empty() {
                return;
            }
            crate::send::wait(&self.client, self.client.0.retry.wait(attempt, wait)).await;
            attempt += 1;
            open = again;
        }
    }

    /// Keeps what is final; what is to be sent again comes back, with the longest wait that was asked for.
    fn sort(&mut self, open: &[usize], mut inner: Vec<Inner>, attempt: u32) -> (Vec<usize>, Option<Duration>) {
        let retry = self.client.0.retry;
        let (mut again, mut wait) = (Vec::new(), None);
        let mut failed_dependents = Vec::new();
        for &index in open {
            let Some(step) = self.steps.get(index) else { continue };
            let Some(position) = inner.iter().position(|answer| answer.is_for(index)) else {
                self.fail(index, Error::new(ErrorKind::Decode, "the batch was answered without this request"));
                continue;
            };
            let answer = inner.swap_remove(position);
            let url = step.draft.url.clone();
            if answer.status.is_success() {
                let strict = step.draft.settings.strict;
                self.set(index, Ok(answer.into_answer(attempt, url, strict)));
                continue;
            }
            let settings = &step.draft.settings;
            let own = settings.retry.unwrap_or(retry);
            let idempotent = settings.idempotent || is_idempotent(&step.draft.method);
            let asked = answer.retry_after(&self.client);
            let is_safe = may_repeat_answer(answer.status, idempotent, asked);
            let is_worth = attempt < own.attempts && asked.is_none_or(|it| it <= own.retry_after_cap);
            if is_safe && is_worth {
                again.push(index);
                wait = wait.max(asked);
            } else if answer.status == http::StatusCode::FAILED_DEPENDENCY && !step.after.is_empty() {
                failed_dependents.push((index, answer));
            } else {
                self.fail(index, answer.into_error(&self.client, attempt, is_safe));
            }
        }
        // In the order of the batch, so that one that comes after another that is sent again is found.
        for (index, answer) in failed_dependents {
            let after = self.steps.get(index).map_or(&[][..], |step| &step.after);
            if after.iter().any(|before| again.contains(before)) {
                again.push(index);
            } else {
                self.fail(index, answer.into_error(&self.client, attempt, false));
            }
        }
        again.sort_unstable();
        (again, wait)
    }

    async fn exchange(&self, open: &[usize]) -> Result<Vec<Inner>, Error> {
        let requests: Vec<Json> = open.iter().filter_map(|index| self.step(*index, open)).collect();
        let request = self.client.raw(Method::Post, "/$batch").json(&json!({ "requests": requests }));
        let answer = request.send_as::<crate::model::Json>().await?;
        match answer.body.get("responses").and_then(Json::as_array) {
            Some(responses) => Ok(responses.iter().filter_map(Inner::read).collect()),
            None => Err(Error::shape("responses")),
        }
    }

    /// A request as a member of a batch.
    fn step(&self, index: usize, open: &[usize]) -> Option<Json> {
        let (step, request) = (self.steps.get(index)?, self.requests.get(index)?.as_ref()?);
        let url = request.uri().to_string();
        let url = url.strip_prefix(self.client.base_url()).unwrap_or(&url);
        let mut member = Map::new();
        member.insert("id".to_owned(), (index + 1).to_string().into());
        member.insert("method".to_owned(), request.method().as_str().into());
        member.insert("url".to_owned(), if url.is_empty() { "/" } else { url }.into());
        let is_own = |name: &http::HeaderName| *name == USER_AGENT || *name == ACCEPT;
        let mut headers = Map::new();
        for name in request.headers().keys().filter(|name| !is_own(name)) {
            let values: Vec<&str> =
                request.headers().get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
            headers.insert(name.to_string(), values.join(", ").into());
        }
        if !request.body().is_empty() {
            let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
            let is_json = content_type.is_some_and(|value| value.contains("json"));
            let json = if is_json { serde_json::from_slice(request.body()).ok() } else { None };
            let encoded = || base64::engine::general_purpose::STANDARD.encode(request.body()).into();
            member.insert("body".to_owned(), json.unwrap_or_else(encoded));
        }
        if !headers.is_empty() {
            member.insert("headers".to_owned(), headers.into());
        }
        let before: Vec<Json> = step
            .after
            .iter()
            // What has succeeded before is not part of what is sent again.
            .filter(|before| open.contains(before))
            .map(|before| (before + 1).to_string().into())
            .collect();
        if !before.is_empty() {
            member.insert("dependsOn".to_owned(), before.into());
        }
        Some(member.into())
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.steps.iter().map(|step| &step.draft)).finish()
    }
}

impl<O> fmt::Debug for Ticket<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ticket").field(&self.step.index).finish()
    }
}

impl fmt::Debug for BatchAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = self.answers.iter().map(|answer| match answer {
            None => "taken".to_owned(),
            Some(Ok(answer)) => answer.status.as_u16().to_string(),
            Some(Err(error)) => error.to_string(),
        });
        f.debug_list().entries(states).finish()
    }
}
