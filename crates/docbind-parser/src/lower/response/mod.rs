//! Responses: statuses, what comes back with them, and what pages say about failures.

mod content;
mod header;
mod own;
mod scope;
mod status;
mod table;

use docbind_ir::{
    Code, Diagnostic, Example, ExampleBody, ExampleResponse, Method, Response, ResponseBody, Rule, Source, TypeRef,
};

use self::content::Content;
pub(super) use self::own::Answers;
pub(super) use self::scope::Scopes;
use super::notes::kept;
use super::outline::{Outline, Part};
use super::sentences::sentences;
use super::set::SetContext;
use crate::dialect::answers::ADDRESS_HEADERS;
use crate::json::repair;
use crate::markdown::plain;
use crate::page::{Block, BlockKind, Text};

/// What a page says about the responses of its operations.
#[derive(Clone, Debug, Default)]
pub(super) struct Responses {
    /// Successes, each status once.
    pub responses: Vec<Response>,
    /// What else the page says comes back with a status, for others of its requests.
    others: Vec<(u16, ResponseBody, bool)>,
    /// The statuses with which items of several types come back.
    unions: Vec<u16>,
    /// Error statuses.
    pub errors: Vec<u16>,
}

/// A mention of a status, or what is said before any is mentioned.
#[derive(Debug)]
struct Mention {
    status: Option<u16>,
    content: Content,
    headers: Vec<String>,
    text: String,
    source: Source,
}

/// Reads the responses of the operations of a page that are in a scope, which have these methods.
pub(super) fn responses(
    outline: &Outline<'_, '_>,
    (scopes, scope): (&Scopes, usize),
    methods: &[Method],
    examples: &[(usize, Example)],
    (file, set): (&str, &SetContext),
) -> Responses {
    let mut mentions = Vec::new();
    for block in scopes.blocks(scope, outline) {
        match &block.kind {
            BlockKind::Text(text) => read(text, (file, set), &mut mentions),
            BlockKind::List(items) => items.iter().for_each(|item| read(item, (file, set), &mut mentions)),
            BlockKind::Table(table) => table::read(table, (file, set), &mut mentions),
            _ => {}
        }
    }
    let examples: Vec<&Example> =
        examples.iter().filter(|(position, _)| scopes.of(*position) == scope).map(|(_, example)| example).collect();
    let shown: Vec<&ExampleResponse> = examples.iter().filter_map(|example| example.response.as_ref()).collect();
    let mut result = Responses::default();
    let mut unsaid: Option<Mention> = None;
    for mention in mentions {
        match mention.status {
            Some(status) if (400..600).contains(&status) => push_error(&mut result.errors, status),
            Some(304) => {}
            Some(status) => result.push(status, mention),
            None if unsaid.is_none() && mention.content.says_something() => unsaid = Some(mention),
            None => {}
        }
    }
    for block in outline.blocks(Part::Errors) {
        if let BlockKind::Text(Text { markdown, .. }) = &block.kind {
            status::mentions(markdown)
                .into_iter()
                .filter(|(_, status)| *status >= 400)
                .for_each(|(_, status)| push_error(&mut result.errors, status));
        }
    }
    if let Some(mention) = unsaid {
        result.complete(mention, &shown);
    }
    if result.responses.is_empty() {
        // Responses without their request may belong to another step of the page.
        let asked = examples.iter().filter(|example| example.request.is_some());
        let answers: Vec<&ExampleResponse> = asked.filter_map(|example| example.response.as_ref()).collect();
        from_examples(&mut result.responses, if answers.is_empty() { &shown } else { &answers });
    }
    if result.responses.is_empty() {
        result.responses.extend(scopes.blocks(scope, outline).find_map(json_block));
    }
    let title = outline.title().map(plain).unwrap_or_default();
    for response in &mut result.responses {
        let is_union = result.unions.contains(&response.status);
        agree(response, &shown, is_union, &title, methods);
    }
    share(&mut result.responses);
    follow(&mut result.responses, scopes.blocks(scope, outline));
    result
}

/// Created or found: a page that says what one of the two carries means both.
fn share(responses: &mut [Response]) {
    let carried = |response: &&Response| matches!(response.status, 200 | 201) && response.body != ResponseBody::None;
    let Some((body, is_collection)) = responses.iter().find(carried).map(|own| (own.body.clone(), own.is_collection))
    else {
        return;
    };
    for response in responses.iter_mut().filter(|response| matches!(response.status, 200 | 201)) {
        if response.body == ResponseBody::None && !content::denies_body(&response.description.to_lowercase()) {
            response.body = body.clone();
            response.is_collection = is_collection;
        }
    }
}

