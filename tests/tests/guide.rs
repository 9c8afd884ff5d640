//! The guide and the code say the same.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails here has something to tell")]

use std::path::{Path, PathBuf};

use docbind_ir::Code;
use pulldown_cmark::{Event, Parser, Tag};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_link_of_the_documentation_leads_to_a_file() {
    let guide = std::fs::read_dir(root().join("docs/guide")).expect("the guide is part of the repository");
    let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(|page| root().join(page))
        .into_iter()
        .chain(guide.map(|entry| entry.expect("the guide can be listed").path()));
    let mut missing = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).expect("a page of the documentation");
        let folder = page.parent().expect("a page stands in a folder");
        for event in Parser::new(&text) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { continue };
            let target = dest_url.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                missing.push(format!("{}: {dest_url}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "links that lead nowhere: {missing:#?}");
}

#[test]
fn the_guide_lists_every_finding() {
    let guide =
        std::fs::read_to_string(root().join("docs/guide/diagnostics.md")).expect("the guide is part of the repository");
    let rows = guide.lines().filter(|line| line.starts_with("|[DB"));
    let listed: Vec<String> = rows.map(|row| row.split('|').take(3).collect::<Vec<_>>().join("|")).collect();
    let row = |code: &Code| {
        let name = code.name();
        format!("|[{code}](../../tests/diagnostics/{code}-{name}.md)|{name}")
    };
    let known: Vec<String> = Code::ALL.iter().map(row).collect();
    assert_eq!(listed, known, "docs/guide/diagnostics.md needs one row for each code, in order");
}

#[test]
fn every_variety_has_the_tests_that_the_guide_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide");
    let guide = std::fs::read_to_string(folder.join("varieties.md")).expect("the guide is part of the repository");
    let mut problems = Vec::new();
    for row in guide.lines().filter(|line| line.starts_with('|') && line.contains("](")) {
        for link in row.split('[').skip(1) {
            let (name, rest) = link.split_once("](").expect("a link has a target");
            let (file, _) = rest.split_once(')').expect("a target ends");
            let source = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
            let definition = format!("fn {name}()");
            let mut lines = source.lines().map(str::trim_start);
            // A test that needs pages which may be absent is marked as ignored below.
            let is_test = lines
                .by_ref()
                .take_while(|line| !line.starts_with(&definition))
                .fold(false, |marked, line| line == "#[test]" || (marked && line.starts_with("#[")));
            if !is_test || !source.contains(&definition) {
                problems.push(format!("{file} has no test {name}"));
            }
        }
    }
    let rows =
        guide.lines().filter(|line| line.starts_with('|') && !line.starts_with("|:") && !line.starts_with("|variety"));
    problems.extend(rows.filter(|row| !row.contains("](")).map(|row| format!("no test: {row}")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
