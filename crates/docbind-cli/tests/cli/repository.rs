//! The crates that are checked in are the ones that docbind makes.

use std::path::Path;

use crate::docs::run;

#[test]
fn the_generated_crates_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let run = run(&root, &["generate", "--check", "--quiet"]);
    assert_eq!(run.code, 0, "run `cargo run -- generate`\n{}", run.stderr);
}
