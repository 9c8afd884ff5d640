//! What the search looks through.

use serde_json::{Value, json};

use super::Explorer;
use crate::doc::visible;

impl Explorer<'_> {
    /// A script that holds the names: a page on a disk may load one, and nothing else.
    pub(super) fn search_data(&self) -> String {
        let operations = self.api.operations.iter().enumerate().map(|(place, operation)| {
            let line = operation.request_line();
            entry("operation", &line, operation.title.trim(), self.addresses.operation(place))
        });
        let permissions = self.uses.keys().map(|name| {
            let text = self.api.permissions.iter().find(|known| *known.name == **name);
            let text = text.map_or("", |known| known.display_name.trim());
            entry("permission", name, text, self.addresses.permission(name))
        });
        let types = self.api.types.iter().enumerate();
        let types = types.map(|(place, ty)| entry("type", ty.name.as_str(), "", self.addresses.object(place)));
        let enums = self.api.enums.iter().enumerate();
        let enums = enums.map(|(place, ty)| entry("type", ty.name.as_str(), "", self.addresses.choice(place)));
        let mut text = "window.docbindSearch=[".to_owned();
        for entry in permissions.chain(operations).chain(types).chain(enums) {
            // Neither the end of a script nor one of its lines may stand in a text.
            let entry = entry.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028");
            text.push('\n');
            text.push_str(&entry.replace('\u{2029}', "\\u2029"));
            text.push(',');
        }
        text.push_str("\n];\n");
        text
    }
}

fn entry(kind: &str, text: &str, note: &str, href: &str) -> Value {
    json!([kind, visible(text), visible(note), href])
}
