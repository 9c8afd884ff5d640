//! Request lines: method and URL template of each operation that a page lists.

use std::collections::BTreeMap;

use docbind_ir::{Code, Diagnostic, Location, Method, Rule, Segment, Source};

use super::outline::{Outline, Part};
use super::path::{self, Template};
use super::set::SetContext;
use crate::page::{Block, BlockKind, Place};

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

    fn key(&self) -> String {
        format!("{} {}", self.method, self.template.path.key())
    }
}

/// More requests than any writer lists on a page; the limit keeps hostile pages cheap.
const MAX_REQUESTS: usize = 512;

/// The requests of a page in order, each operation once.
///
/// They stand in fences under the heading for them, or before response and examples when a page puts them elsewhere.
pub(super) fn requests(outline: &Outline<'_, '_>, set: &SetContext, findings: &mut Vec<Diagnostic>) -> Vec<Request> {
    let mut reader = Reader { set, findings, requests: Vec::new(), known: BTreeMap::new() };
    for block in outline.blocks(Part::Request) {
        reader.block(block, true);
    }
    if reader.requests.is_empty() && documents_operation(outline) {
        for (part, section) in outline.sections() {
            if matches!(part, Part::Text | Part::Permissions) {
                section.blocks.iter().for_each(|block| reader.block(block, false));
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
                reader.lines(&text.markdown, &text.place, true);
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
    /// Where the request of each key is.
    known: BTreeMap<String, usize>,
}

impl Reader<'_> {
    /// `listed` says that the block stands where requests are expected, so that a broken one is worth a finding.
    fn block(&mut self, block: &Block<'_>, listed: bool) {
        let BlockKind::Code(code) = &block.kind else { return };
        let kind = code.annotation.as_ref().and_then(|annotation| annotation.block_type());
        let example = matches!(kind.as_deref(), Some("request" | "response" | "example"));
        if listed || !example {
            self.lines(&code.text, &code.place, listed);
        }
    }

    /// A page that shows a request below the API's base lists it by that: ahead of its examples, or with placeholders.
    fn shown(&mut self, part: Part, block: &Block<'_>) {
        let BlockKind::Code(code) = &block.kind else { return };
        let kind = code.annotation.as_ref().and_then(|annotation| annotation.block_type());
        let Some((_, url)) = code.text.lines().next().and_then(|line| method_and_url(line.trim())) else { return };
        let path = url.split('?').next().unwrap_or_default();
        let lists = match part {
            Part::Text => true,
            Part::Examples => path.contains('{'),
            _ => false,
        };
        if lists && kind.as_deref() == Some("request") && url.starts_with('/') {
            self.lines(&code.text, &code.place, false);
        }
    }

    fn lines(&mut self, text: &str, place: &Place, listed: bool) {
        let mut current = None;
        for (offset, line) in text.lines().enumerate() {
            let line_number = place.line.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let trimmed = line.trim().trim_matches('`');
            if trimmed.starts_with(['{', '[', '"']) {
                // What follows is a body.
                return;
            }
            if let Some((method, url)) = method_and_url(trimmed) {
                let column = line.chars().count() - line.trim_start().chars().count();
                let source = Source {
                    file: place.file.clone(),
                    line: line_number,
                    column: u32::try_from(column).unwrap_or(0) + 1,
                    rule: Rule::HttpFence,
                };
                current = self.request(method, url, source, listed);
            } else if let (Some(index), Some((name, value))) = (current, header(trimmed))
                && let Some(request) = self.requests.get_mut::<usize>(index)
            {
                request.headers.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// Keeps a request; gives back where it is when it is new.
    fn request(&mut self, method: Method, url: &str, source: Source, listed: bool) -> Option<usize> {
        let base = below_version(url, self.set);
        if !listed && base.foreign {
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
        if let Some(part) = base.wrong {
            let finding = Diagnostic::new(
                Code::WrongHost,
                source.clone(),
                format!("the URL has `{part}` where the API's base URL is due"),
            );
            self.findings.push(
                finding
                    .length(url.chars().count())
                    .help(format!("write the path alone, or begin with {}", self.set.base_url)),
            );
        }
        let is_usage = !template.options.is_empty();
        let request = Request { method, template, headers: Vec::new(), is_usage, source };
        let key = request.key();
        if let Some(known) = self.known.get(&key).and_then(|position| self.requests.get_mut(*position)) {
            merge(known, request.template);
            return None;
        }
        if self.requests.len() >= MAX_REQUESTS {
            return None;
        }
        self.known.insert(key, self.requests.len());
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
        self.requests.push(request);
        Some(self.requests.len() - 1)
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
    };
    let start: String = url.chars().take(60).collect();
    Diagnostic::new(Code::BrokenRequest, source, format!("what follows the method {reason}: `{start}`"))
        .help("write the method, a space and the path, such as `GET /users/{id}`")
}

/// The method and the rest of a request line; the space between them may be missing.
pub(super) fn method_and_url(line: &str) -> Option<(Method, &str)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end)?;
    let method = Method::ALL.into_iter().find(|method| method.as_str() == word)?;
    let url = rest.trim();
    let separated = rest.starts_with([' ', '\t', '/', '\u{a0}']);
    let url = url.rsplit_once(" HTTP/").map_or(url, |(url, _)| url.trim_end());
    (separated && !url.is_empty()).then_some((method, url))
}

fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let valid = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (valid && !value.starts_with("//")).then(|| (name, value.trim()))
}

/// A URL cut at the API's base.
pub(super) struct BelowVersion<'u> {
    /// The path and query below host and version.
    pub path: &'u str,
    /// Whether the URL names the host of another service.
    pub foreign: bool,
    /// What stands where the API's base URL is due, when that is something else.
    pub wrong: Option<&'u str>,
}

/// Takes host and version off a URL.
pub(super) fn below_version<'u>(url: &'u str, set: &SetContext) -> BelowVersion<'u> {
    let url = url.trim();
    let rest = url.get(..8).filter(|head| head.eq_ignore_ascii_case("https://")).and_then(|head| url.get(head.len()..));
    let rest = rest.or_else(|| {
        url.get(..7).filter(|head| head.eq_ignore_ascii_case("http://")).and_then(|head| url.get(head.len()..))
    });
    let Some(rest) = rest else {
        let path = url.trim_start_matches("~/").trim_start_matches('/');
        let path = without_version(path, set).unwrap_or(path);
        return BelowVersion { path, foreign: false, wrong: None };
    };
    let (host, path) = rest.split_once(['/', '\\']).unwrap_or((rest, ""));
    let own = set.host().is_empty() || host.eq_ignore_ascii_case(set.host()) || host.starts_with('{');
    if let Some(path) = without_version(path, set) {
        return BelowVersion { path, foreign: !own, wrong: (!own).then_some(host) };
    }
    // A folder of the documentation in place of the version is what one generator writes.
    let docs = ["docs\\api/", "docs/api/", "docs\\api\\"].iter().find_map(|folder| path.strip_prefix(folder));
    match docs {
        Some(path) => BelowVersion { path, foreign: !own, wrong: rest.strip_suffix(path) },
        None => BelowVersion { path, foreign: !own, wrong: (!own).then_some(host) },
    }
}

