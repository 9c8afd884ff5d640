//! Permissions stated without a table, and the conditions that sentences add to tables.

use docbind_ir::{Requirement, Rule, Scheme, Status};

use super::cell::permission_cell;
use super::condition::label_all;
use super::statement::{Content, Statement, is_about_permissions};
use super::table::unite_schemes;
use crate::markdown::plain;
use crate::page::{BlockKind, Page, Text};

/// What the section on permissions of a page without tables says: its lists of permissions, or its sentences as notes.
pub(super) fn statement(page: &Page<'_>) -> Option<Statement> {
    let index = page.sections.iter().position(|section| is_about_permissions(&section.heading))?;
    let mut listed = Vec::new();
    let mut notes = Vec::new();
    for block in page.subtree(index).iter().flat_map(|section| &section.blocks) {
        match &block.kind {
            BlockKind::List(items) => listed.extend(items.iter().filter_map(item)),
            BlockKind::Text(text) => notes.extend(sentence(text)),
            _ => {}
        }
    }
    if listed.is_empty() {
        listed = notes;
    }
    let place = page.sections.get(index)?.place.clone();
    (!listed.is_empty()).then(|| Statement {
        requests: Vec::new(),
        scenario: None,
        content: Content::Whole(unite_schemes(listed)),
        included: false,
        section: index,
        place,
    })
}

/// A list item such as "Photo of a contact - Contacts.ReadWrite". Without a word on the permission type it means
/// calls on behalf of a user.
fn item(item: &Text<'_>) -> Option<(Scheme, Requirement)> {
    let text = plain(&item.markdown);
    let scheme = if mentions_application(&text) { Scheme::Application } else { Scheme::DelegatedWork };
    let separators = [": ", " - ", " – ", " — "];
    let (label, list) =
        separators.iter().filter_map(|separator| text.rsplit_once(separator)).next().unwrap_or(("", &*text));
    let mut alternatives = permission_cell(list).alternatives;
    if alternatives.is_empty() {
        return None;
    }
    for (position, alternative) in alternatives.iter_mut().enumerate() {
        alternative.least = position == 0;
    }
    let source = item.place.source(Rule::Prose);
    if !label.trim().is_empty() {
        label_all(&mut alternatives, label, &source);
    }
    Some((scheme, Requirement { status: Status::Supported, alternatives, notes: Vec::new(), source }))
}

/// A sentence that names a permission type, as a note without a verdict.
fn sentence(text: &Text<'_>) -> Option<(Scheme, Requirement)> {
    let words = plain(&text.markdown);
    let lower = words.to_lowercase();
    if is_introduction(&lower) {
        return None;
    }
    let scheme = if lower.contains("delegated") || lower.contains("user") {
        Scheme::DelegatedWork
    } else if mentions_application(&words) {
        Scheme::Application
    } else {
        return None;
    };
    let notes = vec![words.trim().to_owned()];
    Some((scheme, Requirement { notes, source: text.place.source(Rule::Prose), ..Requirement::default() }))
}

fn mentions_application(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("application permission") || lower.contains("app-only") || lower.contains("without a signed-in user")
}

/// The sentences that open every section on permissions.
pub(super) fn is_introduction(lower: &str) -> bool {
    [
        "one of the following permissions is required",
        "choose the permission or permissions marked",
        "the following permissions are required",
        "the permission specified in the following table",
        "one of the following permissions are required",
    ]
    .iter()
    .any(|opening| lower.contains(opening))
}

/// Whether a sentence below a table adds a condition to it.
pub(super) fn is_condition(text: &str) -> bool {
    let lower = text.to_lowercase();
    !is_introduction(&lower)
        && ["permission", "role", "consent", "administrator", "admin", "policy", "license", "must ", "required"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Which schemes a condition is about; all when it names none.
pub(super) fn schemes_of(condition: &str) -> Vec<Scheme> {
    let lower = condition.to_lowercase();
    let delegated = lower.contains("delegated") || lower.contains("calling user") || lower.contains("signed-in user");
    match (delegated, mentions_application(condition)) {
        (true, false) => vec![Scheme::DelegatedWork, Scheme::DelegatedPersonal],
        (false, true) => vec![Scheme::Application],
        _ => Scheme::ALL.to_vec(),
    }
}
