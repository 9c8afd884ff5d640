//! As many examples are checked as a plain scan of the lines counts.
//!
//! The scan knows nothing of Markdown. It looks at the lines in fences: every status line is a response, and so is a
//! block of JSON without one, where the annotation or the heading of an example says so; a line that begins with a method is a request when its annotation says so, or
//! when it does not stand under a heading that lists requests and names a host or stands among examples.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use docbind::{CrateSettings, find_set, read};
use docbind_ir::PageKind;
use docbind_verify::{Kind, verify};

/// The lines at which requests and responses begin, by page.
type Places = BTreeMap<String, BTreeSet<(u32, &'static str)>>;

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

#[test]
fn every_example_of_the_bundled_pages_is_checked() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api-reference");
    for set in ["v1.0", "beta"] {
        agree(&docs.join(set));
    }
}

#[test]
#[ignore = "needs ../shared/corpus"]
fn every_example_of_real_pages_is_checked() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    agree(&corpus.join("graph-v1.0/api-reference/v1.0"));
}

/// Compares what `verify` checks with what the scan counts, place by place.
fn agree(docs: &Path) {
    let settings = CrateSettings { docs: docs.to_owned(), ..CrateSettings::default() };
    let set = find_set(&settings, None).expect("the set is found");
    let documentation = read(&set, &settings, &|| ()).expect("the pages can be read");
    let mut checked = Places::new();
    for example in verify(&documentation.api).examples {
        let kind = if example.kind == Kind::Request { "request" } else { "response" };
        checked.entry(example.page.to_string()).or_default().insert((example.line, kind));
    }
    let mut scanned = Places::new();
    // A permission reference is read for its permissions alone; a call that it shows is no example of an operation.
    let is_reference = |file: &str| {
        documentation.api.pages.iter().any(|page| page.kind == PageKind::Permissions && *page.file == *file)
    };
    for file in set.files.iter().filter(|file| !is_reference(file)) {
        let text = fs::read(set.root.path().join(&**file)).expect("the page can be read");
        let places = scan(&String::from_utf8_lossy(&text));
        if !places.is_empty() {
            scanned.insert(file.to_string(), places);
        }
    }
    let pages: BTreeSet<&String> = checked.keys().chain(scanned.keys()).collect();
    let other: Vec<_> = pages.into_iter().filter(|page| checked.get(*page) != scanned.get(*page)).collect();
    let both: Vec<_> = other.iter().map(|page| (page, checked.get(*page), scanned.get(*page))).collect();
    assert!(both.is_empty(), "page, checked, scanned: {both:#?}");
}

fn scan(page: &str) -> BTreeSet<(u32, &'static str)> {
    let mut places = BTreeSet::new();
    let (mut annotation, mut lists_requests, mut among_examples) = ("", false, None);
    let mut awaits_response = false;
    let mut fence = None;
    for (line, number) in page.lines().map(str::trim).zip(1..) {
        if line.starts_with("```") {
            fence = match fence {
                None => Some(number),
                Some(_) => {
                    annotation = "";
                    None
                }
            };
        } else if let Some(start) = fence {
            let method = line.split([' ', '/']).next().unwrap_or_default();
            let is_request = METHODS.contains(&method) && line.len() > method.len();
            let is_example = !lists_requests && (line.contains("://") || among_examples.is_some());
            let is_bare = line.starts_with('{') && number == start + 1;
            if line.starts_with("HTTP/1") || line.starts_with("HTTP 2") {
                places.insert((number, "response"));
                awaits_response = false;
            } else if is_request && (annotation == "request" || is_example) {
                places.insert((number, "request"));
            } else if is_bare && (annotation == "response" || awaits_response) {
                places.insert((number, "response"));
                awaits_response = false;
            }
        } else if let Some((_, kind)) = line.split_once("\"blockType\"") {
            annotation = kind.trim_start_matches([':', ' ', '"']).split('"').next().unwrap_or_default();
        } else if line.starts_with("##") {
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            if among_examples.is_none_or(|own| level <= own) {
                among_examples = heading.starts_with("example").then_some(level);
            }
            awaits_response = among_examples.is_some() && heading.starts_with("response");
            lists_requests = among_examples.is_none() && heading.starts_with("http request");
        }
    }
    places
}
