//! Diagnostics as SARIF 2.1.0, the format of code scanning services.

use std::collections::BTreeSet;

use docbind_ir::{Code, Diagnostic, Label};
use serde_json::{Value, json};

use crate::render::severity;

/// The log of one run.
pub(crate) fn log(diagnostics: &[Diagnostic]) -> Value {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code.as_str(),
                "name": code.name(),
                "helpUri": code.docs(),
                "shortDescription": { "text": code.describe().trim() },
                "defaultConfiguration": { "level": severity(code.severity()) },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, &codes)).collect();
    run(&rules, &results)
}

/// The log of one run with findings that are no diagnostics: rules by identity and meaning, and results.
pub(crate) fn document(rules: &[(&str, &str)], results: &[Value]) -> Value {
    let rules: Vec<Value> =
        rules.iter().map(|(id, meaning)| json!({ "id": id, "shortDescription": { "text": meaning } })).collect();
    run(&rules, results)
}

fn run(rules: &[Value], results: &[Value]) -> Value {
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
    json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": severity(diagnostic.severity),
        "message": { "text": text },
        "locations": [location(&diagnostic.primary)],
        "relatedLocations": diagnostic.related.iter().map(location).collect::<Vec<_>>(),
    })
}

fn location(label: &Label) -> Value {
    let column = label.source.column.max(1);
    let mut region = json!({ "startLine": label.source.line.max(1), "startColumn": column });
    if let Some(region) = region.as_object_mut().filter(|_| label.length > 0) {
        region.insert("endColumn".to_owned(), json!(column + label.length));
    }
    json!({
        "physicalLocation": { "artifactLocation": { "uri": uri(&label.source.file) }, "region": region },
        "message": { "text": label.note },
    })
}

/// A relative path as a URI reference.
pub(crate) fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
