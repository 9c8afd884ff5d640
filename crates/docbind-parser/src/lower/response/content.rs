//! What a response carries: in the words of a sentence, of an annotation, of an example.

use docbind_ir::{ExampleBody, ExampleResponse, Method, Primitive, ResponseBody, TypeRef};

use crate::json::holds_array;
use crate::lower::type_cell::primitive;
use crate::markdown::{links, plain, resolve_link};

/// What a sentence says comes back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    body: ResponseBody,
    is_collection: bool,
    /// Whether the sentence names several types, of which the body's is the first.
    is_union: bool,
}

/// How many characters before a type still speak about it.
const NEAR: usize = 60;

/// What stands directly before the type when there are several of it.
const SEVERAL: [&str; 8] = [
    "collection of",
    "list of",
    "array of",
    "set of",
    "collections of",
    "lists of",
    "page of",
    "collection containing",
];

impl Content {
    /// Reads a sentence, or the part of it that follows a status.
    pub(super) fn read(text: &str, file: &str) -> Self {
        let lower = plain(text).to_lowercase();
        let events = ["server-sent event", "server sent event", "text/event-stream"];
        if lower.contains("event") && events.iter().any(|words| lower.contains(words)) {
            return Self { body: ResponseBody::EventStream, ..Self::default() };
        }
        if denies_body(&lower) {
            return Self::default();
        }
        Self::linked(text, file).or_else(|| Self::worded(text, &lower)).unwrap_or_default()
    }

    /// Takes what a later sentence says when this one said nothing.
    pub(super) fn or(&mut self, other: Self, text: &str) {
        let lower = text.to_lowercase();
        let about_body =
            ["response body", "the response", "returns", "object in"].iter().any(|words| lower.contains(words));
        if self.body == ResponseBody::None && about_body && !lower.contains("see ") && !lower.contains("error") {
            *self = other;
        }
    }

    /// Whether it says what comes back.
    pub(super) fn says_something(&self) -> bool {
        self.body != ResponseBody::None
    }

    /// Whether items of several types come back.
    pub(super) fn is_union(&self) -> bool {
        self.is_union
    }

    /// The body, and whether it is a page of items.
    pub(super) fn body(self) -> (ResponseBody, bool) {
        (self.body, self.is_collection)
    }

    /// The first link to a resource.
    fn linked(text: &str, file: &str) -> Option<Self> {
        let link = links(text).find_map(|link| {
            let target = resolve_link(file, link.target);
            // A link out of the documentation, as those of a single file are, still tells what it leads to.
            let is_above = link.target.starts_with("../") && is_resource(link.target);
            let before = plain(text.get(..link.offset)?).to_lowercase();
            let reference =
                before.trim_end().ends_with("see") || before.contains("for details") || before.contains("for more");
            (target.as_deref().map_or(is_above, is_resource) && !reference).then_some((link, target, before))
        });
        let (link, target, before) = link?;
        let name = plain(link.text).trim().to_owned();
        let after = plain(text.get(link.end..)?).to_lowercase();
        let is_collection = several(&before, &name, &after);
        // A header that holds the address of something does not return it.
        if before.contains("header") && (before.contains("uri") || before.contains("url")) {
            return None;
        }
        let name = name.trim_end_matches(" objects").trim_end_matches(" object").trim_end_matches(" collection");
        Some(match primitive(name).filter(|_| !name.contains('.')) {
            Some(primitive) if !target.as_deref().is_some_and(|target| target.contains(&name.to_lowercase())) => {
                Self::of_primitive(primitive, is_collection)
            }
            _ => {
                // `[user] and [group] objects`: another link follows with nothing but a conjunction between.
                let conjunction =
                    text.get(link.end..).and_then(|rest| rest.split_once('[')).map(|(between, _)| between);
                let is_union = conjunction.is_some_and(|between| {
                    matches!(between.trim_matches([' ', ',', '*']), "and" | "or" | "and/or" | "") && !between.is_empty()
                });
                Self { body: ResponseBody::Json(TypeRef::unresolved(name, target)), is_collection, is_union }
            }
        })
    }

