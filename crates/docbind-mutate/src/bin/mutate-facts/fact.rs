//! A fact and the lie that takes its place.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// What is done to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A property gets another name in its table.
    Rename,
    /// A property gets a type of another JSON kind.
    Retype,
    /// The object around the body of an example is dropped.
    Unwrap,
    /// A collection becomes single, a single property a collection.
    Plurality,
    /// A member of an enumeration is dropped.
    Member,
}

impl Kind {
    /// All kinds.
    pub(crate) const ALL: [Self; 5] = [Self::Rename, Self::Retype, Self::Unwrap, Self::Plurality, Self::Member];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rename => "a property renamed in a table",
            Self::Retype => "a type changed",
            Self::Unwrap => "a wrapper dropped",
            Self::Plurality => "collection and single swapped",
            Self::Member => "an enum member removed",
        })
    }
}

/// A fact that an example uses.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// What is done to it.
    pub(crate) kind: Kind,
    /// The page that states it, relative to the root of the set.
    pub(crate) file: Arc<str>,
    /// The line, from 1.
    pub(crate) line: u32,
    /// The property or the member; nothing for the wrapper of a body.
    pub(crate) name: Arc<str>,
    /// The pages whose examples use it.
    pub(crate) users: BTreeSet<Arc<str>>,
    /// The page with the lie.
    pub(crate) lie: String,
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: `{}`", self.file, self.line, self.kind, self.name)
    }
}
