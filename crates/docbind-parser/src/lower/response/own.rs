//! The responses of one request among those that its page lists.

use docbind_ir::{Method, QueryOption, Response, ResponseBody, Segment, TypeRef};

use super::Responses;
use crate::lower::request::Request;

impl Responses {
    /// The page's responses as they hold for one of its requests.
    pub(in crate::lower) fn of(&self, request: &Request) -> Vec<Response> {
        let mut responses = self.responses.clone();
        if request.method == Method::Get {
            for response in responses.iter_mut().filter(|response| response.status == 200) {
                self.fit(response, request.template.path.segments.last());
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
