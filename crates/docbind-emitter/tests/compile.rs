//! Generated crates compile, are documented without a warning, and run nothing that stands in a comment.
//!
//! This starts cargo, which takes its packages from those already downloaded.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is the point")]

mod fixture;

use std::path::{Path, PathBuf};
use std::process::Command;

use docbind_emitter::{Options, RuntimeChoice};
use docbind_ir::Api;
use fixture::{files, hostile, small};

/// Writes a crate below the build folder.
fn write(name: &str, api: &Api) -> PathBuf {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docbind-runtime");
    let runtime = RuntimeChoice::Path(runtime.display().to_string());
    let (files, _) = files(api, &Options { runtime, ..Options::new(name) });
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(root.join("src"));
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    root
}

/// Runs cargo in a crate and returns what it says.
fn cargo(root: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--no-default-features"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?} in {}:\n{said}", root.display());
    said
}

#[test]
fn generated_crates_compile_without_warnings() {
    let small = write("small", &small());
    for features in ["full", "full,serde", "users", "service-principals", ""] {
        cargo(&small, &["check", "--features", features]);
    }
    cargo(&small, &["doc", "--no-deps", "--features", "full"]);

    let hostile = write("hostile", &hostile());
    for features in ["full", "option", "self"] {
        cargo(&hostile, &["check", "--features", features]);
    }
    cargo(&hostile, &["doc", "--no-deps", "--features", "full"]);
    let said = cargo(&hostile, &["test", "--doc", "--features", "full"]);
    assert!(said.contains("running 0 tests") || said.trim().is_empty(), "{said}");
}
