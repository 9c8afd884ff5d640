//! What has changed since the last round.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::identity::identifier;
use crate::model::{Element, Json, Model, Record, Ref};
use crate::response::Collection;
use crate::stream::{Items, Pages};
use crate::{Error, Operation, Request};

/// One change that a delta query tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// The object is new or was changed; of a changed one the service may send what has changed only.
    Upsert(T),
    /// The object is gone, or no longer belongs to what is followed.
    Removed {
        /// Its identifier.
        id: String,
        /// Why, in the service's words: `deleted`, `changed`.
        reason: Option<String>,
    },
}

/// Where the next round of a delta query begins. It is stored between the rounds, with the care that a secret gets: it
/// holds a token, and neither `Debug` nor a plan shows it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DeltaLink(String);

impl DeltaLink {
    /// A link that was kept as text.
    pub fn new(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    /// The link itself, for whoever keeps it as text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DeltaLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DeltaLink").field(&crate::url::without_query(&self.0)).finish()
    }
}

impl Serialize for DeltaLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DeltaLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// The changes of one round, page after page. A `Stream`, and usable without one by [`try_next`](Changes::try_next).
#[must_use = "changes are asked for one by one, by `try_next`"]
pub struct Changes<T>(Items<T>);

impl<O, T> Request<O>
where
    O: Operation<Response = Collection<T>>,
    T: Element + Model,
{
    /// The changes that a delta query tells, page after page: all objects in the first round, what has changed since in
    /// a round that [`resume`](Request::resume)s. A link that the service no longer takes is the error
    /// [`ResyncRequired`](crate::ErrorKind::ResyncRequired); nothing begins anew by itself.
    ///
    /// ```no_run
    /// # use docbind_runtime::{Change, DeltaLink, Error, Operation, Request, model::Model, Collection};
    /// # async fn follow<O: Operation<Response = Collection<T>>, T: Model + docbind_runtime::model::Element>(
    /// #     request: Request<O>, kept: Option<DeltaLink>, keep: fn(Option<DeltaLink>)) -> Result<(), Error> {
    /// let request = match &kept {
    ///     Some(link) => request.resume(link),
    ///     None => request,
    /// };
    /// let mut changes = request.changes();
    /// while let Some(change) = changes.try_next().await? {
    ///     match change {
    ///         Change::Upsert(object) => println!("{:?}", object.odata_id()),
    ///         Change::Removed { id, .. } => println!("{id} is gone"),
    ///         _ => {}
    ///     }
    /// }
    /// keep(changes.delta_link());
    /// # Ok(())
    /// # }
    /// ```
    pub fn changes(mut self) -> Changes<T> {
        self.draft.settings.delta = true;
        Changes(Items::new(Pages::new(self.draft)))
    }
}

impl<O> Request<O> {
    /// Goes on where a round of a delta query ended, in place of the path and the options of the request: the link
    /// holds them. Headers such as `Prefer` stay. A link to another origin than the client's is the error of the request.
    pub fn resume(mut self, link: &DeltaLink) -> Self {
        self.draft.settings.delta = true;
        self.draft.replace_url(link.reveal());
        self
    }
}

impl<T: Element + Model> Changes<T> {
    /// The next change; nothing after the last one.
    ///
    /// # Errors
    /// When a page cannot be had, or a link of it must not be followed.
    pub async fn try_next(&mut self) -> Result<Option<Change<T>>, Error> {
        Ok(self.0.try_next().await?.map(change))
    }

    /// All changes of the round that are left.
    ///
    /// # Errors
    /// When a page cannot be had, or a link of it must not be followed.
    pub async fn try_collect(&mut self) -> Result<Vec<Change<T>>, Error> {
        let mut all = Vec::new();
        while let Some(change) = self.try_next().await? {
            all.push(change);
        }
        Ok(all)
    }

    /// Where the next round begins, once the last change was handed out.
    pub fn delta_link(&self) -> Option<DeltaLink> {
        self.0.delta_link().map(DeltaLink::new)
    }

    /// Where the page after the present one is, while there is one.
    pub fn next_link(&self) -> Option<&str> {
        self.0.next_link()
    }
}

impl<T: Element + Model> Stream for Changes<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(Pin::new(&mut self.0).poll_next(cx));
        Poll::Ready(next.map(|entry| entry.map(change)))
    }
}

/// Entries are only ever moved, never pinned.
impl<T> Unpin for Changes<T> {}

fn change<T: Model>(entry: T) -> Change<T> {
    match removal(entry.as_record()) {
        Some((id, reason)) => Change::Removed { id, reason },
        None => Change::Upsert(entry),
    }
}

/// The identifier and the reason of an entry that says that an object is gone: by the annotation `@removed`, or, as
/// files do, by a property `deleted`.
fn removal(record: &dyn Record) -> Option<(String, Option<String>)> {
    let removed = record.extra().get("@removed").or_else(|| record.extra().get("deleted").filter(|it| it.is_object()));
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
    let reason = match removed {
        Some(json) => text(json, "reason").or_else(|| text(json, "state")),
        None => {
            let slot = record.shape().names.iter().position(|name| *name == "deleted")?;
            let Ref::Obj(facet) = record.slot_ref(slot) else { return None };
            text(&facet.get()?.to_json(), "state")
        }
    };
    let id = identifier(record).unwrap_or_default().to_owned();
    Some((id, reason))
}
