//! Types that stand below headings of one page, each with its own table.

use super::resource_part::is_part_heading;
use super::type_title::TypeTitle;
use crate::markdown::plain;
use crate::page::{Block, BlockKind, Page, Section, Table};

/// A type below a heading.
#[derive(Clone, Debug)]
pub(super) struct HeadedType<'p, 'a> {
    /// The name.
    pub(super) name: String,
    /// The section with its heading.
    pub(super) section: &'p Section<'a>,
    /// The section and those below it that have no type of their own.
    pub(super) own: Vec<&'p Section<'a>>,
    /// Whether it is an enumeration.
    pub(super) is_enum: bool,
}

impl<'p, 'a> HeadedType<'p, 'a> {
    /// The blocks of the type in order.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &'p Block<'a>> {
        self.own.iter().flat_map(|section| &section.blocks)
    }
}

/// The types below the headings of a page; none on a page that is about one type.
pub(super) fn headed_types<'p, 'a>(page: &'p Page<'a>) -> Vec<HeadedType<'p, 'a>> {
    let is_about_one = page.sections.iter().any(|section| {
        let is_resource = |annotation: &crate::page::Annotation| annotation.block_type().as_deref() == Some("resource");
        section.level == 2 && is_part_heading(&section.heading) && section.blocks.iter().any(is_table)
            || section.blocks.iter().any(|block| match &block.kind {
                BlockKind::Code(code) => code.annotation.as_ref().is_some_and(is_resource),
                BlockKind::Annotation(annotation) => is_resource(annotation),
                _ => false,
            })
    });
    if is_about_one {
        return Vec::new();
    }
    let says_several = page
        .title()
        .and_then(|title| TypeTitle::read(&title.heading))
        .is_some_and(|title| title.says_several && title.says_kind);
    let mut found: Vec<HeadedType<'p, 'a>> = Vec::new();
    for (index, section) in page.sections.iter().enumerate().filter(|(_, section)| section.level > 1) {
        if is_part_heading(&section.heading) {
            continue;
        }
        let below = page.subtree(index).iter().skip(1).take_while(|below| is_part_heading(&below.heading));
        let own: Vec<&Section<'_>> = std::iter::once(section).chain(below).collect();
        let Some(table) = own.iter().flat_map(|section| &section.blocks).find_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        }) else {
            continue;
        };
        let Some(is_enum) = kind_of(table, section) else { continue };
        let name = shown_name(&own).or_else(|| heading_name(&section.heading, says_several));
        if let Some(name) = name {
            found.push(HeadedType { name, section, own, is_enum });
        }
    }
    found
}

fn is_table(block: &Block<'_>) -> bool {
    matches!(block.kind, BlockKind::Table(_))
}

/// Whether the table lists members of an enumeration; none when it lists neither those nor properties.
fn kind_of(table: &Table<'_>, section: &Section<'_>) -> Option<bool> {
    let heads: Vec<String> = table.header.iter().map(|cell| plain(&cell.markdown).trim().to_lowercase()).collect();
    let has = |names: &[&str]| heads.iter().any(|head| names.contains(&head.as_str()));
    if has(&["type", "data type", "property type"]) {
        return has(&["property", "property name", "name", "field", "field name", "element", "attribute"])
            .then_some(false);
    }
    let says_enum = section.blocks.iter().any(|block| match &block.kind {
        BlockKind::Text(text) => plain(&text.markdown).to_lowercase().contains("enum"),
        _ => false,
    });
    let is_members = has(&["member", "members", "enum value", "enum member"])
        || says_enum && has(&["value", "values", "property", "name", "option"]);
    is_members.then_some(true)
}

/// The name that a heading gives: one word, or several where the title says that types follow.
fn heading_name(heading: &str, says_several: bool) -> Option<String> {
    let text = plain(heading);
    let title = TypeTitle::read(&text)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |name: &str| {
        name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
    };
    if words.len() == 1 || title.says_kind {
        return Some(title.name).filter(|name| is_word(name));
    }
    let is_name = says_several && words.len() <= 4 && words.iter().all(|word| word.chars().all(char::is_alphabetic));
    is_name.then(|| {
        let capital = |word: &&str| {
            let mut letters = word.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            first + letters.as_str()
        };
        words.iter().map(capital).collect()
    })
}

/// The name in quotes before the object of a JSON fence: `"UnitOfMeasure" { … }`.
fn shown_name(sections: &[&Section<'_>]) -> Option<String> {
    sections.iter().flat_map(|section| &section.blocks).find_map(|block| {
        let BlockKind::Code(code) = &block.kind else { return None };
        let (name, rest) = code.text.trim_start().strip_prefix('"')?.split_once('"')?;
        let rest = rest.trim_start().trim_start_matches(':').trim_start();
        let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        (is_word && rest.starts_with('{')).then(|| name.to_owned())
    })
}
