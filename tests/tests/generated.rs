//! The checked-in crates are what docbind makes of the bundled pages.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::path::Path;

use docbind::{Settings, find_set, write_crate};

/// Writes `generated/` anew where it differs, and fails then: the next run passes, and the difference shows in review.
#[test]
fn generated_crates_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut outdated = Vec::new();
    for settings in &Settings::read(&root).expect("docbind.toml can be read").crates {
        let set = find_set(settings, None).expect("the bundled pages are there");
        let mut documentation = docbind::read(&set, settings, &|| ()).expect("the bundled pages can be read");
        let changes = write_crate(&mut documentation, settings, false).expect("generated/ can be written");
        if !changes.is_empty() {
            outdated.push(format!("{}: {changes:?}", settings.name));
        }
    }
    assert!(outdated.is_empty(), "generated/ was out of date and is written anew:\n{}", outdated.join("\n"));
}
