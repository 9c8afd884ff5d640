//! Request lines: method and URL template of each operation that a page lists.

use std::collections::BTreeMap;

use docbind_ir::{Code, Diagnostic, Location, Method, OperationId, Rule, Segment, Source};

use super::outline::{Outline, Part};
use super::path::{self, Template};
use super::request_line::{Line, line};
use super::set::SetContext;
use super::{incoming, request_table};
use crate::dialect::front_matter::{Announced, announced};
use crate::dialect::language::{Language, language};
use crate::page::{Block, BlockKind, Page, Place};

/// A request that a page lists.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// The method.
    pub method: Method,
    /// The template below the version.
    pub template: Template,
    /// Header lines that stand below the request in its fence.
    pub headers: Vec<(String, String)>,
    /// Whether all its spellings carry OData query options.
    pub is_usage: bool,
    /// The request line.
    pub source: Source,
}

impl Request {
    /// Whether the path ends in a call of a function, with parentheses or without.
    pub(super) fn calls_function(&self) -> bool {
        let last = self.template.path.segments.last();
        self.method == Method::Get && matches!(last, Some(Segment::Function { .. } | Segment::Literal(_)))
    }
}

/// More requests than any writer lists on a page; the limit keeps hostile pages cheap.
const MAX_REQUESTS: usize = 1 << 15;

/// The requests of a page in order, each operation once.
///
/// They stand in fences and tables under the heading for them, or before response and examples when a page puts them
/// elsewhere. An article lists none: what it shows belongs to other pages.
pub(super) fn requests(
    page: &Page<'_>,
    outline: &Outline<'_, '_>,
    set: &SetContext,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Request> {
    let announced = announced(page);
    if announced == Announced::Article {
        return Vec::new();
    }
    let mut reader = Reader { set, findings, requests: Vec::new(), known: BTreeMap::new(), is_full: false };
    for block in outline.blocks(Part::Request) {
        reader.block(block, true);
    }
    if reader.requests.is_empty() && (documents_operation(outline) || announced == Announced::Operation) {
        for (part, section) in outline.sections() {
            if matches!(part, Part::Text | Part::Permissions) {
                let own = incoming::outgoing(section);
                own.for_each(|block| reader.block(block, false));
            }
        }
    }
    if !reader.requests.is_empty() {
        for (part, section) in outline.sections() {
            section.blocks.iter().for_each(|block| reader.shown(part, block));
        }
    }
    if reader.requests.is_empty() {
        for block in outline.blocks(Part::Request) {
            if let BlockKind::Text(text) = &block.kind {
                reader.lines(&text.markdown, &text.place, Language::Data, true);
            }
        }
    }
    reader.requests
}

/// Pages that explain show requests too; those that document an operation also say who may call it.
fn documents_operation(outline: &Outline<'_, '_>) -> bool {
    outline.has(Part::Permissions) && (outline.has(Part::Response) || outline.has(Part::Examples))
}

struct Reader<'r> {
    set: &'r SetContext,
    findings: &'r mut Vec<Diagnostic>,
    requests: Vec<Request>,
    /// Where the request of each operation is.
    known: BTreeMap<OperationId, usize>,
    /// Whether the limit was reported.
    is_full: bool,
}

