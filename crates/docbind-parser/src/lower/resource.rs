//! Resource pages: the types they document.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use docbind_ir::{Code, Diagnostic, Primitive, Property, Rule, Source, TypeDef, TypeName, TypeRef};
use regex::Regex;

use super::SetContext;
use super::enums::{slug, value_tables};
use super::headed_types::{HeadedType, headed_types};
use super::inheritance::{add_inheritance, derived_types};
use super::json_representation::{Representation, representations};
use super::notes;
use super::properties::property_table;
use super::property_facts::deprecation;
use super::resource_part::{Part, parts};
use super::sentences::sentences;
use super::type_title::TypeTitle;
use crate::dialect::type_words::{OPEN_STEMS, OPEN_WORDS};
use crate::markdown::plain;
use crate::page::{Annotation, BlockKind, Page, Section};

/// The types that a page documents, with what is wrong with it; none when it is no resource page.
pub fn resources(page: &Page<'_>, set: &SetContext) -> (Vec<TypeDef>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let headed = headed_types(page);
    if !headed.is_empty() {
        let types = headed.iter().filter(|headed| !headed.is_enum);
        return (types.map(|headed| headed_type(headed, page, set, &mut diagnostics)).collect(), diagnostics);
    }
    let parts = parts(page);
    let representations = representations(page, &parts);
    let tables = Tables::of(page, &parts, &mut diagnostics);
    let named: Vec<&Representation> =
        representations.iter().filter(|found| found.name.as_deref().is_some_and(is_type_name)).collect();
    let Some(main) = main_name(page, set, &named, &tables, &representations) else {
        return (Vec::new(), diagnostics);
    };
    let mut types = Vec::new();
    let own = |representation: &&Representation| {
        representation.name.as_deref().is_none_or(|name| same_type(name, main.name.as_str()) || !is_type_name(name))
    };
    let shown: Vec<&Representation> = representations.iter().filter(own).collect();
    types.push(main_type(page, main.clone(), tables, &shown, &parts, &mut diagnostics));
    // Further annotations describe types that have no page of their own.
    for other in named.iter().filter(|found| !own(found)) {
        let name = qualified(other.name.as_deref().unwrap_or_default(), page, set);
        if types.iter().any(|known| known.name.key() == name.key()) {
            continue;
        }
        let mut def = TypeDef::new(name);
        def.source = other.source.clone();
        def.pages = vec![page.file.clone()];
        add_annotation(&mut def, other.annotation.as_ref());
        def.properties.clone_from(&other.properties);
        types.push(def);
    }
    (types, diagnostics)
}

/// The type below a heading of a page of several.
fn headed_type(
    headed: &HeadedType<'_, '_>,
    page: &Page<'_>,
    set: &SetContext,
    diagnostics: &mut Vec<Diagnostic>,
) -> TypeDef {
    let mut def = TypeDef::new(qualified(&headed.name, page, set));
    def.source = headed.section.place.source(Rule::Heading);
    def.pages = vec![format!("{}#{}", page.file, slug(&headed.section.heading)).into()];
    let mut paragraphs: Vec<&str> = Vec::new();
    let mut is_navigation = false;
    for section in &headed.own {
        if section.level > headed.section.level {
            is_navigation = section.heading.to_lowercase().contains("relationship");
        }
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Table(table) => {
                    let rows = property_table(table, &page.file).unwrap_or_default();
                    let known = if is_navigation { &mut def.navigation } else { &mut def.properties };
                    add(known, rows.into_iter(), diagnostics);
                }
                BlockKind::Text(text) => {
                    def.is_open |= says_open(&text.markdown);
                    def.is_abstract |= is_abstract(&text.markdown.to_lowercase());
                    if text.alert.is_none() {
                        paragraphs.push(&text.markdown);
                    }
                }
                _ => {}
            }
        }
    }
    def.description = paragraphs.first().map(|text| text.trim().to_owned()).unwrap_or_default();
    def.key = def.properties.iter().find(|property| property.key).map(|property| property.name.clone());
    add_inheritance(&mut def, &paragraphs, &page.file);
    def
}

/// The name of the page's main type and where it stands.
#[derive(Clone, Debug)]
struct MainName {
    name: TypeName,
    source: Source,
}

