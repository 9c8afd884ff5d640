//! Permission tables that many operations share.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use docbind_ir::{Api, PermissionTable, Scheme, Status};

use super::words::hash;

/// A permission table of the output.
#[derive(Debug)]
pub(crate) struct PermissionPlan<'a> {
    pub(crate) table: &'a PermissionTable,
    /// The name of its static, made from what the table says: a new table renames none.
    pub(crate) name: String,
}

/// The distinct tables sorted by name, and for each operation the place of its table.
pub(super) fn share(api: &Api) -> (Vec<PermissionPlan<'_>>, Vec<usize>) {
    let keys: Vec<String> = api.operations.iter().map(|operation| key(&operation.permissions)).collect();
    let mut tables = BTreeMap::new();
    for (key, operation) in keys.iter().zip(&api.operations) {
        tables.entry(key.as_str()).or_insert(&operation.permissions);
    }
    let mut taken = BTreeSet::new();
    let mut named: Vec<(String, &str, &PermissionTable)> = Vec::new();
    for (key, table) in tables {
        let long = format!("{:016X}", hash(key));
        let name = (8..=16).map(|digits| format!("T{}", long.get(..digits).unwrap_or(&long)));
        let counted = (2_usize..).map(|number| format!("T{long}_{number}"));
        if let Some(name) = name.chain(counted).find(|name| taken.insert(name.clone())) {
            named.push((name, key, table));
        }
    }
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let places: BTreeMap<&str, usize> = named.iter().enumerate().map(|(place, (_, key, _))| (*key, place)).collect();
    let of_operation = keys.iter().map(|key| places.get(key.as_str()).copied().unwrap_or(0)).collect();
    (named.into_iter().map(|(name, _, table)| PermissionPlan { table, name }).collect(), of_operation)
}

/// What the output says of a table, so that equal ones have equal keys.
fn key(table: &PermissionTable) -> String {
    let mut key = String::new();
    for scheme in Scheme::ALL {
        // Writing to a String cannot fail.
        let _ = match table.get(scheme) {
            Some(requirement) if requirement.status != Status::Unknown || !requirement.notes.is_empty() => {
                write!(key, "{:?};", (requirement.status, &requirement.alternatives, &requirement.notes))
            }
            _ => write!(key, "-;"),
        };
    }
    key
}