impl Reader<'_> {
    /// `listed` says that the block stands where requests are expected, so that a broken one is worth a finding.
    fn block(&mut self, block: &Block<'_>, listed: bool) {
        match &block.kind {
            BlockKind::Code(code) => {
                let kind = code.annotation.as_ref().and_then(|annotation| annotation.block_type());
                let example = matches!(kind.as_deref(), Some("request" | "response" | "example"));
                let language = language(&code.language);
                if (listed || !example) && language != Language::Program {
                    self.lines(&code.text, &code.place, language, listed);
                }
            }
            BlockKind::Table(table) => {
                for (method, url, place) in request_table::requests(table) {
                    self.request(method, &url, place.source(Rule::Table), listed);
                }
            }
            _ => {}
        }
    }

    /// A page that shows a request below the API's base lists it by that: ahead of its examples, or with placeholders.
    fn shown(&mut self, part: Part, block: &Block<'_>) {
        let BlockKind::Code(code) = &block.kind else { return };
        let kind = code.annotation.as_ref().and_then(|annotation| annotation.block_type());
        let Some(Line::Request(_, url)) = code.text.lines().next().map(line) else { return };
        let path = url.split('?').next().unwrap_or_default();
        let lists = match part {
            Part::Text => true,
            Part::Examples => path.contains('{'),
            _ => false,
        };
        if lists && kind.as_deref() == Some("request") && url.starts_with('/') {
            self.lines(&code.text, &code.place, Language::Http, false);
        }
    }

    fn lines(&mut self, text: &str, place: &Place, language: Language, listed: bool) {
        let mut current = None;
        let mut lines = text.lines().enumerate().peekable();
        while let Some((offset, text)) = lines.next() {
            let trimmed = text.trim().trim_matches('`');
            if trimmed.starts_with(['{', '[', '"']) && !trimmed.contains("}/") {
                // What follows is a body.
                return;
            }
            let source = || {
                let column = text.chars().count() - text.trim_start().chars().count();
                let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
                Source {
                    file: place.file.clone(),
                    line: place.line.saturating_add(number(offset)),
                    column: number(column).saturating_add(1),
                    rule: Rule::HttpFence,
                }
            };
            match line(trimmed) {
                Line::Request(method, url) => {
                    let mut url = url.to_owned();
                    // A long URL goes on in the next line with its query.
                    while let Some((_, more)) = lines.next_if(|(_, next)| next.trim_start().starts_with(['?', '&'])) {
                        url.push_str(more.trim());
                    }
                    current = self.request(method, &url, source(), listed);
                }
                Line::Status => return,
                Line::Header(name, value) => {
                    if let Some(request) = current.and_then(|index: usize| self.requests.get_mut(index)) {
                        request.headers.push((name.to_owned(), value.to_owned()));
                    }
                }
                Line::WrongMethod(word) if listed && language == Language::Http => {
                    let message = format!("`{word}` is no method that an operation has");
                    let finding = Diagnostic::new(Code::BrokenRequest, source(), message);
                    self.findings.push(finding.help("write the method in capitals, such as `GET`, before the path"));
                }
                Line::NoMethod if listed && language == Language::Http => {
                    let message = "the line is a path without a method";
                    let finding = Diagnostic::new(Code::BrokenRequest, source(), message);
                    self.findings.push(finding.help("write the method and a space before the path"));
                }
                Line::WrongMethod(_) | Line::NoMethod | Line::Other => {}
            }
        }
    }

    /// Keeps a request; gives back where it is when it is new.
    fn request(&mut self, method: Method, url: &str, source: Source, listed: bool) -> Option<usize> {
        let base = self.set.base.below(url);
        if base.foreign {
            if listed {
                let host = base.wrong.unwrap_or_default();
                let message = format!("the request goes to `{host}`, which is not the host of the API");
                let finding = Diagnostic::new(Code::WrongHost, source, message).length(url.chars().count());
                self.findings.push(finding.help(self.due()));
            }
            return None;
        }
        let template = match path::template(base.path, &self.set.namespace) {
            Ok(template) => template,
            Err(broken) => {
                if listed {
                    self.findings.push(broken_request(broken, url, source));
                }
                return None;
            }
        };
        if let Some(version) = base.other_version.filter(|_| listed) {
            let message = format!("the request is one of `{version}`, not of `{}`", self.set.version);
            let finding = Diagnostic::new(Code::WrongHost, source.clone(), message);
            self.findings.push(finding.length(url.chars().count()).help(self.due()));
        }
        if let Some(part) = base.wrong {
            let message = format!("the URL has `{part}` where the API's base URL is due");
            let finding = Diagnostic::new(Code::WrongHost, source.clone(), message);
            self.findings.push(finding.length(url.chars().count()).help(self.due()));
        }
        let is_usage = !template.options.is_empty();
        let request = Request { method, template, headers: Vec::new(), is_usage, source };
        let id = OperationId { method, path: request.template.path.key() };
        if let Some(known) = self.known.get(&id).and_then(|position| self.requests.get_mut(*position)) {
            merge(known, request.template);
            return None;
        }
        if self.requests.len() >= MAX_REQUESTS {
            if !std::mem::replace(&mut self.is_full, true) {
                let message = format!("the page lists more than {MAX_REQUESTS} requests; the rest is left out");
                self.findings.push(Diagnostic::new(Code::LimitReached, request.source, message));
            }
            return None;
        }
        self.known.insert(id, self.requests.len());
        self.report_repairs(&request);
        self.requests.push(request);
        Some(self.requests.len() - 1)
    }

    /// What a request line should begin with.
    fn due(&self) -> String {
        match self.set.base.url.as_str() {
            "" => "write the path alone".to_owned(),
            url => format!("write the path alone, or begin with {url}"),
        }
    }

    fn report_repairs(&mut self, request: &Request) {
        for (literal, name) in &request.template.promoted {
            let is_path =
                |parameter: &path::TemplateParameter| parameter.name == *name && parameter.location == Location::Path;
            if request.template.parameters.iter().any(is_path) {
                let message =
                    format!("`{literal}` is an example value in a path; it is read as the parameter `{name}`");
                let finding = Diagnostic::new(Code::LiteralId, request.source.clone(), message);
                self.findings.push(finding.help(format!("write `{{{name}}}`")));
            }
        }
        for repair in &request.template.repairs {
            let path = &request.template.path;
            let message = format!("the request {}; it is read as `{} {path}`", repair.describe(), request.method);
            let finding = Diagnostic::new(Code::MendedRequest, request.source.clone(), message);
            self.findings.push(finding.help("write the request as it is sent"));
        }
    }
}

/// Unites two spellings of one request; a query parameter that one of them leaves out is optional.
fn merge(known: &mut Request, other: Template) {
    known.is_usage &= !other.options.is_empty();
    for parameter in &mut known.template.query {
        parameter.open &= other.query.iter().any(|theirs| theirs.name == parameter.name && theirs.open);
    }
    for mut parameter in other.query {
        if !known.template.query.iter().any(|own| own.name == parameter.name) {
            parameter.open = false;
            known.template.query.push(parameter);
        }
    }
    for option in other.options {
        if !known.template.options.contains(&option) {
            known.template.options.push(option);
        }
    }
}

fn broken_request(broken: path::Broken, url: &str, source: Source) -> Diagnostic {
    let reason = match broken {
        path::Broken::Empty => "names no path",
        path::Broken::TooLong => "is longer than any URL",
        path::Broken::NotAPath => "is no path",
        path::Broken::Mixed => "has text around a placeholder",
        path::Broken::Arguments => "has parentheses that hold no list of arguments",
        path::Broken::Query => "has a query that is no list of parameters",
    };
    let start: String = url.chars().take(60).collect();
    Diagnostic::new(Code::BrokenRequest, source, format!("what follows the method {reason}: `{start}`"))
        .help("write the method, a space and the path, such as `GET /users/{id}`")
}
