use super::least::row;
use super::{Requirement, Scheme, Sets, Status};
use crate::Meta;

/// What a caller lacks to call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing {
    /// Nothing.
    Nothing,
    /// These permissions: the smallest addition that suffices, the least privileged one of several.
    Permissions(Vec<&'static str>),
    /// The scheme cannot call the operation whatever is granted.
    NotSupported,
    /// The documentation does not say, or leaves open which of its alternatives suffice.
    Unknown,
}

/// What is missing from the granted permissions to call an operation.
///
/// ```
/// # use docbind_runtime::{Meta, permissions::{Missing, Permissions, Requirement, Scheme, missing}};
/// # static LIST: Meta = Meta { id: "users.List", permissions: &Permissions {
/// #     application: Requirement::any_of(&["User.Read.All", "User.ReadWrite.All"]), ..Permissions::UNKNOWN },
/// #     ..Meta::UNDOCUMENTED };
/// assert_eq!(missing(Scheme::Application, &["Mail.Read"], &LIST), Missing::Permissions(vec!["User.Read.All"]));
/// assert_eq!(missing(Scheme::Application, &["User.ReadWrite.All"], &LIST), Missing::Nothing);
/// ```
pub fn missing(scheme: Scheme, granted: &[&str], operation: &Meta) -> Missing {
    let requirement = operation.permissions.get(scheme);
    match requirement.status {
        Status::NotSupported => return Missing::NotSupported,
        Status::Unknown => return Missing::Unknown,
        Status::Supported if requirement.is_least_unknown() => return Missing::Unknown,
        Status::Supported => {}
    }
    let lacks = |set: &'static [&'static str]| -> Vec<&'static str> {
        set.iter().copied().filter(|permission| !granted.contains(permission)).collect()
    };
    match row(requirement).map(lacks).min_by_key(Vec::len) {
        Some(lacks) if !lacks.is_empty() => Missing::Permissions(lacks),
        _ => Missing::Nothing,
    }
}

/// Whether the granted permissions suffice for all the operations.
pub fn covers(scheme: Scheme, granted: &[&str], operations: &[&'static Meta]) -> bool {
    operations.iter().all(|operation| missing(scheme, granted, operation) == Missing::Nothing)
}

/// Stops the build when the granted permissions do not suffice for an operation, and names both.
///
/// Once in a program, and in a test: what a deployment grants stands beside what the program calls.
///
/// ```
/// # use docbind_runtime::{Meta, Operation, assert_permissions, permissions::{Permissions, Requirement}};
/// # struct List;
/// # impl Operation for List {
/// #     const META: &'static Meta = &Meta { id: "users.List", permissions: &Permissions {
/// #         application: Requirement::any_of(&["User.Read.All"]), ..Permissions::UNKNOWN }, ..Meta::UNDOCUMENTED };
/// #     type Response = ();
/// # }
/// assert_permissions!(Application, granted: ["User.Read.All"], operations: [List]);
/// ```
///
/// ```compile_fail,E0080
/// # use docbind_runtime::{Meta, Operation, assert_permissions, permissions::{Permissions, Requirement}};
/// # struct List;
/// # impl Operation for List {
/// #     const META: &'static Meta = &Meta { id: "users.List", permissions: &Permissions {
/// #         application: Requirement::any_of(&["User.Read.All"]), ..Permissions::UNKNOWN }, ..Meta::UNDOCUMENTED };
/// #     type Response = ();
/// # }
/// assert_permissions!(Application, granted: ["Mail.Read"], operations: [List]);
/// ```
///
/// An alternative that holds under a condition alone suffices only where it is the least one of its operation, as for
/// [`least_for`](crate::permissions::least_for), whose answer is always accepted.
#[macro_export]
macro_rules! assert_permissions {
    (
        $scheme:ident,
        granted: [$($granted:expr),* $(,)?],
        operations: [$($operation:ty),* $(,)?] $(,)?
    ) => {
        const _: () = {
            const GRANTED: &[&str] = &[$($granted),*];
            $(
                // A constant of its own each, so that many operations stay within what a compiler computes in one.
                const _: () = {
                    const REFUSAL: $crate::permissions::Refusal = $crate::permissions::Refusal::of(
                        $crate::Scheme::$scheme,
                        GRANTED,
                        <$operation as $crate::Operation>::META,
                    );
                    if !REFUSAL.is_empty() {
                        panic!("{}", REFUSAL.as_str());
                    }
                };
            )*
        };
    };
}

/// Why [`assert_permissions!`] stops the build: a text that is made while it is compiled.
#[doc(hidden)]
pub struct Refusal {
    text: [u8; Self::ROOM],
    length: usize,
}

impl Refusal {
    const ROOM: usize = 400;

    /// The refusal for an operation; empty when the permissions suffice.
    pub const fn of(scheme: Scheme, granted: &[&str], operation: &Meta) -> Self {
        let refusal = Self { text: [0; Self::ROOM], length: 0 };
        let requirement = operation.permissions.get(scheme);
        match requirement.status {
            Status::Supported if requirement.is_least_unknown() => {}
            Status::Supported => {
                if requirement.suffices(granted) {
                    return refusal;
                }
                let refusal = refusal.push(operation.id).push(" needs ");
                let (mut rest, mut refusal, mut is_first) = (requirement.least(), refusal, true);
                while let [name, others @ ..] = rest {
                    if !contains(granted, name) {
                        refusal = if is_first { refusal } else { refusal.push(" and ") }.push(name);
                        is_first = false;
                    }
                    rest = others;
                }
                return refusal.push(" for ").push(scheme.as_str()).push(" access, which is not granted");
            }
            Status::NotSupported => {
                return refusal.push(operation.id).push(" does not support ").push(scheme.as_str()).push(" access");
            }
            Status::Unknown => {}
        }
        refusal
            .push("it is not documented what ")
            .push(operation.id)
            .push(" needs for ")
            .push(scheme.as_str())
            .push(" access")
    }

    /// Whether there is nothing to say.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The words.
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.text.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "the granted permissions do not suffice",
        }
    }

    const fn push(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, others @ ..] = rest {
            if let Some((slot, _)) = self.text.split_at_mut(self.length).1.split_first_mut() {
                *slot = *byte;
                self.length += 1;
            }
            rest = others;
        }
        self
    }
}

