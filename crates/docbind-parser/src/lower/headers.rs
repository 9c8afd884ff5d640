//! Request headers.

use std::collections::BTreeSet;
use std::sync::Arc;

use docbind_ir::{Header, Rule};

use super::outline::{Outline, Part};
use super::request::Request;
use super::requirement::Requirement;
use super::table::{Columns, Row};
use crate::markdown::{code_spans, plain};
use crate::page::Block;

/// The headers that the tables of a page document.
pub(super) fn documented(outline: &Outline<'_, '_>) -> Vec<Header> {
    let mut known = BTreeSet::new();
    let headers = outline.blocks(Part::Headers).flat_map(read);
    headers.filter(|header| known.insert((header.name.to_lowercase(), header.value.clone()))).collect()
}

/// The headers of one request: those of the tables, and those that only its fence shows.
pub(super) fn headers(request: &Request, documented: &[Header]) -> Vec<Header> {
    let mut headers = documented.to_vec();
    for (name, value) in &request.headers {
        let left_out = ["authorization", "content-length", "host"].iter().any(|known| name.eq_ignore_ascii_case(known));
        if !left_out && !headers.iter().any(|own| own.name.eq_ignore_ascii_case(name)) {
            headers.push(Header {
                name: name.as_str().into(),
                value: (!value.contains(['{', '<']) && !value.is_empty()).then(|| value.as_str().into()),
                required: false,
                description: Arc::default(),
                source: request.source.clone(),
            });
        }
    }
    headers
}

fn read(block: &Block<'_>) -> Vec<Header> {
    let Some(table) = Columns::of(block) else { return Vec::new() };
    let Some(name) = table.find(&["header", "request header", "header name", "name", "headers", "request headers"])
    else {
        return Vec::new();
    };
    let value = table.find(&["value", "values"]);
    let description = table.find(&["description", "details"]);
    let required = table.find(&["required", "required/optional"]);
    table.rows().filter_map(|row| header(row, name, value, description, required)).collect()
}

fn header(
    row: Row<'_, '_>,
    name: usize,
    value: Option<usize>,
    description: Option<usize>,
    required: Option<usize>,
) -> Option<Header> {
    let cell = row.plain(name);
    // `Prefer: outlook.timezone` holds the start of the value beside the name.
    let (own, preference) = cell.split_once(':').unwrap_or((&cell, ""));
    let own = own.trim();
    let valid = !own.is_empty() && own.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let left_out = ["authorization", "authentication", "host"].iter().any(|known| own.eq_ignore_ascii_case(known));
    if !valid || left_out {
        return None;
    }
    let shown = row.optional(value);
    let said = row.optional(description);
    let description = match (shown.is_empty(), said.is_empty()) {
        (_, false) => said.clone().into_owned(),
        (false, true) => shown.clone().into_owned(),
        (true, true) => String::new(),
    };
    let requirement = match Requirement::of(&row.optional(required), &shown) {
        Requirement::Unsaid => Requirement::of("", &said),
        said => said,
    };
    let preference = preference.trim();
    // A preference without its header's name, as some pages list it.
    let (own, preference) = if own.contains('.') { ("Prefer", own) } else { (own, preference) };
    let value = if preference.is_empty() {
        fixed_value(own, &shown).or_else(|| fixed_value(own, &said))
    } else {
        Some(preference.to_owned())
    };
    Some(Header {
        name: own.into(),
        value: value.map(Arc::from),
        required: requirement == Requirement::Required,
        description: description.into(),
        source: row.place(name).source(Rule::Table),
    })
}

/// The value at the start of a text, when the text gives one that can be sent as it is.
fn fixed_value(name: &str, text: &str) -> Option<String> {
    let sentence = text.split("<br").next().unwrap_or_default();
    let sentence = plain(sentence);
    let first = sentence.split_whitespace().next()?.trim_end_matches(['.', ',', ';', ':']).to_owned();
    if name.eq_ignore_ascii_case("prefer") {
        // Preferences are tokens, some with a value: `return=minimal`, `odata.maxpagesize={x}`.
        let spans = code_spans(text).map(str::to_owned);
        return std::iter::once(first).chain(spans).find(|word| is_preference(word));
    }
    let media_type =
        ["content-type", "accept"].iter().any(|known| name.eq_ignore_ascii_case(known)) && is_media_type(&first);
    (media_type || first == "eventual" || first == "0" || first == "*").then_some(first)
}

fn is_media_type(word: &str) -> bool {
    let token = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.*".contains(c));
    word.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

fn is_preference(word: &str) -> bool {
    let name = word.split_once(['=', ' ']).map_or(word, |(name, _)| name);
    let token = name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
        && name.starts_with(|c: char| c.is_ascii_lowercase());
    token && (word.contains('=') || name.contains('.') || name.contains('-'))
}
