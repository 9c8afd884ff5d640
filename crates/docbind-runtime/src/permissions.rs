//! Who may call an operation, as constants, and the least set of permissions for several operations.

mod least;

pub use least::{Least, least_for};

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

/// What one scheme needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Whether the scheme can call the operation at all.
    pub status: Status,
    /// Conditions in words: roles, ownership, scenarios.
    pub notes: &'static [&'static str],
    alternatives: Alternatives,
    least: &'static [&'static str],
}

/// Nearly every alternative is one permission: a flat list costs the compiler a third of a nested one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alternatives {
    Single(&'static [&'static str]),
    Sets(&'static [&'static [&'static str]]),
}

/// Whether a scheme can call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// With one of the alternatives; none listed means that no permission is needed.
    Supported,
    /// The documentation says that it cannot.
    NotSupported,
    /// The documentation does not say.
    Unknown,
}

impl Requirement {
    /// The documentation does not say.
    pub const UNKNOWN: Self = Self::new(Status::Unknown, Alternatives::Single(&[]), &[]);
    /// The documentation says that the scheme cannot call the operation.
    pub const NOT_SUPPORTED: Self = Self { status: Status::NotSupported, ..Self::UNKNOWN };

    const fn new(status: Status, alternatives: Alternatives, least: &'static [&'static str]) -> Self {
        Self { status, notes: &[], alternatives, least }
    }

    /// Any one of these permissions suffices, and the first is the least privileged; none means that none is needed.
    pub const fn any_of(permissions: &'static [&'static str]) -> Self {
        let least = match permissions {
            [first, ..] => std::slice::from_ref(first),
            [] => &[],
        };
        Self::new(Status::Supported, Alternatives::Single(permissions), least)
    }

    /// Any one of these sets suffices, and the first is the least privileged; the permissions of a set are needed
    /// together.
    pub const fn any_set_of(sets: &'static [&'static [&'static str]]) -> Self {
        let least: &[&str] = match sets {
            [first, ..] => first,
            [] => &[],
        };
        Self::new(Status::Supported, Alternatives::Sets(sets), least)
    }

    /// The same with another alternative as the least privileged one.
    #[must_use]
    pub const fn with_least(self, least: &'static [&'static str]) -> Self {
        Self { least, ..self }
    }

    /// The least privileged alternative; empty when no permission is needed or known.
    pub const fn least(&self) -> &'static [&'static str] {
        self.least
    }

    /// Any one of these suffices, ordered from the least to the most privileged; the permissions of one are needed
    /// together.
    pub fn alternatives(&self) -> impl Iterator<Item = &'static [&'static str]> + use<> {
        let (single, sets): (&[&str], &[&[&str]]) = match self.alternatives {
            Alternatives::Single(permissions) => (permissions, &[]),
            Alternatives::Sets(sets) => (&[], sets),
        };
        single.iter().map(std::slice::from_ref).chain(sets.iter().copied())
    }

    /// The same under these conditions.
    #[must_use]
    pub const fn notes(self, notes: &'static [&'static str]) -> Self {
        Self { notes, ..self }
    }

    /// The alternatives that are more privileged than the least one.
    pub fn higher(&self) -> impl Iterator<Item = &'static [&'static str]> + use<> {
        let least = self.least;
        self.alternatives().filter(move |alternative| *alternative != least)
    }

    /// Whether a set of granted permissions suffices.
    pub fn allows(&self, granted: &[&str]) -> bool {
        self.status == Status::Supported
            && (self.least.is_empty()
                || self.alternatives().any(|all| all.iter().all(|permission| granted.contains(permission))))
    }
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

    /// The least privileged permissions for a scheme.
    pub const fn least(&self, scheme: Scheme) -> &'static [&'static str] {
        self.get(scheme).least()
    }

    /// The alternatives of a scheme that are more privileged than the least one.
    pub fn higher(&self, scheme: Scheme) -> impl Iterator<Item = &'static [&'static str]> + use<> {
        self.get(scheme).higher()
    }
}
