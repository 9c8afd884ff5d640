//! Permissions: who may call an operation.

use std::sync::Arc;

use litemap::LiteMap;
use serde::Serialize;

use crate::{Property, Requirement, Source, Status};

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
