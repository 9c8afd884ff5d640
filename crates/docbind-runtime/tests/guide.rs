//! The guide lists what is promised, and names the tests that keep the promises: each of them exists.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn guide() -> String {
    fs::read_to_string(root().join("../../docs/guide/reliability.md")).unwrap()
}

#[test]
fn every_test_that_the_guide_names_is_there() {
    let guide = guide();
    let named = guide.split('`').skip(1).step_by(2).filter_map(|code| code.rsplit_once("::"));
    let mut count = 0;
    for (place, test) in named {
        let beside = format!("src/{}.rs", place.replace("::", "/"));
        let file = if place.contains("::") { beside } else { format!("tests/{place}.rs") };
        let text = fs::read_to_string(root().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let (before, _) =
            text.split_once(&format!("fn {test}(")).unwrap_or_else(|| panic!("there is no `{test}` in {file}"));
        // The attributes between the end of the item before and the name.
        let attributes = before.rsplit_once('}').map_or(before, |(_, attributes)| attributes);
        assert!(attributes.contains("test]"), "`{test}` in {file} is no test");
        assert!(!attributes.contains("#[ignore"), "`{test}` in {file} does not run by itself");
        count += 1;
    }
    assert!(count > 60, "{count}");
}

#[test]
fn every_promise_has_a_row_with_tests() {
    let guide = guide();
    let mut missing: BTreeSet<u32> = (1..=65).collect();
    for row in guide.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, numbers, _, tests, _] = cells[..] else { continue };
        for number in numbers.split(", ").filter_map(|number| number.parse().ok()) {
            assert!(tests.contains("::"), "{number} has no test");
            assert!(missing.remove(&number), "{number} has a second row");
        }
    }
    assert!(missing.is_empty(), "no row: {missing:?}");
}
