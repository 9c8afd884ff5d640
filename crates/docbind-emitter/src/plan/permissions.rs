//! Permission tables that many operations share.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use docbind_ir::{Alternative, Api, PermissionTable, Requirement, Scheme, Status};
use foldhash::{HashMap, HashMapExt};

use super::words::hash;
use crate::Broken;

/// A permission table of the output.
#[derive(Debug)]
pub(crate) struct PermissionPlan<'a> {
    pub(crate) table: &'a PermissionTable,
    /// The name of its static, made from what the table says: a new table renames none.
    pub(crate) name: String,
}

/// The distinct tables sorted by name, and for each operation the place of its table.
pub(super) fn share(api: &Api) -> Result<(Vec<PermissionPlan<'_>>, Vec<usize>), Broken> {
    // The operations of a page share their table, which is encoded once.
    let mut keys: HashMap<*const PermissionTable, usize> = HashMap::new();
    let mut distinct: Vec<(String, &PermissionTable)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut of_operation = Vec::with_capacity(api.operations.len());
    for operation in &api.operations {
        let table = &operation.permissions;
        let place = *keys.entry(Arc::as_ptr(table)).or_insert_with(|| {
            let key = key(table);
            *places.entry(key.clone()).or_insert_with(|| {
                distinct.push((key, table));
                distinct.len() - 1
            })
        });
        of_operation.push(place);
    }
    let mut keyed: Vec<(String, usize, &PermissionTable)> =
        distinct.into_iter().enumerate().map(|(place, (key, table))| (key, place, table)).collect();
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
    let unnamed = |place: &usize| Broken(format!("permission table {place} has no name"));
    let of_operation = of_operation.iter().map(|place| sorted.get(place).copied().ok_or_else(|| unnamed(place)));
    let of_operation = of_operation.collect::<Result<_, _>>()?;
    Ok((named.into_iter().map(|(name, _, table)| PermissionPlan { table, name }).collect(), of_operation))
}

/// What the output says of a table, as a text whose hash names it. The encoding is part of what makes names stable: one
/// line a scheme, then one a fact, each text with its length in front, so that no two tables share a key.
fn key(table: &PermissionTable) -> String {
    let mut key = String::new();
    for scheme in Scheme::ALL {
        let said = |requirement: &&Requirement| requirement.status != Status::Unknown || !requirement.notes.is_empty();
        let Some(requirement) = table.get(scheme).filter(said) else { continue };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(key, "{} {}", scheme.kebab(), requirement.status.as_str());
        let least = requirement.least_index();
        for (place, alternative) in requirement.alternatives.iter().enumerate() {
            encode(&mut key, alternative, least == Some(place));
        }
        for note in &requirement.notes {
            let _ = writeln!(key, "  note {} {note}", note.len());
        }
    }
    key
}

fn encode(key: &mut String, alternative: &Alternative, is_least: bool) {
    key.push_str(if is_least { "  least" } else { "  or" });
    for name in &alternative.permissions {
        let _ = write!(key, " {} {name}", name.len());
    }
    key.push('\n');
    for condition in &alternative.conditions {
        let words = condition.to_string();
        let _ = writeln!(key, "    when {} {} {words}", condition.kind.as_str(), words.len());
    }
}
