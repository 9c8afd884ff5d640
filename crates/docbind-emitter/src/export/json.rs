//! The whole model as JSON.

use std::io::{self, Write};

use docbind_ir::Api;
use serde::Serialize;

/// Version of the layout; it grows when a reader of the old one could misread the new one.
const LAYOUT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    docbind: u32,
    #[serde(flatten)]
    api: &'a Api,
}

/// Writes the whole model as JSON, with the version of the layout as its first member `docbind`.
///
/// # Errors
/// When `out` cannot be written.
pub fn json(api: &Api, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &Document { docbind: LAYOUT, api })?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use docbind_ir::Api;

    #[test]
    fn the_layout_version_comes_first() {
        let mut out = Vec::new();
        super::json(&Api { version: "v1.0".to_owned(), ..Api::default() }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("{\n  \"docbind\": 1,\n  \"version\": \"v1.0\""), "{text}");
    }
}
