//! Enumerations: pages of their own, shared pages, and sections of resource pages.

use std::collections::HashSet;
use std::sync::Arc;

use docbind_ir::{Code, Diagnostic, EnumDef, EnumMember, Rule, TypeDef, TypeRef};

use super::SetContext;
use super::headed_types::headed_types;
use super::listed_values::{is_sign, listed_values};
use super::resource::qualified;
use super::type_title::TypeTitle;
use crate::markdown::{code_spans, plain};
use crate::page::{Block, BlockKind, Page, Section, Table};

/// The enumerations that a page documents; `types` are those it documents as well.
///
/// A section `state values` on the page of a type whose property `state` is a string lists the values of the property
/// and is no enumeration.
pub fn enums(page: &Page<'_>, set: &SetContext, types: &[TypeDef]) -> (Vec<EnumDef>, Vec<Diagnostic>) {
    let mut enums: Vec<EnumDef> = Vec::new();
    let mut diagnostics = Vec::new();
    let title = page.title();
    for section in &page.sections {
        let heading = section.heading.trim();
        let is_members = heading.eq_ignore_ascii_case("members") || heading.eq_ignore_ascii_case("values");
        let is_titled = section.level > 1 && is_members;
        let name = if is_titled {
            title
                .filter(|title| is_about_enum(&title.heading))
                .and_then(|title| TypeTitle::read(&title.heading))
                .map(|title| title.name)
        } else {
            named_enum(heading).map(str::to_owned)
        };
        let name = name.filter(|name| is_identifier(name) && !is_text_property(types, name));
        let Some(name) = name.as_deref() else { continue };
        let mut def = EnumDef::new(qualified(name, page, set));
        def.source = section.place.source(Rule::Heading);
        def.pages = vec![if is_titled { page.file.clone() } else { format!("{}#{}", page.file, slug(heading)).into() }];
        def.members = members(&section.blocks);
        def.description = description(if is_members { title.unwrap_or(section) } else { section });
        if def.members.is_empty() {
            if is_members {
                let message = format!("the enumeration `{name}` has no members");
                diagnostics
                    .push(Diagnostic::new(Code::EmptyEnum, def.source, message).help("list the members in a table"));
            }
            continue;
        }
        def.is_evolvable = def.members.iter().any(|member| member.name.eq_ignore_ascii_case("unknownFutureValue"));
        def.is_flags = says_flags(section, page) || are_bits(&def.members);
        let key = def.name.key();
        match enums.iter_mut().find(|known| known.name.key() == key) {
            Some(known) => unite(known, def),
            None => enums.push(def),
        }
    }
    for headed in headed_types(page).iter().filter(|headed| headed.is_enum) {
        let blocks: Vec<Block<'_>> = headed.blocks().cloned().collect();
        let mut def = EnumDef::new(qualified(&headed.name, page, set));
        def.source = headed.section.place.source(Rule::Heading);
        def.pages = vec![format!("{}#{}", page.file, slug(&headed.section.heading)).into()];
        def.members = members(&blocks);
        def.description = description(headed.section);
        def.is_evolvable = def.members.iter().any(|member| member.name.eq_ignore_ascii_case("unknownFutureValue"));
        def.is_flags = says_flags(headed.section, page) || are_bits(&def.members);
        let key = def.name.key();
        if !def.members.is_empty() && !enums.iter().any(|known| known.name.key() == key) {
            enums.push(def);
        }
    }
    (enums, diagnostics)
}

fn is_text_property(types: &[TypeDef], name: &str) -> bool {
    types
        .iter()
        .flat_map(|def| &def.properties)
        .any(|property| property.name.eq_ignore_ascii_case(name) && *property.ty.element() == TypeRef::STRING)
}

fn unite(known: &mut EnumDef, other: EnumDef) {
    for member in other.members {
        if !known.members.iter().any(|own| own.name == member.name) {
            known.members.push(member);
        }
    }
    known.pages.extend(other.pages);
    known.is_flags |= other.is_flags;
    known.is_evolvable |= other.is_evolvable;
}

