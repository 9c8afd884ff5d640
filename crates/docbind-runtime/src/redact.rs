//! What may be printed: texts of a service without secrets and without characters that act on a terminal.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::model::Json;
use crate::url::without_query;

/// What stands for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Headers of answers whose values say nothing about anybody.
const SHOWN: [&str; 16] = [
    "age",
    "allow",
    "cache-control",
    "client-request-id",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "deprecation",
    "odata-version",
    "preference-applied",
    "request-id",
    "retry-after",
    "sunset",
    "x-ms-request-id",
];

/// Words that make the value of a header, a member or a parameter a secret.
const SECRET_WORDS: [&str; 13] = [
    "assertion",
    "authorization",
    "cookie",
    "credential",
    "passcode",
    "passphrase",
    "password",
    "pwd",
    "secret",
    "sig",
    "signature",
    "tempauth",
    "token",
];

/// Words before `key` that make it a secret one.
const KEY_WORDS: [&str; 8] = ["access", "api", "client", "encryption", "private", "shared", "signing", "x"];

/// Whether a name of a header, a member or a parameter says that its value is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.last().map_or("", String::as_str);
    has(&SECRET_WORDS) || (last == "key" && has(&KEY_WORDS)) || last == "code" && words.len() == 1 || is_link_name(name)
}

/// Whether a name is that of a link that needs no sign-in, or that goes on where a list of answers ended.
pub(crate) fn is_link_name(name: &str) -> bool {
    let words = words(name);
    let last = words.last().map(String::as_str);
    match words.len().checked_sub(2).and_then(|index| words.get(index)).map(String::as_str) {
        Some("download" | "upload") => matches!(last, Some("url" | "uri" | "link")),
        Some("next") => last == Some("link"),
        Some("delta") => matches!(last, Some("link" | "token")),
        Some("skip") => last == Some("token"),
        _ => matches!(last, Some("skiptoken" | "deltatoken" | "nextlink" | "deltalink")),
    }
}

/// The words of a name in lower case, whichever way it joins them.
fn words(name: &str) -> Vec<String> {
    let (mut words, mut word, mut lower) = (Vec::new(), String::new(), false);
    for c in name.chars() {
        let starts = c.is_uppercase() && lower;
        if (starts || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower = c.is_lowercase() || c.is_numeric();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A text in one line, without characters that move a cursor or turn the direction of reading.
pub(crate) fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        _ if c.is_whitespace() => ' ',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => '\u{fffd}',
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    };
    text.chars().map(shown).collect()
}

/// A URL for messages: without what a query or an argument of a function holds when that is a token.
pub(crate) fn shown_url(url: &str) -> String {
    let (path, query) = match url.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (url, None),
    };
    let mut shown = String::with_capacity(url.len());
    for (index, part) in path.split_inclusive(['(', ',', ')']).enumerate() {
        match part.split_once('=') {
            Some((name, value)) if index > 0 && is_secret_name(name) => {
                shown.push_str(name);
                shown.push('=');
                shown.push_str(REDACTED);
                shown
                    .push_str(value.get(value.len().saturating_sub(1)..).filter(|end| *end != "'").unwrap_or_default());
            }
            _ => shown.push_str(part),
        }
    }
    for (index, parameter) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        match parameter.split_once('=') {
            Some((name, _)) if is_secret_name(name) => {
                shown.push_str(name);
                shown.push('=');
                shown.push_str(REDACTED);
            }
            _ => shown.push_str(parameter),
        }
    }
    shown
}

/// A URL without its query and without tokens in its path.
pub(crate) fn shown_path(url: &str) -> String {
    shown_url(without_query(url))
}

/// Text as `Debug` shows it: of a URL the query is left out, which may be all that keeps others away.
pub(crate) fn debug_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    match text.split_once('?').filter(|_| is_url) {
        Some((path, _)) => fmt::Debug::fmt(&format_args!("{path:?}?{REDACTED}"), f),
        None => fmt::Debug::fmt(text, f),
    }
}

/// A header of a request as it may be printed.
pub(crate) fn shown_header(name: &HeaderName, value: &HeaderValue) -> String {
    match value.is_sensitive() || is_secret_name(name.as_str()) {
        true => REDACTED.to_owned(),
        false => printable(&String::from_utf8_lossy(value.as_bytes())),
    }
}

/// The headers of an answer in `Debug`: all names, and the values that are known to be harmless.
pub(crate) struct ShownHeaders<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |name: &HeaderName, value: &HeaderValue| match SHOWN.contains(&name.as_str()) {
            true => shown_header(name, value),
            false => REDACTED.to_owned(),
        };
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name.as_str(), shown(name, value)))).finish()
    }
}

/// Replaces the secrets of any JSON, as far as the names of its members tell.
pub(crate) fn hide_secrets(json: &mut Json) {
    match json {
        Json::Array(list) => list.iter_mut().for_each(hide_secrets),
        Json::Object(object) => {
            // Pairs of a name and a value are how lists of credentials are written.
            let pair =
                object.get("key").or_else(|| object.get("name")).and_then(Json::as_str).is_some_and(is_secret_name);
            for (name, value) in object.iter_mut() {
                let secret = is_secret_name(name) || (pair && name == "value");
                match value {
                    Json::Null | Json::Bool(_) => {}
                    Json::String(_) | Json::Number(_) if secret => *value = Json::from(REDACTED),
                    _ => hide_secrets(value),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "newPassword",
            "client_secret",
            "secretText",
            "accessToken",
            "SecretToken",
            "X-Api-Key",
            "Set-Cookie",
            "access_token",
            "uploadUrl",
            "@microsoft.graph.downloadUrl",
            "@odata.nextLink",
            "$skiptoken",
            "$deltatoken",
            "sig",
            "tempauth",
            "code",
            "API-KEY",
            "signature",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "displayName",
            "keyId",
            "Prefer",
            "postalCode",
            "statusCode",
            "webUrl",
            "design",
            "key",
            "ConsistencyLevel",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn tokens_in_urls() {
        for (url, shown) in [
            ("https://a.example/x?$top=5&$skiptoken=abc", "https://a.example/x?$top=5&$skiptoken=[redacted]"),
            ("https://a.example/delta(token='abc')", "https://a.example/delta(token=[redacted])"),
            ("https://a.example/f(a='1',token='abc')/b", "https://a.example/f(a='1',token=[redacted])/b"),
            ("https://a.example/x?$select=id", "https://a.example/x?$select=id"),
        ] {
            assert_eq!(shown_url(url), shown);
        }
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable("a\r\nb\u{1b}[31m\u{202e}c"), "a  b\u{fffd}[31m\u{fffd}c");
    }
}
