//! URLs as text: what is encoded in them, which origin they have, and how links are resolved.
//!
//! Text, because a URL is built by appending and a link of a service must be used exactly as it came. What decides
//! where a token goes is parsed strictly: a form that another parser could read otherwise is refused.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// In a segment of the path nothing is left as it is that could end the segment, or that anyone reads as syntax.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// In the query the signs of OData stay readable. `'` is not among them: URL parsers encode it, and a dry run is to
/// show what is sent.
const QUERY: &AsciiSet = &SEGMENT
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b':')
    .remove(b';')
    .remove(b'/')
    .remove(b'@')
    .remove(b'!')
    .remove(b'*')
    .remove(b'=');

/// In the name of a query parameter `=` would end it.
const QUERY_NAME: &AsciiSet = &QUERY.add(b'=');

/// Appends a value as part of one segment of the path. False for a value with control characters, which no path has.
#[must_use]
pub(crate) fn push_segment(url: &mut String, value: &str) -> bool {
    url.extend(utf8_percent_encode(value, SEGMENT));
    !value.bytes().any(|byte| byte.is_ascii_control())
}

/// Appends text to the query.
pub(crate) fn push_query(url: &mut String, value: &str) {
    url.extend(utf8_percent_encode(value, QUERY));
}

/// Appends the name of a parameter to the query.
pub(crate) fn push_query_name(url: &mut String, name: &str) {
    url.extend(utf8_percent_encode(name, QUERY_NAME));
}

/// Scheme, host and port: what a token is for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) secure: bool,
    /// In lower case.
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an absolute URL and the rest of the URL. Nothing for a URL without a scheme of HTTP and for one
    /// that is ambiguous: with user information, a backslash, a control character, a space or a trailing dot.
    pub(crate) fn split(url: &str) -> Option<(Self, &str)> {
        if url.bytes().any(|byte| byte <= b' ' || byte == b'\\' || byte == 0x7F) {
            return None;
        }
        let (scheme, rest) = url.split_once("://")?;
        let secure = match scheme {
            _ if scheme.eq_ignore_ascii_case("https") => true,
            _ if scheme.eq_ignore_ascii_case("http") => false,
            _ => return None,
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end)?;
        let (host, port) = match authority.rsplit_once(':') {
            // The last colon of `[::1]` is no separator.
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok().filter(|_| !port.starts_with('+'))?),
            _ => (authority, if secure { 443 } else { 80 }),
        };
        let sound = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                !host.is_empty()
                    && !host.ends_with('.')
                    && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
            }
        };
        sound.then(|| (Self { secure, host: host.to_ascii_lowercase(), port }, rest))
    }

    /// The origin of an absolute URL.
    pub(crate) fn of(url: &str) -> Option<Self> {
        Self::split(url).map(|(origin, _)| origin)
    }

    /// Whether what is sent there cannot be read by others: over https, or to the machine itself.
    pub(crate) fn is_private(&self) -> bool {
        self.secure || matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let standard = if self.secure { 443 } else { 80 };
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.host)?;
        if self.port == standard { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

/// A link as an absolute URL, resolved against the URL it came from. An absolute one stays exactly as it is.
pub(crate) fn resolve(base: &str, link: &str) -> Option<String> {
    let link = link.split('#').next().unwrap_or(link);
    if link.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?'])) {
        return Origin::of(link).map(|_| link.to_owned());
    }
    let (scheme, _) = base.split_once("://")?;
    if link.starts_with("//") {
        return resolve(base, &format!("{scheme}:{link}"));
    }
    let (_, after) = Origin::split(base)?;
    let origin = base.strip_suffix(after)?;
    let path = after.split(['?', '#']).next().unwrap_or_default();
    let url = match link.chars().next() {
        None => format!("{origin}{path}"),
        Some('/') => format!("{origin}{link}"),
        Some('?') => format!("{origin}{path}{link}"),
        Some(_) => {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{origin}{folder}/{link}")
        }
    };
    Origin::of(&url).map(|_| url)
}

/// Whether a path could climb out of where it is put, for any reader: dots are found however often they are encoded,
/// and whichever way segments are separated.
pub(crate) fn climbs(path: &str) -> bool {
    let mut path = path.to_owned();
    loop {
        if path.split(['/', '\\']).any(|segment| matches!(segment, "." | "..")) {
            return true;
        }
        let decoded = percent_decode_str(&path).decode_utf8_lossy().into_owned();
        if decoded == path {
            return false;
        }
        path = decoded;
    }
}

/// Whether a URL asks for changes: with a segment `delta`, or a function of that name, qualified or not.
pub(crate) fn is_delta(url: &str) -> bool {
    let names = without_query(url).split('/').map(|segment| segment.split('(').next().unwrap_or(segment));
    names.filter_map(|name| name.rsplit('.').next()).any(|name| name.eq_ignore_ascii_case("delta"))
}

/// A URL without its query, for messages: queries of links hold tokens.
pub(crate) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_parsed_strictly() {
        let same = |left: &str, right: &str| Origin::of(left).is_some_and(|origin| Some(origin) == Origin::of(right));
        assert!(same("https://Graph.example.com/v1.0", "https://graph.example.com:443/beta?x"));
        assert!(same("http://[::1]/", "http://[::1]:80"));
        for foreign in [
            "http://graph.example.com",
            "https://graph.example.com:444",
            "https://graph.example.com.evil.example",
            "https://graph.example.com.",
            "https://ada@graph.example.com",
            "https://graph.example.com@evil.example",
            "https://graph.example.com\\@evil.example",
            "https:\\\\graph.example.com",
            "https://graph.example.com:+443",
            "https:///graph.example.com",
            "//graph.example.com",
            "https://graph.exam\tple.com",
            "https://gräph.example.com",
            "ftp://graph.example.com",
            "https://",
        ] {
            assert!(!same("https://graph.example.com", foreign), "{foreign}");
        }
    }

    #[test]
    fn paths_that_climb() {
        for path in
            ["/../x", "/a/..", "/%2e%2e/x", "/.%2E/x", "/%252e%252e/x", "/..%2fx", "/a%5c..%5cx", "/./x", "/a\\..\\x"]
        {
            assert!(climbs(path), "{path}");
        }
        for path in ["/a..b", "/...", "/%2e%2e%2e", "/a/b", "/%", "/%zz", ""] {
            assert!(!climbs(path), "{path}");
        }
    }

    #[test]
    fn links_are_resolved_against_where_they_came_from() {
        let resolve = |link| resolve("https://a.example/v1.0/users?x=1", link);
        for (link, url) in [
            ("https://b.example/x?y=%20'z'", "https://b.example/x?y=%20'z'"),
            ("//b.example/x", "https://b.example/x"),
            ("/beta/me", "https://a.example/beta/me"),
            ("groups?y=http://c.example", "https://a.example/v1.0/groups?y=http://c.example"),
            ("?page=2", "https://a.example/v1.0/users?page=2"),
            ("", "https://a.example/v1.0/users"),
        ] {
            assert_eq!(resolve(link).as_deref(), Some(url), "{link}");
        }
        for link in ["https://ada@b.example/", "/\\b.example", "javascript://x", "//b.example./"] {
            assert_eq!(resolve(link), None, "{link}");
        }
    }
}
