use super::search::{self, Row};
use super::{Requirement, Scheme, Status};
use crate::Meta;

/// The least set of permissions for several operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Least {
    /// The permissions, sorted.
    pub permissions: Vec<&'static str>,
    /// Operations that the scheme cannot call.
    pub not_supported: Vec<&'static Meta>,
    /// Operations whose documentation does not say what the scheme needs.
    pub unknown: Vec<&'static Meta>,
    /// Operations whose documentation leaves open which of their alternatives suffice.
    pub unclear: Vec<&'static Meta>,
    /// Whether nothing better exists. A search that became too long ends with what it has: a set that suffices, none of
    /// which is superfluous for all that is known.
    pub exact: bool,
}

/// The least set of permissions with which a caller may call all the operations.
///
/// No broader permission is taken where a narrower one serves: for each operation counts how far up its list of
/// alternatives the set reaches, and the set that reaches least in total is the one. Of those that are equal in this,
/// the smallest is taken, so that nothing in it is superfluous. An alternative that holds under a condition alone counts
/// only where it is the least one of its operation.
///
/// ```
/// # use docbind_runtime::{Meta, permissions::{Permissions, Requirement, Scheme, least_for}};
/// # static LIST: Meta = Meta { id: "users.List", permissions: &Permissions {
/// #     application: Requirement::any_of(&["User.Read.All", "User.ReadWrite.All"]), ..Permissions::UNKNOWN },
/// #     ..Meta::UNDOCUMENTED };
/// assert_eq!(least_for(Scheme::Application, &[&LIST]).permissions, ["User.Read.All"]);
/// ```
pub fn least_for(scheme: Scheme, operations: &[&'static Meta]) -> Least {
    let mut least = Least::default();
    let mut rows: Vec<Vec<&'static [&'static str]>> = Vec::new();
    for meta in operations {
        let requirement = meta.permissions.get(scheme);
        match requirement.status {
            Status::Unknown => least.unknown.push(meta),
            Status::NotSupported => least.not_supported.push(meta),
            Status::Supported if requirement.is_least_unknown() => least.unclear.push(meta),
            Status::Supported => rows.push(row(requirement).collect()),
        }
    }
    let mut names: Vec<&'static str> = rows.iter().flatten().copied().flatten().copied().collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &&str| names.binary_search(name).unwrap_or(0);
    let numbered: Vec<Row> =
        rows.iter().map(|row| row.iter().map(|set| set.iter().map(number).collect()).collect()).collect();
    let found = search::least(&numbered);
    least.permissions = found.set.into_iter().filter_map(|number| names.get(number).copied()).collect();
    least.exact = found.exact;
    least
}

/// What suffices for an operation whoever calls it, the least first.
pub(super) fn row(requirement: &Requirement) -> impl Iterator<Item = &'static [&'static str]> + use<> {
    let general = requirement.higher().filter(|alternative| !alternative.is_limited());
    requirement.least_alternative().into_iter().chain(general).map(|alternative| alternative.permissions)
}
