//! What a response carries: in the words of a sentence, of an annotation, of an example.

use docbind_ir::{ExampleBody, ExampleResponse, Method, Primitive, ResponseBody, TypeRef};

use crate::dialect::answers::{ADDRESS_OF, ITS_ADDRESS, NEXT_PART, NO_BODY, SEVERAL_OF};
use crate::json::holds_array;
use crate::lower::set::SetContext;
use crate::lower::type_cell::{TypeCell, primitive};
use crate::lower::type_mention::{self, TypeMention};
use crate::markdown::plain;

/// What a sentence says comes back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    body: ResponseBody,
    is_collection: bool,
    /// Whether the sentence names several types, of which the body's is the first.
    is_union: bool,
    /// The type of which no more than the address comes back.
    leads_to: Option<TypeRef>,
}

/// How many characters before a type still speak about it.
const NEAR: usize = 60;

impl Content {
    /// Reads a sentence, or the part of it that follows a status.
    pub(super) fn read(text: &str, file: &str, set: &SetContext) -> Self {
        let lower = plain(text).to_lowercase();
        let events = ["server-sent event", "server sent event", "text/event-stream"];
        if lower.contains("event") && events.iter().any(|words| lower.contains(words)) {
            return Self { body: ResponseBody::EventStream, ..Self::default() };
        }
        let linked = Self::linked(text, file, set);
        if denies_body(&lower) {
            return Self { leads_to: linked.leads_to, ..Self::default() };
        }
        if linked.says_something() { linked } else { Self::worded(text, &lower) }
    }

    /// Takes what a later sentence says when this one said nothing.
    pub(super) fn or(&mut self, other: Self, text: &str) {
        let lower = text.to_lowercase();
        let about_body =
            ["response body", "the response", "returns", "object in"].iter().any(|words| lower.contains(words));
        let leads_to = self.leads_to.take().or_else(|| other.leads_to.clone());
        if self.body == ResponseBody::None && about_body && !lower.contains("see ") && !lower.contains("error") {
            *self = other;
        }
        self.leads_to = leads_to;
    }

    /// Whether it says what comes back, be it an address.
    pub(super) fn says_something(&self) -> bool {
        self.body != ResponseBody::None || self.leads_to.is_some()
    }

    /// Whether items of several types come back.
    pub(super) fn is_union(&self) -> bool {
        self.is_union
    }

    /// What the address that comes back leads to.
    pub(super) fn take_target(&mut self) -> Option<TypeRef> {
        self.leads_to.take()
    }

    /// The body, and whether it is a page of items.
    pub(super) fn body(self) -> (ResponseBody, bool) {
        (self.body, self.is_collection)
    }

    /// The first type that is linked as what comes back, and the first of which the address does.
    fn linked(text: &str, file: &str, set: &SetContext) -> Self {
        let mut leads_to = None;
        for mention in type_mention::linked(text, file, set) {
            let before = plain(mention.before).to_lowercase();
            let after = plain(mention.after).to_lowercase();
            let is_reference =
                before.trim_end().ends_with("see") || before.contains("for details") || before.contains("for more");
            if is_reference {
                continue;
            }
            if is_address(&before, &after) {
                leads_to.get_or_insert_with(|| mention.ty());
                continue;
            }
            return Self { leads_to, ..Self::of_mention(&mention, &before, &after) };
        }
        Self { leads_to, ..Self::default() }
    }

    fn of_mention(mention: &TypeMention<'_>, before: &str, after: &str) -> Self {
        let is_collection = several(before, &mention.name, after);
        match primitive(&mention.name).filter(|_| !mention.name.contains('.')) {
            Some(primitive)
                if !mention.target.as_deref().is_some_and(|target| target.contains(&mention.name.to_lowercase())) =>
            {
                Self::of_primitive(primitive, is_collection)
            }
            _ => {
                // `[user] and [group] objects`: another link follows with nothing but a conjunction between.
                let conjunction = mention.after.split_once('[').map(|(between, _)| between);
                let is_union = conjunction.is_some_and(|between| {
                    matches!(between.trim_matches([' ', ',', '*']), "and" | "or" | "and/or" | "") && !between.is_empty()
                });
                Self { body: ResponseBody::Json(mention.ty()), is_collection, is_union, leads_to: None }
            }
        }
    }

