//! Footnotes: what the marks on permissions mean.
//!
//! A mark that asks for several permissions joins them, one that speaks of consent, age or conditions limits its
//! permission, and one whose meaning is not found stays a condition that is unclear.

use docbind_ir::{Alternative, Condition, ConditionKind, Requirement, Source, Status};

use super::cell::permission_cell;
use super::mark::{Mark, written};
use super::statement::Statements;
use super::words::{Joining, joining, says_not_supported};
use crate::markdown::plain;
use crate::page::{BlockKind, Page, Text};

/// Replaces the marks of all statements by what their footnotes say.
pub(super) fn resolve(found: &mut Statements, page: &Page<'_>) {
    if !found.requirements().any(|requirement| requirement.alternatives.iter().any(is_marked)) {
        return;
    }
    let notes = Footnotes::of(page, found);
    for requirement in found.requirements_mut() {
        notes.apply(requirement);
    }
}

pub(super) fn is_marked(alternative: &Alternative) -> bool {
    alternative.conditions.iter().any(|condition| Mark::of(condition).is_some())
}

/// The footnotes of the marks that a page uses.
struct Footnotes {
    notes: Vec<(Mark, Note)>,
}

/// What a mark means.
struct Note {
    text: String,
    source: Source,
}

impl Footnotes {
    fn of(page: &Page<'_>, found: &Statements) -> Self {
        let mut marks: Vec<Mark> = Vec::new();
        for condition in found.requirements().flat_map(|one| &one.alternatives).flat_map(|one| &one.conditions) {
            marks.extend(Mark::of(condition).filter(|mark| !marks.contains(mark)));
        }
        let notes = marks.into_iter().filter_map(|mark| Some((explanation(page, found, &mark)?, mark)));
        Self { notes: notes.map(|(note, mark)| (mark, note)).collect() }
    }

    fn apply(&self, requirement: &mut Requirement) {
        if requirement.status == Status::NotSupported {
            return;
        }
        for (mark, note) in &self.notes {
            let carries = |alternative: &Alternative| {
                alternative.conditions.iter().any(|condition| Mark::of(condition).as_ref() == Some(mark))
            };
            if requirement.alternatives.iter().any(carries) {
                note.apply(requirement, mark, carries);
            }
        }
        // What a permission's own name says needs no footnote.
        for alternative in requirement.alternatives.iter_mut().filter(|one| is_marked(one)) {
            if alternative.permissions.iter().any(|name| is_scoped_to_resource(name)) {
                let source = alternative.conditions.iter().find(|one| Mark::of(one).is_some());
                let source = source.map(|one| one.source.clone()).unwrap_or_default();
                alternative.conditions.retain(|condition| Mark::of(condition).is_none());
                alternative.limit(Condition::new(ConditionKind::ResourceSpecific, "", source));
            }
        }
    }
}

/// Whether a permission is granted by the owner of one resource: `ChannelMessage.Read.Group`.
fn is_scoped_to_resource(name: &str) -> bool {
    let last = name.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| matches!(last, "Group" | "Chat" | "User" | "Team" | "Channel" | "Meeting"))
}

impl Note {
    fn apply(&self, requirement: &mut Requirement, mark: &Mark, carries: impl Fn(&Alternative) -> bool) {
        let lower = self.text.to_lowercase();
        let kind = if lower.contains("resource-specific") || lower.contains("resource specific") {
            Some(ConditionKind::ResourceSpecific)
        } else if is_old(&lower) {
            Some(ConditionKind::Deprecated)
        } else {
            None
        };
        if let Some(kind) = kind {
            let text = if kind == ConditionKind::ResourceSpecific { "" } else { &*self.text };
            return self.mark_all(requirement, mark, kind, text);
        }
        if says_not_supported(&lower) && !lower.contains(" if ") && requirement.alternatives.iter().all(&carries) {
            return self.mark_all(requirement, mark, ConditionKind::Remark, &self.text);
        }
        match joining(&self.text) {
            Joining::None => self.mark_all(requirement, mark, ConditionKind::Remark, &self.text),
            Joining::Unclear => {}
            Joining::All => {
                let marked = requirement.alternatives.iter().filter(|one| carries(one)).count();
                let everything = marked < 2 || lower.contains("listed") || lower.contains("above");
                join(requirement, |alternative| everything || carries(alternative));
                unmark(requirement, mark);
            }
            Joining::Also => {
                let is_marked: Vec<bool> = requirement.alternatives.iter().map(&carries).collect();
                if is_marked.iter().all(|marked| *marked) {
                    join(requirement, |_| true);
                } else {
                    with_others(requirement, &is_marked);
                }
                unmark(requirement, mark);
            }
            Joining::Names => {
                let others = permission_cell(&self.text).alternatives;
                let is_listed =
                    |other: &Alternative| other.permissions.iter().all(|name| requirement.names().contains(&name));
                let marked = requirement.alternatives.iter().filter(|one| carries(one)).count();
                if marked > 1 && others.iter().all(is_listed) {
                    join(requirement, carries);
                } else {
                    requirement.alternatives = requirement
                        .alternatives
                        .iter()
                        .flat_map(|one| match carries(one) {
                            true => others.iter().map(|other| one.and(&bare(other))).collect(),
                            false => vec![one.clone()],
                        })
                        .collect();
                }
                unmark(requirement, mark);
            }
        }
        requirement.dedup();
    }

