//! A change, and what it means.

use std::fmt;
use std::sync::Arc;

use docbind_ir::Source;
use serde::Serialize;

/// The changes from one state of the pages to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// The changes, what matters most first.
    pub changes: Vec<Change>,
}

impl Diff {
    /// What the generated crate's version must say: the greatest impact of all; none when nothing has changed.
    pub fn verdict(&self) -> Option<Impact> {
        self.changes.iter().map(|change| change.impact).max()
    }

    /// The changes after which a caller needs more privilege than before.
    pub fn risen(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.privilege == Some(Privilege::Rose))
    }
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Added, removed or changed.
    pub kind: Kind,
    /// What kind of thing.
    pub item: Item,
    /// Which one: `GET /users/{id}`, `microsoft.graph.user.displayName`.
    pub name: String,
    /// What is different, in words; empty where kind and name say all.
    pub detail: String,
    /// What it means for programs that use the generated crate.
    pub impact: Impact,
    /// Why it means that.
    pub reason: &'static str,
    /// What it means for the privilege that a caller needs, where it means anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege: Option<Privilege>,
    /// Where the old pages say so.
    pub old: Option<Place>,
    /// Where the new pages say so.
    pub new: Option<Place>,
}

/// What happened to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The old pages do not have it.
    Added,
    /// The new pages do not have it.
    Removed,
    /// Both have it, but not the same.
    Changed,
}

impl Kind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// The kinds of things that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A method with a path.
    Operation,
    /// Permissions of an operation under one scheme.
    Permission,
    /// Directory roles of an operation.
    Role,
    /// A path, function, key or query parameter.
    Parameter,
    /// An OData query option.
    QueryOption,
    /// A request header.
    Header,
    /// A request body, or a property of one.
    Body,
    /// A success response.
    Response,
    /// An object type.
    Type,
    /// A property of a type.
    Property,
    /// A relationship of a type.
    Relationship,
    /// An enumeration.
    Enum,
    /// A member of an enumeration.
    Member,
    /// A notice that something is on its way out, or where it can be called.
    Stability,
}

impl Item {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Permission => "permission",
            Self::Role => "role",
            Self::Parameter => "parameter",
            Self::QueryOption => "query option",
            Self::Header => "header",
            Self::Body => "body",
            Self::Response => "response",
            Self::Type => "type",
            Self::Property => "property",
            Self::Relationship => "relationship",
            Self::Enum => "enum",
            Self::Member => "member",
            Self::Stability => "stability",
        }
    }
}

/// What a change means for programs that use the generated crate, in the words of Semantic Versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// Nothing that a program could name.
    Patch,
    /// More than before.
    Minor,
    /// Programs may no longer compile.
    Major,
}

impl Impact {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What a change means for what a caller must be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Privilege {
    /// What sufficed does not any more.
    Rose,
    /// Less than before suffices.
    Fell,
    /// Neither can be told, or nothing needed changes.
    Changed,
}

impl Privilege {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Changed => "changed",
        }
    }
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The page, relative to the documentation root.
    pub file: Arc<str>,
    /// The line, from 1 on.
    pub line: u32,
}

impl Place {
    /// The place of a fact; none when it stands nowhere.
    pub(crate) fn of(source: &Source) -> Option<Self> {
        (source.line > 0).then(|| Self { file: source.file.clone(), line: source.line })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Change {
    /// Something that only the new pages have.
    pub(crate) fn added(
        item: Item,
        name: impl Into<String>,
        new: &Source,
        impact: Impact,
        reason: &'static str,
    ) -> Self {
        Self::new(Kind::Added, item, name, impact, reason).at(None, Some(new))
    }

    /// Something that only the old pages have.
    pub(crate) fn removed(
        item: Item,
        name: impl Into<String>,
        old: &Source,
        impact: Impact,
        reason: &'static str,
    ) -> Self {
        Self::new(Kind::Removed, item, name, impact, reason).at(Some(old), None)
    }

    /// Something that both have, but not the same.
    pub(crate) fn changed(
        item: Item,
        name: impl Into<String>,
        (old, new): (&Source, &Source),
        impact: Impact,
        reason: &'static str,
    ) -> Self {
        Self::new(Kind::Changed, item, name, impact, reason).at(Some(old), Some(new))
    }

    fn new(kind: Kind, item: Item, name: impl Into<String>, impact: Impact, reason: &'static str) -> Self {
        let (name, detail) = (name.into(), String::new());
        Self { kind, item, name, detail, impact, reason, privilege: None, old: None, new: None }
    }

    fn at(mut self, old: Option<&Source>, new: Option<&Source>) -> Self {
        (self.old, self.new) = (old.and_then(Place::of), new.and_then(Place::of));
        self
    }

    /// Says what is different.
    #[must_use]
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Says what it means for what a caller must be granted.
    #[must_use]
    pub(crate) fn privilege(mut self, privilege: Privilege) -> Self {
        self.privilege = Some(privilege);
        self
    }
}
