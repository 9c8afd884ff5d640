//! Permissions of an operation that several pages document.

use std::collections::BTreeSet;
use std::sync::Arc;

use docbind_ir::{Code, Condition, ConditionKind, Diagnostic, Operation, Requirement, Rule, Scheme, Status};

/// The pairs of pages whose contradiction was reported.
#[derive(Default)]
pub(super) struct Reported(BTreeSet<(Arc<str>, Arc<str>)>);

/// Reports pages that contradict each other, each pair once.
pub(super) fn report_contradictions(
    first: &Operation,
    other: &Operation,
    reported: &mut Reported,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A derived type may need other permissions than its base, and one way to use an operation others than the rest.
    if other.is_usage || first.is_usage || super::resource(first) != super::resource(other) {
        return;
    }
    for (&scheme, theirs) in &other.permissions.schemes {
        let Some(own) = first.permissions.get(scheme) else { continue };
        let pair = (own.source.file.clone(), theirs.source.file.clone());
        if pair.0 != pair.1 && are_known(own, theirs) && !own.agrees_with(theirs) && reported.0.insert(pair) {
            diagnostics.push(describe(own, theirs, scheme, (first.method.as_str(), &first.path.to_string())));
        }
    }
}

/// Unites the permissions.
///
/// What `first`, the page that leads, says about a scheme stands. Alternatives that only the other page lists hold for
/// what that page is about.
pub(super) fn unite(first: &mut Operation, other: &Operation) {
    for (&scheme, theirs) in &other.permissions.schemes {
        let own = Arc::make_mut(&mut first.permissions).schemes.entry(scheme).or_default();
        // What a reference page says stands against a secondary source.
        if theirs.source.rule == Rule::Secondary && own.status != Status::Unknown {
            continue;
        }
        // A sentence that leaves a scheme out is about this very request, the table of another page is not.
        if own.status == Status::NotSupported && own.source.rule == Rule::Prose {
            continue;
        }
        let mut theirs = theirs.clone();
        if are_known(own, &theirs) && own.source.file != theirs.source.file {
            limit_to_page(own, &mut theirs, other);
        }
        own.merge(theirs);
    }
}

/// Whether both pages say something about a scheme.
fn are_known(own: &Requirement, theirs: &Requirement) -> bool {
    own.status != Status::Unknown && theirs.status != Status::Unknown
}

/// Limits what only the other page lists to the use that the page is about.
fn limit_to_page(own: &Requirement, theirs: &mut Requirement, page: &Operation) {
    let words = page_words(page);
    for alternative in &mut theirs.alternatives {
        alternative.least = false;
        match own.alternatives.iter().find(|known| known.needs_same(alternative)) {
            // What the page that leads says of it stands.
            Some(known) => alternative.conditions.clone_from(&known.conditions),
            None => alternative.limit(Condition::new(ConditionKind::Scenario, &*words, theirs.source.clone())),
        }
    }
}

/// Limits what the page of a product asks for to what that page is about, where another page says what suffices in
/// general.
pub(super) fn limit_to_product(first: &mut Operation, other: &Operation) {
    let words = page_words(first);
    for (scheme, theirs) in &other.permissions.schemes {
        let own = Arc::make_mut(&mut first.permissions).schemes.get_mut(scheme);
        let Some(own) = own.filter(|_| theirs.status == Status::Supported) else { continue };
        let source = own.source.clone();
        for alternative in &mut own.alternatives {
            alternative.least = false;
            alternative.limit(Condition::new(ConditionKind::Scenario, &*words, source.clone()));
        }
    }
}

/// The use of an operation that one of its pages is about.
pub(super) fn page_words(page: &Operation) -> String {
    let file = page.source.file.rsplit('/').next().unwrap_or_default();
    format!("as {file} documents it")
}

fn describe(own: &Requirement, theirs: &Requirement, scheme: Scheme, (method, path): (&str, &str)) -> Diagnostic {
    let secondary = [own, theirs].iter().any(|requirement| requirement.source.rule == Rule::Secondary);
    Diagnostic::new(
        if secondary { Code::SourceConflict } else { Code::PermissionConflict },
        theirs.source.clone(),
        format!("`{method} {path}` has other permissions ({}) here than on another page", scheme.kebab()),
    )
    .note(names(theirs))
    .related(own.source.clone(), names(own))
    .help(if secondary {
        "correct the secondary source; docbind keeps what the reference page says"
    } else {
        "give the operation the same permissions on all pages that list it; docbind takes them all as alternatives"
    })
}

fn names(requirement: &Requirement) -> String {
    if requirement.status == Status::NotSupported {
        return "not supported".to_owned();
    }
    let alternatives = requirement.alternatives.iter().map(|alternative| alternative.permissions.join(" and "));
    alternatives.collect::<Vec<_>>().join(", ")
}
