//! The same calls for programs that are not asynchronous: `.wait()` in place of `.await`, iterators in place of
//! streams.
//!
//! What has no `.wait()` of its own, such as opening an upload session or saving a download, goes through [`wait`].
//!
//! The calls run on one runtime of tokio with one thread, which starts with the first of them. Waiting works on every
//! thread, also on one of another runtime, where it keeps that thread busy as any other wait does.

use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::Runtime;

use crate::model::{Element, Model};
use crate::response::FromResponse;
use crate::transport::Body;
use crate::{
    Batch, BatchAnswers, Change, Changes, Collection, Download, Error, ErrorKind, Finished, Items, Operation, Pages,
    Poller, Request, Sending, Upload,
};

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

impl Batch {
    /// Sends the requests and waits for their answers, in a program that is not asynchronous.
    ///
    /// # Errors
    /// When there can be no runtime: everything else is the error of a request.
    pub fn wait(self) -> Result<BatchAnswers, Error> {
        wait(async { Ok(self.send().await) })
    }
}

impl<T: FromResponse> Poller<T> {
    /// Waits for the end of the work, in a program that is not asynchronous.
    ///
    /// # Errors
    /// Those of [`finish`](Poller::finish).
    pub fn wait(self) -> Result<Finished<T>, Error> {
        wait(self.finish())
    }
}

impl<T: FromResponse> Upload<T> {
    /// Uploads what the service does not have yet, in a program that is not asynchronous.
    ///
    /// # Errors
    /// Those of [`send`](Upload::send).
    pub fn wait(&mut self) -> Result<T, Error> {
        wait(self.send())
    }
}

/// The changes in a `for` loop, for a program that is not asynchronous. [`by_ref`](Iterator::by_ref) keeps the iterator,
/// which has the link to the next round at its end.
impl<T: Element + Model> IntoIterator for Changes<T> {
    type Item = <BlockingChanges<T> as Iterator>::Item;
    type IntoIter = BlockingChanges<T>;

    fn into_iter(self) -> BlockingChanges<T> {
        BlockingChanges(self)
    }
}

/// The content piece by piece in a `for` loop, for a program that is not asynchronous.
impl IntoIterator for Download {
    type Item = Result<bytes::Bytes, Error>;
    type IntoIter = BlockingDownload;

    fn into_iter(self) -> BlockingDownload {
        BlockingDownload(self)
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

/// The changes of one round, one after the other. What holds for [`Changes`] holds here.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingChanges<T>(Changes<T>);

impl<T: Element + Model> Iterator for BlockingChanges<T> {
    type Item = Result<Change<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.try_next()).transpose()
    }
}

impl<T> std::ops::Deref for BlockingChanges<T> {
    type Target = Changes<T>;

    fn deref(&self) -> &Changes<T> {
        &self.0
    }
}

/// The content of a file, one piece after the other. What holds for [`Download`] holds here.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingDownload(Download);

impl Iterator for BlockingDownload {
    type Item = Result<bytes::Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next()).transpose()
    }
}

impl std::ops::Deref for BlockingDownload {
    type Target = Download;

    fn deref(&self) -> &Download {
        &self.0
    }
}