/// A redirect carries what its target holds: a file, when nothing else comes back.
fn follow<'b>(responses: &mut [Response], mut blocks: impl Iterator<Item = &'b Block<'b>>) {
    let nothing_else = responses.iter().all(|response| response.body == ResponseBody::None);
    let redirect = responses.iter_mut().find(|response| (300..400).contains(&response.status));
    if let (true, Some(redirect)) = (nothing_else, redirect) {
        let table = blocks.any(|block| match &block.kind {
            BlockKind::Text(text) => text.markdown.contains("CSV"),
            _ => false,
        });
        let media = if table { "text/csv" } else { "application/octet-stream" };
        redirect.body = ResponseBody::Binary(media.to_owned());
    }
}

/// An accepted request that its examples answer with an address and no body leads to what the text names.
fn accept(response: &mut Response, own: &[&&ExampleResponse]) {
    let is_empty = |example: &&&ExampleResponse| example.body == ExampleBody::None;
    let has_address = |example: &&&ExampleResponse| {
        example.headers.iter().any(|(name, _)| ADDRESS_HEADERS.contains(&name.to_lowercase().as_str()))
    };
    if response.status == 202 && own.iter().all(is_empty) && own.iter().any(has_address) {
        if let ResponseBody::Json(ty) = std::mem::take(&mut response.body) {
            response.leads_to.get_or_insert(ty);
        }
        response.is_collection = false;
    }
}

/// The finding for a page that does not say what its operations return.
pub(super) fn unknown(source: Source) -> Diagnostic {
    Diagnostic::new(Code::UnknownResponse, source, "the page does not say what comes back")
        .help("name the status and the type, as in: returns a `200 OK` response code and a [user](…) object")
}

fn push_error(errors: &mut Vec<u16>, status: u16) {
    if !errors.contains(&status) {
        errors.push(status);
    }
}

fn read(text: &Text<'_>, (file, set): (&str, &SetContext), mentions: &mut Vec<Mention>) {
    let source = text.place.source(Rule::Prose);
    let paragraph = text.markdown.replace(['\n', '\r'], " ");
    for sentence in sentences(&paragraph) {
        let statuses = status::mentions(sentence);
        let headers = header::named(sentence);
        if statuses.is_empty() {
            let content = Content::read(sentence, file, set);
            if let Some(last) = mentions.last_mut().filter(|last| last.status.is_some()) {
                last.headers.extend(headers);
                last.content.or(content, sentence);
            } else {
                mentions.push(Mention { status: None, content, headers, text: kept(sentence), source: source.clone() });
            }
            continue;
        }
        for (index, (start, status)) in statuses.iter().enumerate() {
            let end = statuses.get(index + 1).map_or(sentence.len(), |(next, _)| *next);
            let own = outside_code(sentence, *start, end);
            mentions.push(Mention {
                status: Some(*status),
                content: Content::read(own, file, set),
                headers: headers.clone(),
                text: kept(sentence),
                source: source.clone(),
            });
        }
    }
}

/// The text from `start` to `end`, without the rest of the code span that `start` may stand in.
fn outside_code(text: &str, start: usize, end: usize) -> &str {
    let own = text.get(start..end).unwrap_or_default();
    let in_code = text.get(..start).unwrap_or_default().matches('`').count() % 2 == 1;
    own.split_once('`').filter(|_| in_code).map_or(own, |(_, after)| after.trim_start_matches('`'))
}

impl Responses {
    /// Adds a status, or what a later sentence says about it.
    fn push(&mut self, status: u16, mention: Mention) {
        let Mention { mut content, headers, text, source, .. } = mention;
        let leads_to = content.take_target();
        if content.is_union() {
            self.unions.push(status);
        }
        let (body, is_collection) = if status == 204 { (ResponseBody::None, false) } else { content.body() };
        if let Some(known) = self.responses.iter_mut().find(|known| known.status == status) {
            known.leads_to = known.leads_to.take().or(leads_to);
            if known.body == ResponseBody::None {
                (known.body, known.is_collection) = (body, is_collection);
            } else if body != ResponseBody::None {
                self.others.push((status, body, is_collection));
            }
            return;
        }
        let mut response =
            Response { status, body, is_collection, leads_to, headers: Vec::new(), description: text.into(), source };
        if (300..400).contains(&status) {
            response.is_collection = false;
            response.body = ResponseBody::None;
        }
        for header in headers {
            if !response.headers.contains(&header) {
                response.headers.push(header);
            }
        }
        self.responses.push(response);
    }

