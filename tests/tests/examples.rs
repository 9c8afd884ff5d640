//! Each request example of the bundled pages is what its hand-written call builds.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails here has something to tell")]

use docbind_runtime::StaticToken;
use docbind_tests::{Call, PageExample, calls, differences, examples};

#[test]
fn calls_build_the_examples_of_the_beta_pages() {
    let graph = graph_beta::Client::new(StaticToken::new("token"));
    compare("beta", &graph, calls::beta().collect());
}

#[test]
fn calls_build_the_examples_of_the_v1_pages() {
    let graph = graph_v1::Client::new(StaticToken::new("token"));
    compare("v1.0", &graph, calls::v1().collect());
}

/// Compares every example of a set with its call and reports all that is wrong at once.
fn compare<Client>(set: &str, graph: &Client, mut calls: Vec<&Call<Client>>) {
    let examples = examples(set).expect("the bundled pages can be read");
    assert!(!examples.is_empty(), "the bundled pages have examples");
    let mut problems = Vec::new();
    for example in &examples {
        let place = format!("{}:{}", example.page, example.line);
        let Some(position) = calls.iter().position(|call| is_for(call, example)) else {
            problems.push(format!("{place}: the example {:?} has no call in tests/calls", example.name));
            continue;
        };
        match (calls.swap_remove(position).build)(graph) {
            Ok(built) => {
                problems.extend(differences(&example.request, &built).iter().map(|found| format!("{place}: {found}")));
            }
            Err(error) => problems.push(format!("{place}: the call cannot be built: {error}")),
        }
    }
    problems.extend(calls.iter().map(|call| format!("{}: no example is named {:?}", call.page, call.example)));
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

fn is_for<Client>(call: &Call<Client>, example: &PageExample) -> bool {
    example.page.ends_with(call.page) && example.name == call.example
}
