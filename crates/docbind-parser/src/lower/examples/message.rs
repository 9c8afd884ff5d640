//! HTTP messages as pages write them.

use memchr::memchr;

/// A request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message<'t> {
    pub(super) start: Start<'t>,
    /// Names and values in order.
    pub(super) headers: Vec<(&'t str, &'t str)>,
    pub(super) body: &'t str,
    /// Line of the start in the fence, from 0.
    pub(super) line: usize,
    /// Lines between the start and the body.
    pub(super) body_line: usize,
}

/// The first line of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Start<'t> {
    Request { method: &'t str, url: String },
    Response { status: u16 },
}

impl<'t> Message<'t> {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&'t str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "MERGE"];

/// Reads the first line of a text as the start of a message.
pub(super) fn start(text: &str) -> Option<Start<'_>> {
    // Asked of every line of a body.
    if !text.trim_start().starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let line = text.lines().next()?.trim();
    if let Some(rest) = line.strip_prefix("HTTP") {
        let mut words =
            rest.trim_start_matches(|c: char| c == '/' || c == '.' || c.is_ascii_digit()).split_whitespace();
        let status = words.next()?.get(..3)?.parse().ok()?;
        return (100..600).contains(&status).then_some(Start::Response { status });
    }
    let end = line.find(|c: char| !c.is_ascii_uppercase()).filter(|end| *end > 0)?;
    let (method, rest) = line.split_at_checked(end)?;
    let url = rest.trim();
    let url = url.rsplit_once(" HTTP/").map_or(url, |(url, _)| url.trim_end());
    let is_request = METHODS.contains(&method) && !url.is_empty() && rest.starts_with([' ', '\t', '\u{A0}', '/']);
    is_request.then(|| Start::Request { method, url: url.to_owned() })
}

/// Reads the messages of a fence: one as a rule, sometimes a request and its response.
pub(super) fn messages(text: &str) -> Vec<Message<'_>> {
    let mut messages: Vec<Message<'_>> = Vec::new();
    let mut lines = Lines { text, offset: 0, number: 0 };
    while let Some(line) = lines.peek() {
        if line.trim().is_empty() {
            lines.advance();
            continue;
        }
        let Some(start) = start(line) else { break };
        let number = lines.number;
        lines.advance();
        let mut message = Message { start, headers: Vec::new(), body: "", line: number, body_line: 0 };
        read_url(&mut message.start, &mut lines);
        read_headers(&mut message.headers, &mut lines);
        lines.skip_blank();
        message.body_line = lines.number - number;
        message.body = read_body(&mut lines, matches!(message.start, Start::Request { .. }));
        read_trailing_headers(&mut message);
        messages.push(message);
    }
    messages
}

/// Adds the lines that go on with a long URL.
fn read_url(start: &mut Start<'_>, lines: &mut Lines<'_>) {
    let Start::Request { url, .. } = start else { return };
    while let Some(line) = lines.peek().map(str::trim).filter(|line| line.starts_with(['?', '&'])) {
        url.push_str(line);
        lines.advance();
    }
}

/// Reads header lines, also when an empty line parts them from the start.
fn read_headers<'t>(headers: &mut Vec<(&'t str, &'t str)>, lines: &mut Lines<'t>) {
    let ahead = lines.clone();
    lines.skip_blank();
    let parted = lines.number > ahead.number;
    while let Some((name, value)) = lines.peek().and_then(header) {
        if parted && headers.is_empty() && !is_known(name) {
            break;
        }
        headers.push((name, value));
        lines.advance();
    }
    if headers.is_empty() {
        *lines = ahead;
    }
}

/// A header line; names hold no spaces and no quotes, so that JSON is none.
fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let name = name.trim_end();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && !value.starts_with("//");
    is_name.then_some((name, value.trim()))
}

/// Whether a name is a header's even where a body could begin: `data:` begins an event, `BEGIN:` a calendar.
fn is_known(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains('-')
        || matches!(
            name.as_str(),
            "accept"
                | "authorization"
                | "consistencylevel"
                | "cookie"
                | "etag"
                | "host"
                | "location"
                | "prefer"
                | "server"
        )
}