/// The tables that list the values of a property: `## Scope options`, `### state values`, by the heading's first word.
pub(super) fn value_tables(page: &Page<'_>) -> Vec<(String, Vec<Arc<str>>)> {
    let mut tables = Vec::new();
    for section in page.sections.iter().filter(|section| section.level > 1) {
        let heading = section.heading.trim();
        let words: Vec<&str> = heading.split_whitespace().collect();
        let kind = words.last().map(|last| last.to_lowercase()).unwrap_or_default();
        if !(2..=3).contains(&words.len()) || !matches!(kind.as_str(), "values" | "options" | "enumeration" | "value") {
            continue;
        }
        let values: Vec<Arc<str>> = members(&section.blocks).into_iter().map(|member| member.name).collect();
        if let Some(first) = words.first().filter(|_| !values.is_empty()) {
            tables.push((first.trim_matches(['*', '`']).to_owned(), values));
        }
    }
    tables
}

fn is_about_enum(title: &str) -> bool {
    let title = title.to_lowercase();
    title.contains("enum") || title.ends_with(" values") || title.split_whitespace().count() == 1
}

/// `### riskLevel values` documents the enumeration `riskLevel`.
fn named_enum(heading: &str) -> Option<&str> {
    let mut words = heading.split_whitespace();
    let name = words.next()?.trim_matches(['*', '`']);
    let rest: Vec<String> = words.map(str::to_lowercase).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let is_enum = matches!(
        rest.as_slice(),
        ["values" | "value" | "enum" | "enumeration"]
            | ["enum", "values" | "type"]
            | ["enumeration", "values" | "type"]
            | ["enum", "type", "values"]
    );
    (is_enum && name.starts_with(char::is_lowercase)).then_some(name).or_else(|| {
        // Shared pages spell a few names with a capital; a plain English word is no name.
        let inner_capital = name.chars().skip(1).any(char::is_uppercase);
        (is_enum && inner_capital).then_some(name)
    })
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic()) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
}

/// The anchor of a heading.
pub(super) fn slug(heading: &str) -> String {
    heading
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
            _ => None,
        })
        .collect()
}

