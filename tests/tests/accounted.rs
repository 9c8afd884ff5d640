//! No page vanishes: each gives facts or a diagnostic, but for those that only explain.
//!
//! The pages are not part of the repository; the tests are for those who have them.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use docbind::{DocSet, Documentation, Scope};
use docbind_ir::PageKind;

#[test]
#[ignore = "needs ../shared/corpus"]
fn every_page_of_the_beta_set_gives_facts_or_a_diagnostic() {
    account_for("graph-beta");
}

#[test]
#[ignore = "needs ../shared/corpus"]
fn every_recent_page_gives_facts_or_a_diagnostic() {
    account_for("graph-recent");
}

fn account_for(name: &str) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus").join(name);
    let sets = docbind::find_sets(&docs).expect("the pages are found");
    let set = DocSet::choose(&docs, sets, None).expect("they are one set");
    let mut documentation = Documentation::read(&set, &|| ());
    let given = with_facts(&documentation);
    documentation.refine(&Scope::default(), None);
    let reported: BTreeSet<&str> = documentation
        .diagnostics
        .iter()
        .flat_map(|found| found.related.iter().chain([&found.primary]))
        .map(|label| &*label.source.file)
        .collect();
    let explaining: BTreeSet<&str> = documentation
        .api
        .pages
        .iter()
        .filter(|page| page.kind == PageKind::Conceptual)
        .map(|page| &*page.file)
        .filter(|file| !claims_facts(&set, file))
        .collect();
    let lost: Vec<&str> = set
        .files
        .iter()
        .map(|file| &**file)
        .filter(|file| !given.contains(*file) && !reported.contains(file) && !explaining.contains(file))
        .collect();
    assert!(set.files.len() > 10, "{} pages are too few to tell", set.files.len());
    assert_eq!(lost, [] as [&str; 0], "of {} pages, {} explain", set.files.len(), explaining.len());
}

/// The pages that something was read from, before pages are merged.
fn with_facts(documentation: &Documentation) -> BTreeSet<String> {
    let api = &documentation.api;
    let operations = api.operations.iter().map(|own| &own.source);
    let types = api.types.iter().map(|own| &own.source);
    let enums = api.enums.iter().map(|own| &own.source);
    let permissions = api.permissions.iter().map(|own| &own.source);
    operations.chain(types).chain(enums).chain(permissions).map(|source| source.file.to_string()).collect()
}

/// Whether the page has a section of a page about an operation, a type or an enumeration, and not just to say `None`.
fn claims_facts(set: &DocSet, file: &str) -> bool {
    let text = fs::read_to_string(set.root.path().join(file)).unwrap_or_default().to_lowercase();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let parts = ["## http request", "## properties", "## members", "## json representation"];
    lines.windows(2).any(|pair| matches!(pair, [heading, next] if parts.contains(heading) && *next != "none"))
}