/// Takes the body, up to a response that follows a request in the same fence.
fn read_body<'t>(lines: &mut Lines<'t>, may_end: bool) -> &'t str {
    let rest = lines.text.get(lines.offset..).unwrap_or_default();
    let begun = lines.offset;
    let mut is_first = true;
    while let Some(line) = lines.peek() {
        let next = start(line);
        let ends = match next {
            Some(Start::Response { .. }) => may_end && line.starts_with("HTTP"),
            Some(Start::Request { .. }) => is_first,
            None => false,
        };
        if ends {
            break;
        }
        is_first &= line.trim().is_empty();
        lines.advance();
    }
    rest.get(..lines.offset - begun).unwrap_or_default().trim()
}

/// Takes headers that were written below a JSON body.
fn read_trailing_headers(message: &mut Message<'_>) {
    while message.body.starts_with('{')
        && let Some((body, line)) = message.body.rsplit_once('\n')
        && let Some((name, value)) = header(line).filter(|(name, _)| is_known(name))
    {
        message.headers.push((name, value));
        message.body = body.trim_end();
    }
}

/// The lines of a text with a place among them.
#[derive(Clone)]
struct Lines<'t> {
    text: &'t str,
    offset: usize,
    number: usize,
}

impl<'t> Lines<'t> {
    fn peek(&self) -> Option<&'t str> {
        let rest = self.text.get(self.offset..).filter(|rest| !rest.is_empty())?;
        rest.get(..memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1))
    }

    fn advance(&mut self) {
        if let Some(line) = self.peek() {
            self.offset += line.len();
            self.number += 1;
        }
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|line| line.trim().is_empty()) {
            self.advance();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Start, messages, start};

    fn request(url: &str) -> Start<'_> {
        Start::Request { method: "GET", url: url.to_owned() }
    }

    #[test]
    fn first_lines() {
        assert_eq!(start("GET /beds HTTP/1.1\nx"), Some(request("/beds")));
        assert_eq!(start("GET/beds"), Some(request("/beds")));
        assert_eq!(
            start("GET https://a.example/beds?$filter=kind eq 'raised'"),
            Some(request("https://a.example/beds?$filter=kind eq 'raised'"))
        );
        assert_eq!(start("HTTP/1.1 204 No Content"), Some(Start::Response { status: 204 }));
        assert_eq!(start("HTTP 201 Created"), Some(Start::Response { status: 201 }));
        assert_eq!(start("GETTING started"), None);
        assert_eq!(start("{"), None);
    }

    #[test]
    fn headers_below_an_empty_line() {
        let read = messages("POST /beds/water\n\nContent-type: application/json\n\n{\"a\": 1}\n");
        assert_eq!(read[0].headers, [("Content-type", "application/json")]);
        assert_eq!((read[0].body, read[0].body_line), ("{\"a\": 1}", 4));
    }

    #[test]
    fn a_body_that_looks_like_headers() {
        let read = messages("HTTP/1.1 200 OK\n\ndata: {}\nevent: end\n");
        assert_eq!((read[0].headers.len(), read[0].body), (0, "data: {}\nevent: end"));
        let read = messages("HTTP/1.1 200 OK\nContent-Type: text/plain\n\nSubject: hello\n");
        assert_eq!((read[0].headers.len(), read[0].body), (1, "Subject: hello"));
    }

    #[test]
    fn a_body_right_below_the_headers() {
        let read = messages("PATCH /beds/1\nIf-Match: *\n{\n}");
        assert_eq!((read[0].headers.len(), read[0].body), (1, "{\n}"));
    }

    #[test]
    fn headers_below_the_body() {
        let read = messages("POST /beds\n{\n}\nAuthorization: Bearer {token}\nContent-type: application/json\n");
        assert_eq!((read[0].headers.len(), read[0].body), (2, "{\n}"));
    }

    #[test]
    fn request_and_response_in_one_fence() {
        let read = messages("POST /beds\nPrefer: x\n\n{ }\n\nHTTP/1.1 201 Created\n\n{ \"id\": 1 }");
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].body, read[1].body, read[1].line), ("{ }", "{ \"id\": 1 }", 5));
    }

    #[test]
    fn several_requests_in_one_fence() {
        let read = messages("GET /beds\nGET /sheds\n");
        assert_eq!(
            read.iter().map(|message| message.start.clone()).collect::<Vec<_>>(),
            [request("/beds"), request("/sheds")]
        );
    }

    #[test]
    fn a_url_on_several_lines() {
        let read = messages("GET /beds\n  ?$select=id\n  &$top=2\n");
        assert_eq!(read[0].start, request("/beds?$select=id&$top=2"));
    }
}
