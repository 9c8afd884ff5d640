//! What a page says a type inherits from.

use std::sync::LazyLock;

use docbind_ir::{TypeDef, TypeRef};
use regex::Regex;

use super::resource_part::Part;
use super::sentences::sentences;
use super::type_cell::type_cell;
use crate::markdown::links;
use crate::page::{BlockKind, Page};

/// Sets the base: what a sentence says, else the annotation, else what the rows of the table are inherited from.
///
/// Every type ends in `entity`, so a source that names a nearer type is believed over one that says `entity`.
pub(super) fn add_inheritance(def: &mut TypeDef, paragraphs: &[&str], page_file: &str) {
    let own = def.name.short().to_lowercase();
    let stated = paragraphs
        .iter()
        .filter(|paragraph| may_state_base(paragraph))
        .flat_map(|paragraph| sentences(paragraph))
        .filter_map(|sentence| stated_base(sentence, page_file))
        .find(|base| !is_named(base, &own));
    let annotated = def.base.take().filter(|base| !is_named(base, &own));
    let rows = inherited_rows(def);
    let candidates = [stated, annotated, rows];
    let mut candidates = candidates.into_iter().flatten();
    let Some(first) = candidates.next() else { return };
    def.base = Some(if is_named(&first, "entity") {
        candidates.find(|base| !is_named(base, "entity")).unwrap_or(first)
    } else {
        first
    });
}

fn is_named(base: &TypeRef, short: &str) -> bool {
    let TypeRef::Unresolved(base) = base else { return false };
    let name = base.text.rsplit('.').next().unwrap_or(&base.text);
    name.eq_ignore_ascii_case(short)
}

/// Whether a word is there that a statement is made of: cheaper than the expression, and most texts have none.
fn may_state_base(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["inherit", "deriv", "extend", "subtype", "sub-type", "subclass", "sub-class", "based "]
        .iter()
        .any(|stem| lower.contains(stem))
}

/// The type that `Inherits from [x](x.md)` and its kin name, unless the sentence is about another type.
fn stated_base(sentence: &str, page_file: &str) -> Option<TypeRef> {
    static VERB: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)\b(?:inherit(?:s|ed|ing)?(?:\s+\w+){0,3}?\s+from | deriv(?:es|ed|ing|e)\s+from | extends | extending
            | (?:is\s+a\s+)?sub-?(?:type|class)\s+(?:of|from) | derived\s+type\s+of | based\s+on)
            \s+(?:the\s+|an?\s+)?(?:abstract\s+|base\s+)?(?:type\s+|class\s+|resource\s+)?",
        )
        .ok()
    });
    if !may_state_base(sentence) {
        return None;
    }
    let verb = VERB.as_ref()?.find(sentence)?;
    let before = sentence.get(..verb.start())?;
    let own_page = page_file.rsplit('/').next().unwrap_or(page_file).to_lowercase();
    // "[itemAttachment](…) is derived from attachment" on the page of the base.
    if links(before).any(|link| !link.target.to_lowercase().ends_with(&own_page)) {
        return None;
    }
    let rest = sentence.get(verb.end()..)?;
    let is_name = rest.starts_with(['[', '*', '`']);
    let word_end = if rest.starts_with('[') {
        rest.find(')').map_or(rest.len(), |end| end + 1)
    } else {
        rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len())
    };
    let word = rest.get(..word_end)?;
    let is_camel = word.starts_with(char::is_lowercase) && word.contains(|c: char| c.is_uppercase() || c == '.');
    let remainder = rest.get(word_end..).unwrap_or_default().trim();
    if !is_name && !is_camel && !matches!(word, "entity") && !remainder.is_empty() {
        return None;
    }
    let weak = verb.as_str().to_lowercase().starts_with("based");
    let base = type_cell(word, page_file);
    (names_type(&base) && (!weak || is_name)).then_some(base)
}

