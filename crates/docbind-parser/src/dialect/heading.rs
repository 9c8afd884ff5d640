//! Headings: what a section is about, told by its heading alone.

/// What the heading of a section announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Who may call the operation.
    Permissions,
    /// The HTTP requests, said without doubt.
    Request,
    /// `Request` and no more: the requests of the page, or the request of an example.
    BareRequest,
    /// Parameters in the path or of a function.
    PathParameters,
    /// Parameters of any kind.
    Parameters,
    /// Parameters and options of the query string.
    Query,
    /// Request headers.
    Headers,
    /// The request body.
    Body,
    /// What comes back, said without doubt.
    Response,
    /// `Response` and its kind: that of the page, or that of an example.
    BareResponse,
    /// What comes back when it fails.
    Errors,
    /// Examples.
    Examples,
    /// Pointers to other pages.
    Related,
}

/// The words that headings begin with, the more particular ones first.
const OPENINGS: &[(Topic, &[&str])] = &[
    // `Request example` is an example before it is a request.
    (
        Topic::Examples,
        &[
            "example",
            "examples",
            "sample",
            "samples",
            "request example",
            "request examples",
            "request sample",
            "response example",
            "response examples",
            "response sample",
        ],
    ),
    // Older pages call permissions what has to be there first.
    (Topic::Permissions, &["permission", "permissions", "prerequisites", "prerequisite"]),
    (Topic::Headers, &["request header", "request headers", "headers"]),
    (Topic::Body, &["request body", "request payload"]),
    (
        Topic::PathParameters,
        &[
            "path parameter",
            "path parameters",
            "function parameter",
            "function parameters",
            "uri parameter",
            "uri parameters",
            "uri required parameters",
            "url parameter",
            "url parameters",
        ],
    ),
    (
        Topic::Query,
        &[
            "query parameter",
            "query parameters",
            "query options",
            "query string parameters",
            "odata query parameters",
            // What a list is filtered by is sent beside the path.
            "uri filter parameters",
        ],
    ),
    (Topic::Parameters, &["parameter", "parameters", "request parameters", "action parameters"]),
    (
        Topic::Errors,
        &[
            "error",
            "errors",
            "error response",
            "error responses",
            "error codes",
            "error handling",
            "error response codes",
        ],
    ),
    (Topic::Related, &["see also", "related content", "next steps", "related topics", "related information"]),
    // Articles put the line itself below a heading of its own.
    (Topic::Request, &["request syntax", "request url", "request uri", "request line", "resource url", "resource uri"]),
    (Topic::BareRequest, &["request", "requests"]),
    (Topic::BareResponse, &["response", "responses", "response body"]),
];

/// Words before a heading's own that say that it is about the protocol, not about an example.
const PROTOCOLS: [&str; 2] = ["http ", "rest "];

/// What a heading announces; none when it is a title of its own.
pub(crate) fn topic(heading: &str) -> Option<Topic> {
    let lower = heading.to_lowercase();
    let text = unnumbered(lower.trim()).trim_end_matches([':', '.']);
    let text = text.strip_prefix("optional ").unwrap_or(text);
    let named = PROTOCOLS.iter().find_map(|protocol| text.strip_prefix(protocol));
    let text = named.unwrap_or(text).trim_end_matches("(optional)").trim();
    let begins = |opening: &&str| {
        text.strip_prefix(*opening).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    let (topic, _) = OPENINGS.iter().find(|(_, openings)| openings.iter().any(&begins))?;
    Some(match topic {
        Topic::BareRequest if named.is_some() => Topic::Request,
        Topic::BareResponse if named.is_some() => Topic::Response,
        topic => *topic,
    })
}

/// A heading without the number that its writer gave it: `2.1 Request`, `3) Response`, `Step 1: Request`.
fn unnumbered(heading: &str) -> &str {
    let rest = heading.strip_prefix("step ").unwrap_or(heading);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() == rest.len() || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return heading;
    }
    let text = digits.trim_start_matches([')', ':', '-', '\u{2013}', ' ']);
    // `404 errors` counts nothing, `2021` is a title.
    if text.is_empty() || (digits.starts_with(' ') && rest.len() - digits.len() > 2 && !rest.contains('.')) {
        return heading;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Topic, topic};

    #[test]
    fn the_usual_headings() {
        assert_eq!(topic("HTTP request"), Some(Topic::Request));
        assert_eq!(topic("HTTP Request:"), Some(Topic::Request));
        assert_eq!(topic("Request"), Some(Topic::BareRequest));
        assert_eq!(topic("Optional query parameters"), Some(Topic::Query));
        assert_eq!(topic("Request body (v1.0)"), Some(Topic::Body));
        assert_eq!(topic("Responses"), Some(Topic::BareResponse));
        assert_eq!(topic("Permissionless"), None);
        assert_eq!(topic("Move the shed"), None);
    }

    #[test]
    fn the_headings_of_articles() {
        assert_eq!(topic("REST request"), Some(Topic::Request));
        assert_eq!(topic("Request syntax"), Some(Topic::Request));
        assert_eq!(topic("Request example"), Some(Topic::Examples));
        assert_eq!(topic("REST response"), Some(Topic::Response));
        assert_eq!(topic("Response example"), Some(Topic::Examples));
        assert_eq!(topic("URI parameter"), Some(Topic::PathParameters));
    }

    #[test]
    fn numbers_before_a_heading() {
        for heading in ["1. HTTP request", "2.3 HTTP request", "4) HTTP request", "Step 1: HTTP request"] {
            assert_eq!(topic(heading), Some(Topic::Request), "{heading}");
        }
        assert_eq!(topic("404 errors"), None);
    }
}
