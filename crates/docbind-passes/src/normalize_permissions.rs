//! Brings permissions into the one form that tables and exports print.

use std::collections::BTreeSet;
use std::sync::Arc;

use docbind_ir::{Api, Condition, Diagnostic, Operation, Requirement, Status};

use crate::batches;

/// Takes footnote marks off names, drops repeated alternatives, puts those marked least first and marks the first of
/// each scenario when the documentation marks none.
pub fn normalize_permissions(api: &mut Api, _diagnostics: &mut Vec<Diagnostic>) {
    // The requests of a page share one table, before and after.
    let shared = |left: &Operation, right: &Operation| Arc::ptr_eq(&left.permissions, &right.permissions);
    batches::gather(api.operations.chunk_by_mut(shared), |operations| {
        let mut table = operations.first()?.permissions.clone();
        Arc::make_mut(&mut table).schemes.iter_mut().for_each(|(_, requirement)| normalize(requirement));
        operations.iter_mut().for_each(|operation| operation.permissions.clone_from(&table));
        None::<()>
    });
}

fn normalize(requirement: &mut Requirement) {
    for alternative in &mut requirement.alternatives {
        let mut names: Vec<Arc<str>> = Vec::with_capacity(alternative.permissions.len());
        for name in &alternative.permissions {
            let bare = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '\\' | ',' | '.' | '`'));
            let bare = if bare.len() == name.len() { name.clone() } else { bare.into() };
            if !bare.is_empty() && !names.contains(&bare) {
                names.push(bare);
            }
        }
        alternative.permissions = names;
    }
    requirement.alternatives.retain(|alternative| !alternative.permissions.is_empty());
    requirement.dedup();
    if requirement.alternatives.is_empty() {
        return;
    }
    requirement.status = Status::Supported;
    requirement.alternatives.sort_by_key(|alternative| !alternative.least);
    let marked = requirement.alternatives.iter().filter(|alternative| alternative.least);
    let mut marked: BTreeSet<Vec<Condition>> = marked.map(|alternative| alternative.conditions.clone()).collect();
    for alternative in &mut requirement.alternatives {
        alternative.least |= marked.insert(alternative.conditions.clone());
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Alternative, Condition, ConditionKind, Requirement, Source, Status};

    use super::normalize;

    #[test]
    fn footnotes_and_repetitions_go_and_the_least_comes_first() {
        let least = Alternative { least: true, ..Alternative::one("Boat.Read.Group*") };
        let twice = Alternative { permissions: vec!["B.Read".into(), "B.Read".into()], ..Alternative::default() };
        let alternatives = vec![Alternative::one("A.Read."), twice, least, Alternative::one("A.Read")];
        let mut requirement = Requirement { status: Status::Unknown, alternatives, ..Requirement::default() };
        normalize(&mut requirement);
        assert_eq!(requirement.status, Status::Supported);
        let names: Vec<_> = requirement.alternatives.iter().map(|one| one.permissions.join("+")).collect();
        assert_eq!(names, ["Boat.Read.Group", "A.Read", "B.Read"]);
        assert_eq!(requirement.alternatives.iter().filter(|one| one.least).count(), 1);
    }

    #[test]
    fn each_scenario_has_its_own_least_one() {
        let of = |scenario: &str, name: &str| Alternative {
            conditions: vec![Condition::new(ConditionKind::Scenario, scenario, Source::default())],
            ..Alternative::one(name)
        };
        let alternatives = vec![of("user", "A.Read"), of("user", "B.Read"), of("device", "C.Read")];
        let mut requirement = Requirement { status: Status::Supported, alternatives, ..Requirement::default() };
        normalize(&mut requirement);
        let least: Vec<_> = requirement.alternatives.iter().map(|one| one.least).collect();
        assert_eq!(least, [true, false, true]);
    }
}