/// The annotation names the type; a page without one is about the first word of its title.
fn main_name(
    page: &Page<'_>,
    set: &SetContext,
    named: &[&Representation],
    tables: &Tables,
    representations: &[Representation],
) -> Option<MainName> {
    let title = page.title();
    let titled = title.and_then(|section| TypeTitle::read(&section.heading));
    let by_title = |found: &&&Representation| {
        let short = found.name.as_deref().and_then(|name| name.rsplit('.').next());
        short.zip(titled.as_ref()).is_some_and(|(short, titled)| short.eq_ignore_ascii_case(&titled.name))
    };
    if let Some(found) = named.iter().find(by_title).or_else(|| named.first()) {
        let name = qualified(found.name.as_deref()?, page, set);
        return Some(MainName { name, source: found.source.clone() });
    }
    let titled = titled?;
    let has_content = tables.has_properties()
        || !tables.navigation.is_empty()
        || representations.iter().any(|found| !found.properties.is_empty());
    // A page on how to work with something lists properties too; a title that is a name alone has no other words.
    let is_alone = title.is_some_and(|section| section.heading.split_whitespace().nth(1).is_none());
    let is_resource = titled.says_kind || is_alone && tables.has_properties();
    if !has_content || !is_resource {
        return None;
    }
    // What the JSON representation calls itself is the name, where the title has more words than that.
    let shown = representations.iter().find_map(|found| found.shown_name.as_deref());
    let names_shown = |shown: &&str| {
        let short = shown.rsplit('.').next().unwrap_or(shown).to_lowercase();
        title.is_some_and(|section| section.heading.to_lowercase().replace(' ', "").contains(&short))
    };
    let word = shown.filter(names_shown).unwrap_or(&titled.name);
    if !is_type_name(word) {
        return None;
    }
    let source = title.map(|section| section.place.source(Rule::Heading)).unwrap_or_default();
    Some(MainName { name: qualified(word, page, set), source })
}

fn is_type_name(name: &str) -> bool {
    let name = name.trim_start_matches('#');
    !name.is_empty()
        && name.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
        && !name.split('.').all(|part| super::type_cell::primitive(part).is_some())
}

fn same_type(left: &str, right: &str) -> bool {
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    short(left) == short(right)
}

/// A name with the namespace of the page, or of the set, in front of it unless it has one.
pub(super) fn qualified(name: &str, page: &Page<'_>, set: &SetContext) -> TypeName {
    let name = name.trim().trim_start_matches('#');
    if name.contains('.') {
        return TypeName::new(name);
    }
    let namespace = namespace(page).unwrap_or_else(|| set.namespace.clone());
    if namespace.is_empty() { TypeName::new(name) } else { TypeName::new(format!("{namespace}.{name}")) }
}

/// The page's line `Namespace: microsoft.graph.callRecords`.
pub(super) fn namespace(page: &Page<'_>) -> Option<String> {
    page.sections.iter().filter(|section| section.level <= 1).flat_map(|section| &section.blocks).find_map(|block| {
        let BlockKind::Text(text) = &block.kind else { return None };
        let text = plain(&text.markdown);
        let line = text.lines().find_map(|line| line.trim().strip_prefix("Namespace:"))?;
        let name = line.split_whitespace().next()?.trim_end_matches('.');
        is_type_name(name).then(|| name.to_owned())
    })
}

fn main_type(
    page: &Page<'_>,
    main: MainName,
    tables: Tables,
    shown: &[&Representation],
    parts: &[Part],
    diagnostics: &mut Vec<Diagnostic>,
) -> TypeDef {
    let mut def = TypeDef::new(main.name);
    def.source = main.source;
    def.pages = vec![page.file.clone()];
    for representation in shown {
        add_annotation(&mut def, representation.annotation.as_ref());
    }
    def.is_open |= is_open(page);
    // What an open type without a table shows are examples of what a client may choose.
    let is_chosen = def.is_open && !tables.has_properties();
    let had_table = tables.has_properties() || def.is_open;
    def.properties = tables.properties;
    def.navigation = tables.navigation;
    for representation in shown {
        complete(&mut def, representation, had_table, is_chosen, diagnostics);
    }
    separate_relationships(&mut def, shown);
    for (name, values) in value_tables(page) {
        let property = def.properties.iter_mut().find(|property| property.name.eq_ignore_ascii_case(&name));
        if let Some(property) = property.filter(|property| property.values.is_empty()) {
            property.values = values.into();
        }
    }
    introduce(&mut def, page, parts);
    def.derived = derived_types(page, parts);
    if let Some(key) = def.key.clone() {
        for property in def.properties.iter_mut().filter(|property| property.name == key) {
            property.key = true;
        }
    } else {
        def.key = def.properties.iter().find(|property| property.key).map(|property| property.name.clone());
    }
    def
}

