//! `docbind diff` and `docbind log`: folders, lock files, and git repositories without a checkout.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::docs::{Docs, LIST, ORDER};

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args([
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.com",
        "-c",
        "commit.gpgsign=false",
    ]);
    command.env("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z").env("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z");
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(docs: &Docs, message: &str) {
    git(&docs.path("repo"), &["add", "-A"]);
    git(&docs.path("repo"), &["commit", "-q", "-m", message]);
}

/// A repository with the sound set in a folder of its own.
fn repository() -> Docs {
    let docs = Docs::sound();
    docs.write("repo/reference/v1.0/api/order-list.md", LIST);
    docs.write("repo/reference/v1.0/resources/order.md", ORDER);
    docs.write("repo/reference/v1.0/resources/order.png", [0, 159, 146, 150]);
    git(&docs.path("repo"), &["init", "-q", "-b", "main"]);
    commit(&docs, "first");
    docs
}

#[test]
fn folders_are_compared_and_privilege_that_rose_comes_first() {
    let docs = Docs::sound();
    let list = LIST.replace("Order.Read, Order.ReadWrite|", "Order.ReadWrite|").replace("total", "price");
    docs.write("new/v1.0/api/order-list.md", list);
    docs.write("new/v1.0/resources/order.md", ORDER.replace("total", "price"));
    let run = docs.run(&["diff", "docs", "new"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let first = run.stdout.lines().take(3).collect::<Vec<_>>().join("\n");
    assert!(first.starts_with("Privilege rose\n  changed permission GET /shops/{shop-id}/orders"), "{first}");
    assert!(first.contains("Order.Read or Order.ReadWrite → Order.ReadWrite"), "{first}");
    assert!(first.contains("api/order-list.md:16"), "{first}");
    assert!(run.stdout.contains("a new major version"), "{}", run.stdout);
    let report: Value = serde_json::from_str(&docs.run(&["diff", "docs", "new", "--format", "json"]).stdout).unwrap();
    assert_eq!((&report["verdict"], &report["privilegeRose"]), (&"major".into(), &1.into()));
    assert_eq!(report["changes"][0]["privilege"], "rose");
    let run = docs.run(&["diff", "docs", "new", "--format", "markdown"]);
    assert!(
        run.stdout.contains("### Breaking (major)\n\n- removed property `microsoft.graph.order.total`"),
        "{}",
        run.stdout
    );
    assert_eq!(docs.run(&["diff", "docs", "docs"]).stdout, "nothing has changed\n");
}

#[test]
fn revisions_of_a_repository_are_compared_without_a_checkout() {
    let docs = repository();
    docs.write(
        "repo/reference/v1.0/resources/order.md",
        ORDER
            .replace("## JSON", "|late|Boolean|Whether it is late.|\n\n## JSON")
            .replace("costs.|\n\n|late", "costs.|\n|late"),
    );
    commit(&docs, "second");
    std::fs::remove_dir_all(docs.path("repo/reference")).unwrap();
    let run = docs.run(&["diff", "repo@main~1:reference/v1.0", "repo@main:reference/v1.0"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("added property microsoft.graph.order.late: Boolean"), "{}", run.stdout);
    assert!(!docs.path("repo/reference").exists());
    for (side, hint) in [("repo@none:reference/v1.0", "git cannot read"), ("repo@main:nowhere", "no Markdown file")] {
        let run = docs.run(&["diff", side, "repo@main:reference/v1.0"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(hint), "{}", run.stderr);
    }
}

#[test]
fn lock_files_are_compared() {
    let docs = Docs::sound();
    assert_eq!(docs.run(&["generate", "docs", "--out", "old", "--name", "shop", "-q"]).code, 0);
    docs.write("docs/v1.0/api/other.md", LIST.replace("orders", "bills"));
    assert_eq!(docs.run(&["generate", "docs", "--out", "new", "--name", "shop", "-q"]).code, 0);
    let run = docs.run(&["diff", "old/docbind.lock", "new/docbind.lock"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("operations: 1 → 2\n") && run.stdout.contains("changed src/shops/mod.rs"),
        "{}",
        run.stdout
    );
    assert_eq!(docs.run(&["diff", "old/docbind.lock", "docs"]).code, 2);
}

#[test]
fn each_thing_has_the_commit_that_documented_it_first() {
    let docs = repository();
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    for property in ["id", "total"] {
        expected.insert(format!("microsoft.graph.order.{property}"), "first".to_owned());
    }
    expected.insert("microsoft.graph.order".to_owned(), "first".to_owned());
    expected.insert("GET /shops/{shop-id}/orders".to_owned(), "first".to_owned());
    // Each commit brings pages, and changes some that are there; a few pages move or go away.
    for number in 0..60 {
        let message = format!("commit {number}");
        for part in 0..3 {
            let word = format!("things{number}x{part}");
            docs.write(&format!("repo/reference/v1.0/api/{word}.md"), LIST.replace("orders", &word));
            expected.insert(format!("GET /shops/{{shop-id}}/{word}"), message.clone());
        }
        if number > 0 && number % 5 == 0 {
            let earlier = format!("repo/reference/v1.0/api/things{}x0.md", number - 1);
            let text = std::fs::read_to_string(docs.path(&earlier)).unwrap();
            let more = text.replace("## Request headers", "```http\nGET /me/ADDED\n```\n\n## Request headers");
            docs.write(&earlier, more.replace("ADDED", &format!("added{number}")));
            expected.insert(format!("GET /me/added{number}"), message.clone());
        }
        if number > 0 && number % 7 == 0 {
            let from = docs.path(&format!("repo/reference/v1.0/api/things{}x1.md", number - 1));
            std::fs::rename(from, docs.path(&format!("repo/reference/v1.0/api/moved{number}.md"))).unwrap();
        }
        if number > 0 && number % 11 == 0 {
            let gone = format!("things{}x2", number - 1);
            std::fs::remove_file(docs.path(&format!("repo/reference/v1.0/api/{gone}.md"))).unwrap();
            expected.remove(&format!("GET /shops/{{shop-id}}/{gone}"));
        }
        if number == 30 {
            docs.write(
                "repo/reference/v1.0/resources/order.md",
                ORDER.replace(
                    "|total|Int32|What it costs.|\n",
                    "|total|Int32|What it costs.|\n|late|Boolean|Whether it is late.|\n",
                ),
            );
            expected.insert("microsoft.graph.order.late".to_owned(), message.clone());
        }
        commit(&docs, &message);
    }
    let run = docs.run(&["log", "repo@main:reference/v1.0", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let found: BTreeMap<String, String> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["name"].as_str().unwrap().to_owned(), item["since"]["subject"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(found, expected);
    let text = docs.run(&["log", "repo@main:reference/v1.0"]).stdout;
    assert!(text.lines().next().unwrap().starts_with("2026-01-02 "), "{text}");
    assert!(
        docs.run(&["log", "repo@main:reference/v1.0", "--format", "markdown"])
            .stdout
            .starts_with("### 2026-01-02 commit 59")
    );
}
