//! Request bodies.

use std::collections::HashSet;
use std::sync::Arc;

use docbind_ir::{Body, BodyShape, Method, Primitive, Property, Rule, Segment, Source, TypeRef};
use serde_json::Value;

use super::notes::kept;
use super::outline::{Outline, Part};
use super::properties::property_table;
use super::request::Request;
use super::sentences::sentences;
use super::set::SetContext;
use super::table::Columns;
use super::type_mention;
use crate::json::repair;
use crate::markdown::plain;
use crate::page::{BlockKind, Code, Text};

/// What a page says about the body of its requests, before a method is looked at.
#[derive(Debug, Default)]
pub(super) struct BodySection {
    present: bool,
    /// The page says that there is none.
    refused: bool,
    optional: bool,
    empty_object: bool,
    reference: bool,
    json_patch: bool,
    resource: Option<TypeRef>,
    /// All of the resources that the page names as alternatives.
    alternatives: Vec<TypeRef>,
    table: Vec<Property>,
    /// The members of a JSON object that the section shows.
    shown: Vec<Property>,
    /// Whether the table calls its rows parameters.
    parameters: bool,
    media: Option<Media>,
    description: Arc<str>,
    source: Option<Source>,
}

/// The file of a page and the set it belongs to.
type PageOf<'s> = (&'s str, &'s SetContext);

/// What the examples of a method send as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// None of them sends any.
    Nothing,
    /// Objects.
    Objects,
    /// Arrays that no object is around.
    Lists,
}

#[derive(Clone, Debug, PartialEq)]
enum Media {
    Binary(String),
    Text(String),
    Multipart,
}

/// Reads the section on the request body; `content_type` is the value that the header table gives.
pub(super) fn section(outline: &Outline<'_, '_>, content_type: Option<&str>, page: PageOf<'_>) -> BodySection {
    let mut section = BodySection { present: outline.has(Part::Body), ..BodySection::default() };
    if let Some(first) = outline.of(Part::Body).next() {
        section.source = Some(first.place.source(Rule::Heading));
    }
    let blocks = outline.blocks(Part::Body).chain(outline.blocks(Part::Parameters));
    for block in blocks {
        match &block.kind {
            BlockKind::Text(text) if text.alert.is_none() => section.paragraph(text, page),
            BlockKind::List(items) => items.iter().for_each(|item| section.item(item)),
            BlockKind::Table(table) => {
                if let Some(rows) = property_table(table, page.0) {
                    let columns = Columns::new(table);
                    section.parameters |=
                        columns.find(&["parameter", "parameters", "parameter name", "required parameter"]).is_some();
                    section.rows(rows);
                }
            }
            BlockKind::Code(code) if section.shown.is_empty() => section.shown = shown(code),
            _ => {}
        }
    }
    // The words say that it is bytes, the header says of what.
    section.media = content_type.and_then(Media::of).or(section.media);
    section
}

impl BodySection {
    fn paragraph(&mut self, text: &Text<'_>, page: PageOf<'_>) {
        let paragraph = text.markdown.replace(['\n', '\r'], " ");
        if self.description.is_empty() {
            self.description = kept(text.markdown.trim()).into();
            self.source = Some(text.place.source(Rule::Prose));
        }
        for sentence in sentences(&paragraph) {
            let lower = plain(sentence).to_lowercase();
            let nothing = refuses(&lower) && self.table.is_empty() && self.resource.is_none();
            self.refused |= nothing;
            self.optional |= lower.contains("optional") && lower.contains("body");
            self.empty_object |= sentence.contains("{}");
            self.reference |= sentence.contains("@odata.id");
            self.json_patch |= lower.contains("json patch") || lower.contains("json-patch");
            if self.media.is_none() {
                self.media = Media::described(&lower);
            }
            if self.resource.is_none() && is_representation(&lower) {
                self.take_resources(resources(sentence, page));
            }
        }
        // Some pages only name the resource: `A [user](…) object.`
        let names_it = ["[", "A [", "An [", "The ["].iter().any(|start| paragraph.trim_start().starts_with(start));
        if self.resource.is_none() && self.table.is_empty() && names_it {
            self.take_resources(resources(&paragraph, page));
        }
    }

