//! The client has what the sources call, and no more.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::fs;
use std::path::Path;

#[test]
fn the_client_has_the_operations_that_are_called_and_no_others() {
    let folder = Path::new(env!("OUT_DIR")).join("graph");
    let text = fs::read_to_string(folder.join("users/mod.rs")).unwrap();
    let operations: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(';')).collect();
    assert_eq!(operations, ["DeleteById", "List"]);
    assert!(!folder.join("groups").exists());
}
