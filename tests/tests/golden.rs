//! Reviewed outputs are those of tests that exist.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::fs;
use std::path::Path;

#[test]
fn every_snapshot_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut open = vec![root.join("tests/tests"), root.join("crates")];
    let (mut snapshots, mut stale) = (0, Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "snap") {
                snapshots += 1;
                let name = path.file_stem().and_then(|name| name.to_str()).expect("the name is text");
                let (file, test) = name.rsplit_once("__").expect("insta names snapshots after file and test");
                let source = folder.with_file_name(format!("{file}.rs"));
                let source = fs::read_to_string(source).unwrap_or_default();
                if !source.contains(&format!("fn {test}()")) {
                    stale.push(path.display().to_string());
                }
            }
        }
    }
    assert!(stale.is_empty(), "no test makes these any more: {stale:#?}");
    assert!(snapshots > 4, "only {snapshots} snapshots were found");
}
