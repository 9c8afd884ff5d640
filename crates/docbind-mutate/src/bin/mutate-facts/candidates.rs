//! Which facts can be falsified, and which of them are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use docbind_ir::{Primitive, Rule, TypeRef};
use docbind_verify::{BodyKind, Outcome, Report, Touched};
use rand::Rng;
use rand::seq::SliceRandom;

use crate::edit;
use crate::fact::{Fact, Kind};

/// Chooses facts that examples use, each on a page of its own and of every kind the same number.
pub(crate) fn choose(
    report: &Report,
    texts: &BTreeMap<String, String>,
    pages: usize,
    random: &mut impl Rng,
) -> Vec<Fact> {
    let passed = || report.examples.iter().filter(|example| example.outcome == Outcome::Passed);
    let mut users: BTreeMap<&Touched, BTreeSet<Arc<str>>> = BTreeMap::new();
    for example in passed() {
        for row in &example.touched {
            users.entry(row).or_default().insert(example.page.clone());
        }
    }
    let mut chosen: Vec<Fact> = Vec::new();
    let mut used: BTreeSet<Arc<str>> = BTreeSet::new();
    for (done, kind) in Kind::ALL.into_iter().enumerate() {
        let mut candidates: Vec<(Arc<str>, u32, Option<&Touched>)> = match kind {
            Kind::Unwrap => passed()
                .filter(|example| example.body == BodyKind::Json && example.tolerated.is_empty())
                .map(|example| (example.page.clone(), example.line, None))
                .collect(),
            _ => users.keys().map(|row| (row.source.file.clone(), row.source.line, Some(*row))).collect(),
        };
        candidates.shuffle(random);
        let wanted = pages * (done + 1) / Kind::ALL.len();
        for (file, line, row) in candidates {
            if chosen.len() >= wanted {
                break;
            }
            let Some(text) = texts.get(&*file).filter(|_| !used.contains(&file)) else { continue };
            let name = row.map_or_else(|| Arc::from(""), |row| row.name.clone());
            let is_said_again = row.is_some_and(|row| row.source.rule == Rule::Prose) && times(texts, &name) > 1;
            if let Some(lie) = falsify(kind, text, line, row).filter(|_| !is_said_again) {
                used.insert(file.clone());
                let users = row.and_then(|row| users.get(row)).cloned().unwrap_or_default();
                chosen.push(Fact { kind, file, line, name, users, lie });
            }
        }
    }
    chosen
}

/// How many lines list a member: one that several sentences list is no lie when one of them leaves it out.
fn times(texts: &BTreeMap<String, String>, member: &str) -> usize {
    let listed = format!("`{member}`");
    texts.values().flat_map(|text| text.lines()).filter(|line| line.contains(&listed)).count()
}

/// The page with the lie, when the fact is of a kind that allows it.
fn falsify(kind: Kind, text: &str, line: u32, row: Option<&Touched>) -> Option<String> {
    let is_row = |row: &&Touched| row.source.rule == Rule::Table;
    match kind {
        Kind::Unwrap => edit::unwrap(text, line),
        Kind::Rename => edit::rename(text, line, &row.filter(is_row).filter(|row| row.ty.is_some())?.name),
        Kind::Retype => {
            let row = row.filter(is_row)?;
            edit::retype(text, line, &row.name, other_type(row.ty.as_ref()?)?)
        }
        Kind::Plurality => {
            let row = row.filter(is_row)?;
            edit::swap_plurality(text, line, &row.name, row.ty.as_ref()?.is_collection())
        }
        Kind::Member => edit::remove_member(text, line, &row.filter(|row| row.ty.is_none())?.name),
    }
}

/// A type whose values are of another JSON kind.
fn other_type(ty: &TypeRef) -> Option<&'static str> {
    match ty {
        TypeRef::Primitive(Primitive::Untyped) | TypeRef::Unresolved(_) | TypeRef::Collection(_) => None,
        TypeRef::Primitive(Primitive::Boolean) => Some("String"),
        _ => Some("Boolean"),
    }
}
