//! Generated crates compile, are documented without a warning, and run nothing that stands in a comment.
//!
//! This starts cargo, which takes its packages from those already downloaded.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is the point")]

mod fixture;

use std::path::{Path, PathBuf};
use std::process::Command;

use docbind_emitter::{CheckedExample, Layout, Options, RuntimeChoice};
use docbind_ir::Api;
use fixture::examples::with_examples;
use fixture::{files, hostile, small};

fn runtime() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docbind-runtime").display().to_string()
}

/// Writes a crate below the build folder.
fn write(name: &str, api: &Api, tests: Option<Vec<CheckedExample>>) -> PathBuf {
    let (files, _) = files(api, &Options { runtime: RuntimeChoice::Path(runtime()), tests, ..Options::new(name) });
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(root.join("src"));
    for (path, text) in files {
        put(&root.join(path), &text);
    }
    root
}

fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Writes a crate that includes a module as build scripts write it.
fn write_module(name: &str, api: &Api) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&root);
    for (path, text) in files(api, &Options { layout: Layout::Module, ..Options::new(name) }).0 {
        put(&root.join("out/api").join(path), &text);
    }
    // Private and unused, below lints that would have much to say: the module brings its own peace.
    let include = "#![warn(clippy::pedantic, unreachable_pub, missing_docs)]\n//! Includes a module.\n\
                   mod api { include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/out/api/mod.rs\")); }\n";
    put(&root.join("src/lib.rs"), include);
    let runtime = runtime();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         docbind-runtime = {{ path = {runtime:?}, default-features = false }}\n"
    );
    put(&root.join("Cargo.toml"), &manifest);
    root
}

/// Runs cargo in a crate and returns what it says.
fn cargo(root: &Path, arguments: &[&str]) -> String {
    let (success, said) = run(root, arguments);
    assert!(success, "cargo {arguments:?} in {}:\n{said}", root.display());
    said
}

/// Runs cargo in a crate; whether it succeeds, and what it says.
fn run(root: &Path, arguments: &[&str]) -> (bool, String) {
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
    (output.status.success(), said)
}

#[test]
#[ignore = "compiles crates for minutes; a step of .ci/run"]
fn generated_crates_compile_without_warnings() {
    let small = small();
    let root = write("small", &small, None);
    for features in ["full", "full,serde", "users", "service-principals", ""] {
        cargo(&root, &["check", "--features", features]);
    }
    cargo(&root, &["doc", "--no-deps", "--features", "full"]);
    let formatted = Command::new(env!("CARGO")).args(["fmt", "--check"]).current_dir(&root).status().unwrap();
    assert!(formatted.success(), "cargo fmt would change what was generated");

    let module = write_module("module", &small);
    cargo(&module, &["clippy"]);

    let hostile = write("hostile", &hostile(), None);
    for features in ["full", "option", "self"] {
        cargo(&hostile, &["check", "--features", features]);
    }
    cargo(&hostile, &["doc", "--no-deps", "--features", "full"]);
    let said = cargo(&hostile, &["test", "--doc", "--features", "full"]);
    assert!(said.contains("0 passed; 0 failed") || said.trim().is_empty(), "{said}");
}

#[test]
#[ignore = "compiles crates for minutes; a step of .ci/run"]
fn the_examples_of_a_generated_crate_pass() {
    let (api, checked) = with_examples();
    let count = checked.len();
    let root = write("with-examples", &api, Some(checked));
    let said = cargo(&root, &["test", "--features", "full"]);
    assert!(said.contains(&format!("{count} passed; 0 failed; 0 ignored")), "{said}");
    cargo(&root, &["doc", "--no-deps", "--features", "full"]);

    // An example that shows something else is found.
    let lines = root.join("tests/examples/areas/users.jsonl");
    let text = std::fs::read_to_string(&lines).unwrap();
    let falsified = [
        ("\"path\":\"/users/ada\"", "\"path\":\"/users/bob\""),
        ("\"ageGroup\":\"adult\"", "\"ageGroup\":\"minor\""),
        ("[\"$top\",\"5\"]", "[\"$top\",\"6\"]"),
        ("\"value\":\"cell\"", "\"value\":[\"cell\"]"),
    ];
    std::fs::write(&lines, falsified.iter().fold(text, |text, (right, wrong)| text.replacen(right, wrong, 1))).unwrap();
    let (success, said) = run(&root, &["test", "--features", "full"]);
    assert!(!success && said.contains("3 failed"), "{said}");
    for problem in ["path: the page shows", "query", "the response cannot be read"] {
        assert!(said.contains(problem), "{problem}: {said}");
    }
}

/// Two hundred operations of one crate, and what stands in the test of a program about its grants.
fn granting(granted: &str) -> String {
    let numbered: Vec<String> = (0..200).map(|number| format!("Numbered<{number}>")).collect();
    format!(
        "//! What a deployment grants.\n\
         use granted::runtime::{{Meta, Operation, assert_permissions}};\n\
         use granted::runtime::permissions::{{Permissions, Requirement}};\n\
         struct Numbered<const N: usize>;\n\
         impl<const N: usize> Operation for Numbered<N> {{\n\
             const META: &'static Meta = &Meta {{ id: \"numbered.Get\", permissions: &Permissions {{\n\
                 application: Requirement::any_set_of(&[&[\"Numbered.Read.All\", \"Other.Read.All\"], &[\"Numbered.ReadWrite.All\"]]),\n\
                 ..Permissions::UNKNOWN }}, ..Meta::UNDOCUMENTED }};\n\
             type Response = ();\n\
         }}\n\
         assert_permissions!(Application, granted: [{granted}], operations: [granted::users::List, {}]);\n\
         #[test]\nfn grants_are_checked_by_the_compiler() {{}}\n",
        numbered.join(", ")
    )
}

#[test]
#[ignore = "compiles a crate; a step of .ci/run"]
fn a_grant_that_does_not_suffice_stops_the_build_with_operation_and_permission() {
    let root = write("granted", &small(), None);
    let check = |granted: &str| {
        put(&root.join("tests/grants.rs"), &granting(granted));
        run(&root, &["check", "--features", "full", "--test", "grants"])
    };
    let (success, said) = check(r#""User.Read.All", "Numbered.ReadWrite.All""#);
    assert!(success, "{said}");
    let (success, said) = check(r#""Mail.Read", "Numbered.ReadWrite.All""#);
    assert!(!success, "nothing was refused");
    assert!(said.contains("users.List needs User.Read.All for application access, which is not granted"), "{said}");
    assert!(!said.contains("numbered.Get"), "{said}");
    // What is granted of several is not named as missing.
    let (success, said) = check(r#""User.Read.All", "Other.Read.All""#);
    assert!(!success, "nothing was refused");
    assert!(said.contains("numbered.Get needs Numbered.Read.All for application access"), "{said}");
}