    /// What is said without a status belongs to the success that lacks it, or else to 200.
    fn complete(&mut self, mention: Mention, shown: &[&ExampleResponse]) {
        let lacks = |response: &&mut Response| {
            response.body == ResponseBody::None
                && response.leads_to.is_none()
                && matches!(response.status, 200 | 201 | 202 | 206)
        };
        if let Some(response) = self.responses.iter_mut().find(lacks) {
            let mut content = mention.content;
            response.leads_to = content.take_target();
            (response.body, response.is_collection) = content.body();
        } else if self.responses.is_empty() {
            let success = shown.iter().map(|shown| shown.status).find(|status| (200..300).contains(status));
            self.push(success.unwrap_or(200), mention);
        }
    }
}

/// A block of JSON where the response is due.
fn json_block(block: &Block<'_>) -> Option<Response> {
    let BlockKind::Code(code) = &block.kind else { return None };
    let shown = code.text.trim_start().starts_with(['{', '[']).then(|| repair(&code.text).ok()).flatten()?;
    Some(Response {
        status: 200,
        body: ResponseBody::Json(member_list(&shown.text)),
        source: code.place.source(Rule::Json),
        ..Response::default()
    })
}

/// The members of an object, by which the passes find its type: their names in braces, sorted and joined by commas.
fn member_list(json: &str) -> TypeRef {
    let Ok(serde_json::Value::Object(object)) = serde_json::from_str(json) else { return TypeRef::UNTYPED };
    let mut names: Vec<&str> = object.keys().map(String::as_str).filter(|name| !name.contains('@')).collect();
    names.sort_unstable();
    let is_telling = names.len() > 1 && object.get("@odata.type").is_none();
    if is_telling { TypeRef::unresolved(format!("{{{}}}", names.join(",")), None) } else { TypeRef::UNTYPED }
}

fn from_examples(responses: &mut Vec<Response>, shown: &[&ExampleResponse]) {
    for example in shown.iter().filter(|example| (200..400).contains(&example.status) && example.status != 304) {
        if responses.iter().any(|response| response.status == example.status) {
            continue;
        }
        let body = match &example.odata_type {
            Some(ty) if example.status != 204 => ResponseBody::Json(content::annotated(ty).0),
            _ => content::shown(example),
        };
        responses.push(Response {
            status: example.status,
            body,
            source: example.source.by(Rule::Example),
            ..Response::default()
        });
    }
}

/// Lets the examples fill in what the prose leaves open, and votes on whether a page of items comes back.
fn agree(response: &mut Response, shown: &[&ExampleResponse], is_union: bool, title: &str, methods: &[Method]) {
    let own: Vec<&&ExampleResponse> = shown.iter().filter(|example| example.status == response.status).collect();
    for header in ["Location", "Content-Location", "Retry-After", "Operation-Location", "Azure-AsyncOperation"] {
        let present =
            |example: &&&ExampleResponse| example.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(header));
        if response.status != 200
            && own.iter().any(present)
            && !response.headers.iter().any(|own| own.eq_ignore_ascii_case(header))
        {
            response.headers.push(header.to_owned());
        }
    }
    if response.status == 204 {
        return;
    }
    accept(response, &own);
    let is_shown_empty = own.iter().all(|example| example.body == ExampleBody::None);
    let nothing = response.body == ResponseBody::None
        && (response.leads_to.is_some() && is_shown_empty
            || content::denies_body(&response.description.to_lowercase()));
    let annotated = own.iter().find_map(|example| example.odata_type.as_deref());
    if let (true, Some(ty)) = (is_union, annotated) {
        // The type that all of them have in common is in the annotation alone.
        response.body = ResponseBody::Json(content::annotated(ty).0);
    } else if response.body == ResponseBody::None && !nothing {
        if let Some(ty) = annotated.filter(|_| response.status < 300) {
            let (ty, is_collection) = content::annotated(ty);
            response.body = ResponseBody::Json(ty);
            response.is_collection = is_collection;
        } else if let Some(example) = own.iter().find(|example| example.body != ExampleBody::None) {
            response.body = content::shown(example);
        }
    }
    let ResponseBody::Json(ty) = &mut response.body else { return };
    if let TypeRef::Collection(inner) = ty {
        let inner = std::mem::take(&mut **inner);
        *ty = inner;
        response.is_collection = true;
    }
    response.is_collection = content::vote(response.is_collection, &own, title, methods);
    // An array that nothing is around is a value of its own, no page of items.
    if content::show_bare_list(&own) {
        response.is_collection = false;
        *ty = std::mem::take(ty).collection();
    }
}
