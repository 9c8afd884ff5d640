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
fn sets_of_the_same_name_are_both_told() {
    let docs = Docs::sound();
    for folder in ["one", "two"] {
        docs.write(&format!("docs/{folder}/beta/api/order-list.md"), crate::docs::LIST);
        docs.write(&format!("docs/{folder}/beta/resources/order.md"), crate::docs::ORDER);
    }
    let run = docs.run(&["export", "json", "docs", "--set", "beta"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("one/beta, two/beta"), "{}", run.stderr);
    assert_eq!(docs.run(&["export", "json", "docs", "--set", "two/beta"]).code, 0);
}

#[test]
fn findings_are_explained() {
    let docs = Docs::sound();
    let all = docs.run(&["explain"]);
    assert!(all.stdout.lines().count() > 20 && all.stdout.contains("DB101  missing-include"), "{}", all.stdout);
    for name in ["DB101", "missing-include"] {
        let run = docs.run(&["explain", name]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("DB101") && run.stdout.lines().count() > 1, "{}", run.stdout);
    }
    assert_eq!(docs.run(&["explain", "DB999"]).code, 2);
}

#[test]
fn shells_and_manuals_know_the_commands() {
    let docs = Docs::sound();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = docs.run(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("permissions"), "{shell}: {}", run.stderr);
    }
    assert_eq!(docs.run(&["man", "--out", "man"]).code, 0);
    let page = std::fs::read_to_string(docs.path("man/docbind-generate.1")).unwrap();
    assert!(page.contains("\\-\\-include"), "{page}");
}

#[test]
fn settings_are_written_for_a_first_run() {
    let docs = Docs::sound();
    let init = ["init", "--docs", "docs", "--name", "shop", "--include", "/shops/**"];
    let run = docs.run(&init);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = docs.run(&["generate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(docs.path("shop/src/lib.rs").exists());
    assert_eq!(docs.run(&init).code, 2, "what is there is not overwritten");
    assert_eq!(docs.run(&["init", "--force"]).code, 2, "without an answer there is nothing to write");
}

#[test]
fn a_folder_without_pages() {
    let docs = Docs::sound();
    std::fs::create_dir(docs.path("empty")).unwrap();
    let run = docs.run(&["lint", "empty"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no API pages"), "{}", run.stderr);
}
