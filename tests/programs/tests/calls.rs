//! What a scan finds in the sources is what the marks in them say.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use docbind::{DocSet, Documentation, Scope, find_sets};
use docbind_scan::{Scan, linked_operations, scan};

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documentation() -> Documentation {
    let docs = here().join("../../docs/api-reference/beta");
    let sets = find_sets(&docs).unwrap();
    let set = DocSet::choose(&docs, sets, None).unwrap();
    let mut documentation = Documentation::read(&set, &|| ());
    documentation.refine(&Scope::default(), None);
    documentation
}

fn scanned(documentation: &Documentation) -> Scan {
    scan(&documentation.api, &[here().join("src")]).unwrap()
}

/// The marks in the sources: file, line, and the operation, or nothing for what cannot be told.
fn marks() -> BTreeSet<(String, u32, Option<String>)> {
    let mut marks = BTreeSet::new();
    for entry in std::fs::read_dir(here().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for (line, text) in (1..).zip(std::fs::read_to_string(&path).unwrap().lines()) {
            if let Some((_, operation)) = text.split_once("//= ") {
                marks.insert((name.clone(), line, Some(operation.trim().to_owned())));
            } else if text.trim_end().ends_with("//?") {
                marks.insert((name.clone(), line, None));
            }
        }
    }
    marks
}

fn name(path: &str) -> String {
    PathBuf::from(path).file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn a_scan_finds_each_marked_call_and_no_other() {
    let documentation = documentation();
    let scan = scanned(&documentation);
    assert_eq!(scan.unreadable, []);
    let calls = scan.calls.iter().map(|call| {
        let operation = documentation.api.operations[call.operation].request_line();
        (name(&call.file), call.line, Some(operation))
    });
    let unresolved = scan.unresolved.iter().map(|place| (name(&place.file), place.line, None));
    let found: BTreeSet<_> = calls.chain(unresolved).collect();
    let marks = marks();
    let missed: Vec<_> = marks.difference(&found).collect();
    let wrong: Vec<_> = found.difference(&marks).collect();
    assert!(missed.is_empty() && wrong.is_empty(), "missed: {missed:#?}\nwrong: {wrong:#?}");
}

#[test]
fn a_binary_holds_what_the_scan_finds() {
    let documentation = documentation();
    let calls = scanned(&documentation).calls;
    let scan: BTreeSet<String> =
        calls.iter().map(|call| documentation.api.operations[call.operation].request_line()).collect();
    let binary = linked_operations(Path::new(env!("CARGO_BIN_EXE_programs"))).unwrap();
    assert!(binary.len() > 10, "{binary:?}");
    let more: Vec<_> = binary.difference(&scan).collect();
    assert!(more.is_empty(), "linked but not found: {more:?}");
}
