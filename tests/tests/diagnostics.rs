//! Each page in `diagnostics/` has one defect and gets the diagnostic it is named after, and no other.
//!
//! A case is an operation page, followed by other files of its set under lines `<!-- file: path -->`.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use docbind::{CrateSettings, find_set, write_crate};

/// The resource that the cases are about.
const SHELF: &str = r#"---
title: "shelf resource type"
doc_type: resourcePageType
---

# shelf resource type

Namespace: microsoft.graph

A shelf.

## Properties

|Property|Type|Description|
|:---|:---|:---|
|id|String|Identifies the shelf. Read-only.|
|name|String|The name.|
|state|shelfState|How full it is. Possible values are: `empty`, `full`.|

## JSON representation

<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.shelf", "keyProperty": "id" } -->
```json
{
  "id": "String (identifier)",
  "name": "String",
  "state": "String"
}
```
"#;

#[test]
fn each_defect_gets_its_diagnostic_and_no_other() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics");
    let mut problems = Vec::new();
    for case in fs::read_dir(cases).expect("the cases are there") {
        let path = case.expect("the case can be read").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("the case has a name").to_owned();
        let text = fs::read_to_string(&path).expect("the case can be read");
        let expected: BTreeSet<String> =
            name.split('-').next().filter(|code| code.starts_with("DB")).map(str::to_owned).into_iter().collect();
        let (found, report) = codes(&text);
        if found != expected {
            problems.push(format!("{name}: expected {expected:?}, found\n{report}"));
        }
    }
    problems.sort();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The codes that the pages of a case get, with their messages.
fn codes(case: &str) -> (BTreeSet<String>, String) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |file: &str, text: &str| {
        let path = folder.path().join("v1.0").join(file);
        fs::create_dir_all(path.parent().expect("the path has a parent")).expect("the folder can be made");
        fs::write(path, text).expect("the page can be written");
    };
    write("resources/shelf.md", SHELF);
    let (page, files) = case.split_once("\n<!-- file: ").unwrap_or((case, ""));
    write("api/shelf-rename.md", page);
    for file in files.split("\n<!-- file: ").filter(|file| !file.is_empty()) {
        let (name, text) = file.split_once(" -->\n").expect("the file has a name");
        write(name, text);
    }
    let settings = CrateSettings {
        name: "library".to_owned(),
        docs: folder.path().join("v1.0"),
        out: Some(folder.path().join("out")),
        ..CrateSettings::default()
    };
    let set = find_set(&settings, None).expect("the set is found");
    let mut documentation = docbind::read(&set, &settings, &|| ()).expect("the pages can be read");
    write_crate(&mut documentation, &settings, None, false).expect("the crate can be written");
    let codes = documentation.diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect();
    let report: Vec<String> = documentation
        .diagnostics
        .iter()
        .map(|found| format!("  {} {}: {}", found.code, found.primary.source, found.message))
        .collect();
    (codes, report.join("\n"))
}
