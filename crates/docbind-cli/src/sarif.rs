//! Diagnostics as SARIF 2.1.0, the format of code scanning services.

use std::collections::BTreeSet;

use docbind_ir::{Code, Diagnostic, Label, Severity};
use serde_json::{Value, json};

/// The log of one run.
pub(crate) fn log(diagnostics: &[Diagnostic]) -> Value {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code.as_str(),
                "name": code.name(),
                "shortDescription": { "text": code.describe().trim() },
                "defaultConfiguration": { "level": level(code.severity()) },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "docbind",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(diagnostic: &Diagnostic, codes: &BTreeSet<Code>) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [location(&diagnostic.primary)],
    });
    if !diagnostic.related.is_empty() {
        let related: Vec<Value> = diagnostic.related.iter().map(location).collect();
        result["relatedLocations"] = json!(related);
    }
    result
}

fn location(label: &Label) -> Value {
    let column = label.source.column.max(1);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&label.source.file) },
            "region": { "startLine": label.source.line.max(1), "startColumn": column },
        },
    });
    if label.length > 0 {
        location["physicalLocation"]["region"]["endColumn"] = json!(column + label.length);
    }
    if !label.note.is_empty() {
        location["message"] = json!({ "text": label.note });
    }
    location
}

/// A relative path as a URI reference.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