fn add_annotation(def: &mut TypeDef, annotation: Option<&Annotation>) {
    let Some(annotation) = annotation else { return };
    let flag = |key: &str| annotation.flag(key).unwrap_or(false);
    def.is_abstract |= flag("abstract") || flag("isAbstract");
    def.is_open |= flag("openType") || flag("isOpen");
    if def.key.is_none() {
        def.key = annotation.text("keyProperty").filter(|key| !key.is_empty()).map(Arc::from);
    }
    if def.base.is_none() {
        let base = annotation.text("baseType").map(|base| base.trim().trim_start_matches('#'));
        def.base = base.filter(|base| is_type_name(base)).map(|base| TypeRef::unresolved(base, None));
    }
}

/// Adds the properties that only the JSON representation shows, unless they are what a client chose, and types that the
/// table does not give.
fn complete(
    def: &mut TypeDef,
    representation: &Representation,
    had_table: bool,
    is_chosen: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for shown in &representation.properties {
        let same = |property: &&mut Property| property.name.eq_ignore_ascii_case(&shown.name);
        let known = def.properties.iter_mut().chain(def.navigation.iter_mut()).find(same);
        match known {
            Some(known) => {
                if representation.is_schema {
                    if is_better_shown(&known.ty, &shown.ty) || names_enum(known, &shown.ty) {
                        if known.ty.is_collection() && !shown.ty.is_collection() {
                            diagnostics.push(one_or_several(known, &shown.source));
                        }
                        known.ty = shown.ty.clone();
                    }
                    qualify(&mut known.ty, &shown.ty);
                }
                if known.values.is_empty() && known.ty.element() == &TypeRef::STRING {
                    known.values.clone_from(&shown.values);
                }
            }
            None if (representation.is_schema && !is_chosen) || !had_table => def.properties.push(shown.clone()),
            None => {}
        }
    }
}

/// The finding about a property that the table calls a collection and the JSON representation shows as one value.
fn one_or_several(listed: &Property, shown: &Source) -> Diagnostic {
    let message = format!("`{}` is a collection in the table and one value in the JSON representation", listed.name);
    Diagnostic::new(Code::ExampleConflict, listed.source.clone(), message)
        .length(listed.name.chars().count())
        .related(shown.clone(), "one value here")
        .help("make the table and the JSON representation agree")
}

/// Whether the placeholder says more than the table: a type where the table has none, a kind of text or number where it
/// has text, one text where it has several.
fn is_better_shown(listed: &TypeRef, shown: &TypeRef) -> bool {
    let text = TypeRef::STRING;
    match (listed, shown) {
        (listed, shown) if listed.element() == &TypeRef::UNTYPED => shown.element() != &TypeRef::UNTYPED,
        (listed, TypeRef::Primitive(Primitive::Guid | Primitive::Double)) => *listed == text,
        (TypeRef::Collection(listed), shown) => **listed == text && *shown == text,
        _ => false,
    }
}

/// Whether the placeholder names the enumeration of which the table lists the values of a string.
fn names_enum(listed: &Property, shown: &TypeRef) -> bool {
    let is_named = matches!(shown, TypeRef::Unresolved(unresolved) if unresolved.text.contains('.'));
    listed.ty == TypeRef::STRING && listed.values.len() > 1 && is_named
}

/// Gives a link its full name where the placeholder spells it: two witnesses against a link that leads elsewhere.
fn qualify(listed: &mut TypeRef, shown: &TypeRef) {
    if let (TypeRef::Unresolved(listed), TypeRef::Unresolved(shown)) = (listed.element_mut(), shown.element())
        && shown.text.rsplit_once('.').is_some_and(|(_, short)| short.eq_ignore_ascii_case(&listed.text))
    {
        listed.text = shown.text.trim_start_matches('#').into();
    }
}

/// What stands in both tables is a relationship unless the JSON representation shows it.
fn separate_relationships(def: &mut TypeDef, shown: &[&Representation]) {
    let in_json: HashSet<&str> =
        shown.iter().flat_map(|found| &found.properties).map(|property| &*property.name).collect();
    let TypeDef { properties, navigation, .. } = def;
    let related: HashSet<&str> = navigation.iter().map(|other| &*other.name).collect();
    properties.retain(|property| in_json.contains(&*property.name) || !related.contains(&*property.name));
    let names: HashSet<&str> = properties.iter().map(|property| &*property.name).collect();
    navigation.retain(|relationship| !names.contains(&*relationship.name));
}

