//! The pages of a collection, followed as they are used up.

use std::collections::HashSet;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::model::Element;
use crate::request::Draft;
use crate::response::{Answer, Collection, FromResponse as _};
use crate::send::Pending;
use crate::{Error, ErrorKind};

/// The pages of a collection. A `Stream`, and usable without one by [`try_next`](Pages::try_next).
///
/// After an error that may pass ([`Error::is_retryable`]) the same page is asked for again, up to five times in a row;
/// nothing is skipped. Any other error ends the stream, and [`Error::link`] is where to go on from.
#[must_use = "pages are asked for one by one, by `try_next`"]
pub struct Pages<T> {
    pager: Pager,
    entries: PhantomData<fn() -> T>,
}

/// The entries of all pages of a collection. A `Stream`, and usable without one by [`try_next`](Items::try_next).
///
/// ```no_run
/// # use docbind_runtime::{Client, Error, Method, model::Json};
/// # async fn run(client: Client) -> Result<(), Error> {
/// let mut users = client.raw(Method::Get, "/users").stream_as::<Json>();
/// while let Some(user) = users.try_next().await? {
///     println!("{user}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "entries are asked for one by one, by `try_next`"]
pub struct Items<T> {
    page: std::vec::IntoIter<T>,
    pages: Pages<T>,
}

/// What pages have in common whatever their entries are.
struct Pager {
    /// The first request, for the headers of the next ones.
    first: Box<Draft>,
    /// What to ask for next; nothing at the end.
    url: Option<String>,
    is_first: bool,
    /// Whether there was an error that asking again does not mend.
    has_failed: bool,
    /// How often in a row the present page could not be had.
    failures: u32,
    /// What is wrong with the link of a page, told after the page.
    bad_link: Option<Error>,
    pending: Option<Pending>,
    /// Hashes of the links followed: a service that leads in a circle must not keep a program busy for ever.
    seen: HashSet<u64>,
    hasher: RandomState,
    delta_link: Option<String>,
    /// How many more pages may be asked for, when the caller set a limit.
    left: Option<u32>,
}

/// How often a page is asked for when the caller goes on after errors: a loop that looks at nothing else ends.
const MOST_FAILURES: u32 = 5;