impl Requirement {
    /// Whether a set of granted permissions suffices, conditions of the least alternative aside.
    const fn suffices(&self, granted: &[&str]) -> bool {
        let mut place = 0;
        match self.sets {
            Sets::Single(permissions) => {
                let mut rest = permissions;
                while let [name, others @ ..] = rest {
                    if self.counts(place) && contains(granted, name) {
                        return true;
                    }
                    (rest, place) = (others, place + 1);
                }
                permissions.is_empty()
            }
            Sets::Several(sets) => {
                let mut rest = sets;
                while let [set, others @ ..] = rest {
                    if self.counts(place) && contains_all(granted, set) {
                        return true;
                    }
                    (rest, place) = (others, place + 1);
                }
                sets.is_empty()
            }
        }
    }

    /// Whether the alternative at a place holds for every call, or is the least one.
    const fn counts(&self, place: u16) -> bool {
        if place == self.least {
            return true;
        }
        let mut rest = self.conditions;
        while let [(of, kind, _), others @ ..] = rest {
            if *of == place && !matches!(*kind, super::ConditionKind::Deprecated) {
                return false;
            }
            rest = others;
        }
        true
    }
}

const fn contains_all(granted: &[&str], set: &[&str]) -> bool {
    let mut rest = set;
    while let [name, others @ ..] = rest {
        if !contains(granted, name) {
            return false;
        }
        rest = others;
    }
    true
}

const fn contains(granted: &[&str], name: &str) -> bool {
    let mut rest = granted;
    while let [one, others @ ..] = rest {
        if is_equal(one.as_bytes(), name.as_bytes()) {
            return true;
        }
        rest = others;
    }
    false
}

/// Equality that a constant can compute.
const fn is_equal(mut a: &[u8], mut b: &[u8]) -> bool {
    loop {
        match (a, b) {
            ([], []) => return true,
            ([first, rest @ ..], [other, others @ ..]) if *first == *other => (a, b) = (rest, others),
            _ => return false,
        }
    }
}
