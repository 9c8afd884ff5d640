//! Sentences around permission tables and requests: what they add to the tables and whom they leave out.

use docbind_ir::{Alternative, Condition, ConditionKind, OperationId, Requirement, Rule, Scheme, Source, Status};

use super::cell::permission_cell;
use super::footnote::{is_marked, join, lead};
use super::mark::Mark;
use super::statement::{Statement, Statements};
use super::words::{Exclusion, Joining, exclusion, joining, table_joining};
use super::{binding, prose};
use crate::markdown::plain;
use crate::page::{BlockKind, Page, Text};

/// A paragraph of the section on permissions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Remark {
    /// As plain text.
    pub text: String,
    /// The section.
    pub section: usize,
    /// Whether it stands below a table.
    pub below: bool,
    /// The mark that it explains and what it says, when it begins with one.
    pub footnote: Option<(Mark, String)>,
    /// Where it stands.
    pub source: Source,
}

/// Schemes that a sentence leaves out of some requests.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Excluded {
    pub exclusion: Exclusion,
    /// The requests it is about; empty when it is about all of them.
    pub requests: Vec<OperationId>,
    pub text: String,
    pub source: Source,
}

impl Remark {
    pub(super) fn new(text: &Text<'_>, section: usize, below: bool) -> Self {
        let source = text.place.source(Rule::Prose);
        Self { text: plain(&text.markdown).into_owned(), section, below, footnote: lead(&text.markdown), source }
    }

    /// Whether it is a condition that a reader of the table has to know.
    pub(super) fn is_condition(&self) -> bool {
        self.below && !self.is_footnote() && prose::is_condition(&self.text)
    }

    /// Whether it explains a mark, which is read where the mark is.
    fn is_footnote(&self) -> bool {
        self.footnote.is_some() || ["marked with", "asterisk", "dagger"].iter().any(|words| self.text.contains(words))
    }
}

/// The sentences of a paragraph.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
        .flat_map(|line| line.split_inclusive(". "))
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

/// Takes the sentences that leave schemes out or join permissions from the remarks and applies them.
pub(super) fn apply(found: &mut Statements) {
    let mut remarks = std::mem::take(&mut found.remarks);
    let mut items = Vec::new();
    if !found.requirements().flat_map(|one| &one.alternatives).any(is_marked) {
        // A list below a table that needs no footnotes says what sentences say.
        for (section, list) in &found.lists_below {
            let item = |(text, source): &(String, Source)| {
                let text = plain(text).into_owned();
                Remark { text, section: *section, below: true, footnote: None, source: source.clone() }
            };
            items.extend(list.iter().map(item));
        }
    }
    items.iter_mut().for_each(|item| read(found, item));
    for remark in &mut remarks {
        if remark.is_footnote() { orphan(found, remark) } else { read(found, remark) }
    }
    remarks.retain(|remark| !remark.text.is_empty());
    found.remarks = remarks;
}

/// Applies the sentences of a remark; those that leave a scheme out leave the remark, too.
fn read(found: &mut Statements, remark: &mut Remark) {
    let mut kept: Vec<&str> = Vec::new();
    for sentence in sentences(&remark.text) {
        if let Some(exclusion) = exclusion(sentence) {
            let (text, source) = (sentence.to_owned(), remark.source.clone());
            found.excluded.push(Excluded { exclusion, requests: Vec::new(), text, source });
            continue;
        }
        let meaning = table_joining(sentence);
        if meaning != Joining::None {
            let near = found.statements.iter_mut().filter(|statement| statement.section == remark.section);
            near.for_each(|statement| join_table(statement, sentence, meaning, &remark.source));
        }
        kept.push(sentence);
    }
    if kept.len() < sentences(&remark.text).count() {
        remark.text = kept.join(" ");
    }
}

/// A footnote about permissions that are needed together whose mark no permission carries: something is left open.
fn orphan(found: &mut Statements, remark: &Remark) {
    let Some((mark, rest)) = &remark.footnote else { return };
    let is_used = found
        .requirements()
        .flat_map(|one| &one.alternatives)
        .flat_map(|one| &one.conditions)
        .any(|condition| Mark::of(condition).as_ref() == Some(mark));
    if !is_used && joining(rest) != Joining::None {
        let near = found.statements.iter_mut().filter(|statement| statement.section == remark.section);
        near.for_each(|statement| join_table(statement, rest.trim(), Joining::Unclear, &remark.source));
    }
}

