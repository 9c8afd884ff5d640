//! A line where requests are expected.

use docbind_ir::Method;

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// A method and what follows it.
    Request(Method, &'t str),
    /// The first line of a response.
    Status,
    /// A header with its value.
    Header(&'t str, &'t str),
    /// What stands where a method is due, before a URL.
    WrongMethod(&'t str),
    /// A URL alone.
    NoMethod,
    /// Anything else.
    Other,
}

/// Reads a line.
pub(super) fn line(text: &str) -> Line<'_> {
    let text = text.trim();
    if text.starts_with("HTTP/") {
        return Line::Status;
    }
    if let Some((method, url)) = method_and_url(text) {
        return Line::Request(method, url);
    }
    if begins_url(text) {
        return Line::NoMethod;
    }
    if let Some((word, rest)) = text.split_once([' ', '\t', '/', '\u{a0}'])
        && (2..=10).contains(&word.len())
        && word.chars().all(|c| c.is_ascii_alphabetic())
    {
        let at_slash = text.get(word.len()..).is_some_and(|rest| rest.starts_with('/'));
        if !at_slash && begins_url(rest.trim_start()) {
            return match word.parse() {
                // Case says nothing about which method is meant.
                Ok(method) => Line::Request(method, without_protocol(rest.trim_start())),
                Err(()) => Line::WrongMethod(word),
            };
        }
    }
    header(text).map_or(Line::Other, |(name, value)| Line::Header(name, value))
}

/// The method and the rest of a request line; the space between them may be missing.
fn method_and_url(line: &str) -> Option<(Method, &str)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end)?;
    let method = Method::ALL.into_iter().find(|method| method.as_str() == word)?;
    let separated = rest.starts_with([' ', '\t', '/', '\u{a0}']);
    let url = without_protocol(rest.trim());
    (separated && !url.is_empty()).then_some((method, url))
}

/// A URL without the protocol that messages put behind it.
fn without_protocol(url: &str) -> &str {
    url.rsplit_once(" HTTP/").map_or(url, |(url, _)| url.trim_end())
}

fn begins_url(text: &str) -> bool {
    let is_path = text.starts_with('/') && !text.starts_with("//") && text.len() > 1;
    (is_path || text.starts_with("~/") || text.starts_with("https://") || text.starts_with("http://"))
        && !text.starts_with("/*")
}

fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let valid = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (valid && !value.starts_with("//")).then(|| (name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests() {
        assert_eq!(line("DELETE/beds/{id}"), Line::Request(Method::Delete, "/beds/{id}"));
        assert_eq!(line("GET /beds HTTP/1.1"), Line::Request(Method::Get, "/beds"));
        assert_eq!(line("Get /beds"), Line::Request(Method::Get, "/beds"));
        assert_eq!(line("GET bedPrefix/beds"), Line::Request(Method::Get, "bedPrefix/beds"));
    }

    #[test]
    fn lines_that_are_none() {
        assert_eq!(line("GETTING started"), Line::Other);
        assert_eq!(line("Get the bed"), Line::Other);
        assert_eq!(line("or"), Line::Other);
        assert_eq!(line("GE /beds"), Line::WrongMethod("GE"));
        assert_eq!(line("POSTT https://x.example/beds"), Line::WrongMethod("POSTT"));
        assert_eq!(line("/beds/{id}"), Line::NoMethod);
        assert_eq!(line("// a comment"), Line::Other);
        assert_eq!(line("Accept: text/plain"), Line::Header("Accept", "text/plain"));
        assert_eq!(line("HTTP/1.1 200 OK"), Line::Status);
    }
}