/// The types that a page lists as derived from its own: below a heading, or in a sentence such as "the derived types
/// are [a](a.md) and [b](b.md)".
pub(super) fn derived_types(page: &Page<'_>, parts: &[Part]) -> Vec<TypeRef> {
    static ANNOUNCEMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:derived\s+types|sub-?types|sub-?classes)(?:\s+\w+){0,3}?\s*(?:are|is|include|:)|\bbase\s+(?:type|class)\s+(?:for|of)\b|\binherited\s+by\b").ok()
    });
    let mut derived = Vec::new();
    for (section, part) in page.sections.iter().zip(parts) {
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Table(table) if *part == Part::Derived => {
                    derived
                        .extend(table.rows.iter().filter_map(|row| linked(&row.first()?.markdown, &page.file).next()));
                }
                BlockKind::List(items) if *part == Part::Derived => {
                    derived.extend(items.iter().filter_map(|item| linked(&item.markdown, &page.file).next()));
                }
                BlockKind::Text(text) if *part == Part::Derived => derived.extend(linked(&text.markdown, &page.file)),
                BlockKind::Text(text) if section.level <= 1 && may_announce(&text.markdown) => {
                    for sentence in sentences(&text.markdown).filter(|sentence| may_announce(sentence)) {
                        let announced = ANNOUNCEMENT.as_ref().and_then(|words| words.find(sentence));
                        let list = announced.and_then(|found| sentence.get(found.end()..)).unwrap_or_default();
                        derived.extend(linked(list, &page.file));
                    }
                }
                _ => {}
            }
        }
    }
    derived
}

/// Whether a word is there that an announcement is made of: cheaper than the expression, and most texts have none.
fn may_announce(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["derived", "subtype", "sub-type", "subclass", "sub-class", "base ", "inherited"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Whether a reference names a type: a word with a capital inside, or the name of the page it links to. Links on other
/// words (`here`, `another one`) name none.
pub(super) fn names_type(ty: &TypeRef) -> bool {
    let TypeRef::Unresolved(reference) = ty else { return false };
    let name = reference.text.to_lowercase();
    let own_page = || {
        let file = reference.link.as_deref().map(|link| link.split('#').next().unwrap_or(link));
        let stem = file.and_then(|file| file.rsplit('/').next()).map(|name| name.trim_end_matches(".md"));
        stem.is_some_and(|stem| stem.ends_with(&name))
    };
    let is_word = !reference.text.contains(char::is_whitespace);
    let is_camel = reference.text.chars().skip(1).any(|c| c.is_uppercase() || c == '.');
    is_word && (is_camel || name == "entity" || own_page())
}

fn linked<'m>(markdown: &'m str, page_file: &'m str) -> impl Iterator<Item = TypeRef> + 'm {
    links(markdown).filter_map(move |link| {
        let ty = type_cell(markdown.get(link.offset..link.end)?, page_file);
        names_type(&ty).then_some(ty)
    })
}

/// The type that most rows say they are inherited from, `entity` only when no other is named.
fn inherited_rows(def: &TypeDef) -> Option<TypeRef> {
    let mut counts: Vec<(&TypeRef, usize)> = Vec::new();
    for base in def.properties.iter().chain(&def.navigation).filter_map(|property| property.inherited_from.as_deref()) {
        match counts.iter_mut().find(|(known, _)| *known == base) {
            Some((_, count)) => *count += 1,
            None => counts.push((base, 1)),
        }
    }
    let nearer = counts.iter().filter(|(base, _)| !is_named(base, "entity")).max_by_key(|(_, count)| *count);
    nearer.or_else(|| counts.first()).map(|(base, _)| (*base).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(sentence: &str) -> Option<String> {
        stated_base(sentence, "resources/page.md").map(|base| base.to_string())
    }

    #[test]
    fn statements_of_inheritance() {
        for sentence in [
            "Inherits from [item](item.md)",
            "This type inherits from [item](item.md)",
            "Represents a page. It is derived from [item](item.md)",
            "The **page** resource extends [item](item.md) with text",
            "A page is a subtype of [item](item.md)",
            "Inherits properties from [item](item.md)",
            "Inherits from entity",
            "It inherits from **dataItem**",
        ] {
            let base = base(sentence);
            assert!(matches!(base.as_deref(), Some("item?" | "entity?" | "dataItem?")), "{sentence}: {base:?}");
        }
    }

    #[test]
    fn statements_about_other_types() {
        for sentence in [
            "[note](note.md) and [task](task.md) inherit from this type",
            "[note](note.md) is derived from [item](item.md)",
            "The rules are inherited from the parent folder",
            "Results are based on what a user asked for",
            "It inherits from [another](page.md) page",
            "Inherited from ancestor",
        ] {
            assert_eq!(base(sentence), None, "{sentence}");
        }
    }
}