fn join_table(statement: &mut Statement, sentence: &str, meaning: Joining, source: &Source) {
    let schemes = prose::schemes_of(sentence);
    for (scheme, requirement) in statement.requirements_mut() {
        if requirement.status == Status::Supported && schemes.contains(scheme) {
            join_requirement(requirement, sentence, meaning, source);
        }
    }
}

fn join_requirement(requirement: &mut Requirement, sentence: &str, meaning: Joining, source: &Source) {
    // What the cells already join needs no sentence.
    if requirement.alternatives.iter().all(|alternative| alternative.permissions.len() > 1) {
        return;
    }
    let limit = |requirement: &mut Requirement, kind| {
        for alternative in &mut requirement.alternatives {
            alternative.limit(Condition::new(kind, sentence.trim_end_matches('.'), source.clone()));
        }
    };
    match meaning {
        Joining::None => {}
        Joining::All => join(requirement, |_| true),
        Joining::Also => limit(requirement, ConditionKind::Remark),
        Joining::Unclear => limit(requirement, ConditionKind::Unclear),
        Joining::Names => {
            let named = permission_cell(sentence).alternatives;
            let names = requirement.names();
            let is_listed = |name: &std::sync::Arc<str>| names.contains(&name);
            let listed = named.iter().flat_map(|one| &one.permissions).all(is_listed);
            let joins = named.iter().any(|one| one.permissions.len() > 1);
            match (listed, joins) {
                (_, _) if named.is_empty() => limit(requirement, ConditionKind::Unclear),
                (true, true) => {
                    // `at least one of A and B, and one of C and D`: the sentence says the alternatives.
                    let mut alternatives = named;
                    alternatives.iter_mut().enumerate().for_each(|(position, one)| {
                        one.conditions.clear();
                        one.least = position == 0;
                    });
                    requirement.alternatives = alternatives;
                }
                (true, false) => limit(requirement, ConditionKind::Unclear),
                (false, _) => {
                    let with = |one: &Alternative| {
                        named
                            .iter()
                            .map(|other| {
                                one.and(&Alternative { least: false, conditions: Vec::new(), ..other.clone() })
                            })
                            .collect::<Vec<_>>()
                    };
                    requirement.alternatives = requirement.alternatives.iter().flat_map(with).collect();
                }
            }
        }
    }
    requirement.dedup();
}

/// Schemes that sentences outside the section on permissions leave out: all over the page when they name a path or
/// speak of the whole, and of a fence when they head it.
pub(super) fn excluded_requests(page: &Page<'_>, namespace: &str) -> Vec<Excluded> {
    let mut found = Vec::new();
    for section in page.sections.iter().filter(|section| may_exclude(&section.heading)) {
        let fences = section.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Code(_))).count();
        let mut open: Option<Excluded> = None;
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Text(text) => {
                    // A sentence without a path that no fence followed is about all.
                    found.extend(open.take());
                    let words = plain(&text.markdown);
                    for sentence in sentences(&words) {
                        let Some(exclusion) = exclusion(sentence) else { continue };
                        let source = text.place.source(Rule::Prose);
                        let whole = Excluded { exclusion, requests: Vec::new(), text: sentence.to_owned(), source };
                        if whole.exclusion.roots.is_empty() { open = Some(whole) } else { found.push(whole) }
                    }
                }
                BlockKind::Code(code) => {
                    if let Some(mut excluded) = open.take() {
                        if fences > 1 {
                            excluded.requests = binding::of_text(&code.text, namespace);
                        }
                        found.push(excluded);
                    }
                }
                _ => {}
            }
        }
        found.extend(open);
    }
    found
}

/// Whether sentences of a section may speak of its requests: those of the permissions are read apart.
fn may_exclude(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let elsewhere = [
        "permission",
        "prerequisite",
        "authoriz",
        "example",
        "response",
        "body",
        "header",
        "parameter",
        "propert",
        "see also",
        "related",
        "next step",
    ];
    !elsewhere.iter().any(|word| lower.contains(word))
}

impl Excluded {
    /// Whether it is about a request.
    pub(super) fn covers(&self, request: &OperationId, first_segment: &str) -> bool {
        let roots = &self.exclusion.roots;
        match (roots.is_empty(), self.requests.is_empty()) {
            (false, _) => roots.iter().any(|root| first_segment.eq_ignore_ascii_case(root)),
            (true, false) => self.requests.contains(request),
            (true, true) => true,
        }
    }

    /// Whether it is about a scheme.
    pub(super) fn leaves_out(&self, scheme: Scheme) -> bool {
        self.exclusion.schemes.contains(&scheme)
    }
}
