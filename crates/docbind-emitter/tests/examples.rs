//! Documented examples as typed calls: in the documentation of operations, and in the tests of the crate.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is the point")]

mod fixture;

use docbind_emitter::{ExampleOutcome, Options};
use docbind_ir::ExampleBody;
use fixture::examples::with_examples;
use fixture::files;

/// The blocks of Rust in the comments of a file.
fn shown(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let lines = text.lines().map(|line| line.trim_start().trim_start_matches("///"));
    let mut lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
    while lines.any(|line| line.ends_with("ignore")) {
        let block = lines.by_ref().take_while(|line| !line.starts_with("```"));
        blocks.push(block.collect::<Vec<_>>().join("\n"));
    }
    blocks
}

#[test]
fn an_operation_shows_the_first_example_that_can_be_written() {
    let (api, _) = with_examples();
    let (files, _) = files(&api, &Options::new("small-graph"));
    let blocks = [shown(&files["src/users/mod.rs"]), shown(&files["src/service_principals/mod.rs"])].concat();
    insta::assert_snapshot!(blocks.join("\n\n"));
    assert!(!files.keys().any(|path| path.starts_with("tests/")), "tests are written when they are asked for");
}

#[test]
fn a_large_example_is_not_shown() {
    let (mut api, _) = with_examples();
    for operation in &mut api.operations {
        operation
            .examples
            .retain(|example| example.request.as_ref().is_some_and(|r| matches!(r.body, ExampleBody::Json(_))));
        for request in operation.examples.iter_mut().filter_map(|example| example.request.as_mut()) {
            let rows: Vec<String> = (0..40).map(|row| format!("\"p{row}\": \"{row}\"")).collect();
            request.body = ExampleBody::Json(format!("{{{}}}", rows.join(",")).into());
        }
    }
    let (files, _) = files(&api, &Options::new("small-graph"));
    let blocks = shown(&files["src/users/mod.rs"]);
    assert!(blocks.iter().all(|block| !block.contains("p39")), "{blocks:?}");
    assert!(blocks.iter().any(|block| block.contains(".patch(User::new()")), "a small call stands in: {blocks:?}");
}

#[test]
fn an_example_is_one_line_of_data_and_one_of_code() {
    let (api, mut checked) = with_examples();
    checked.truncate(24);
    checked[3].outcome = ExampleOutcome::Differs("unknown property at $.x".to_owned());
    checked[4].operation = None;
    checked[4].outcome = ExampleOutcome::Skipped("other host".to_owned());
    let (files, _) = files(&api, &Options { tests: Some(checked), ..Options::new("small-graph") });
    let tests = files.iter().filter(|(path, _)| path.starts_with("tests/") && !path.ends_with("harness.rs"));
    let text: Vec<String> = tests.map(|(path, text)| format!("== {path}\n{text}")).collect();
    insta::assert_snapshot!(text.join("\n"));
    let lines: usize =
        files.iter().filter(|(path, _)| path.ends_with(".jsonl")).map(|(_, text)| text.lines().count()).sum();
    assert_eq!(lines, 24, "no example is left out");
}

#[test]
fn no_text_of_an_example_becomes_code() {
    let (api, checked) = with_examples();
    let (files, _) = files(&api, &Options { tests: Some(checked), ..Options::new("small-graph") });
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("runtime/")) {
        let hidden = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{2069}').contains(c));
        assert_eq!(hidden, None, "{path} holds a character that does not show");
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let functions = file.items.iter().filter(|item| matches!(item, syn::Item::Fn(_)));
        let own = if path.ends_with("harness.rs") { usize::MAX } else { usize::from(path.ends_with("main.rs")) };
        assert!(functions.count() <= own, "{path}");
    }
}
