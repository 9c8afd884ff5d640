//! Who may call an operation, as constants, and the least set of permissions for several operations.

mod check;
mod condition;
mod explain;
mod least;
mod lookup;
mod requirement;
mod search;

#[doc(hidden)]
pub use check::Refusal;
pub use check::{Missing, covers, missing};
pub use condition::{Condition, ConditionKind};
pub(crate) use explain::Held;
pub use explain::{Explanation, explain};
pub use least::{Least, least_for};
pub use lookup::{Entry, OperationTable};
use requirement::Sets;
pub use requirement::{Alternative, Requirement, Status};

/// How a caller is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// What people call it: `delegated (work)`, `delegated (personal)`, `application`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated (work)",
            Self::DelegatedPersonal => "delegated (personal)",
            Self::Application => "application",
        }
    }
}

impl std::fmt::Display for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// What each scheme needs to call an operation.
#[derive(Debug, PartialEq, Eq)]
pub struct Permissions {
    /// On behalf of a user with a work or school account.
    pub delegated_work: Requirement,
    /// On behalf of a user with a personal account.
    pub delegated_personal: Requirement,
    /// As the application itself.
    pub application: Requirement,
}

impl Permissions {
    /// The documentation does not say for any scheme.
    pub const UNKNOWN: Self = Self {
        delegated_work: Requirement::UNKNOWN,
        delegated_personal: Requirement::UNKNOWN,
        application: Requirement::UNKNOWN,
    };

    /// What a scheme needs.
    pub const fn get(&self, scheme: Scheme) -> &Requirement {
        match scheme {
            Scheme::DelegatedWork => &self.delegated_work,
            Scheme::DelegatedPersonal => &self.delegated_personal,
            Scheme::Application => &self.application,
        }
    }

    /// The least privileged permissions for a scheme, as [`Requirement::least`] has them.
    pub const fn least(&self, scheme: Scheme) -> &'static [&'static str] {
        self.get(scheme).least()
    }

    /// The alternatives of a scheme that are more privileged than the least one.
    pub fn higher(&self, scheme: Scheme) -> impl Iterator<Item = Alternative> + use<> {
        self.get(scheme).higher()
    }
}