    fn take_resources(&mut self, resources: Vec<TypeRef>) {
        self.resource = resources.first().cloned();
        if resources.len() > 1 {
            self.alternatives = resources;
        }
    }

    fn item(&mut self, item: &Text<'_>) {
        self.reference |= item.markdown.contains("@odata.id");
    }

    fn rows(&mut self, rows: Vec<Property>) {
        let mut known: HashSet<Arc<str>> = self.table.iter().map(|own| own.name.clone()).collect();
        self.table.extend(rows.into_iter().filter(|row| known.insert(row.name.clone())));
    }

    /// The body of one request of the page; `sent` is what examples of its method send.
    pub(super) fn body(&self, request: &Request, sent: Sent) -> Body {
        let is_shown = sent != Sent::Nothing;
        let takes_body = matches!(request.method, Method::Post | Method::Put | Method::Patch);
        let last = request.template.path.segments.last();
        let is = |word: &str| matches!(last, Some(Segment::Literal(own)) if **own == *word);
        let described = !self.table.is_empty() || self.resource.is_some() || self.reference || self.json_patch;
        let source = self.source.as_ref().unwrap_or(&request.source);
        let mut body = Body { description: self.description.clone(), source: source.clone(), ..Body::default() };
        // A method that takes no body as a rule takes one that the page describes.
        let may_take = request.method == Method::Delete || request.method == Method::Get && is_shown;
        if !(takes_body || may_take && described && !self.refused) {
            return Body { description: Arc::default(), ..body };
        }
        body.resource = self.resource.clone();
        body.variants = self.alternatives.clone();
        body.table = self.table.clone();
        body.shape = if self.refused && !described {
            BodyShape::None
        } else if is("$ref") || (self.reference && self.table.is_empty()) {
            BodyShape::Inline(vec![reference(source)])
        } else if self.json_patch {
            BodyShape::JsonPatch
        } else if let (Some(media), false) = (&self.media, described) {
            media.shape()
        } else if let (true, Some(resource)) = (!self.parameters || self.table.is_empty(), &self.resource) {
            let is_list = sent == Sent::Lists && !resource.is_collection();
            BodyShape::Json(if is_list { resource.clone().collection() } else { resource.clone() })
        } else if !self.table.is_empty() {
            BodyShape::Inline(self.table.clone())
        } else if !self.shown.is_empty() {
            BodyShape::Inline(self.shown.clone())
        } else if is("$value") || is("content") {
            BodyShape::Binary("application/octet-stream".to_owned())
        } else if self.empty_object {
            BodyShape::Inline(Vec::new())
        } else {
            BodyShape::Unknown
        };
        body.required = self.present && !self.optional && !matches!(body.shape, BodyShape::None | BodyShape::Unknown);
        body
    }
}

/// The one property of a body that refers to another resource.
fn reference(source: &Source) -> Property {
    Property {
        name: "@odata.id".into(),
        ty: TypeRef::STRING,
        required: true,
        source: source.clone(),
        ..Property::default()
    }
}

/// The members of a JSON object in a code block, with the types of their values.
fn shown(code: &Code<'_>) -> Vec<Property> {
    let Ok(repaired) = repair(&code.text) else { return Vec::new() };
    let Ok(Value::Object(object)) = serde_json::from_str(&repaired.text) else { return Vec::new() };
    let source = code.place.source(Rule::Json);
    let ty = |value: &Value| match value {
        Value::Bool(_) => TypeRef::Primitive(Primitive::Boolean),
        Value::Number(number) if number.is_f64() => TypeRef::Primitive(Primitive::Double),
        Value::Number(_) => TypeRef::Primitive(Primitive::Int64),
        Value::String(_) => TypeRef::STRING,
        Value::Array(_) => TypeRef::UNTYPED.collection(),
        Value::Null | Value::Object(_) => TypeRef::UNTYPED,
    };
    let member = |(name, value): (&String, &Value)| Property {
        name: name.as_str().into(),
        ty: ty(value),
        undocumented: true,
        source: source.clone(),
        ..Property::default()
    };
    object.iter().map(member).collect()
}

