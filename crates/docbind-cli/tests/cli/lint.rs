//! `docbind lint` and how diagnostics look.

use serde_json::Value;

use crate::docs::{Docs, LIST};

/// A set whose operation page includes a file that is not there.
fn faulty() -> Docs {
    let docs = Docs::sound();
    let page = LIST.replace("# List orders\n", "# List orders\n\n[!INCLUDE [gone](../includes/gone.md)]\n");
    docs.write("docs/v1.0/api/order-list.md", page);
    docs
}

#[test]
fn a_sound_set_has_no_findings() {
    let run = Docs::sound().run(&["lint", "docs", "--deny", "warnings"]);
    assert_eq!((run.code, &*run.stdout), (0, ""), "{}", run.stderr);
}

#[test]
fn findings_are_the_result_and_show_line_and_caret() {
    let run = faulty().run(&["lint", "docs"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expected = " --> docs/v1.0/api/order-list.md:8:1
  |
8 | [!INCLUDE [gone](../includes/gone.md)]
  | ^^^^";
    assert!(run.stdout.contains("warning[DB101]") && run.stdout.contains(expected), "{}", run.stdout);
    assert_eq!(run.stderr, "1 finding on 2 pages\n");
}

#[test]
fn denied_warnings_fail_the_run() {
    let docs = faulty();
    assert_eq!(docs.run(&["lint", "docs", "--deny", "warnings"]).code, 1);
    assert_eq!(docs.run(&["export", "csv", "docs", "--deny", "warnings"]).code, 1);
    assert_eq!(docs.run(&["export", "csv", "docs"]).code, 0);
}

#[test]
fn short_and_json() {
    let docs = faulty();
    let run = docs.run(&["lint", "docs", "--format", "short"]);
    assert!(run.stdout.starts_with("docs/v1.0/api/order-list.md:8:1: warning[DB101]: "), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 1);
    let run = docs.run(&["lint", "docs", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["diagnostics"][0]["file"], "v1.0/api/order-list.md");
    assert_eq!(report["diagnostics"][0]["line"], 8);
    assert_eq!(report["summary"]["DB101"], 1);
    let run = docs.run(&["export", "csv", "docs", "--message-format", "json"]);
    let line: Value = serde_json::from_str(run.stderr.lines().next().unwrap()).unwrap();
    assert_eq!(line["code"], "DB101");
}

#[test]
fn pages_of_several_sets_are_told_apart() {
    let docs = faulty();
    for page in ["api/order-list.md", "resources/order.md"] {
        let text = std::fs::read_to_string(docs.path(&format!("docs/v1.0/{page}"))).unwrap();
        docs.write(&format!("docs/beta/{page}"), text);
    }
    let run = docs.run(&["lint", "docs", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let files: Vec<&str> =
        report["diagnostics"].as_array().unwrap().iter().filter_map(|one| one["file"].as_str()).collect();
    assert_eq!(files, ["beta/api/order-list.md", "v1.0/api/order-list.md"]);
    docs.write("known.json", run.stdout);
    let run = docs.run(&["lint", "docs", "--baseline", "known.json", "--deny", "warnings"]);
    assert_eq!((run.code, &*run.stdout), (0, ""));
}

#[test]
fn sarif_names_rule_and_region() {
    let run = faulty().run(&["lint", "docs", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&log["version"], &result["ruleId"]), (&"2.1.0".into(), &"DB101".into()));
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 8);
}

#[test]
fn what_the_baseline_knows_is_left_out_even_when_it_moved() {
    let docs = faulty();
    docs.write("known.json", docs.run(&["lint", "docs", "--format", "json"]).stdout);
    let page = std::fs::read_to_string(docs.path("docs/v1.0/api/order-list.md")).unwrap();
    docs.write("docs/v1.0/api/order-list.md", page.replace("Namespace:", "\n\nNamespace:"));
    let run = docs.run(&["lint", "docs", "--baseline", "known.json", "--deny", "warnings"]);
    assert_eq!((run.code, &*run.stdout), (0, ""));
    docs.write("docs/v1.0/api/order-get.md", LIST.replace("orders", "x").replace("(../resources", "(../nowhere"));
    let run = docs.run(&["lint", "docs", "--baseline", "known.json"]);
    assert!(!run.stdout.contains("DB101"), "{}", run.stdout);
}
