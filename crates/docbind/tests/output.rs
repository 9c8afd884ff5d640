//! Writing is all or nothing, touches only what docbind wrote, and never leaves the output folder.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is the point of a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docbind::{Changes, Error, LOCK_FILE, Lock, Mode, Output};

fn put(output: Output, files: &[(&str, &str)]) -> Result<Changes, Error> {
    for (path, text) in files {
        output.put(path, text.as_bytes())?;
    }
    output.finish(Lock { input: "input".to_owned(), ..Lock::default() }).map(|(changes, _)| changes)
}

fn write(folder: &Path, files: &[(&str, &str)]) -> Result<Changes, Error> {
    put(Output::open(folder)?, files)
}

fn check(folder: &Path, files: &[(&str, &str)]) -> Result<Changes, Error> {
    put(Output::check(folder)?, files)
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
    write(&folder, &[("Cargo.toml", "a"), ("src/lib.rs", "b"), ("src/old/mod.rs", "c")]).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    fs::write(folder.join("src/old/mine.rs"), "mine").unwrap();
    fs::create_dir_all(folder.join("target/debug")).unwrap();
    fs::write(folder.join("target/debug/x"), "built").unwrap();
    let time = fs::metadata(folder.join("Cargo.toml")).unwrap().modified().unwrap();

    let changes = write(&folder, &[("Cargo.toml", "a"), ("src/lib.rs", "B"), ("src/new.rs", "d")]).unwrap();
    assert_eq!(changes.added, ["src/new.rs"]);
    assert_eq!(changes.changed, ["docbind.lock", "src/lib.rs"]);
    assert_eq!(changes.removed, ["src/old/mod.rs"]);
    assert_eq!(
        tree(&folder),
        expect(&[
            ("Cargo.toml", "a"),
            ("notes.txt", "mine"),
            ("src/lib.rs", "B"),
            ("src/new.rs", "d"),
            ("src/old/mine.rs", "mine"),
            ("target/debug/x", "built"),
        ])
    );
    assert_eq!(fs::metadata(folder.join("Cargo.toml")).unwrap().modified().unwrap(), time);
    assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1, "no temporary folder is left");
}

#[test]
fn writing_the_same_again_changes_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    let files = [("src/lib.rs", "b")];
    assert!(!check(&folder, &files).unwrap().is_empty());
    assert!(!folder.exists());
    write(&folder, &files).unwrap();
    let time = fs::metadata(&folder).unwrap().modified().unwrap();
    assert!(check(&folder, &files).unwrap().is_empty());
    assert!(write(&folder, &files).unwrap().is_empty());
    assert_eq!(fs::metadata(&folder).unwrap().modified().unwrap(), time);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("thesis.tex"), "years of work").unwrap();
    let error = write(parent.path(), &[("src/lib.rs", "b")]).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(tree(parent.path()), expect(&[("thesis.tex", "years of work")]));
}

#[test]
fn a_file_that_docbind_did_not_write_is_never_overwritten() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    write(&folder, &[("src/lib.rs", "b")]).unwrap();
    fs::write(folder.join("src/mine.rs"), "mine").unwrap();
    let error = write(&folder, &[("src/lib.rs", "c"), ("src/mine.rs", "d")]).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(tree(&folder), expect(&[("src/lib.rs", "b"), ("src/mine.rs", "mine")]));
}

#[test]
fn a_file_that_somebody_edited_is_named_and_kept_unless_forced() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    write(&folder, &[("src/a.rs", "a"), ("src/b.rs", "b"), ("src/c.rs", "c")]).unwrap();
    fs::write(folder.join("src/a.rs"), "edited").unwrap();
    fs::write(folder.join("src/b.rs"), "edited too").unwrap();
    let files = [("src/a.rs", "A"), ("src/c.rs", "C")];
    match write(&folder, &files).unwrap_err() {
        Error::Edited { files, .. } => assert_eq!(files, ["src/a.rs", "src/b.rs"]),
        error => panic!("{error}"),
    }
    assert_eq!(tree(&folder), expect(&[("src/a.rs", "edited"), ("src/b.rs", "edited too"), ("src/c.rs", "c")]));
    put(Output::begin(&folder, Mode::Force).unwrap(), &files).unwrap();
    assert_eq!(tree(&folder), expect(&files));
}

#[test]
fn an_edit_that_generation_would_make_as_well_is_none() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    write(&folder, &[("src/a.rs", "a")]).unwrap();
    fs::write(folder.join("src/a.rs"), "A").unwrap();
    write(&folder, &[("src/a.rs", "A")]).unwrap();
    write(&folder, &[("src/a.rs", "B")]).unwrap();
}

#[test]
fn a_comparison_shows_what_is_different() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    write(&folder, &[("a.rs", "one\n"), ("b.rs", "b\n")]).unwrap();
    let changes = check(&folder, &[("a.rs", "two\n"), ("c.rs", "c\n")]).unwrap();
    let shown: Vec<_> = changes.differences.iter().map(|d| (&*d.path, &*d.old, &*d.new)).collect();
    assert!(shown.contains(&("a.rs", "one\n", "two\n")), "{shown:?}");
    assert!(shown.contains(&("b.rs", "b\n", "")) && shown.contains(&("c.rs", "", "c\n")), "{shown:?}");
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1, "nothing is left beside the folder");
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    for path in ["../x", "/x", "a/../../x", "", ".", "a\0b", "c:\\x", "docbind.lock", "a/./../..", "line\nbreak"] {
        let error = Output::open(&folder).unwrap().put(path, b"x").unwrap_err();
        assert!(matches!(error, Error::UnsafePath(_)), "{path}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_written_through() {
    let elsewhere = tempfile::tempdir().unwrap();
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    write(&folder, &[("Cargo.toml", "a")]).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.join("src")).unwrap();
    let error = write(&folder, &[("Cargo.toml", "a"), ("src/lib.rs", "b")]).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn output_that_cannot_be_written_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    write(&folder, &[("src/lib.rs", "b")]).unwrap();
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let result = write(&folder, &[("src/lib.rs", "c")]);
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // A superuser writes anywhere; then there is nothing to refuse.
    if let Err(error) = result {
        assert!(matches!(error, Error::Write { .. }), "{error}");
        assert_eq!(tree(&folder), expect(&[("src/lib.rs", "b")]));
    }
}

#[cfg(unix)]
#[test]
fn what_killed_runs_left_is_removed_unless_it_may_hold_the_work_of_others() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("crate");
    let left = |name: &str, file: &str| {
        let path = parent.path().join(name).join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    };
    left(".crate.docbind-killed", "tree/a.rs");
    left(".crate.docbind-killed", "growing");
    left(".crate.docbind-swapped", "tree/mine.rs");
    left(".other.docbind-killed", "growing");
    let running = Output::open(&folder).unwrap();
    running.put("a.rs", b"a").unwrap();
    write(&folder, &[("a.rs", "a")]).unwrap();

    let names: Vec<_> =
        fs::read_dir(parent.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.contains(&".crate.docbind-killed".to_owned()), "{names:?}");
    assert!(names.contains(&".crate.docbind-swapped".to_owned()), "{names:?}");
    assert!(names.contains(&".other.docbind-killed".to_owned()), "{names:?}");
    assert_eq!(names.len(), 4, "the folder of the run that lives stays: {names:?}");
}
