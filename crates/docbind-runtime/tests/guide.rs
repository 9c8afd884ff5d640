//! The guide names the tests that keep its promises: each of them exists.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_the_guide_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("../../docs/guide/reliability.md")).unwrap();
    let named = guide.split('`').skip(1).step_by(2).filter_map(|code| code.rsplit_once("::"));
    let mut count = 0;
    for (place, test) in named {
        let beside = format!("src/{}.rs", place.replace("::", "/"));
        let file = if place.contains("::") { beside } else { format!("tests/{place}.rs") };
        let text = fs::read_to_string(root.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(&format!("fn {test}(")), "there is no `{test}` in {file}");
        count += 1;
    }
    assert!(count > 60, "{count}");
}
