//! Writing is all or nothing, touches only what docbind wrote, and never leaves the output folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docbind::{Error, LOCK_FILE, Output};

fn output(files: &[(&str, &str)]) -> Output {
    let mut output = Output::new("input".to_owned());
    for (path, text) in files {
        output.add(*path, *text).unwrap();
    }
    output
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    files.remove(LOCK_FILE);
    files
}

fn expect(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn changed_files_are_replaced_old_ones_removed_and_others_kept() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("deep/crate");
    output(&[("Cargo.toml", "a"), ("src/lib.rs", "b"), ("src/old/mod.rs", "c")]).write(&folder).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    fs::write(folder.join("src/old/mine.rs"), "mine").unwrap();
    fs::create_dir_all(folder.join("target/debug")).unwrap();
    fs::write(folder.join("target/debug/x"), "built").unwrap();
    let time = fs::metadata(folder.join("Cargo.toml")).unwrap().modified().unwrap();

    let changes = output(&[("Cargo.toml", "a"), ("src/lib.rs", "B"), ("src/new.rs", "d")]).write(&folder).unwrap();
    assert_eq!(changes.added, ["src/new.rs"]);
    assert_eq!(changes.changed, ["docbind.lock", "src/lib.rs"]);
    assert_eq!(changes.removed, ["src/old/mod.rs"]);
    assert_eq!(tree(&folder), expect(&[
        ("Cargo.toml", "a"),
        ("notes.txt", "mine"),
        ("src/lib.rs", "B"),
        ("src/new.rs", "d"),
        ("src/old/mine.rs", "mine"),
        ("target/debug/x", "built"),
    ]));
    assert_eq!(fs::metadata(folder.join("Cargo.toml")).unwrap().modified().unwrap(), time);
    assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1, "no temporary folder is left");
}

#[test]
fn writing_the_same_again_changes_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    let output = output(&[("src/lib.rs", "b")]);
    assert!(!output.compare(&folder).unwrap().is_empty());
    output.write(&folder).unwrap();
    let time = fs::metadata(&folder).unwrap().modified().unwrap();
    assert!(output.compare(&folder).unwrap().is_empty());
    assert!(output.write(&folder).unwrap().is_empty());
    assert_eq!(fs::metadata(&folder).unwrap().modified().unwrap(), time);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("thesis.tex"), "years of work").unwrap();
    let error = output(&[("src/lib.rs", "b")]).write(parent.path()).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(tree(parent.path()), expect(&[("thesis.tex", "years of work")]));
}

#[test]
fn a_file_that_docbind_did_not_write_is_never_overwritten() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    output(&[("src/lib.rs", "b")]).write(&folder).unwrap();
    fs::write(folder.join("src/mine.rs"), "mine").unwrap();
    let error = output(&[("src/lib.rs", "c"), ("src/mine.rs", "d")]).write(&folder).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(tree(&folder), expect(&[("src/lib.rs", "b"), ("src/mine.rs", "mine")]));
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    for path in ["../x", "/x", "a/../../x", "", ".", "a\0b", "c:\\x", "docbind.lock", "a/./../..", "line\nbreak"] {
        let error = Output::new(String::new()).add(path, "x").unwrap_err();
        assert!(matches!(error, Error::UnsafePath(_)), "{path}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_written_through() {
    let elsewhere = tempfile::tempdir().unwrap();
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    output(&[("Cargo.toml", "a")]).write(&folder).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.join("src")).unwrap();
    let error = output(&[("Cargo.toml", "a"), ("src/lib.rs", "b")]).write(&folder).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn output_that_cannot_be_written_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    output(&[("src/lib.rs", "b")]).write(&folder).unwrap();
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let result = output(&[("src/lib.rs", "c")]).write(&folder);
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // A superuser writes anywhere; then there is nothing to refuse.
    if let Err(error) = result {
        assert!(matches!(error, Error::Write { .. }), "{error}");
        assert_eq!(tree(&folder), expect(&[("src/lib.rs", "b")]));
    }
}
