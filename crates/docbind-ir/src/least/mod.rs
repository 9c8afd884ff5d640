//! The least permissions for several operations.

// The same file as the runtime's, so that a program and the command give one answer.
mod search;

use crate::{Requirement, Status};

/// The least permissions for several operations of one scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Least<'a> {
    /// The permissions, sorted.
    pub permissions: Vec<&'a str>,
    /// The places of operations that the scheme cannot call.
    pub not_supported: Vec<usize>,
    /// The places of operations of which it is not documented what they need.
    pub unknown: Vec<usize>,
    /// The places of operations of which it is not clear what they need.
    pub unclear: Vec<usize>,
    /// Whether nothing better exists; a search that became too long ends with what it has.
    pub exact: bool,
}

/// The least set of permissions that suffices for all of these.
///
/// No broader permission is taken where a narrower one serves: for each operation counts how far up its list of
/// alternatives the set reaches, and the set that reaches least in total is the one. Of those that are equal in this,
/// the smallest is taken, so that nothing in it is superfluous. An alternative that holds under a condition alone counts
/// only where it is the least one of its operation.
pub fn least_for<'a>(requirements: &[&'a Requirement]) -> Least<'a> {
    let mut least = Least::default();
    let mut rows: Vec<Vec<Vec<&'a str>>> = Vec::new();
    for (place, requirement) in requirements.iter().enumerate() {
        match requirement.status {
            Status::Unknown => least.unknown.push(place),
            Status::NotSupported => least.not_supported.push(place),
            Status::Supported if requirement.is_least_unknown() => least.unclear.push(place),
            Status::Supported => rows.push(row(requirement)),
        }
    }
    let mut names: Vec<&str> = rows.iter().flatten().flatten().copied().collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &str| names.binary_search(&name).unwrap_or(0);
    let numbered: Vec<search::Row> =
        rows.iter().map(|row| row.iter().map(|set| set.iter().map(|name| number(name)).collect()).collect()).collect();
    let found = search::least(&numbered);
    least.permissions = found.set.into_iter().filter_map(|number| names.get(number).copied()).collect();
    least.exact = found.exact;
    least
}

/// The names of what counts for an operation.
fn row(requirement: &Requirement) -> Vec<Vec<&str>> {
    requirement.counting().map(|one| one.permissions.iter().map(|name| &**name).collect()).collect()
}

#[cfg(test)]
mod tests;
