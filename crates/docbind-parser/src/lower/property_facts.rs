//! What a description says about a property beside its meaning: required, read-only, key, default, filter operators.

use std::sync::{Arc, LazyLock};

use docbind_ir::{Deprecation, Primitive, Property, Source, TypeRef};
use regex::Regex;

use super::inheritance::names_type;
use super::listed_values::listed_values;
use super::sentences::sentences;
use super::type_cell::type_cell;
use crate::dialect::notices::REMOVALS;

/// The operators that `$filter` can support, in lower case.
const FILTER_OPERATORS: [&str; 14] =
    ["eq", "ne", "not", "gt", "ge", "lt", "le", "in", "has", "startswith", "endswith", "contains", "any", "all"];

/// Reads the facts out of the description of `property` and adds them to it.
pub(crate) fn add_property_facts(property: &mut Property, page_file: &str) {
    let description = std::mem::take(&mut property.description);
    for sentence in sentences(&description) {
        add_sentence(property, sentence, page_file);
        // `**Deprecated.** Removed on June 30, 2022.`: the date stands behind the word.
        if let Some(notice) = property.deprecation.as_mut().filter(|notice| notice.date.is_none())
            && says_removal(sentence)
            && let Some(date) = date(sentence)
        {
            notice.note = format!("{}. {sentence}", notice.note.trim_end_matches('.'));
            notice.date = Some(date);
        }
    }
    if property.ty == TypeRef::STRING && description.contains("yyyy-MM-ddTHH:mm:ss") {
        property.ty = TypeRef::Primitive(Primitive::DateTimeOffset);
    }
    if takes_values(&property.ty) {
        property.values = listed_values(&description).into();
    }
    property.description = description;
}

/// Whether listed values can be values of this type: a string, or a name that may be an enumeration.
fn takes_values(ty: &TypeRef) -> bool {
    match ty.element() {
        TypeRef::Primitive(primitive) => *primitive == Primitive::String,
        _ => true,
    }
}

fn add_sentence(property: &mut Property, sentence: &str, page_file: &str) {
    let lower = without_marks(sentence);
    // Short remarks stand alone or in a row: "Required, read-only".
    if lower.split_whitespace().nth(4).is_none() {
        lower.split([',', ';']).for_each(|remark| add_remark(property, remark.trim()));
    }
    property.read_only |= lower.contains("read-only") && is_read_only(&lower);
    if matches!(lower.as_str(), "this property is required" | "this parameter is required" | "this field is required") {
        property.required = true;
    }
    let never_null = ["can't be null", "cannot be null", "not nullable"];
    if lower.contains("null") && never_null.iter().any(|words| lower.contains(words)) {
        property.nullable = Some(false);
    }
    if property.inherited_from.is_none()
        && lower.contains("inherited from")
        && let Some(base) = inherited_from(sentence, page_file)
    {
        property.inherited_from = Some(Box::new(base));
    }
    if property.default.is_none() && lower.contains("default") {
        property.default = default_value(sentence).map(Arc::from);
    }
    if lower.contains("$select") && is_select_only(&lower) {
        property.select_only = true;
    }
    let negative = ["not support", "n't support", "unsupported"];
    if lower.contains("support") && !negative.iter().any(|words| lower.contains(words)) {
        property.orderby |= lower.contains("orderby");
        if property.filter.is_empty() {
            property.filter = filter_operators(&lower).into();
        }
    }
    if property.deprecation.is_none() && lower.contains("deprecated") && is_deprecation(&lower) {
        property.deprecation = Some(deprecation(sentence, &property.source));
    }
}

/// A sentence in lower case without emphasis and backticks.
fn without_marks(sentence: &str) -> String {
    let mut plain = sentence.to_lowercase();
    if plain.contains(['*', '`', '_']) {
        plain.retain(|character| !matches!(character, '*' | '`' | '_'));
    }
    plain
}

fn is_read_only(lower: &str) -> bool {
    let limited = ["read-only for", "read-only when", "read-only if", "read-only on", "read-only in"];
    let said = ["property is read-only", "is a read-only property", "(read-only)"];
    let starts = lower.starts_with("read-only") && !limited.iter().any(|words| lower.starts_with(words));
    starts || said.iter().any(|words| lower.contains(words))
}