    /// A type named in bold, in a code span, or in plain words; `lower` is the text without markup in lower case.
    fn worded(text: &str, lower: &str) -> Option<Self> {
        // What is said about headers and addresses is no body.
        let words: Vec<&str> =
            lower.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
        for (position, word) in words.iter().enumerate() {
            let word = word.trim_matches(['.', '`', '\'', '"', '(', ')']);
            let next = words.get(position + 1).map(|next| next.trim_matches(['.', '`', '\'']));
            let counted = || {
                let (before, after) = words.split_at_checked(position).unwrap_or_default();
                several(&before.join(" "), word, &after.get(1..).unwrap_or_default().join(" "))
            };
            let described = matches!(
                next,
                Some("collection" | "object" | "value" | "values" | "objects" | "in" | "representing" | "indicating")
            );
            match word {
                "string" | "strings" | "boolean" | "int32" | "int64" | "guid" | "integer"
                    if described || next.is_none() =>
                {
                    return primitive(word).map(|primitive| Self::of_primitive(primitive, counted()));
                }
                "csv" => return Some(Self { body: ResponseBody::Text("text/csv".into()), ..Self::default() }),
                "octet-stream" | "application/octet-stream" | "binary" | "bytes" | "stream" => {
                    let body = ResponseBody::Binary("application/octet-stream".into());
                    return Some(Self { body, ..Self::default() });
                }
                _ => {}
            }
        }
        let bold = named_in_bold(text)?;
        let body = ResponseBody::Json(TypeRef::unresolved(bold.0, None));
        Some(Self { body, is_collection: bold.1, is_union: false })
    }

    fn of_primitive(primitive: Primitive, is_collection: bool) -> Self {
        let body = match (primitive, is_collection) {
            (Primitive::Stream | Primitive::Binary, _) => ResponseBody::Binary("application/octet-stream".into()),
            (primitive, true) => ResponseBody::Json(TypeRef::Primitive(primitive)),
            (primitive, false) => ResponseBody::Value(TypeRef::Primitive(primitive)),
        };
        Self { body, is_collection, is_union: false }
    }
}

/// A bold word that is followed by `object` or `collection`, and whether there are several.
fn named_in_bold(text: &str) -> Option<(String, bool)> {
    let mut before = String::new();
    let mut parts = text.split("**");
    before.push_str(parts.next()?);
    while let (Some(name), Some(after)) = (parts.next(), parts.next()) {
        let name = name.trim();
        let tail = after.trim_start().to_lowercase();
        let is_type = ["object", "collection", "resource", "entity"].iter().any(|word| tail.starts_with(word));
        let identifier = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '.');
        let counted = several(&before.to_lowercase(), name, &tail);
        if identifier && (is_type || counted) {
            return Some((name.to_owned(), counted));
        }
        before.push_str(name);
        before.push_str(after);
    }
    None
}

/// Whether the words around a type say that there are several.
fn several(before: &str, name: &str, after: &str) -> bool {
    let near = before.char_indices().nth_back(NEAR - 1).map_or(0, |(start, _)| start);
    let tail = before.get(near..).unwrap_or(before);
    let after = after.trim_start();
    let plural = after.starts_with("objects")
        || after.starts_with("collection")
        || after.starts_with("resources")
        || after.starts_with("items");
    SEVERAL.iter().any(|words| tail.contains(words))
        || plural
        || name.to_lowercase().ends_with("collection")
        || name.ends_with(" objects")
}

/// Whether a link leads to the page of a resource.
fn is_resource(target: &str) -> bool {
    let path = target.split_once('#').map_or(target, |(path, _)| path);
    path.split('/').rev().nth(1) == Some("resources")
}

