//! Permission tables that many operations share.

use std::collections::BTreeSet;
use std::fmt::Write;

use docbind_ir::{Alternative, Api, PermissionTable, Requirement, Scheme, Status};
use foldhash::{HashMap, HashMapExt};

use super::words::hash;

/// A permission table of the output.
#[derive(Debug)]
pub(crate) struct PermissionPlan<'a> {
    pub(crate) table: &'a PermissionTable,
    /// The name of its static, made from what the table says: a new table renames none.
    pub(crate) name: String,
}

/// What the output says of a table: nothing of a scheme that the pages leave open.
type Facts<'a> = [Option<(Status, &'a [Alternative], &'a [String])>; Scheme::ALL.len()];

/// The distinct tables sorted by name, and for each operation the place of its table.
pub(super) fn share(api: &Api) -> (Vec<PermissionPlan<'_>>, Vec<usize>) {
    let mut distinct: Vec<(Facts<'_>, &PermissionTable)> = Vec::new();
    let mut places: HashMap<Facts<'_>, usize> = HashMap::new();
    let mut place = |table| {
        let facts = facts(table);
        *places.entry(facts).or_insert_with(|| {
            distinct.push((facts, table));
            distinct.len() - 1
        })
    };
    let of_operation: Vec<usize> = api.operations.iter().map(|operation| place(&operation.permissions)).collect();
    let mut keyed: Vec<(String, usize, &PermissionTable)> =
        distinct.iter().enumerate().map(|(place, (facts, table))| (key(facts), place, *table)).collect();
    keyed.sort_by(|left, right| left.0.cmp(&right.0));
    let mut taken = BTreeSet::new();
    let mut named: Vec<(String, usize, &PermissionTable)> = Vec::new();
    for (key, place, table) in keyed {
        let long = format!("{:016X}", hash(&key));
        let name = (8..=16).map(|digits| format!("T{}", long.get(..digits).unwrap_or(&long)));
        let counted = (2_usize..).map(|number| format!("T{long}_{number}"));
        if let Some(name) = name.chain(counted).find(|name| taken.insert(name.clone())) {
            named.push((name, place, table));
        }
    }
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let sorted: HashMap<usize, usize> =
        named.iter().enumerate().map(|(sorted, (_, place, _))| (*place, sorted)).collect();
    let of_operation = of_operation.iter().map(|place| sorted.get(place).copied().unwrap_or(0)).collect();
    (named.into_iter().map(|(name, _, table)| PermissionPlan { table, name }).collect(), of_operation)
}

fn facts(table: &PermissionTable) -> Facts<'_> {
    Scheme::ALL.map(|scheme| {
        let told = |requirement: &&Requirement| requirement.status != Status::Unknown || !requirement.notes.is_empty();
        let Requirement { status, alternatives, notes, .. } = table.get(scheme).filter(told)?;
        Some((*status, alternatives.as_slice(), notes.as_slice()))
    })
}

/// The facts as a text, whose hash names the table.
fn key(facts: &Facts<'_>) -> String {
    let mut key = String::new();
    for scheme in facts {
        // Writing to a String cannot fail.
        let _ = match scheme {
            Some(told) => write!(key, "{told:?};"),
            None => write!(key, "-;"),
        };
    }
    key
}
