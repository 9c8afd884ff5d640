//! Wrong usage exits with 2 and says what to do.

use crate::docs::Docs;

#[test]
fn unknown_words_and_missing_documentation() {
    let docs = Docs::sound();
    for (arguments, hint) in [
        (&["frobnicate"][..], "unrecognized subcommand"),
        (&["lint"], "<DOCS>"),
        (&["lint", "nowhere"], "no documentation at nowhere: expected a folder that holds `api` and `resources`"),
        (&["export", "yaml", "docs"], "possible values"),
        (&["export", "json", "docs", "--include", "users"], "METHOD /path/glob"),
        (&["generate"], "docbind generate DOCS --out DIR"),
        (&["generate", "docs"], "--out DIR"),
        (&["inspect", "docs"], "GET /users/{id}"),
        (&["inspect", "docs", "nothing.md"], "nothing.md"),
        (&["inspect", "docs", "order-list", "--after", "magic"], "resolve_types"),
        (&["permissions", "docs", "--operation", "shops"], "METHOD /path"),
        (&["permissions", "docs", "--operation", "GET /nowhere"], "GET /nowhere"),
        (&["lint", "docs", "--set", "beta"], "the sets there are: v1.0"),
        (&["lint", "docs", "--baseline", "none.json"], "none.json"),
    ] {
        let run = docs.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(run.stderr.contains(hint), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn above_several_sets_one_must_be_named_or_each_answers_by_name() {
    let docs = Docs::sound();
    docs.set("beta");
    for arguments in [&["export", "json", "docs"][..], &["generate", "docs", "--out", "out"]] {
        let run = docs.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains("beta, v1.0") && run.stderr.contains("--set"), "{}", run.stderr);
    }
    assert_eq!(docs.run(&["export", "json", "docs", "--set", "beta"]).code, 0);
    let run = docs.run(&["inspect", "docs", "order-list"]);
    assert!(run.stdout.contains("beta:") && run.stdout.contains("v1.0:"), "{}", run.stdout);
    let run = docs.run(&["permissions", "docs", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["sets"][0]["set"], "beta");
    assert_eq!(answer["sets"][1]["operations"][0]["path"], "/shops/{shop-id}/orders");
}

#[test]
fn a_folder_without_pages() {
    let docs = Docs::sound();
    std::fs::create_dir(docs.path("empty")).unwrap();
    let run = docs.run(&["lint", "empty"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no API pages"), "{}", run.stderr);
}
