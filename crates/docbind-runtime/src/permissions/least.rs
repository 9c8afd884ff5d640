use super::{Scheme, Status};
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
}

/// As many permissions as are tried in all combinations; beyond that the search keeps what is good rather than best.
const EXACT: usize = 14;

/// The least set of permissions with which a caller may call all the operations.
///
/// It is the set that allows least beyond the operations: for each of them counts how far up its list of
/// alternatives the set reaches. Among sets that are equal in this, the smallest one is taken, so no permission is in
/// it that another one makes superfluous. The answer is exact for operations that name up to 14 permissions.
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
    let mut rows = Vec::new();
    for meta in operations {
        let requirement = meta.permissions.get(scheme);
        match requirement.status {
            Status::Supported => {
                let row: Row = requirement.alternatives().map(|alternative| alternative.permissions).collect();
                // None listed means that none is needed.
                if !row.is_empty() {
                    rows.push(row);
                }
            }
            Status::NotSupported => least.not_supported.push(meta),
            Status::Unknown => least.unknown.push(meta),
        }
    }
    let mut names: Vec<&'static str> =
        rows.iter().flat_map(|row| row.iter()).flat_map(|all| all.iter()).copied().collect();
    names.sort_unstable();
    names.dedup();
    least.permissions = if names.len() <= EXACT { exact(&names, &rows) } else { greedy(&rows) };
    least
}

/// The alternatives of an operation.
type Row = Vec<&'static [&'static str]>;

/// How far beyond the operations a set reaches, then its size; nothing when an operation is not allowed.
fn cost(set: &[&'static str], rows: &[Row]) -> Option<(usize, usize)> {
    let mut reach = 0;
    for row in rows {
        reach += row.iter().rposition(|all| all.iter().all(|permission| set.contains(permission)))?;
    }
    Some((reach, set.len()))
}

fn exact(names: &[&'static str], rows: &[Row]) -> Vec<&'static str> {
    let subset = |bits: u32| -> Vec<&'static str> {
        names.iter().enumerate().filter(|(index, _)| bits & (1 << index) != 0).map(|(_, name)| *name).collect()
    };
    let sets = (0..1_u32 << names.len()).map(subset);
    sets.filter_map(|set| Some((cost(&set, rows)?, set))).min().map(|(_, set)| set).unwrap_or_default()
}

/// The least alternative of each operation, then without what is superfluous: always sufficient, nearly always best.
fn greedy(rows: &[Row]) -> Vec<&'static str> {
    let mut set: Vec<&'static str> =
        rows.iter().filter_map(|row| row.first()).flat_map(|all| all.iter()).copied().collect();
    set.sort_unstable();
    set.dedup();
    let mut index = 0;
    while let Some(permission) = set.get(index).copied() {
        set.remove(index);
        if cost(&set, rows).is_none() {
            set.insert(index, permission);
            index += 1;
        }
    }
    set
}
