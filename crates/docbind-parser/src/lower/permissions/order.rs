//! Whether the order of a list agrees with what its names say.

use docbind_ir::{Alternative, Requirement};

use super::condition::places;

/// The first pair of permissions that stands the wrong way round: the same resource and scope, and what writes before
/// what reads.
pub(super) fn contradiction(requirement: &Requirement) -> Option<(&str, &str)> {
    let alternatives = &requirement.alternatives;
    let marks = alternatives.iter().any(|one| one.least) && alternatives.iter().any(|one| !one.least);
    alternatives.iter().enumerate().find_map(|(position, first)| {
        let writer = single(first)?;
        let reader = reader_of(writer)?;
        let later = alternatives.get(position + 1..)?.iter();
        // Of columns for least and higher ones, those within a column are equals.
        let mut later = later.filter(|later| !marks || first.least || !later.least);
        let found = later.find(|later| single(later) == Some(&*reader) && places(later) == places(first))?;
        Some((writer, single(found)?))
    })
}

fn single(alternative: &Alternative) -> Option<&str> {
    match alternative.permissions.as_slice() {
        [name] => Some(name),
        _ => None,
    }
}

/// `Boat.Read.All` of `Boat.ReadWrite.All`.
fn reader_of(writer: &str) -> Option<String> {
    writer.split('.').any(|part| part == "ReadWrite").then(|| {
        let parts: Vec<&str> = writer.split('.').map(|part| if part == "ReadWrite" { "Read" } else { part }).collect();
        parts.join(".")
    })
}
