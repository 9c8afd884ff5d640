//! What a page says in words about its operations: description, notes, deprecation.

use docbind_ir::{Deprecation, Rule, Stability};

use super::outline::{Outline, Part};
use super::property_facts::{date, deprecation, says_removal};
use super::set::SetContext;
use super::zone::is_preview;
use crate::dialect::notices::{ENDS, LEADS, PREVIEWS, SUBJECTS};
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

/// The alerts outside the examples, and block quotes that begin as alerts do, each once.
pub(super) fn notes(outline: &Outline<'_, '_>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for text in texts(outline) {
        let Some(note) = note(text).filter(|note| !note.is_empty() && !is_disclaimer(note)) else { continue };
        if notes.len() < MOST && !notes.iter().any(|known| known == note) {
            notes.push(kept(note));
        }
    }
    notes
}

/// The text of a note: of an alert, or of a block quote behind its lead, as in `> **Note:** Boats sink.`
fn note<'t>(text: &'t Text<'_>) -> Option<&'t str> {
    match text.alert.as_deref()? {
        "quote" => behind_lead(text.markdown.trim()),
        _ => Some(text.markdown.trim()),
    }
}

/// What follows a lead word with its colon, both perhaps in bold.
fn behind_lead(text: &str) -> Option<&str> {
    let start = text.trim_start_matches(['*', '_', ' ']);
    let end = start.find(|c: char| !c.is_alphabetic())?;
    let (lead, rest) = start.split_at_checked(end)?;
    let is_lead = LEADS.iter().any(|known| lead.eq_ignore_ascii_case(known));
    let signs = rest.len() - rest.trim_start_matches(['*', '_', ':', ' ', '.', '-', '\n']).len();
    let (signs, rest) = rest.split_at_checked(signs)?;
    (is_lead && (signs.contains(':') || start.len() < text.len())).then(|| rest.trim_start_matches("+ ").trim())
}

/// Whether the page, or the version that its set documents, may still change.
pub(super) fn stability(page: &Page<'_>, outline: &Outline<'_, '_>, set: &SetContext) -> Stability {
    let titled = page.title().is_some_and(|title| {
        let title = title.heading.to_lowercase();
        title.contains("(preview)") || title.contains("(beta)") || title.ends_with(" preview")
    });
    let is_notice = |text: &Text<'_>| {
        is_disclaimer(&text.markdown) || (text.alert.is_some() || is_introduction(page, text)) && says_preview(text)
    };
    let included = || {
        page.sections.iter().flat_map(|section| &section.blocks).any(|block| match &block.kind {
            BlockKind::Include(include) => include.path.to_lowercase().contains("beta-disclaimer"),
            _ => false,
        })
    };
    if is_preview(&set.version) || titled || texts(outline).any(is_notice) || included() {
        Stability::Preview
    } else {
        Stability::Stable
    }
}

fn is_introduction(page: &Page<'_>, text: &Text<'_>) -> bool {
    introduction(page).any(|block| block.place == text.place)
}

/// Whether a text says of the operation itself that it is in preview.
fn says_preview(text: &Text<'_>) -> bool {
    if !text.markdown.contains("review") && !text.markdown.contains("beta") {
        return false;
    }
    let text = plain(&text.markdown).to_lowercase();
    text.split(". ").any(|sentence| {
        PREVIEWS.iter().any(|words| sentence.contains(words)) && is_about_call(sentence) && !is_about_part(sentence)
    })
}

/// Whether a sentence in lower case speaks about the operation.
fn is_about_call(sentence: &str) -> bool {
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| SUBJECTS.contains(&word))
}

/// Whether a sentence in lower case speaks about a part of what is sent or comes back.
fn is_about_part(sentence: &str) -> bool {
    ["propert", "parameter", "enum", "member", "value"].iter().any(|part| sentence.contains(part))
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
    let mut texts = introduction(page).filter_map(|block| match &block.kind {
        BlockKind::Text(text) => Some(text),
        _ => None,
    });
    let text = texts.find(|text| announces_end(&text.markdown))?;
    let mut notice = deprecation(&text.markdown, &text.place.source(Rule::Prose));
    // The date may stand in a line of its own: `**Removal date:** June 30, 2024`.
    if notice.date.is_none() {
        notice.date = texts.filter(|text| says_removal(&text.markdown)).find_map(|text| date(&text.markdown));
    }
    Some(notice)
}

fn announces_end(markdown: &str) -> bool {
    // Cheaper than taking the markup off every paragraph.
    let lower = markdown.to_lowercase();
    if !ENDS.iter().any(|words| words.split(' ').all(|word| lower.contains(word))) || is_disclaimer(markdown) {
        return false;
    }
    let text = plain(markdown).to_lowercase();
    text.split(". ").any(|sentence| {
        let about = is_about_call(sentence) || sentence.trim_start().starts_with("deprecated");
        about
            && ENDS.iter().any(|words| sentence.contains(words))
            && !sentence.contains("propert")
            && !sentence.contains("parameter")
    })
}

#[cfg(test)]
mod tests {
    use super::behind_lead;

    #[test]
    fn leads_of_notes() {
        for text in [
            "**Note:** Boats sink.",
            "**Note**: Boats sink.",
            "Note: Boats sink.",
            "**IMPORTANT** Boats sink.",
            "*Tip:* Boats sink.",
        ] {
            assert_eq!(behind_lead(text), Some("Boats sink."), "{text}");
        }
        assert_eq!(behind_lead("Notes of a boat sink."), None);
        assert_eq!(behind_lead("Boats: they sink."), None);
    }
}