fn add_remark(property: &mut Property, remark: &str) {
    let remark = remark.strip_prefix("and ").unwrap_or(remark);
    let remark = remark.strip_prefix("http methods: get ").unwrap_or(remark);
    match remark.trim() {
        "required" | "mandatory" | "(required)" => property.required = true,
        "read-only" | "readonly" | "read only" => property.read_only = true,
        "nullable" => property.nullable = property.nullable.or(Some(true)),
        "not nullable" | "non-nullable" | "not null" | "non nullable" => property.nullable = Some(false),
        "key" => property.key = true,
        _ => {}
    }
}

/// The type in `Inherited from [entity](entity.md)`.
fn inherited_from(sentence: &str, page_file: &str) -> Option<TypeRef> {
    let at = find_ignoring_case(sentence, "inherited from")?;
    let rest = sentence.get(at + "inherited from".len()..)?.trim_start_matches([':', ' ']);
    let rest = ["the ", "a ", "an "].iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest);
    let end = match rest.strip_prefix('[') {
        Some(_) => rest.find(')').map_or(rest.len(), |end| end + 1),
        None => rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len()),
    };
    let ty = type_cell(rest.get(..end)?, page_file);
    names_type(&ty).then_some(ty)
}

fn find_ignoring_case(text: &str, words: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(words)
}

fn default_value(sentence: &str) -> Option<String> {
    static DEFAULT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"(?xi)
            \b(?:default(?:\s+value)?(?:\s+for\s+[^.`"]{1,60}?|\s+of\s+[^.`"]{1,60}?)?\s*(?:\bis\b|:|=)(?:\s+set\s+to)? | defaults?\s+to | defaulted\s+to)
            \s*:?\s*
            (?: `(?P<code>[^`]+)` | [*_"“]+(?P<quoted>[^*_"”]+)[*_"”]+ | (?P<word>[A-Za-z0-9-]+)(?:$|\s*[,;)]) )
            | `(?P<marked>[^`]+)`\s*\((?:the\s+)?default(?:\s+value)?\)"#,
        )
        .ok()
    });
    // Nothing before the word matters unless a parenthesis stands between.
    let word = find_ignoring_case(sentence, "default")?;
    let is_marked = sentence.get(..word).is_some_and(|before| before.contains('('));
    let found = DEFAULT.as_ref()?.captures_at(sentence, if is_marked { 0 } else { word })?;
    let value = ["code", "quoted", "word", "marked"].iter().find_map(|group| found.name(group))?.as_str().trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn is_select_only(lower: &str) -> bool {
    let before = lower.split("$select").next().unwrap_or_default();
    let only = ["only on", "only with", "only if", "only when", "only in", "only by"]
        .iter()
        .any(|words| before.contains(words));
    let returned = before.contains("return") || before.contains("retriev");
    (returned && (only || before.contains("only returned"))) || before.ends_with("requires ")
}

fn filter_operators(lower: &str) -> Vec<Arc<str>> {
    let Some((_, rest)) = lower.split_once("$filter") else { return Vec::new() };
    let rest = rest.trim_start_matches(['`', '*', '_', ' ']);
    let Some(list) = rest.strip_prefix('(').and_then(|list| list.split_once(')')) else { return Vec::new() };
    let mut operators: Vec<Arc<str>> = Vec::new();
    for word in list.0.split(|c: char| !c.is_alphanumeric()) {
        if FILTER_OPERATORS.contains(&word) && !operators.iter().any(|known| **known == *word) {
            operators.push(word.into());
        }
    }
    operators
}

fn is_deprecation(lower: &str) -> bool {
    let lower = lower.trim_start_matches(['(', '[', '*', ' ']);
    lower.starts_with("deprecated")
        || [
            "property is deprecated",
            "is now deprecated",
            "has been deprecated",
            "parameter is deprecated",
            "will be deprecated",
        ]
        .iter()
        .any(|words| lower.contains(words))
}

/// The first date that a text names, as written.
pub(crate) fn date(text: &str) -> Option<String> {
    static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)\d{4}-\d{2}-\d{2}
            | \b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}\b
            | \b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}\b",
        )
        .ok()
    });
    DATE.as_ref().and_then(|date| date.find(text)).map(|date| date.as_str().to_owned())
}

