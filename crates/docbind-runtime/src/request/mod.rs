//! Requests: what is to be sent, built step by step, before anything is.

mod body;
mod capability;
mod draft;
mod parameter;
mod raw;
mod steps;

use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use capability::{Count, Expand, Filter, Format, Orderby, Search, Select, Skip, Top};
use draft::QueryOption;
pub(crate) use draft::{Draft, Settings, set_default};
pub use parameter::{Parameter, ParameterValue, header, preference, query};
pub use raw::Raw;

use crate::model::{Element, Record};
use crate::query::{Condition, Entity, Expansion, Order, Selection};
use crate::response::{Collection, FromResponse, Response};
use crate::send::{Retry, Sending, read, read_response, read_streaming};
use crate::stream::{Items, Pages};
use crate::transport::Body;
use crate::{Error, ErrorKind, Method, Node, Operation, Plan};

/// A request of one operation, to be refined, then sent by `.await`:
/// `client.users().by_id("ada").get().select((User::ID, User::DISPLAY_NAME)).await?`
///
/// An option that the documentation of the operation does not offer does not compile; `query` sends it all the same.
///
/// ```compile_fail,E0277
/// # use docbind_runtime::{Meta, Method, Node, Operation, Permissions, Request};
/// # enum Delete {}
/// # impl Operation for Delete {
/// #     const META: &'static Meta = &Meta { method: Method::Delete, ..Meta::UNDOCUMENTED };
/// #     type Response = ();
/// # }
/// # fn delete(node: Node) -> Request<Delete> {
/// node.request::<Delete>().select("id")
/// # }
/// ```
///
/// A step that is given something that cannot be sent does not fail: the request does, before anything is sent.
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<O> {
    pub(crate) draft: Box<Draft>,
    operation: PhantomData<fn() -> O>,
}

/// How requests start: as methods of the node, whose type is plain, which costs the compiler less than functions of
/// [`Request`] would.
impl Node {
    /// A request without a body.
    #[inline]
    pub fn request<O: Operation>(self) -> Request<O> {
        Request::of(self.draft::<O>())
    }

    /// A request with a model as its body.
    #[inline]
    pub fn request_with_json<O: Operation>(self, body: &dyn Record) -> Request<O> {
        Request::of(self.draft::<O>().with_body(body))
    }

    /// A request with a list as its body.
    #[inline]
    pub fn request_with_list<O: Operation, E: Element>(self, body: &Vec<E>) -> Request<O> {
        Request::of(self.draft::<O>().with_item(&body.item()))
    }

    /// A request with any JSON as its body.
    #[inline]
    pub fn request_with_value<O: Operation>(self, body: impl Serialize) -> Request<O> {
        Request::of(self.draft::<O>().with_value(serde_json::to_vec(&body)))
    }

    /// A request with bytes of a media type as its body.
    #[inline]
    pub fn request_with_bytes<O: Operation>(self, media_type: &str, body: impl Into<Bytes>) -> Request<O> {
        Request::of(self.draft::<O>().with_bytes(media_type, body.into()))
    }

    #[inline]
    fn draft<O: Operation>(self) -> Box<Draft> {
        // A program must hold the mark of what it can send, which no code reads.
        std::hint::black_box(O::MARK);
        Draft::new(self, O::META, O::Response::ACCEPT)
    }
}

impl<O> Request<O> {
    #[inline]
    fn of(draft: Box<Draft>) -> Self {
        Self { draft, operation: PhantomData }
    }

    #[inline]
    fn map(mut self, change: impl FnOnce(&mut Draft)) -> Self {
        change(&mut self.draft);
        self
    }

