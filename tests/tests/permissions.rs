//! What 44 of the most used calls of the reference of 2021 need is what a person reads on their pages.
//!
//! `expectations/permissions.txt` was written by hand from the pages, and committed before the code that makes it true.
//! The pages are not part of the repository.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docbind::{DocSet, Documentation, Scope};
use docbind_ir::{Alternative, Operation, Requirement, Scheme, Status};

#[test]
#[ignore = "needs the reference pages of 2021 in ../shared/corpus"]
fn the_most_used_calls_need_what_a_person_reads() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = here.join("../../shared/corpus/graph-v1.0/api-reference/v1.0");
    let sets = docbind::find_sets(&docs).expect("the pages are found");
    let set = DocSet::choose(&docs, sets, None).expect("they are one set");
    let mut documentation = Documentation::read(&set, &|| ());
    documentation.refine(&Scope::default(), None);
    let operations: BTreeMap<String, &Operation> =
        documentation.api.operations.iter().map(|operation| (call(&operation.request_line()), operation)).collect();

    let expected = fs::read_to_string(here.join("expectations/permissions.txt")).expect("the expectations are there");
    let mut problems = Vec::new();
    let mut calls = 0;
    for block in expected.split("\n\n").filter(|block| !block.starts_with('#')) {
        let mut lines = block.lines();
        let line = lines.next().expect("the block begins with a call");
        let expected: Vec<&str> = lines.map(str::trim).collect();
        let Some(operation) = operations.get(&call(line)) else {
            problems.push(format!("no page documents {line}"));
            continue;
        };
        let found: Vec<String> = Scheme::ALL.into_iter().map(|scheme| needs(operation, scheme)).collect();
        if found != expected {
            problems.push(format!("{line}\nexpected:\n  {}\nfound:\n  {}", expected.join("\n  "), found.join("\n  ")));
        }
        calls += 1;
    }
    assert!(problems.is_empty(), "{} of {calls} differ\n{}", problems.len(), problems.join("\n\n"));
    assert!(calls >= 40, "only {calls} calls have expectations");
}

/// A request without the names of its placeholders.
fn call(line: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in line.trim().chars() {
        inside = letter == '{' || inside && letter != '}';
        if !inside {
            text.push(letter);
        }
    }
    text.to_lowercase()
}

fn needs(operation: &Operation, scheme: Scheme) -> String {
    let unknown = Requirement::default();
    let requirement = operation.permissions.get(scheme).unwrap_or(&unknown);
    let names = |one: &Alternative| one.permissions.join(" and ");
    let words = match requirement.status {
        Status::NotSupported => "not supported".to_owned(),
        Status::Unknown => "unknown".to_owned(),
        Status::Supported => {
            let least = requirement.least().map_or_else(|| "not clear".to_owned(), names);
            let others: Vec<String> = requirement.higher().filter(|one| !one.is_limited()).map(names).collect();
            if others.is_empty() { least } else { format!("{least} | {}", others.join(", ")) }
        }
    };
    format!("{}: {words}", scheme.kebab())
}