/// Whether a text says when something ends.
pub(crate) fn says_removal(text: &str) -> bool {
    let lower = text.to_lowercase();
    REMOVALS.iter().any(|stem| lower.contains(stem))
}

/// The notice in `sentence`, with the date it names.
pub(crate) fn deprecation(sentence: &str, source: &Source) -> Box<Deprecation> {
    let date = date(sentence);
    Box::new(Deprecation { note: sentence.trim().to_owned(), date, source: source.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(description: &str) -> Property {
        let mut property = Property { description: description.into(), ty: TypeRef::STRING, ..Property::default() };
        add_property_facts(&mut property, "resources/page.md");
        property
    }

    #[test]
    fn remarks_at_start_and_end() {
        assert!(read("Required. The name.").required);
        assert!(read("The name. *Required*.").required);
        assert!(read("The name. Required, read-only").read_only);
        assert!(!read("The time that is required to start.").required);
        assert!(read("The unique id. Key. Not nullable. Read-only.").key);
        assert_eq!(read("The id. Not nullable.").nullable, Some(false));
        assert_eq!(read("The id. Nullable.").nullable, Some(true));
        assert_eq!(read("The id.").nullable, None);
        assert!(read("Read-only. The id").read_only);
        assert!(read("The beds it lies in. HTTP Methods: GET Read-only. Nullable.").read_only);
        assert!(!read("The phones. Read-only for synchronized users.").read_only);
    }

    #[test]
    fn defaults() {
        let default = |text| read(text).default;
        assert_eq!(default("The default value is `false`.").as_deref(), Some("false"));
        assert_eq!(default("Defaults to **en-us**.").as_deref(), Some("en-us"));
        assert_eq!(default("One of `a` (default) or `b`.").as_deref(), Some("a"));
        assert_eq!(default("Default is 5.").as_deref(), Some("5"));
        assert_eq!(default("The default is the first day."), None);
    }

    #[test]
    fn a_string_in_the_pattern_of_timestamps() {
        let ty = |text| read(text).ty;
        assert_eq!(ty("A text with format yyyy-MM-ddTHH:mm:ssZ."), TypeRef::Primitive(Primitive::DateTimeOffset));
        assert_eq!(ty("A day in the format yyyy-MM-dd."), TypeRef::STRING);
    }

    #[test]
    fn query_options() {
        let property = read(
            "The name. Returned only on `$select`. Supports `$filter` (`eq`, `ne`, `startsWith`, and `eq` on `null` values) and `$orderBy`.",
        );
        assert!(property.select_only && property.orderby);
        assert_eq!(property.filter, ["eq", "ne", "startswith"].map(Arc::from));
        assert!(!read("Returned by default. Does not support `$orderby`.").orderby);
        assert!(read("Supports `$filter`(`eq`, `ne`) and `orderBy`.").orderby);
        assert!(!read("Use `$select` to get it.").select_only);
    }

    #[test]
    fn inheritance() {
        let from = |text| read(text).inherited_from.map(|ty| ty.to_string());
        assert_eq!(from("The id. Inherited from [entity](entity.md).").as_deref(), Some("entity?"));
        assert_eq!(from("Inherited from directoryObject.").as_deref(), Some("directoryObject?"));
        assert_eq!(from("The id"), None);
    }

    #[test]
    fn deprecations_with_dates() {
        let property = read("**Deprecated.** Removed on June 30, 2022.");
        assert_eq!(property.deprecation.and_then(|notice| notice.date).as_deref(), Some("June 30, 2022"));
        let property = read("This property is deprecated and will stop on 2023-01-31.");
        assert_eq!(property.deprecation.and_then(|notice| notice.date).as_deref(), Some("2023-01-31"));
    }
}