    /// Sets a header. `Prefer` may be set several times; another header is replaced.
    ///
    /// What decides where a request goes or who sends it (`Authorization`, `Host`, `Content-Length`, …) is refused.
    #[inline]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.map(|draft| draft.header(name, value))
    }

    /// Sets a header from names and values of the `http` crate, or from what becomes one.
    ///
    /// # Errors
    /// When it cannot be sent, or decides where the request goes or who sends it.
    #[inline]
    pub fn try_header<N, V>(mut self, name: N, value: V) -> Result<Self, Error>
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        let unsendable =
            |error: http::Error| Error::new(ErrorKind::Request, "the header cannot be sent").with_source(error);
        let name = name.try_into().map_err(|error| unsendable(error.into()))?;
        let value = value.try_into().map_err(|error| unsendable(error.into()))?;
        self.draft.checked_header(name, value)?;
        Ok(self)
    }

    /// Sets a query parameter or header that the page of the operation documents, by the constant of its type:
    /// `.with(ListEvents::PREFER_OUTLOOK_TIMEZONE, "UTC")`.
    #[inline]
    pub fn with<V: ParameterValue>(self, parameter: Parameter<O, V>, value: impl Into<V>) -> Self {
        let value = value.into();
        self.map(|draft| parameter.set(draft, &value.text()))
    }

    /// Sets a header whose value is never printed, and never sent to another origin.
    #[inline]
    pub fn secret_header(self, name: &str, value: &str) -> Self {
        self.map(|draft| draft.secret_header(name, value))
    }

    /// Lets the service refuse the request if the object is no longer the version that the caller has seen, by the
    /// value of [`Model::etag`](crate::model::Model::etag).
    #[inline]
    pub fn if_match(self, etag: &str) -> Self {
        self.header("If-Match", etag)
    }

    /// Sets a query parameter, documented or not. The value is encoded here.
    #[inline]
    pub fn query(self, name: &str, value: impl AsRef<str>) -> Self {
        self.map(|draft| draft.query(name, value.as_ref()))
    }

    /// Replaces the body by any JSON, in place of the documented one.
    #[inline]
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.map(|draft| draft.value(serde_json::to_vec(body)))
    }

    /// Replaces the body by a model, in place of the documented one.
    #[inline]
    pub fn record(self, body: &dyn Record) -> Self {
        self.map(|draft| draft.record(body))
    }

    /// Replaces the body by bytes of a media type, in place of the documented one.
    #[inline]
    pub fn body_bytes(self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.map(|draft| draft.bytes(media_type, body.into()))
    }

    /// How long the call may take in all, in place of the client's limit.
    #[inline]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.map(|draft| draft.settings.timeout = Some(timeout))
    }

    /// The longest body that is read, in place of the client's limit.
    #[inline]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.map(|draft| draft.settings.body_limit = Some(bytes))
    }

    /// How long one attempt may take, in place of the client's limit: what takes longer counts as a failed connection
    /// and is tried again where that is safe.
    #[inline]
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.map(|draft| draft.settings.attempt_timeout = Some(timeout))
    }

    /// When the request is sent again, in place of the client's rules.
    #[inline]
    pub fn retry(self, retry: Retry) -> Self {
        self.map(|draft| draft.settings.retry = Some(retry))
    }

    /// Never sends the request a second time.
    #[inline]
    pub fn no_retry(self) -> Self {
        self.retry(Retry::none())
    }

    /// Makes an error of a value in the answer that does not have the type that its page documents. Without it such a
    /// value is kept, and told by [`Model::misfits`](crate::model::Model::misfits).
    #[inline]
    pub fn strict(self) -> Self {
        self.map(|draft| draft.settings.strict = true)
    }

    /// Says that sending the request twice does no harm, so that it may be sent again after a timeout.
    #[inline]
    pub fn idempotent(self) -> Self {
        self.map(|draft| draft.settings.idempotent = true)
    }

    /// Asks for these properties only: constants of the type that the operation answers with, of its bases or of types
    /// derived from it, or text. Set again, it is replaced, as every option is.
    #[inline]
    pub fn select(self, properties: impl Selection<Entity<O>>) -> Self
    where
        O: Select,
    {
        self.map(|draft| properties.write(&mut draft.option(QueryOption::Select)))
    }

    /// Asks for what these navigation properties lead to, with the answer.
    #[inline]
    pub fn expand(self, navigation: impl Expansion<Entity<O>>) -> Self
    where
        O: Expand,
    {
        self.map(|draft| navigation.write(&mut draft.option(QueryOption::Expand)))
    }

    /// Asks for the entries that fulfil a condition, built from properties or written out.
    ///
    /// A condition that a directory answers only with eventual consistency (`ne`, `not`, `ends_with`) brings the header
    /// `ConsistencyLevel` and `$count=true` where the page of the operation documents them.
    #[inline]
    pub fn filter(self, condition: impl Condition<Entity<O>>) -> Self
    where
        O: Filter,
    {
        let condition = condition.into_text();
        self.map(|draft| draft.filter(&condition))
    }

    /// Asks for an order.
    #[inline]
    pub fn orderby(self, order: impl Order<Entity<O>>) -> Self
    where
        O: Orderby,
    {
        self.map(|draft| order.write(&mut draft.option(QueryOption::Orderby)))
    }

    /// Asks for so many entries, on one page where the service pages.
    #[inline]
    pub fn top(self, count: u32) -> Self
    where
        O: Top,
    {
        self.map(|draft| draft.option(QueryOption::Top).number(count))
    }

    /// Leaves out the first entries.
    #[inline]
    pub fn skip(self, count: u32) -> Self
    where
        O: Skip,
    {
        self.map(|draft| draft.option(QueryOption::Skip).number(count))
    }

    /// Asks for the number of all entries.
    #[inline]
    pub fn count(self) -> Self
    where
        O: Count,
    {
        self.map(Draft::count)
    }

    /// Searches for text. Text without quotes of its own is put into quotes.
    #[inline]
    pub fn search(self, text: &str) -> Self
    where
        O: Search,
    {
        self.map(|draft| draft.search(text))
    }

    /// Asks for a format of the answer.
    #[inline]
    pub fn format(self, format: &str) -> Self
    where
        O: Format,
    {
        self.map(|draft| draft.option(QueryOption::Format).push(format))
    }

    /// What would be sent, with secrets hidden, and what the documentation says about it. Nothing is sent.
    ///
    /// # Errors
    /// When the request cannot be sent as it is.
    pub fn plan(&self) -> Result<Plan, Error> {
        self.draft.plan()
    }

    /// The request as it would be sent, but for the token and what a transport adds. Nothing is sent.
    ///
    /// # Errors
    /// When the request cannot be sent as it is.
    pub fn build(self) -> Result<http::Request<Bytes>, Error> {
        self.draft.build()
    }

    /// Sends the request and reads the answer as another type than the documented one.
    #[inline]
    pub fn send_as<T: FromResponse>(mut self) -> Sending<Response<T>> {
        self.draft.accept = T::ACCEPT;
        Sending::new(self.draft, read_response::<T>)
    }

    /// Sends the request and reads the answer as any type that serde can read from JSON.
    #[inline]
    pub fn send_json<T: DeserializeOwned>(self) -> Sending<Response<T>> {
        Sending::new(self.draft, |answer| {
            let body = answer.json()?;
            Ok(Response::of(answer, body))
        })
    }

    /// Sends the request and hands out the body unread, for files that should not be kept in memory. The limits of
    /// time and length end with the head of the answer; a body cut short is an error.
    #[inline]
    pub fn send_streaming(mut self) -> Sending<Response<Body>> {
        self.draft.accept = "*/*";
        self.draft.settings.streaming = true;
        Sending::new(self.draft, read_streaming)
    }

    /// The entries of a collection of another type than the documented one, page after page.
    #[inline]
    pub fn stream_as<T: Element>(self) -> Items<T> {
        Items::new(Pages::new(self.draft))
    }
}

impl<O: Operation> Request<O> {
    /// Sends the request; the answer comes with its status and headers. `.await` on the request gives the body alone.
    #[inline]
    pub fn send(self) -> Sending<Response<O::Response>> {
        Sending::new(self.draft, read_response::<O::Response>)
    }
}

impl<O, T> Request<O>
where
    O: Operation<Response = Collection<T>>,
    T: Element,
{
    /// The entries of all pages, one after the other. A page is asked for when the one before is used up.
    #[inline]
    pub fn stream(self) -> Items<T> {
        Items::new(Pages::new(self.draft))
    }

    /// The pages, one after the other.
    #[inline]
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.draft)
    }
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = Result<O::Response, Error>;
    type IntoFuture = Sending<O::Response>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        Sending::new(self.draft, read::<O::Response>)
    }
}

impl Request<Raw> {
    pub(crate) fn raw(node: Node, method: Method) -> Self {
        Self::of(Draft::raw(node, method))
    }
}

impl<O> Clone for Request<O> {
    fn clone(&self) -> Self {
        Self::of(self.draft.clone())
    }
}

impl<O> std::fmt::Debug for Request<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.draft.fmt(f)
    }
}
