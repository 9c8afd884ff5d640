//! What a caller must be granted.

use std::collections::BTreeSet;

use docbind_ir::{Alternative, Operation, Requirement, Role, Scheme, Source, Status};

use crate::change::{Change, Impact, Item, Privilege};

const DATA: &str = "what a caller must be granted is data of the operation";

/// Compares permissions, scheme by scheme, and roles.
pub(crate) fn compare(old: &Operation, new: &Operation, name: &str, changes: &mut Vec<Change>) {
    for scheme in Scheme::ALL {
        let (before, after) = (old.permissions.get(scheme), new.permissions.get(scheme));
        let (before_text, after_text) = (text(before), text(after));
        if before_text == after_text {
            continue;
        }
        let places = (place(before, old), place(after, new));
        changes.push(
            Change::changed(Item::Permission, format!("{name} ({})", scheme.kebab()), places, Impact::Patch, DATA)
                .detail(format!("{before_text} → {after_text}"))
                .privilege(privilege(before, after)),
        );
    }
    roles(old, new, name, changes);
}

/// Where the requirement stands; the request line where it stands nowhere.
fn place<'a>(requirement: Option<&'a Requirement>, operation: &'a Operation) -> &'a Source {
    requirement.map(|requirement| &requirement.source).filter(|source| source.line > 0).unwrap_or(&operation.source)
}

/// A requirement as people write it: `A or (B and C)`.
fn text(requirement: Option<&Requirement>) -> String {
    let Some(requirement) = requirement else { return "unknown".to_owned() };
    match requirement.status {
        Status::Unknown => "unknown".to_owned(),
        Status::NotSupported => "not supported".to_owned(),
        Status::Supported if requirement.alternatives.is_empty() => "no permission".to_owned(),
        Status::Supported => {
            let alternatives: Vec<String> = requirement.alternatives.iter().map(alternative).collect();
            alternatives.join(" or ")
        }
    }
}

fn alternative(alternative: &Alternative) -> String {
    match &*alternative.permissions {
        [one] => one.to_string(),
        several => format!("({})", several.join(" and ")),
    }
}

/// Whether what sufficed at the least still does, and whether less does.
fn privilege(old: Option<&Requirement>, new: Option<&Requirement>) -> Privilege {
    let (Some(old), Some(new)) = (old, new) else { return Privilege::Changed };
    if [old, new].iter().any(|requirement| requirement.status == Status::Unknown) {
        return Privilege::Changed;
    }
    let suffices =
        |granted: &BTreeSet<&str>, needed: &Requirement| sets(needed).iter().any(|needed| needed.is_subset(granted));
    match (least(old), least(new)) {
        (Some(granted), _) if !suffices(&granted, new) => Privilege::Rose,
        (_, Some(granted)) if !suffices(&granted, old) => Privilege::Fell,
        _ => Privilege::Changed,
    }
}

/// The sets of permissions of which one suffices.
fn sets(requirement: &Requirement) -> Vec<BTreeSet<&str>> {
    match requirement.status {
        Status::Supported if requirement.alternatives.is_empty() => vec![BTreeSet::new()],
        Status::Supported => requirement.alternatives.iter().map(set).collect(),
        Status::NotSupported | Status::Unknown => Vec::new(),
    }
}

/// The least that suffices; none when nothing does.
fn least(requirement: &Requirement) -> Option<BTreeSet<&str>> {
    match requirement.status {
        Status::Supported => Some(requirement.least().map(set).unwrap_or_default()),
        Status::NotSupported | Status::Unknown => None,
    }
}

fn set(alternative: &Alternative) -> BTreeSet<&str> {
    alternative.permissions.iter().map(|name| &**name).collect()
}

/// Any one role suffices: the first ones named make a call need more, a further one less.
fn roles(old: &Operation, new: &Operation, name: &str, changes: &mut Vec<Change>) {
    let names = |roles: &[Role]| -> BTreeSet<String> { roles.iter().map(|role| role.name.clone()).collect() };
    let (before, after) = (names(&old.roles), names(&new.roles));
    if before == after {
        return;
    }
    let privilege = match (before.is_empty(), after.is_empty()) {
        (true, false) => Privilege::Rose,
        (false, true) => Privilege::Fell,
        _ if before.is_subset(&after) => Privilege::Fell,
        _ => Privilege::Rose,
    };
    let place = |roles: &[Role], operation: &Operation| -> Source {
        roles.first().map_or(&operation.source, |role| &role.source).clone()
    };
    let spelled = |roles: &BTreeSet<String>| match roles.is_empty() {
        true => "none".to_owned(),
        false => roles.iter().cloned().collect::<Vec<_>>().join(" or "),
    };
    let places = (&place(&old.roles, old), &place(&new.roles, new));
    changes.push(
        Change::changed(Item::Role, name, places, Impact::Patch, DATA)
            .detail(format!("{} → {}", spelled(&before), spelled(&after)))
            .privilege(privilege),
    );
}
