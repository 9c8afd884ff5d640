//! The guide and the code say the same.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails here has something to tell")]

use std::path::Path;

use docbind_ir::Code;

#[test]
fn the_guide_explains_every_diagnostic() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide/diagnostics.md");
    let guide = std::fs::read_to_string(guide).expect("the guide is part of the repository");
    let explained: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("## DB")).collect();
    let known: Vec<String> =
        Code::ALL.iter().map(|code| format!("{} {}", code.as_str().trim_start_matches("DB"), code.name())).collect();
    assert_eq!(explained, known, "docs/guide/diagnostics.md needs one section for each code, in order");
}
