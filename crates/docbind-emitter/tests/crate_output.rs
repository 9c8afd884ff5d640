//! What the generated crate looks like, and what no text of a page can do to it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is the point")]

mod fixture;

use std::collections::BTreeMap;
use std::path::Path;

use docbind_emitter::{Layout, Options};
use docbind_ir::Operation;
use fixture::{files, hostile, path, small};

fn options() -> Options {
    Options { docs_url: Some("https://example.com/graph/api/{page}".to_owned()), ..Options::new("small-graph") }
}

/// Rust in one layout, whatever it was printed with.
fn normal(text: &str) -> String {
    prettyplease::unparse(&syn::parse_file(text).unwrap())
}

#[test]
fn the_small_crate_is_as_reviewed() {
    let (files, summary) = files(&small(), &options());
    assert_eq!(summary.features, ["service-principals", "users"]);
    assert_eq!(summary.diagnostics, []);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    let rewrite = std::env::var_os("DOCBIND_REWRITE").is_some();
    for stale in reviewed(&expected).into_iter().filter(|path| !files.contains_key(path)) {
        assert!(rewrite, "nothing emits {stale} any more; DOCBIND_REWRITE=1 removes it");
        std::fs::remove_file(expected.join(format!("{stale}.txt"))).unwrap();
    }
    for (path, text) in files.iter().filter(|(path, _)| !path.starts_with("runtime/")) {
        // A manifest would make a package of the folder, and no compiler is to find the sources.
        let file = expected.join(format!("{path}.txt"));
        if rewrite {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, text).unwrap();
        }
        let reviewed = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error}; DOCBIND_REWRITE=1 writes it", file.display()));
        let (text, reviewed) =
            if path.ends_with(".rs") { (normal(text), normal(&reviewed)) } else { (text.clone(), reviewed) };
        // What the runtime offers is decided elsewhere.
        let own = |text: String| -> String {
            text.split_inclusive('\n').filter(|line| !line.contains("docbind-runtime/")).collect()
        };
        let (text, reviewed) = (own(text), own(reviewed));
        let differs = text.lines().zip(reviewed.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None, "{path} differs; DOCBIND_REWRITE=1 accepts it");
        assert_eq!(text.lines().count(), reviewed.lines().count(), "{path}; DOCBIND_REWRITE=1 accepts it");
    }
}

/// The files that were reviewed, by the paths they stand for.
fn reviewed(expected: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![expected.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let path = path.strip_prefix(expected).unwrap().to_str().unwrap().replace('\\', "/");
                found.push(path.strip_suffix(".txt").unwrap_or(&path).to_owned());
            }
        }
    }
    found
}

#[test]
fn the_order_of_pages_changes_nothing() {
    let (forward, _) = files(&small(), &options());
    let mut api = small();
    api.operations.reverse();
    api.types.reverse();
    api.enums.reverse();
    let (backward, _) = files(&api, &options());
    assert_eq!(forward, backward);
}

#[test]
fn a_new_page_renames_nothing() {
    let mut less = small();
    less.operations.truncate(5);
    let (less, _) = files(&less, &options());
    let (more, _) = files(&small(), &options());
    let items = |files: &BTreeMap<String, String>| -> Vec<String> {
        let rust = files.iter().filter(|(path, _)| path.starts_with("src/"));
        let lines = rust.flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
        let public = lines.filter(|(_, line)| line.trim_start().starts_with("pub ") && !line.contains("static "));
        public.map(|(path, line)| format!("{path}: {}", line.trim())).collect()
    };
    let more = items(&more);
    for item in items(&less) {
        assert!(more.contains(&item), "{item} is gone");
    }
}

#[test]
fn a_segment_called_like_a_method_is_renamed_with_a_finding() {
    let mut api = small();
    let get = |operation: &&Operation| operation.request_line() == "GET /users/{id}";
    let other = Operation { path: path("/users/by-id"), ..api.operations.iter().find(get).unwrap().clone() };
    api.operations.push(other);
    let (files, summary) = files(&api, &options());
    let nodes = &files["src/users/nodes.rs"];
    assert!(nodes.contains("pub fn by_id(self, id: impl ") && nodes.contains("self.path.literal(\"/by-id\")"));
    let found: Vec<&str> = summary.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(found.iter().any(|message| message.contains("/users/by-id") && message.contains("by_id_x")), "{found:?}");
}

