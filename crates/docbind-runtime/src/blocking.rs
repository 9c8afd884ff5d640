//! The same calls for programs that are not asynchronous: `.wait()` in place of `.await`, iterators in place of
//! streams.
//!
//! The calls run on one runtime of tokio with one thread, which starts with the first of them. Waiting works on every
//! thread, also on one of another runtime, where it keeps that thread busy as any other wait does.

use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::Runtime;

use crate::model::Element;
use crate::transport::Body;
use crate::{Collection, Error, ErrorKind, Items, Operation, Pages, Request, Sending};

/// The result of a future, waited for on this thread.
///
/// # Errors
/// When there can be no runtime: the machine has no thread left. Otherwise the future's own.
pub fn wait<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).thread_name("docbind").enable_all().build();
        runtime.map_err(|error| error.to_string())
    });
    let runtime = runtime.as_ref();
    let runtime = runtime.map_err(|error| Error::new(ErrorKind::Request, format!("no runtime: {error}")))?;
    // Connections and timers of the future belong to the runtime, whose thread drives them; the future itself is
    // polled here, so that it needs to be neither `Send` nor `'static`.
    let _guard = runtime.enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let (mut future, mut cx) = (pin!(future), Context::from_waker(&waker));
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(result) => return result,
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl<T> Sending<T> {
    /// Waits for the answer, in a program that is not asynchronous.
    ///
    /// # Errors
    /// Those of the call.
    pub fn wait(self) -> Result<T, Error> {
        wait(self)
    }
}

impl<O: Operation> Request<O> {
    /// Sends the request and waits for the body of its answer, in a program that is not asynchronous.
    ///
    /// # Errors
    /// Those of the call.
    pub fn wait(self) -> Result<O::Response, Error> {
        wait(self.into_future())
    }
}

/// The entries in a `for` loop, for a program that is not asynchronous.
impl<T: Element> IntoIterator for Items<T> {
    type Item = <BlockingItems<T> as Iterator>::Item;
    type IntoIter = BlockingItems<T>;

    fn into_iter(self) -> BlockingItems<T> {
        BlockingItems(self)
    }
}

/// The pages in a `for` loop, for a program that is not asynchronous.
impl<T: Element> IntoIterator for Pages<T> {
    type Item = <BlockingPages<T> as Iterator>::Item;
    type IntoIter = BlockingPages<T>;

    fn into_iter(self) -> BlockingPages<T> {
        BlockingPages(self)
    }
}

impl Body {
    /// Waits for the next piece; nothing at the end.
    ///
    /// # Errors
    /// When the connection fails before the end.
    pub fn wait_next(&mut self) -> Result<Option<bytes::Bytes>, Error> {
        wait(async {
            self.next().await.map_err(|error| Error::new(ErrorKind::Connection, error.to_string()).with_source(error))
        })
    }
}

/// The entries of all pages, one after the other. What holds for [`Items`] holds here.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingItems<T>(Items<T>);

impl<T: Element> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.try_next()).transpose()
    }
}

impl<T> std::ops::Deref for BlockingItems<T> {
    type Target = Items<T>;

    fn deref(&self) -> &Items<T> {
        &self.0
    }
}

/// The pages, one after the other. What holds for [`Pages`] holds here.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingPages<T>(Pages<T>);

impl<T: Element> Iterator for BlockingPages<T> {
    type Item = Result<Collection<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.try_next()).transpose()
    }
}

impl<T> std::ops::Deref for BlockingPages<T> {
    type Target = Pages<T>;

    fn deref(&self) -> &Pages<T> {
        &self.0
    }
}