/// The path after its first segment, when that is a version.
fn without_version<'u>(path: &'u str, set: &SetContext) -> Option<&'u str> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let first = first.trim_end_matches('*');
    let number = first.strip_prefix(['v', 'V']).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    let version = number
        || first.eq_ignore_ascii_case("beta")
        || (!set.version.is_empty() && first.eq_ignore_ascii_case(&set.version));
    version.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> SetContext {
        SetContext {
            version: "v1.0".into(),
            namespace: "microsoft.graph".into(),
            base_url: "https://graph.example.com/v1.0".into(),
            ..SetContext::default()
        }
    }

    #[test]
    fn a_method_needs_no_space() {
        assert_eq!(method_and_url("DELETE/beds/{id}"), Some((Method::Delete, "/beds/{id}")));
        assert_eq!(method_and_url("GET /beds HTTP/1.1"), Some((Method::Get, "/beds")));
        assert_eq!(method_and_url("GETTING started"), None);
        assert_eq!(method_and_url("Get the bed"), None);
    }

    #[test]
    fn host_and_version_come_off() {
        for url in [
            "https://graph.example.com/v1.0/beds",
            "HTTPS://graph.example.com/beta/beds",
            "/beta/beds",
            "~/beds",
            "/beds",
            "beds",
        ] {
            let base = below_version(url, &set());
            assert_eq!((base.path, base.foreign, base.wrong), ("beds", false, None), "{url}");
        }
    }

    #[test]
    fn wrong_bases_are_repaired() {
        let base = below_version("https://graph.example.com/docs\\api/beds", &set());
        assert_eq!((base.path, base.wrong), ("beds", Some("graph.example.com/docs\\api/")));
        let base = below_version("https://other.example.com/v1.0/beds", &set());
        assert_eq!((base.path, base.foreign, base.wrong), ("beds", true, Some("other.example.com")));
    }
}
