//! Compares a built request with the example of a page.

use bytes::Bytes;
use docbind_ir::{ExampleBody, ExampleRequest};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Headers of an example that belong to the transport or to the one who calls, not to the operation.
const NOT_COMPARED: [&str; 3] = ["authorization", "content-length", "host"];

/// What `built` does otherwise than `example`, one sentence each; empty when they agree.
///
/// A placeholder in the example's URL, such as `{id}`, agrees with any value that is not empty.
pub fn differences(example: &ExampleRequest, built: &http::Request<Bytes>) -> Vec<String> {
    let mut found = Vec::new();
    if !built.method().as_str().eq_ignore_ascii_case(&example.method) {
        found.push(format!("method: the page has {}, the call {}", example.method, built.method()));
    }
    compare_urls(&example.url, &built.uri().to_string(), &mut found);
    compare_headers(&example.headers, built.headers(), &mut found);
    compare_bodies(&example.body, built.body(), &mut found);
    found
}

fn compare_urls(expected: &str, built: &str, found: &mut Vec<String>) {
    let (expected_path, expected_query) = expected.split_once('?').unwrap_or((expected, ""));
    let (built_path, built_query) = built.split_once('?').unwrap_or((built, ""));
    let expected_segments: Vec<&str> = expected_path.trim_end_matches('/').split('/').collect();
    let built_segments: Vec<&str> = built_path.split('/').collect();
    let same_path = expected_segments.len() == built_segments.len()
        && expected_segments.iter().zip(&built_segments).all(|(pattern, text)| fits(&decode(pattern), &decode(text)));
    if !same_path {
        found.push(format!("path: the page has {expected_path}, the call {built_path}"));
    }
    if pairs(expected_query) != pairs(built_query) {
        found.push(format!("query: the page has {expected_query:?}, the call {built_query:?}"));
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Whether `text` has the fixed parts of `pattern` in order, with something in place of each `{placeholder}`.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == text };
    let Some((_, after)) = rest.split_once('}') else { return pattern == text };
    let Some(text) = text.strip_prefix(before) else { return false };
    text.char_indices()
        .skip(1)
        .map(|(start, _)| start)
        .chain([text.len()])
        .any(|start| start > 0 && text.get(start..).is_some_and(|remaining| fits(after, remaining)))
}

fn compare_headers(expected: &[(String, String)], built: &http::HeaderMap, found: &mut Vec<String>) {
    for (name, value) in expected {
        if NOT_COMPARED.contains(&name.to_lowercase().as_str()) {
            continue;
        }
        let sent = built.get(name).and_then(|sent| sent.to_str().ok());
        if sent != Some(value.as_str()) {
            found.push(format!("header {name}: the page has {value:?}, the call {sent:?}"));
        }
    }
}

fn compare_bodies(expected: &ExampleBody, built: &Bytes, found: &mut Vec<String>) {
    let agrees = match expected {
        ExampleBody::None => built.is_empty(),
        ExampleBody::Json(text) => {
            let expected: Result<Value, _> = serde_json::from_str(text);
            let sent: Result<Value, _> = serde_json::from_slice(built);
            matches!((expected, sent), (Ok(expected), Ok(sent)) if expected == sent)
        }
        ExampleBody::BrokenJson(..) => false,
        ExampleBody::Other(text) => text.as_bytes() == built.as_ref(),
    };
    if !agrees {
        found.push(format!("body: the page has {expected:?}, the call {:?}", String::from_utf8_lossy(built)));
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_placeholder_stands_for_any_value() {
        assert!(fits("{id}", "4711"));
        assert!(fits("servicePrincipals(appId='{appId}')", "servicePrincipals(appId='a-b')"));
        assert!(fits("jobs", "jobs"));
    }

    #[test]
    fn a_placeholder_stands_for_something() {
        assert!(!fits("{id}", ""));
        assert!(!fits("jobs", "templates"));
        assert!(!fits("(appId='{appId}')", "(appId='')"));
    }
}
