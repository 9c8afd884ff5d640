//! Permissions: who may call an operation.

use std::sync::Arc;

use litemap::LiteMap;
use serde::Serialize;

use crate::{Property, Source};

/// How a caller is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Scheme {
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal account.
    DelegatedPersonal,
    /// As the application itself.
    Application,
}

impl Scheme {
    /// All schemes in the order of the documentation's tables.
    pub const ALL: [Self; 3] = [Self::DelegatedWork, Self::DelegatedPersonal, Self::Application];

    /// The name on the command line: `delegated-work`, `delegated-personal`, `application`.
    pub fn kebab(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated-work",
            Self::DelegatedPersonal => "delegated-personal",
            Self::Application => "application",
        }
    }

    /// The name in Kibali documents: `DelegatedWork`, `DelegatedPersonal`, `Application`.
    pub fn kibali(self) -> &'static str {
        match self {
            Self::DelegatedWork => "DelegatedWork",
            Self::DelegatedPersonal => "DelegatedPersonal",
            Self::Application => "Application",
        }
    }
}

/// What each scheme needs to call an operation; a scheme without an entry is [`Status::Unknown`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PermissionTable {
    /// The documented schemes; at most three, so a sorted list.
    pub schemes: LiteMap<Scheme, Requirement>,
}

/// What one scheme needs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    /// Whether the scheme can call the operation at all.
    pub status: Status,
    /// Any one of these suffices, ordered from the least to the most privileged.
    pub alternatives: Vec<Alternative>,
    /// Conditions in words that no list of permissions can hold, as plain text.
    pub notes: Vec<String>,
    /// The table cell or sentence.
    pub source: Source,
}

/// Whether a scheme can call an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// With one of the alternatives; none listed means that no permission is needed.
    Supported,
    /// The documentation says that it cannot.
    NotSupported,
    /// The documentation does not say.
    #[default]
    Unknown,
}

/// Permissions that are needed together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// All of these are needed; one in the ordinary case.
    pub permissions: Vec<Arc<str>>,
    /// Whether the documentation marks it as least privileged.
    pub least: bool,
    /// What the alternative is limited to when a page has several tables or labelled cells: `channel`, `For user`.
    pub scenario: Option<String>,
    /// Whether it is consented per resource (marked with `*` in the tables).
    pub resource_specific: bool,
}

impl Alternative {
    /// A single permission.
    pub fn one(permission: impl Into<Arc<str>>) -> Self {
        Self { permissions: vec![permission.into()], ..Self::default() }
    }
}

impl Requirement {
    /// The first alternative marked least, or else the first.
    pub fn least(&self) -> Option<&Alternative> {
        self.alternatives.iter().find(|alternative| alternative.least).or_else(|| self.alternatives.first())
    }

    /// Every permission named, in order, each once.
    pub fn names(&self) -> Vec<&Arc<str>> {
        let mut names: Vec<&Arc<str>> = Vec::new();
        for name in self.alternatives.iter().flat_map(|alternative| &alternative.permissions) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl PermissionTable {
    /// What `scheme` needs, when documented.
    pub fn get(&self, scheme: Scheme) -> Option<&Requirement> {
        self.schemes.get(&scheme)
    }

    /// Whether no scheme has a documented requirement.
    pub fn is_unknown(&self) -> bool {
        self.schemes.values().all(|requirement| requirement.status == Status::Unknown)
    }
}

/// A permission described by a permission reference page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// The name: `User.Read.All`.
    pub name: Arc<str>,
    /// As an application or on behalf of a user.
    pub kind: PermissionKind,
    /// The identifier (a GUID) when documented.
    pub id: Option<String>,
    /// The display text.
    pub display_name: String,
    /// The description.
    pub description: String,
    /// Whether an administrator must consent, when documented.
    pub admin_consent: Option<bool>,
    /// Requests that its own page shows for it, as method and path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<String>,
    /// Properties of the resource that its own page shows; the page does not name the resource.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// Relationships of that resource.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<Property>,
    /// Where it is documented.
    pub source: Source,
}

/// The two kinds of a permission, which may differ in identifier and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PermissionKind {
    /// Granted to an application.
    Application,
    /// Granted on behalf of a user.
    Delegated,
}
