//! The responses of one request among those that its page lists.

use std::collections::{HashMap, HashSet};

use docbind_ir::{Example, ExampleResponse, Method, PathKey, QueryOption, Response, ResponseBody, Segment, TypeRef};

use super::Responses;
use super::content::shown;
use crate::dialect::answers::BYTES_OF;
use crate::lower::request::Request;

impl Responses {
    /// The page's responses as they hold for one of its requests.
    pub(in crate::lower) fn of(&self, request: &Request, answers: &Answers<'_>) -> Vec<Response> {
        let mut responses = self.responses.clone();
        if request.method == Method::Get {
            for response in responses.iter_mut().filter(|response| response.status == 200) {
                self.fit(response, request.template.path.segments.last());
                if matches!(response.body, ResponseBody::Json(_)) {
                    answers.narrow(request, response);
                }
                // Only collections can be filtered.
                let filtered = request.template.options.contains(&QueryOption::Filter);
                response.is_collection |= filtered && matches!(response.body, ResponseBody::Json(_));
            }
        }
        responses
    }

    /// Lets the end of a path decide what its page leaves open between several requests.
    fn fit(&self, response: &mut Response, last: Option<&Segment>) {
        match last {
            Some(Segment::Literal(word)) if **word == *"$count" => {
                response.body = ResponseBody::Text("text/plain".to_owned());
                response.is_collection = false;
            }
            Some(Segment::Literal(word)) if **word == *"$value" => {
                // Raw values are no JSON, whatever the page says about its other requests.
                if !is_raw(&response.body) {
                    let raw = self.others.iter().find(|(status, body, _)| *status == response.status && is_raw(body));
                    let bytes = || ResponseBody::Binary("application/octet-stream".to_owned());
                    response.body = raw.map_or_else(bytes, |(_, body, _)| body.clone());
                }
                response.is_collection = false;
            }
            // A page that says both means the raw value for `$value` alone.
            _ if is_raw(&response.body) => {
                let json = |(status, body, _): &&(u16, ResponseBody, bool)| {
                    *status == response.status && matches!(body, ResponseBody::Json(_))
                };
                if let Some((_, body, is_collection)) = self.others.iter().find(json) {
                    response.body = body.clone();
                    response.is_collection = *is_collection;
                }
            }
            _ => {}
        }
        match last {
            // What an identifier selects is one item.
            Some(Segment::Parameter(_) | Segment::Key(_)) => response.is_collection = false,
            Some(Segment::Cast(name)) if is_type_name(name) => {
                if let ResponseBody::Json(ty) = &mut response.body {
                    *ty = TypeRef::unresolved(name.clone(), None);
                }
            }
            _ => {}
        }
    }
}

/// What the examples of a page answer, by the kind of request: requests that differ in where their paths begin alone
/// are of one kind.
pub(in crate::lower) struct Answers<'e> {
    shown: HashMap<Kind, Vec<&'e ExampleResponse>>,
    /// The kinds that are parts of what the page describes: it lists the request for the whole as well.
    parts: HashSet<Kind>,
}

/// Method and last word of a path.
type Kind = (Method, String);

fn kind(request: &Request) -> Option<Kind> {
    let word = match request.template.path.segments.last()? {
        Segment::Literal(word) => word.to_lowercase(),
        Segment::Function { name, .. } => name.to_lowercase(),
        _ => return None,
    };
    Some((request.method, word))
}

impl<'e> Answers<'e> {
    /// Sorts the examples of a page, which go with the positions of the requests they call.
    pub(in crate::lower) fn new(requests: &[Request], examples: &'e [(usize, Example)]) -> Self {
        let mut shown: HashMap<Kind, Vec<&ExampleResponse>> = HashMap::new();
        for (position, example) in examples {
            let kind = requests.get(*position).and_then(kind);
            if let Some((kind, response)) = kind.zip(example.response.as_ref()) {
                shown.entry(kind).or_default().push(response);
            }
        }
        let listed: HashMap<Method, HashSet<PathKey>> = requests.iter().fold(HashMap::new(), |mut listed, request| {
            listed.entry(request.method).or_default().insert(request.template.path.key());
            listed
        });
        let is_part = |request: &&Request| {
            let path = request.template.path.key();
            let whole = path.rsplit_once('/').map(|(whole, _)| whole);
            whole.is_some_and(|whole| listed.get(&request.method).is_some_and(|paths| paths.contains(whole)))
        };
        let parts = requests.iter().filter(is_part).filter_map(kind).collect();
        Self { shown, parts }
    }

    /// Gives a request that answers with bytes what its own examples show, where the page only says what the whole
    /// holds. A part may also answer with nothing but headers; where no example shows it, its name tells bytes.
    fn narrow(&self, request: &Request, response: &mut Response) {
        let Some(kind) = kind(request) else { return };
        let is_part = self.parts.contains(&kind);
        let answers = self.shown.get(&kind).into_iter().flatten().filter(|answer| answer.status == response.status);
        let mut bodies = answers.map(|answer| shown(answer)).peekable();
        let body = match bodies.next() {
            Some(first) if bodies.all(|body| body == first) => first,
            None if is_part && BYTES_OF.contains(&kind.1.as_str()) => {
                ResponseBody::Binary("application/octet-stream".to_owned())
            }
            _ => return,
        };
        if is_raw(&body) || is_part && body == ResponseBody::None {
            response.body = body;
            response.is_collection = false;
        }
    }
}

fn is_raw(body: &ResponseBody) -> bool {
    matches!(body, ResponseBody::Binary(_) | ResponseBody::Text(_))
}

/// Types are nouns; a qualified function begins with a verb.
fn is_type_name(name: &str) -> bool {
    let short = name.rsplit('.').next().unwrap_or(name);
    !["get", "list", "find", "is", "has", "check", "search", "delta"].iter().any(|verb| {
        short.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
    })
}