/// Whether a sentence says that there is no body.
fn refuses(sentence: &str) -> bool {
    let sentence = sentence.trim().trim_matches(['*', '.', ' ']);
    let no = [
        "not supply",
        "n't supply",
        "not require",
        "n't require",
        "not provide",
        "n't provide",
        "no request body",
        "not specify",
        "n't specify",
        "no request content",
        "must be empty",
        "should be empty",
        "leave the request body empty",
        "no body",
        "n't include a request body",
        "not include a request body",
        "not send",
    ];
    sentence == "none" || sentence == "empty" || sentence == "n/a" || sentence == "not applicable" || {
        let unneeded = sentence.contains("request body is not ") || sentence.contains("request body isn't ");
        let body = sentence.contains("body") || sentence.contains("content");
        (unneeded && ["necessary", "required", "needed", "supported"].iter().any(|word| sentence.contains(word)))
            || body && no.iter().any(|words| sentence.contains(words)) && !sentence.contains("existing")
    }
}

/// Whether a sentence says what the body represents.
fn is_representation(sentence: &str) -> bool {
    [
        "representation",
        "supply",
        "provide",
        "include",
        "should contain",
        "must contain",
        "specify",
        "request body contains",
        "request body is",
        "object",
    ]
    .iter()
    .any(|words| sentence.contains(words))
        && !sentence.contains("for the list of properties")
        && !sentence.contains("following table")
}

/// The resource that a sentence names as what to send, and those it links as alternatives to it.
fn resources(sentence: &str, (file, set): PageOf<'_>) -> Vec<TypeRef> {
    let mut found = Vec::new();
    let mut end = 0;
    for mention in type_mention::linked(sentence, file, set) {
        let between = mention.before.get(end..).unwrap_or_default();
        let alternative =
            between.split_whitespace().count() <= 4 && between.split_whitespace().any(|word| word == "or");
        if !found.is_empty() && !alternative {
            break;
        }
        if !is_about(&mention.before.to_lowercase()) {
            found.push(mention.ty());
            end = sentence.len() - mention.after.len();
        }
    }
    if found.is_empty() && names_body(&plain(sentence).to_lowercase()) {
        let named = type_mention::emphasised(sentence).or_else(|| type_mention::plain_words(sentence));
        found.extend(named.filter(|named| !is_about(&named.before.to_lowercase())).map(|named| named.ty()));
    }
    found
}

/// Whether a sentence in lower case says what the whole body is, so that a name without a link counts.
fn names_body(sentence: &str) -> bool {
    ["representation of", "representation for", "in the request body, supply", "in the request body, provide"]
        .iter()
        .any(|words| sentence.contains(words))
}

/// Whether what follows is only what the body's value belongs to: `the identifier of the …`.
fn is_about(before: &str) -> bool {
    let words = before.trim_end_matches(['*', '_', '`', ' ']);
    let words = [" the", " a", " an"].iter().find_map(|article| words.strip_suffix(article)).unwrap_or(words);
    ["identifier of", "id of", "ids of", "see", "property of", "properties of"]
        .iter()
        .any(|about| words.ends_with(about))
}

impl Media {
    fn of(content_type: &str) -> Option<Self> {
        let media = content_type.split(';').next()?.trim().to_lowercase();
        if media.contains("json") || !media.contains('/') || media.starts_with('*') {
            None
        } else if media.starts_with("multipart/") {
            Some(Self::Multipart)
        } else if media.starts_with("text/") || media.ends_with("xml") {
            Some(Self::Text(media))
        } else {
            Some(Self::Binary(media))
        }
    }

    fn described(sentence: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        if has(&[
            "binary stream",
            "binary content",
            "binary data",
            "contents of the binary",
            "byte stream",
            "stream of bytes",
            "raw bytes",
            "binary image",
            "file contents",
        ]) && !has(&["if you"])
        {
            Some(Self::Binary("application/octet-stream".to_owned()))
        } else if has(&["contain html", "html placed directly"]) {
            Some(Self::Text("text/html".to_owned()))
        } else {
            None
        }
    }

    fn shape(&self) -> BodyShape {
        match self {
            Self::Binary(media) => BodyShape::Binary(media.clone()),
            Self::Text(media) => BodyShape::Text(media.clone()),
            Self::Multipart => BodyShape::Multipart,
        }
    }
}
