//! Machine-readable comments.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::json::repair;

/// Annotations longer than this are not worth a second look when they are broken.
const LONGEST: usize = 64 * 1024;

/// The members of an annotation's text, and why it had to be guessed when it is no JSON even leniently.
pub(super) fn read(text: &str) -> (Map<String, Value>, Option<String>) {
    if let Ok(members) = serde_json::from_str(text) {
        return (members, None);
    }
    let reason = match repair(text) {
        Ok(repaired) => match serde_json::from_str(&repaired.text) {
            Ok(members) => return (members, None),
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    };
    (guess(text), Some(reason))
}

/// Takes what looks like `"key": "text"` or `"key": true`.
fn guess(text: &str) -> Map<String, Value> {
    static MEMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"["']?([@#A-Za-z][\w.@#-]*)["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|(true|false)\b)"#).ok()
    });
    let mut members = Map::new();
    let Some(member) = MEMBER.as_ref().filter(|_| text.len() <= LONGEST) else { return members };
    for found in member.captures_iter(text) {
        let Some(key) = found.get(1) else { continue };
        let value = match (found.get(2).or_else(|| found.get(3)), found.get(4)) {
            (Some(text), _) => Value::from(text.as_str()),
            (None, flag) => Value::Bool(flag.is_some_and(|flag| flag.as_str() == "true")),
        };
        members.entry(key.as_str()).or_insert(value);
    }
    members
}

#[cfg(test)]
mod tests {
    use super::read;

    fn json(text: &str) -> (String, bool) {
        let (members, reason) = read(text);
        (serde_json::Value::Object(members).to_string(), reason.is_some())
    }

    #[test]
    fn lenient() {
        let expected = r#"{"blockType":"response","isCollection":true}"#.to_owned();
        assert_eq!(json("{ \"blockType\": \"response\", \"isCollection\": true }"), (expected.clone(), false));
        assert_eq!(json("{\n \"blockType\": \"response\",\n isCollection: true,\n}"), (expected, false));
    }

    #[test]
    fn beyond_repair() {
        let text = "{ \"blockType\": \"request\", \"name\"; \"x\" : : \"truncated\": true }";
        assert_eq!(json(text), (r#"{"blockType":"request","truncated":true}"#.to_owned(), true));
    }

    #[test]
    fn hostile() {
        assert_eq!(json(&"[".repeat(20_000)), ("{}".to_owned(), true));
        assert_eq!(json(&"{\"a\":".repeat(20_000)), ("{}".to_owned(), true));
    }
}