/// The members in the first table that lists any, else in a list or a sentence.
fn members(blocks: &[Block<'_>]) -> Vec<EnumMember> {
    let tables = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    for table in tables {
        let members = table_members(table);
        if !members.is_empty() {
            return members;
        }
    }
    for block in blocks {
        let names: Vec<(String, docbind_ir::Source)> = match &block.kind {
            BlockKind::List(items) => items
                .iter()
                .filter(|item| item.markdown.trim_start_matches(['-', '*', '+', ' ']).starts_with('`'))
                .filter_map(|item| {
                    Some((code_spans(&item.markdown).next()?.to_owned(), item.place.source(Rule::Prose)))
                })
                .collect(),
            BlockKind::Text(text) => listed_values(&text.markdown)
                .into_iter()
                .map(|value| (value.to_string(), text.place.source(Rule::Prose)))
                .collect(),
            _ => continue,
        };
        if !names.is_empty() {
            let member = |(name, source): (String, _)| EnumMember {
                name: name.into(),
                value: None,
                description: String::new(),
                source,
            };
            return names.into_iter().map(member).collect();
        }
    }
    Vec::new()
}

fn table_members(table: &Table<'_>) -> Vec<EnumMember> {
    let heads: Vec<String> = table.header.iter().map(|cell| plain(&cell.markdown).trim().to_lowercase()).collect();
    let is_name = |head: &str| {
        matches!(
            head,
            "member"
                | "members"
                | "member name"
                | "name"
                | "enum value"
                | "enum member"
                | "enumeration value"
                | "constant"
                | "option"
                | "possible values"
                | "possible value"
                | "string value"
        ) || head.ends_with(" value") && !head.starts_with("int")
    };
    let Some(name) = heads
        .iter()
        .position(|head| is_name(head))
        .or_else(|| heads.iter().position(|head| matches!(head.as_str(), "value" | "values")))
        // Below the heading of an enumeration, what is called a property is a member.
        .or_else(|| heads.iter().position(|head| head == "property"))
    else {
        return Vec::new();
    };
    if heads.iter().any(|head| matches!(head.as_str(), "type" | "return type" | "data type")) {
        return Vec::new();
    }
    let number = heads.iter().enumerate().position(|(position, head)| {
        position != name && matches!(head.as_str(), "value" | "int value" | "integer value" | "int" | "number")
    });
    let description =
        heads.iter().position(|head| matches!(head.as_str(), "description" | "remarks" | "meaning" | "details"));
    let mut members: Vec<EnumMember> = Vec::with_capacity(table.rows.len());
    let mut known = HashSet::new();
    for row in &table.rows {
        let Some(cell) = row.get(name) else { continue };
        let text = plain(&cell.markdown);
        let text = text.split_once('(').filter(|(text, _)| !text.trim().is_empty()).map_or(&*text, |(text, _)| text);
        let text = text.trim();
        // Cells in code may hold signs, as the members of operators are.
        let is_word = text.contains(char::is_alphanumeric) && !text.contains(['{', '}', '<', '>', '|']);
        let is_member = (is_word && text.len() <= 100 && text.split_whitespace().count() <= 6 || is_sign(text))
            && !is_null(text, table.rows.len());
        if !is_member || !known.insert(text.to_owned()) {
            continue;
        }
        let text_at = |column: Option<usize>| column.and_then(|column| row.get(column)).map(|cell| &*cell.markdown);
        members.push(EnumMember {
            name: text.into(),
            value: text_at(number).and_then(|text| plain(text).trim().parse().ok()),
            description: text_at(description).unwrap_or_default().to_owned(),
            source: cell.place.source(if table.included { Rule::IncludedTable } else { Rule::Table }),
        });
    }
    members
}

/// Whether a row stands for JSON null: `null` itself, which is no text. A member that is called so in capitals is one
/// of several words for nothing, and no page sends the text for it.
fn is_null(text: &str, rows: usize) -> bool {
    text == "null" || rows > 1 && text.eq_ignore_ascii_case("null")
}

/// The paragraphs of a section as Markdown.
fn description(section: &Section<'_>) -> String {
    let texts: Vec<&str> = section
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Text(text) if text.alert.is_none() => Some(text.markdown.trim()),
            _ => None,
        })
        .filter(|text| !text.to_lowercase().starts_with("namespace:"))
        .collect();
    texts.join("\n\n")
}

/// Whether the text says that members may be combined.
fn says_flags(section: &Section<'_>, page: &Page<'_>) -> bool {
    let introduction = page.title().filter(|title| is_about_enum(&title.heading));
    [Some(section), introduction].into_iter().flatten().flat_map(|section| &section.blocks).any(|block| {
        let BlockKind::Text(text) = &block.kind else { return false };
        let lower = text.markdown.to_lowercase();
        [
            "flags enum",
            "flagged enum",
            "flag enum",
            "multi-valued",
            "multivalued",
            "bitmask",
            "bit mask",
            "can be combined",
        ]
        .iter()
        .any(|words| lower.contains(words))
    })
}

/// Whether the members' numbers are single bits: 1, 2, 4 and so on, without 3.
fn are_bits(members: &[EnumMember]) -> bool {
    let numbers: Vec<i64> = members.iter().filter_map(|member| member.value).collect();
    let bits = numbers.iter().filter(|number| number.count_ones() == 1).count();
    [1, 2, 4].iter().all(|bit| numbers.contains(bit)) && !numbers.contains(&3) && bits * 2 > numbers.len()
}

#[cfg(test)]
mod tests;
