//! What the end-to-end tests share: the examples of the bundled pages, the hand-written calls, and the comparison of
//! the two.
//!
//! The calls in `calls/` are written for readers: each is the typed way to send what an example of a page sends.

#[path = "../calls/mod.rs"]
pub mod calls;
mod compare;
mod facts;
mod pages;

pub use compare::differences;
pub use facts::facts;
pub use pages::{PageExample, examples, model};

/// A request that was built and not sent.
pub type Built = Result<http::Request<bytes::Bytes>, docbind_runtime::Error>;

/// The typed call for one example of a page.
pub struct Call<Client> {
    /// The page, relative to its set.
    pub page: &'static str,
    /// The `name` of the example's annotation; empty when it has none.
    pub example: &'static str,
    /// Builds the request.
    pub build: fn(&Client) -> Built,
}