/// Reads what stands above the first heading below the title: description, base, kind, notices.
fn introduce(def: &mut TypeDef, page: &Page<'_>, parts: &[Part]) {
    let mut paragraphs: Vec<&str> = Vec::new();
    if let Some(title) = page.title().filter(|title| title.heading.to_lowercase().contains("deprecated")) {
        def.deprecation = Some(deprecation(&title.heading, &title.place.source(Rule::Heading)));
    }
    let introduction = page.sections.iter().take_while(|section| section.level <= 1);
    for block in introduction.flat_map(|section: &Section<'_>| &section.blocks) {
        let BlockKind::Text(text) = &block.kind else { continue };
        let source = text.place.source(Rule::Prose);
        let lower = text.markdown.to_lowercase();
        if def.deprecation.is_none() && says_deprecated(&lower, text.alert.is_some()) {
            def.deprecation = Some(deprecation(&plain(&text.markdown), &source));
        }
        def.is_abstract |= is_abstract(&lower);
        paragraphs.push(&text.markdown);
    }
    // Some pages say below the properties what they inherit from.
    for (section, _) in
        page.sections.iter().zip(parts).filter(|(section, part)| section.level > 1 && **part == Part::Properties)
    {
        paragraphs.extend(section.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Text(text) => Some(&*text.markdown),
            _ => None,
        }));
    }
    def.description = notes::description(page);
    add_inheritance(def, &paragraphs, &page.file);
}

/// Whether the page calls its type open, in its title or in a sentence about it.
fn is_open(page: &Page<'_>) -> bool {
    let titled = page.title().is_some_and(|title| title.heading.to_lowercase().contains("(open type)"));
    titled
        || page.sections.iter().flat_map(|section| &section.blocks).any(|block| match &block.kind {
            BlockKind::Text(text) => says_open(&text.markdown),
            BlockKind::List(items) => items.iter().any(|item| says_open(&item.markdown)),
            _ => false,
        })
}

/// Whether a sentence says that values may have members of their own.
fn says_open(markdown: &str) -> bool {
    if !OPEN_STEMS.iter().any(|stem| markdown.contains(stem)) {
        return false;
    }
    let text = plain(markdown).to_lowercase();
    sentences(&text).any(|sentence| {
        let sentence = sentence.trim_start();
        // What holds for a property or a base holds for that.
        let is_own = OPEN_WORDS.iter().any(|words| sentence.contains(words));
        is_own && !sentence.contains("not an open type") && !sentence.contains("n't an open type")
    })
}

fn says_deprecated(lower: &str, alert: bool) -> bool {
    lower.contains("deprecated") && (alert || lower.trim_start_matches(['*', '[', '(', ' ']).starts_with("deprecated"))
}

fn is_abstract(lower: &str) -> bool {
    static ABSTRACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|\b(?:is|as|represents|describes)\s+)an?\s+[\[*_]*abstract\b[^.]{0,30}\b(?:type|resource|class|entity)").ok()
    });
    lower.contains("abstract")
        && (ABSTRACT.as_ref().is_some_and(|words| words.is_match(lower)) || lower.starts_with("abstract "))
}

/// The tables of a resource page.
#[derive(Debug, Default)]
struct Tables {
    properties: Vec<Property>,
    navigation: Vec<Property>,
    found: bool,
}

impl Tables {
    fn has_properties(&self) -> bool {
        self.found
    }

    fn of(page: &Page<'_>, parts: &[Part], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut tables = Self::default();
        let announced = parts.iter().any(|part| matches!(part, Part::Properties | Part::Relationships));
        for (section, part) in page.sections.iter().zip(parts) {
            for block in &section.blocks {
                let BlockKind::Table(table) = &block.kind else { continue };
                let is_loose = *part == Part::Other && !announced && section.level > 1;
                if !matches!(part, Part::Properties | Part::Relationships) && !is_loose {
                    continue;
                }
                let Some(rows) = property_table(table, &page.file) else { continue };
                let rows = rows
                    .into_iter()
                    .filter(|row| !(row.name.eq_ignore_ascii_case("none") && row.description.is_empty()));
                if *part == Part::Relationships {
                    add(&mut tables.navigation, rows, diagnostics);
                } else {
                    tables.found = true;
                    add(&mut tables.properties, rows, diagnostics);
                }
            }
        }
        tables
    }
}

/// Adds rows of one more table; a name that is known already keeps its first row.
fn add(known: &mut Vec<Property>, rows: impl Iterator<Item = Property>, diagnostics: &mut Vec<Diagnostic>) {
    let mut places: HashMap<Arc<str>, usize> =
        known.iter().enumerate().map(|(place, property)| (property.name.clone(), place)).collect();
    for row in rows {
        match places.get(&row.name).and_then(|place| known.get(*place)) {
            None => {
                places.insert(row.name.clone(), known.len());
                known.push(row);
            }
            Some(first) if first.ty != row.ty => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateProperty,
                    row.source.clone(),
                    format!("`{}` is listed twice with different types", row.name),
                )
                .length(row.name.chars().count())
                .related(first.source.clone(), "listed here first")
                .help("remove one of the rows"),
            ),
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