    /// The condition in place of the mark.
    fn mark_all(&self, requirement: &mut Requirement, mark: &Mark, kind: ConditionKind, text: &str) {
        for alternative in &mut requirement.alternatives {
            let before = alternative.conditions.len();
            alternative.conditions.retain(|condition| Mark::of(condition).as_ref() != Some(mark));
            if alternative.conditions.len() < before {
                alternative.limit(Condition::new(kind, text, self.source.clone()));
            }
        }
    }
}

fn bare(alternative: &Alternative) -> Alternative {
    Alternative { permissions: alternative.permissions.clone(), ..Alternative::default() }
}

fn unmark(requirement: &mut Requirement, mark: &Mark) {
    for alternative in &mut requirement.alternatives {
        alternative.conditions.retain(|condition| Mark::of(condition).as_ref() != Some(mark));
    }
}

/// Makes one alternative of those that are chosen, where the first of them stood.
pub(super) fn join(requirement: &mut Requirement, chosen: impl Fn(&Alternative) -> bool) {
    let mut all: Option<Alternative> = None;
    let mut place = 0;
    let mut kept = Vec::with_capacity(requirement.alternatives.len());
    for alternative in requirement.alternatives.drain(..) {
        if !chosen(&alternative) {
            kept.push(alternative);
            continue;
        }
        all = Some(match all {
            None => {
                place = kept.len();
                alternative
            }
            Some(all) => Alternative { least: all.least || alternative.least, ..all.and(&alternative) },
        });
    }
    kept.splice(place..place, all);
    requirement.alternatives = kept;
}

/// What is marked is needed beside one of the others.
fn with_others(requirement: &mut Requirement, is_marked: &[bool]) {
    let pairs = || requirement.alternatives.iter().zip(is_marked);
    let marked = pairs().filter(|(_, marked)| **marked).map(|(one, _)| one);
    let Some(marked) = marked.cloned().reduce(|all, one| all.and(&one)) else { return };
    let together = pairs().filter(|(_, marked)| !**marked).map(|(one, _)| {
        // In the order in which a reader meets them.
        Alternative { least: one.least, ..one.and(&marked) }
    });
    requirement.alternatives = together.collect();
}

fn is_old(lower: &str) -> bool {
    ["deprecated", "backward compat", "backwards compat", "legacy", "obsolete", "no longer recommended", "older apps"]
        .iter()
        .any(|word| lower.contains(word))
}

/// The words that explain a mark, wherever on the page they stand.
fn explanation(page: &Page<'_>, found: &Statements, mark: &Mark) -> Option<Note> {
    let blocks = || page.sections.iter().flat_map(|section| &section.blocks);
    let texts = || {
        blocks().flat_map(|block| match &block.kind {
            BlockKind::Text(text) => std::slice::from_ref(text),
            BlockKind::List(items) => items.as_slice(),
            _ => &[],
        })
    };
    let leading = texts().find_map(|text| leading(text, mark));
    let listed = || {
        // A list right behind the table whose bullets are the marks: the dialect writes footnotes so by accident.
        let (_, items) = found.lists_below.iter().find(|(_, items)| !items.is_empty())?;
        let item = match mark.number() {
            Some(number) => items.get(number.checked_sub(1)?)?,
            None if mark.as_str() == "*" => items.first()?,
            None => return None,
        };
        Some(Note { text: plain(&item.0).trim().to_owned(), source: item.1.clone() })
    };
    leading.or_else(|| texts().find_map(|text| within(text, mark))).or_else(listed)
}

