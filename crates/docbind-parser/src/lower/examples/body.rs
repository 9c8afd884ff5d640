//! Bodies of examples.

use std::sync::Arc;

use docbind_ir::ExampleBody;

use crate::json::repair;

/// A body by its `Content-Type` header and its look: JSON with another media type is JSON all the same when it can be
/// read.
pub(super) fn read(text: &str, content_type: Option<&str>) -> ExampleBody {
    let text = text.trim();
    if text.is_empty() {
        return ExampleBody::None;
    }
    let looks_like_json = text.starts_with(['{', '[', '"']) || text.starts_with("//") || text.starts_with("/*");
    let media_type = content_type.map(str::to_ascii_lowercase).unwrap_or_default();
    let is_json = media_type.contains("json");
    let is_other = !is_json && !media_type.is_empty();
    match json(text) {
        ExampleBody::BrokenJson(..) if is_other || is_placeholder(text) || !(looks_like_json || is_json) => {
            ExampleBody::Other(Arc::from(text))
        }
        body => body,
    }
}

/// Whether a text in brackets describes a body instead of showing it: `{Raw bytes of the file}`.
fn is_placeholder(text: &str) -> bool {
    !text.contains(['"', ':', ',', '\n']) && text.ends_with(['}', ']', '>']) && !text.contains("...")
}

/// A body that is meant as JSON.
pub(super) fn json(text: &str) -> ExampleBody {
    match repair(text) {
        Ok(repaired) => match repaired.flaw {
            None => ExampleBody::Json(Arc::from(repaired.text)),
            Some(flaw) => ExampleBody::BrokenJson(Arc::from(text), flaw),
        },
        Err(error) => ExampleBody::BrokenJson(Arc::from(text), error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::ExampleBody;

    use super::read;

    #[test]
    fn by_look_and_media_type() {
        assert_eq!(read(" \n", None), ExampleBody::None);
        assert_eq!(read("{ \"a\": 1, }", Some("application/json")), ExampleBody::Json("{\"a\":1}".into()));
        assert_eq!(read("{ \"a\": 1 }", Some("text/plain")), ExampleBody::Json("{\"a\":1}".into()));
        assert_eq!(read("{a, b}", Some("text/plain")), ExampleBody::Other("{a, b}".into()));
        assert_eq!(
            read("Date,Name\n1,2", Some("application/octet-stream")),
            ExampleBody::Other("Date,Name\n1,2".into())
        );
        assert_eq!(read("Binary data", None), ExampleBody::Other("Binary data".into()));
        assert_eq!(read("{Bytes of the file}", None), ExampleBody::Other("{Bytes of the file}".into()));
        assert!(matches!(read("the bed", Some("application/json")), ExampleBody::BrokenJson(..)));
        assert!(matches!(read("[ { ... } ]", None), ExampleBody::BrokenJson(..)));
    }
}
