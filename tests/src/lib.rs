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

/// Options take properties of the type that an operation answers with, of its bases, and of types derived from it.
///
/// ```
/// # use graph_v1::models::{DirectoryObject, User};
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().select((User::MAIL, DirectoryObject::ID, "city")).filter(User::MAIL.ends_with("x"));
/// let _ = graph.groups().by_id("1").members().list().select((DirectoryObject::ID, User::MAIL));
/// let _ = graph.me().get().expand(User::MANAGER.select((DirectoryObject::ID, User::MAIL)));
/// ```
///
/// Those of another type do not compile, whatever the option.
///
/// ```compile_fail,E0277
/// # use graph_v1::models::Message;
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().select(Message::SUBJECT);
/// ```
///
/// ```compile_fail,E0277
/// # use graph_v1::models::Message;
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().filter(Message::IS_READ.eq(true));
/// ```
///
/// ```compile_fail,E0277
/// # use graph_v1::models::{Message, User};
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().filter(User::MAIL.eq("a").and(Message::IS_READ.eq(true)));
/// ```
///
/// ```compile_fail,E0277
/// # use graph_v1::models::{Message, User};
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().select((User::ID, Message::SUBJECT));
/// ```
///
/// ```compile_fail,E0277
/// # use graph_v1::models::DriveItem;
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().expand(DriveItem::CHILDREN);
/// ```
///
/// ```compile_fail,E0277
/// # use graph_v1::models::Message;
/// # let graph = graph_v1::Client::new(docbind_runtime::StaticToken::new("token"));
/// let _ = graph.users().list().orderby(Message::SUBJECT.desc());
/// ```
pub mod options {}

#[doc = include_str!("../../docs/guide/powershell.md")]
pub mod powershell {}

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