impl Pager {
    fn new(first: Box<Draft>) -> Self {
        let hasher = RandomState::new();
        let seen = HashSet::from([hasher.hash_one(&first.url)]);
        Self {
            url: Some(first.url.clone()),
            first,
            is_first: true,
            has_failed: false,
            failures: 0,
            bad_link: None,
            pending: None,
            seen,
            hasher,
            delta_link: None,
            left: None,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Answer, Error>>> {
        if let Some(error) = self.bad_link.take() {
            return Poll::Ready(Some(Err(error)));
        }
        if self.has_failed || self.left == Some(0) {
            return Poll::Ready(None);
        }
        let Some(url) = &self.url else { return Poll::Ready(None) };
        let pending = match &mut self.pending {
            Some(pending) => pending,
            none => {
                let request = if self.is_first { self.first.copy() } else { self.first.following(url.clone()) };
                match request {
                    Ok(request) => none.insert(crate::send::send(request)),
                    Err(error) => {
                        self.has_failed = true;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        };
        let answer = ready!(pending.as_mut().poll(cx));
        self.pending = None;
        Poll::Ready(Some(answer.map_err(|error| self.failed(error))))
    }

    /// An error with the link of its page, after which the stream may be over.
    fn failed(&mut self, error: Error) -> Error {
        self.failures += 1;
        self.has_failed = !error.is_retryable() || self.failures >= MOST_FAILURES;
        match &self.url {
            Some(url) => error.or_link(url),
            None => error,
        }
    }

    /// A page that came and cannot be read.
    fn unreadable(&mut self, error: Error, answer: &Answer) -> Error {
        let error = crate::send::unreadable(error, answer, self.first.meta);
        self.failed(error)
    }

    /// Goes on to the page that an answer leads to.
    fn advance(&mut self, answer: &Answer, next: Option<&str>, delta: Option<&str>) {
        self.is_first = false;
        self.failures = 0;
        self.left = self.left.map(|left| left.saturating_sub(1));
        let page = self.url.take();
        self.delta_link = delta.filter(|link| !link.is_empty()).map(str::to_owned);
        let Some(next) = next.filter(|link| !link.is_empty()) else { return };
        let link = self.first.client.own_link(&answer.url, next).and_then(|url| {
            match self.seen.insert(self.hasher.hash_one(&url)) {
                true => Ok(url),
                false => Err(Error::new(ErrorKind::RepeatedLink, "a page leads to one that was there before")),
            }
        });
        match link {
            Ok(url) => self.url = Some(url),
            Err(error) => {
                let error = crate::send::unreadable(error, answer, self.first.meta);
                self.bad_link = Some(error.or_link(page.as_deref().unwrap_or(&answer.url)));
            }
        }
    }
}

impl<T: Element> Pages<T> {
    #[inline]
    pub(crate) fn new(first: Box<Draft>) -> Self {
        Self { pager: Pager::new(first), entries: PhantomData }
    }

    /// Asks for so many pages at most; [`next_link`](Pages::next_link) says where the next one is.
    pub fn limit(mut self, pages: u32) -> Self {
        self.pager.left = Some(pages);
        self
    }

    /// The next page; nothing after the last one.
    ///
    /// # Errors
    /// When a page cannot be had, or a link of it must not be followed.
    pub async fn try_next(&mut self) -> Result<Option<Collection<T>>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Where the next page is, while there is one: stored, it can be gone on from with
    /// [`Client::raw`](crate::Client::raw) and [`stream_as`](crate::Request::stream_as).
    pub fn next_link(&self) -> Option<&str> {
        self.pager.url.as_deref().filter(|_| !self.pager.is_first)
    }

    /// Where changes from now on are, after the last page of a delta query.
    pub fn delta_link(&self) -> Option<&str> {
        self.pager.delta_link.as_deref()
    }
}

impl<T: Element> Stream for Pages<T> {
    type Item = Result<Collection<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pager = &mut self.get_mut().pager;
        let Some(answer) = ready!(pager.poll(cx)) else { return Poll::Ready(None) };
        Poll::Ready(Some(answer.and_then(|answer| match Collection::<T>::from_response(&answer) {
            Ok(page) => {
                pager.advance(&answer, page.next_link.as_deref(), page.delta_link.as_deref());
                Ok(page)
            }
            Err(error) => Err(pager.unreadable(error, &answer)),
        })))
    }
}

impl<T: Element> Items<T> {
    #[inline]
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { page: Vec::new().into_iter(), pages }
    }

    /// Asks for so many pages at most; [`next_link`](Items::next_link) says where the next one is.
    pub fn limit_pages(mut self, pages: u32) -> Self {
        self.pages = self.pages.limit(pages);
        self
    }

    /// The next entry; nothing after the last one.
    ///
    /// # Errors
    /// When a page cannot be had, or a link of it must not be followed.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// All entries that are left. It keeps them all in memory, and asks for as many pages as there are.
    ///
    /// # Errors
    /// When a page cannot be had, or a link of it must not be followed.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(entry) = self.try_next().await? {
            all.push(entry);
        }
        Ok(all)
    }

    /// Where the page after the present one is, while there is one.
    pub fn next_link(&self) -> Option<&str> {
        self.pages.next_link()
    }

    /// Where changes from now on are, after the last entry of a delta query.
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link().filter(|_| self.page.as_slice().is_empty())
    }
}

impl<T: Element> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(entry) = this.page.next() {
                return Poll::Ready(Some(Ok(entry)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                Some(Ok(page)) => this.page = page.value.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Entries are only ever moved, never pinned.
impl<T> Unpin for Items<T> {}