#[test]
fn an_area_called_like_a_feature_has_another_feature_and_keeps_its_module() {
    let taken = ["time", "uuid", "jiff", "chrono", "blocking", "mock", "reqwest", "default", "full", "lookup"];
    let mut api = small();
    let get = |operation: &&Operation| operation.request_line() == "GET /users/{id}";
    let get = api.operations.iter().find(get).unwrap().clone();
    for name in taken {
        api.operations.push(Operation { path: path(&format!("/{name}/{{id}}")), ..get.clone() });
    }
    let (files, summary) = files(&api, &options());
    let manifest = &files["Cargo.toml"];
    let (_, features) = manifest.split_once("[features]\n").unwrap();
    let mut defined: Vec<&str> = features
        .lines()
        .take_while(|line| !line.starts_with("[dependencies]"))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .collect();
    let count = defined.len();
    defined.sort_unstable();
    defined.dedup();
    assert_eq!(defined.len(), count, "a feature is defined twice: {manifest}");
    let (library, readme) = (&files["src/lib.rs"], &files["README.md"]);
    for name in taken {
        let feature = format!("{name}_");
        assert!(summary.features.contains(&feature), "{:?}", summary.features);
        assert!(defined.contains(&name) && defined.contains(&feature.as_str()), "{manifest}");
        assert!(library.contains(&format!("#[cfg(feature = \"{feature}\")]")), "{name}");
        assert!(readme.contains(&format!("| `{feature}` |")), "{readme}");
        assert!(library.contains(&format!("since `{name}` is another one")), "{name}");
        assert!(library.contains(&format!("pub fn {name}(")), "{name}");
    }
    assert!(library.contains("pub mod time;") && manifest.contains("time = [\"docbind-runtime/time\"]"));
}

#[test]
fn hostile_pages_become_nothing_but_names_and_text() {
    let (files, _) = files(&hostile(), &Options::new("hostile"));
    for (path, text) in &files {
        assert!(path.is_ascii() && !path.contains("..") && !path.starts_with('/'), "{path:?}");
        assert!(path.split('/').all(|part| part.len() < 200), "{path}");
        if path.starts_with("runtime/") {
            continue;
        }
        let hidden = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{2069}').contains(c));
        assert_eq!(hidden, None, "{path} holds a character that does not show");
        if path.ends_with(".rs") {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            let strays = file.items.iter().filter(|item| matches!(item, syn::Item::Fn(_) | syn::Item::ExternCrate(_)));
            assert_eq!(strays.count(), 0, "{path}");
            doctests(path, text);
        }
    }
}

/// Whether rustdoc would run anything in the comments.
fn doctests(path: &str, text: &str) {
    let mut fence: Option<String> = None;
    for line in text.lines().map(str::trim_start) {
        let Some(doc) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            assert_eq!(fence, None, "{path}: a block of code is not closed");
            continue;
        };
        let inner = doc.trim_start_matches([' ', '>', '-']);
        let marks = inner.len() - inner.trim_start_matches('`').len();
        match &fence {
            Some(open) if inner.trim_end() == open => fence = None,
            Some(_) => {}
            None if marks >= 3 => {
                let (marks, language) = inner.split_at(marks);
                assert!(matches!(language.trim(), "ignore" | "text" | "json" | "http" | "xml"), "{path}: {line}");
                fence = Some(marks.to_owned());
            }
            None => {
                assert!(!inner.starts_with("~~~"), "{path}: {line}");
                assert!(!doc.starts_with("     ") || doc.trim().is_empty(), "{path}: indented code: {line}");
            }
        }
    }
}

#[test]
fn a_module_has_no_features_and_no_inner_attributes_at_its_root() {
    let options = Options { layout: Layout::Module, ..options() };
    let (files, _) = files(&small(), &options);
    assert!(files.keys().all(|path| path.ends_with(".rs")), "{:?}", files.keys());
    assert!(files.values().all(|text| !text.contains("cfg(") && !text.contains("crate::")));
    let root = &files["mod.rs"];
    assert!(!root.contains("#!") && !root.contains("//!"), "{root}");
}

#[test]
fn a_crate_needs_a_name() {
    for name in ["", "1a", "a b", "a\"", "../x", "a/b"] {
        let result = docbind_emitter::emit(&small(), &Options::new(name), &|_| Ok(()));
        assert!(matches!(result, Err(docbind_emitter::Error::CrateName { .. })), "{name}");
    }
}

#[test]
fn a_sink_that_fails_stops_the_run() {
    let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
    let result = docbind_emitter::emit(&small(), &options(), &|_| Err(full()));
    assert!(matches!(result, Err(docbind_emitter::Error::Write { .. })));
}
