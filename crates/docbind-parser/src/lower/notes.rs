//! What a page says in words about its operations: description, notes, deprecation.

use docbind_ir::{Deprecation, Rule};

use super::outline::{Outline, Part};
use super::property_facts::deprecation;
use crate::markdown::plain;
use crate::page::{BlockKind, Page, Text};

/// Longer texts are cut: every operation of a page carries them.
const LONGEST: usize = 1 << 15;

/// More notes than any page has.
const MOST: usize = 64;

/// A text as it is kept with an operation.
pub(super) fn kept(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text).to_owned()
}

/// The paragraphs between the title and the first section, as Markdown.
pub(super) fn description(page: &Page<'_>) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for block in introduction(page) {
        // What an include brings in is said of many pages, not of this one.
        let own = block.place.file == page.file;
        match &block.kind {
            BlockKind::Text(text) if own && text.alert.is_none() && !is_boilerplate(&text.markdown) => {
                paragraphs.push(text.markdown.trim().to_owned());
            }
            BlockKind::List(items) if own && !paragraphs.is_empty() => {
                let items: Vec<String> = items.iter().map(|item| format!("- {}", item.markdown.trim())).collect();
                paragraphs.push(items.join("\n"));
            }
            _ => {}
        }
    }
    kept(&paragraphs.join("\n\n"))
}

fn introduction<'p, 'a>(page: &'p Page<'a>) -> impl Iterator<Item = &'p crate::page::Block<'a>> {
    page.sections.iter().take_while(|section| section.level <= 1).flat_map(|section| &section.blocks)
}

/// Lines that say nothing about the operation itself.
fn is_boilerplate(markdown: &str) -> bool {
    let text = markdown.trim();
    text.starts_with("Namespace:") || text.starts_with(":::") || text.is_empty() || is_disclaimer(text)
}

/// The notice that all pages of a preview version carry.
fn is_disclaimer(markdown: &str) -> bool {
    markdown.contains("/beta") && markdown.contains("subject to change")
}

/// The alerts outside the examples, each once.
pub(super) fn notes(outline: &Outline<'_, '_>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for text in texts(outline) {
        let alert = text.alert.as_deref().is_some_and(|alert| alert != "quote");
        let note = text.markdown.trim();
        if alert
            && !is_disclaimer(note)
            && !note.is_empty()
            && notes.len() < MOST
            && !notes.iter().any(|known| known == note)
        {
            notes.push(kept(note));
        }
    }
    notes
}

/// The texts of the parts that speak about the operation.
fn texts<'p, 'a>(outline: &'p Outline<'p, 'a>) -> impl Iterator<Item = &'p Text<'a>> {
    outline
        .sections()
        .filter(|(part, _)| !matches!(part, Part::Examples | Part::Related | Part::Errors))
        .flat_map(|(_, section)| &section.blocks)
        .filter_map(|block| match &block.kind {
            BlockKind::Text(text) => Some(text),
            _ => None,
        })
}

/// The first notice that the operation itself, not one of its parts, is on its way out.
pub(super) fn deprecated(page: &Page<'_>) -> Option<Box<Deprecation>> {
    if let Some(title) = page.title().filter(|title| title.heading.to_lowercase().contains("(deprecated)")) {
        return Some(deprecation(&title.heading, &title.place.source(Rule::Heading)));
    }
    introduction(page).find_map(|block| match &block.kind {
        BlockKind::Text(text) if announces_end(&text.markdown) => {
            Some(deprecation(&text.markdown, &text.place.source(Rule::Prose)))
        }
        _ => None,
    })
}

fn announces_end(markdown: &str) -> bool {
    // Cheaper than taking the markup off every paragraph.
    let lower = markdown.to_lowercase();
    let may_end =
        ["deprecated", "retired", "removed", "returning", "supported"].iter().any(|word| lower.contains(word));
    if !may_end || is_disclaimer(markdown) {
        return false;
    }
    let text = plain(markdown).to_lowercase();
    let subject =
        ["api", "apis", "method", "operation", "action", "function", "resource", "endpoint", "version", "feature"];
    let end = [
        "deprecated",
        "will be retired",
        "be removed",
        "has been retired",
        "stop returning data",
        "stopped returning data",
        "no longer be supported",
        "no longer supported",
    ];
    text.split(". ").any(|sentence| {
        let words = || sentence.split(|c: char| !c.is_alphanumeric());
        let about = words().any(|word| subject.contains(&word)) || sentence.trim_start().starts_with("deprecated");
        about
            && end.iter().any(|words| sentence.contains(words))
            && !sentence.contains("propert")
            && !sentence.contains("parameter")
    })
}