/// Whether a sentence in lower case says that nothing comes back in the body.
pub(super) fn denies_body(text: &str) -> bool {
    [
        "not return anything",
        "n't return anything",
        "empty response body",
        "no response body",
        "empty content",
        "nothing in the response body",
        "no body",
    ]
    .iter()
    .any(|words| text.contains(words))
}

/// The type of an annotation: `Collection(microsoft.graph.user)`, `#microsoft.graph.user`, `String`.
pub(super) fn annotated(name: &str) -> (TypeRef, bool) {
    let name = name.trim().trim_start_matches('#');
    let inner =
        name.get(..11).filter(|head| head.eq_ignore_ascii_case("collection(")).and_then(|head| name.get(head.len()..));
    let (name, is_collection) =
        inner.map_or((name, false), |inner| (inner.trim_end_matches(')').trim_start_matches('#'), true));
    let ty = match primitive(name) {
        Some(primitive) => TypeRef::Primitive(primitive),
        None => TypeRef::unresolved(name, None),
    };
    (ty, is_collection)
}

/// The body of an example that nothing else describes.
pub(super) fn shown(example: &ExampleResponse) -> ResponseBody {
    let content_type = example.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let media = content_type
        .map(|(_, value)| value.split(';').next().unwrap_or_default().trim().to_lowercase())
        .unwrap_or_default();
    match &example.body {
        ExampleBody::None => ResponseBody::None,
        _ if media.contains("event-stream") => ResponseBody::EventStream,
        ExampleBody::Json(text) => sole_value(text).map_or(ResponseBody::Json(TypeRef::UNTYPED), ResponseBody::Value),
        ExampleBody::BrokenJson(..) => ResponseBody::Json(TypeRef::UNTYPED),
        ExampleBody::Other(_) if media.starts_with("text/") => ResponseBody::Text(media),
        ExampleBody::Other(_) if media.is_empty() || media.contains("json") => {
            ResponseBody::Binary("application/octet-stream".into())
        }
        ExampleBody::Other(_) => ResponseBody::Binary(media),
    }
}

/// The type of a primitive that an object carries as its only member, `value`.
fn sole_value(text: &str) -> Option<TypeRef> {
    let serde_json::Value::Object(object) = serde_json::from_str(text).ok()? else { return None };
    if object.keys().any(|key| key != "value" && !key.starts_with('@')) {
        return None;
    }
    Some(TypeRef::Primitive(match object.get("value")? {
        serde_json::Value::Bool(_) => Primitive::Boolean,
        serde_json::Value::String(_) => Primitive::String,
        serde_json::Value::Number(number) if number.is_f64() => Primitive::Double,
        serde_json::Value::Number(_) => Primitive::Int32,
        _ => return None,
    }))
}

/// Weighs sentence, annotations, examples and title: does a page of items come back?
pub(super) fn vote(said: bool, examples: &[&&ExampleResponse], title: &str, methods: &[Method]) -> bool {
    let mut score = if said { 2 } else { -1 };
    for example in examples {
        let annotated_as =
            example.is_collection.or(example.odata_type.as_deref().map(|ty| annotated(ty).1).filter(|is| *is));
        score += match annotated_as {
            Some(true) => 2,
            Some(false) => -1,
            None => 0,
        };
        score += match shape(&example.body) {
            Shape::Page => 2,
            Shape::Item => -2,
            Shape::Unknown => 0,
        };
    }
    let first = title.split_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("list") && methods.contains(&Method::Get) {
        score += 1;
    }
    score > 0
}

enum Shape {
    Page,
    Item,
    Unknown,
}

/// An object whose `value` is an array is a page; a `value` that is an object is a wrapper one generator writes.
fn shape(body: &ExampleBody) -> Shape {
    let ExampleBody::Json(text) = body else { return Shape::Unknown };
    match holds_array(text, "value") {
        Some(true) => Shape::Page,
        Some(false) => Shape::Item,
        None => Shape::Unknown,
    }
}