    /// A type named in bold, in a code span, or in plain words; `lower` is the text without markup in lower case.
    fn worded(text: &str, lower: &str) -> Self {
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
                    return primitive(word).map_or_else(Self::default, |one| Self::of_primitive(one, counted()));
                }
                "csv" => return Self { body: ResponseBody::Text("text/csv".into()), ..Self::default() },
                "octet-stream" | "application/octet-stream" | "binary" | "bytes" | "stream" => {
                    let body = ResponseBody::Binary("application/octet-stream".into());
                    return Self { body, ..Self::default() };
                }
                _ => {}
            }
        }
        let Some(mention) = type_mention::emphasised(text).or_else(|| type_mention::plain_words(text)) else {
            return Self::default();
        };
        let (before, after) = (plain(mention.before).to_lowercase(), plain(mention.after).to_lowercase());
        if is_address(&before, &after) {
            return Self { leads_to: Some(mention.ty()), ..Self::default() };
        }
        Self::of_mention(&mention, &before, &after)
    }

    /// What the type cell of a table of responses says.
    pub(super) fn of_cell(cell: &TypeCell) -> Self {
        let is_collection = cell.ty.is_collection();
        match cell.ty.element() {
            _ if !cell.understood => Self::default(),
            TypeRef::Primitive(primitive) => Self::of_primitive(*primitive, is_collection),
            ty => Self { body: ResponseBody::Json(ty.clone()), is_collection, ..Self::default() },
        }
    }

    fn of_primitive(primitive: Primitive, is_collection: bool) -> Self {
        let body = match (primitive, is_collection) {
            (Primitive::Stream | Primitive::Binary, _) => ResponseBody::Binary("application/octet-stream".into()),
            (primitive, true) => ResponseBody::Json(TypeRef::Primitive(primitive)),
            (primitive, false) => ResponseBody::Value(TypeRef::Primitive(primitive)),
        };
        Self { body, is_collection, ..Self::default() }
    }
}

/// The end of a text, as far as it still speaks about what follows.
fn near(text: &str) -> &str {
    let start = text.char_indices().nth_back(NEAR - 1).map_or(0, |(start, _)| start);
    text.get(start..).unwrap_or(text)
}

/// Whether the words around a type, in lower case, say that its address comes back, in a header or in another way.
fn is_address(before: &str, after: &str) -> bool {
    let near = near(before);
    let own_start = NEXT_PART.iter().filter_map(|words| near.rfind(words).map(|at| at + words.len())).max();
    let own = near.get(own_start.unwrap_or_default()..).unwrap_or(near);
    let rest_end = NEXT_PART.iter().chain(&[" and ", ". "]).filter_map(|words| after.find(words)).min();
    let rest = after.get(..rest_end.unwrap_or(after.len())).unwrap_or(after);
    let in_header = own.contains("header") || rest.contains("header");
    let is_pointed_at = ADDRESS_OF.iter().any(|words| own.contains(words))
        || ITS_ADDRESS.iter().any(|words| rest.trim_start().starts_with(words));
    (in_header || is_pointed_at) && !rest.contains("body")
}

/// Whether the words around a type say that there are several.
fn several(before: &str, name: &str, after: &str) -> bool {
    let near = near(before);
    let after = after.trim_start();
    let plural = after.starts_with("objects")
        || after.starts_with("collection")
        || after.starts_with("resources")
        || after.starts_with("items");
    SEVERAL_OF.iter().any(|words| near.contains(words))
        || plural
        || name.to_lowercase().ends_with("collection")
        || name.ends_with(" objects")
}

/// Whether a sentence in lower case says that nothing comes back in the body.
pub(super) fn denies_body(text: &str) -> bool {
    NO_BODY.iter().any(|words| text.contains(words))
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
            Shape::List | Shape::Unknown => 0,
        };
    }
    let first = title.split_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("list") && methods.contains(&Method::Get) {
        score += 1;
    }
    score > 0
}

/// Whether the examples answer with arrays that no object is around.
pub(super) fn show_bare_list(examples: &[&&ExampleResponse]) -> bool {
    let is = |wanted: Shape| examples.iter().any(|example| shape(&example.body) == wanted);
    is(Shape::List) && !is(Shape::Page) && !is(Shape::Item)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Page,
    Item,
    List,
    Unknown,
}

/// An object whose `value` is an array is a page; a `value` that is an object is a wrapper one generator writes.
fn shape(body: &ExampleBody) -> Shape {
    let ExampleBody::Json(text) = body else { return Shape::Unknown };
    if text.trim_start().starts_with('[') {
        return Shape::List;
    }
    match holds_array(text, "value") {
        Some(true) => Shape::Page,
        Some(false) => Shape::Item,
        None => Shape::Unknown,
    }
}
