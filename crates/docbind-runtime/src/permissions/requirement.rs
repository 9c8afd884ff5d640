use super::{Condition, ConditionKind};

/// What one scheme needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Whether the scheme can call the operation at all.
    pub status: Status,
    /// Conditions on the whole scheme in words: roles, policies.
    pub notes: &'static [&'static str],
    pub(super) sets: Sets,
    /// The place of the least privileged alternative; [`UNCLEAR`] when it is not known which one suffices.
    pub(super) least: u16,
    /// The conditions by the place of their alternative, in this order.
    pub(super) conditions: Conditions,
}

/// Conditions by the place of the alternative that they stand on. Rows, since few alternatives have any.
type Conditions = &'static [(u16, ConditionKind, &'static str)];

/// Nearly every alternative is one permission: a flat list costs the compiler a third of a nested one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sets {
    Single(&'static [&'static str]),
    Several(&'static [&'static [&'static str]]),
}

/// The place of the least alternative when it is not known which one suffices.
const UNCLEAR: u16 = u16::MAX;

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

/// Permissions that are needed together, and when they suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative {
    /// All of these are needed.
    pub permissions: &'static [&'static str],
    place: u16,
    conditions: Conditions,
}

impl Alternative {
    /// When it holds; nothing in the ordinary case.
    pub fn conditions(&self) -> impl Iterator<Item = Condition> + use<> {
        let place = self.place;
        let own = self.conditions.iter().filter(move |(of, ..)| *of == place);
        own.map(|&(_, kind, text)| Condition { kind, text })
    }

    /// Whether a condition stands on it under which it need not suffice for every call.
    pub fn is_limited(&self) -> bool {
        self.conditions().any(|condition| condition.is_limit())
    }
}

impl Requirement {
    /// The documentation does not say.
    pub const UNKNOWN: Self = Self::new(Status::Unknown, Sets::Single(&[]));
    /// The documentation says that the scheme cannot call the operation.
    pub const NOT_SUPPORTED: Self = Self::new(Status::NotSupported, Sets::Single(&[]));

    const fn new(status: Status, sets: Sets) -> Self {
        Self { status, notes: &[], sets, least: 0, conditions: &[] }
    }

    /// Any one of these permissions suffices, and the first is the least privileged; none means that none is needed.
    pub const fn any_of(permissions: &'static [&'static str]) -> Self {
        Self::new(Status::Supported, Sets::Single(permissions))
    }

    /// Any one of these sets suffices, and the first is the least privileged; the permissions of a set are needed
    /// together.
    pub const fn any_set_of(sets: &'static [&'static [&'static str]]) -> Self {
        Self::new(Status::Supported, Sets::Several(sets))
    }

    /// The same with the alternative at another place as the least privileged one.
    #[must_use]
    pub const fn least_at(self, place: u16) -> Self {
        Self { least: place, ..self }
    }

    /// The same, but it is not known which of the alternatives suffice.
    #[must_use]
    pub const fn unclear(self) -> Self {
        Self { least: UNCLEAR, ..self }
    }

    /// The same with conditions on alternatives: their place, the kind of the condition, its words. They stand in the
    /// order of the places.
    #[must_use]
    pub const fn when(self, conditions: &'static [(u16, ConditionKind, &'static str)]) -> Self {
        Self { conditions, ..self }
    }

    /// The same under these conditions on the whole scheme.
    #[must_use]
    pub const fn notes(self, notes: &'static [&'static str]) -> Self {
        Self { notes, ..self }
    }

    /// The least privileged alternative; empty when no permission is needed or known, and when
    /// [`is_least_unknown`](Self::is_least_unknown). Whether it holds under conditions says
    /// [`least_alternative`](Self::least_alternative).
    pub const fn least(&self) -> &'static [&'static str] {
        match self.sets {
            Sets::Single(permissions) => match permissions.split_at_checked(self.least as usize) {
                Some((_, [permission, ..])) => std::slice::from_ref(permission),
                _ => &[],
            },
            Sets::Several(sets) => match sets.split_at_checked(self.least as usize) {
                Some((_, [set, ..])) => set,
                _ => &[],
            },
        }
    }

    /// The least privileged alternative with its conditions.
    pub fn least_alternative(&self) -> Option<Alternative> {
        self.alternatives().nth(usize::from(self.least))
    }

    /// Whether permissions are documented, and the documentation leaves open which of them suffice.
    pub const fn is_least_unknown(&self) -> bool {
        self.least == UNCLEAR
    }

    /// Any one of these suffices under its conditions, ordered from the least to the most privileged; the permissions
    /// of one are needed together.
    pub fn alternatives(&self) -> impl Iterator<Item = Alternative> + use<> {
        let (single, several): (&[&str], &[&[&str]]) = match self.sets {
            Sets::Single(permissions) => (permissions, &[]),
            Sets::Several(sets) => (&[], sets),
        };
        let conditions = self.conditions;
        let sets = single.iter().map(std::slice::from_ref).chain(several.iter().copied());
        (0..).zip(sets).map(move |(place, permissions)| Alternative { permissions, place, conditions })
    }

    /// The alternatives that are more privileged than the least one.
    pub fn higher(&self) -> impl Iterator<Item = Alternative> + use<> {
        let least = self.least;
        self.alternatives().filter(move |alternative| alternative.place != least)
    }

    /// Whether a set of granted permissions suffices for every call of the operation.
    ///
    /// What suffices under a condition alone is not counted; see [`allows_when`](Self::allows_when).
    pub fn allows(&self, granted: &[&str]) -> bool {
        self.allows_when(granted, |_| false)
    }

    /// Whether a set of granted permissions suffices when these conditions are met.
    ///
    /// ```
    /// # use docbind_runtime::permissions::{ConditionKind, Requirement};
    /// const READ: Requirement = Requirement::any_of(&["User.Read", "User.Read.All"])
    ///     .when(&[(0, ConditionKind::OwnOnly, "acting on self")]);
    /// assert!(!READ.allows(&["User.Read"]));
    /// assert!(READ.allows_when(&["User.Read"], |condition| condition.kind == ConditionKind::OwnOnly));
    /// ```
    pub fn allows_when(&self, granted: &[&str], is_met: impl Fn(&Condition) -> bool) -> bool {
        let suffices = |alternative: &Alternative| {
            alternative.permissions.iter().all(|permission| granted.contains(permission))
                && alternative.conditions().all(|condition| !condition.is_limit() || is_met(&condition))
        };
        let needs_none = || self.alternatives().next().is_none();
        self.status == Status::Supported && (needs_none() || self.alternatives().any(|one| suffices(&one)))
    }
}