/// Lines of a text with their place.
fn lines<'t>(text: &'t Text<'_>) -> impl Iterator<Item = (&'t str, Source)> {
    text.markdown.lines().enumerate().map(|(offset, line)| {
        let mut source = text.place.source(docbind_ir::Rule::Prose);
        source.line = source.line.saturating_add(u32::try_from(offset).unwrap_or(0));
        (line, source)
    })
}

/// `* Both are required.`, `[^1]: …`, `<sup>1</sup> …`, up to the next mark or the end of the paragraph.
fn leading(text: &Text<'_>, mark: &Mark) -> Option<Note> {
    let mut note: Option<Note> = None;
    for (line, source) in lines(text) {
        for part in line.split("<br>").flat_map(|part| part.split("<br/>")).flat_map(|part| part.split("<br />")) {
            match (lead(part), &mut note) {
                (Some((own, rest)), None) if own == *mark => {
                    note = Some(Note { text: plain(rest.trim()).trim().to_owned(), source: source.clone() });
                }
                (Some(_), Some(_)) => return note,
                (None, Some(note)) if part.trim().is_empty() && !note.text.is_empty() => break,
                (None, Some(note)) => {
                    note.text.push(' ');
                    note.text.push_str(plain(part).trim());
                }
                _ => {}
            }
        }
    }
    note.filter(|note| !note.text.is_empty())
}

/// The mark that a line begins with, which emphasis is not.
pub(super) fn lead(line: &str) -> Option<(Mark, String)> {
    let is_escaped = line.trim_start().starts_with('\\');
    let line = written(line.trim_start().trim_start_matches("> ")).replace('\\', "");
    let line = line.trim_start();
    let (mark, rest) = Mark::lead(line).or_else(|| numbered(line))?;
    let opens_emphasis = !is_escaped
        && mark.as_str().starts_with('*')
        && rest.starts_with(|c: char| !c.is_whitespace() && c != ':')
        && rest.contains('*');
    let rest = rest.trim_start_matches([':', '.', ')', ' ', '-', '–', '=']).to_owned();
    (!opens_emphasis && !rest.is_empty()).then_some((mark, rest))
}

/// `1. …` and `1) …`
fn numbered(line: &str) -> Option<(Mark, &str)> {
    let (number, rest) = line.split_once(['.', ')'])?;
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let (mark, _) = Mark::lead(&format!("({number})")).filter(|_| is_number)?;
    Some((mark, rest))
}

/// A sentence that names the mark: `Permissions marked with * use …`, `those with two asterisks`.
fn within(text: &Text<'_>, mark: &Mark) -> Option<Note> {
    let mut open: Option<Note> = None;
    for (line, source) in lines(text) {
        let plainer = written(line).replace(['\\', '`', '"', '\''], "");
        for sentence in plainer.split_inclusive(". ") {
            let is_about = names_mark(sentence, mark);
            if is_about {
                let words = sentence.trim().trim_start_matches("> ");
                open = Some(Note { text: cleaned(words), source: source.clone() });
            }
        }
        if open.is_some() {
            return open;
        }
    }
    open
}

/// The sentence as text, its marks kept.
fn cleaned(sentence: &str) -> String {
    let words = sentence.split_whitespace().map(|word| match Mark::lead(word) {
        Some((mark, "")) => mark.to_string(),
        _ => plain(word).into_owned(),
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn names_mark(sentence: &str, mark: &Mark) -> bool {
    let lower = sentence.to_lowercase();
    if !["mark", "with", "asterisk", "dagger", "footnote", "denote", "indicat"].iter().any(|word| lower.contains(word))
    {
        return false;
    }
    let spelled = sentence.split_whitespace().any(|word| {
        let word = word.trim_end_matches([',', '.', ':', ';']);
        Mark::lead(word).is_some_and(|(own, rest)| own == *mark && rest.trim_matches(')').is_empty())
    });
    let double = ["two", "double"].iter().any(|word| lower.contains(word));
    spelled
        || match mark.as_str() {
            "*" => lower.contains("asterisk") && !double && !lower.contains("**"),
            "**" => lower.contains("asterisk") && double,
            "†" => lower.contains("dagger") && !double,
            "‡" => lower.contains("dagger") && double,
            _ => false,
        }
}
