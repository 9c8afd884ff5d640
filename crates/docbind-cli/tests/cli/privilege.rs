//! From the call in the source to the lock and to what an operator pastes.

use serde_json::Value;

use crate::docs::{Docs, LIST};

const CALLS: &str = "use shops::Client;

async fn orders(graph: &Client) {
    graph.shops().by_id(\"7\").orders().list().await;
}
";

/// Two operations: listing orders, and placing one, which needs more.
fn docs() -> Docs {
    let docs = Docs::sound();
    let post = LIST
        .replace("List orders", "Create order")
        .replace("GET ", "POST ")
        .replace("Order.Read, Order.ReadWrite", "Order.ReadWrite")
        .replace("Order.Read.All, Order.ReadWrite.All", "Order.ReadWrite.All");
    docs.write("docs/v1.0/api/order-post.md", &post);
    docs.write("src/main.rs", CALLS);
    docs
}

const LOCK: [&str; 6] = ["permissions", "docs", "--scan", "src", "--lock", "docbind.permissions.lock"];

fn locked() -> Vec<&'static str> {
    [&LOCK[..], &["--locked"]].concat()
}

#[test]
fn a_scan_tells_calls_with_their_lines_and_the_least_permissions() {
    let run = docs().run(&["permissions", "docs", "--scan", "src", "--format", "json"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let calls = &answer["calls"];
    assert_eq!(calls[0]["operation"], "GET /shops/{shop-id}/orders");
    assert_eq!((calls[0]["file"].as_str(), calls[0]["line"].as_u64()), (Some("src/main.rs"), Some(4)));
    assert_eq!(calls.as_array().map(Vec::len), Some(1));
    assert_eq!(answer["unresolved"], Value::Array(Vec::new()));
    assert_eq!(answer["least"]["application"], serde_json::json!(["Order.Read.All"]));
    assert_eq!(answer["operations"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_lock_that_still_holds_is_no_error_and_is_not_touched() {
    let docs = docs();
    let run = docs.run(&LOCK);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lock = docs.read("docbind.permissions.lock");
    assert!(lock.contains("request = \"GET /shops/{shop-id}/orders\""), "{lock}");
    assert!(lock.contains("calls = [\"src/main.rs:4\"]"), "{lock}");
    // A moved line alone raises nothing.
    docs.write("src/main.rs", format!("\n\n{CALLS}"));
    let run = docs.run(&locked());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("no permission was raised"), "{}", run.stdout);
    assert_eq!(docs.read("docbind.permissions.lock"), lock);
}

#[test]
fn a_risen_privilege_exits_1_with_the_line_of_code_and_of_the_page() {
    let docs = docs();
    assert_eq!(docs.run(&LOCK).code, 0);
    let raised = CALLS.replace("}\n", "    graph.shops().by_id(\"7\").orders().post(order).await;\n}\n");
    docs.write("src/main.rs", &raised);
    let run = docs.run(&locked());
    assert_eq!(run.code, 1);
    for part in ["application access needs Order.ReadWrite.All", "src/main.rs:5", "api/order-post.md:"] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
    let run = docs.run(&[&locked()[..], &["--format", "sarif"]].concat());
    assert_eq!(run.code, 1);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "permission-raised");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
    // Written anew, it holds; and what falls is told.
    assert_eq!(docs.run(&LOCK).code, 0);
    assert_eq!(docs.run(&locked()).code, 0);
    docs.write("src/main.rs", CALLS);
    let run = docs.run(&locked());
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("application access no longer needs Order.ReadWrite.All"), "{}", run.stdout);
}

#[test]
fn a_narrower_set_of_other_names_is_a_fall() {
    let docs = docs();
    let raised = CALLS.replace("}\n", "    graph.shops().by_id(\"7\").orders().post(order).await;\n}\n");
    docs.write("src/main.rs", &raised);
    assert_eq!(docs.run(&LOCK).code, 0);
    docs.write("src/main.rs", CALLS);
    // Order.Read.All is not in the lock, but what is there suffices for the one call that is left.
    let run = docs.run(&[&locked()[..], &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stdout);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["least"]["application"], serde_json::json!(["Order.Read.All"]));
    assert_eq!(answer["lock"]["raised"], serde_json::json!([]));
    assert!(!answer["lock"]["fallen"].as_array().unwrap().is_empty(), "{answer}");
}

#[test]
fn permissions_that_are_needed_together_rise_together() {
    let docs = docs();
    assert_eq!(docs.run(&LOCK).code, 0);
    // The page now wants both, of which the lock has one: only the other one is new.
    let both = LIST.replace("Order.Read.All, Order.ReadWrite.All", "Order.Read.All and Shop.Read.All");
    docs.write("docs/v1.0/api/order-list.md", &both);
    let run = docs.run(&[&locked()[..], &["--scheme", "application", "--format", "json"]].concat());
    assert_eq!(run.code, 1, "{}", run.stdout);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let raised: Vec<&Value> =
        answer["lock"]["raised"].as_array().unwrap().iter().map(|one| &one["permission"]).collect();
    assert_eq!(raised, ["Shop.Read.All"], "{answer}");
}

#[test]
fn pages_that_changed_are_told() {
    let docs = docs();
    assert_eq!(docs.run(&LOCK).code, 0);
    docs.write("docs/v1.0/api/order-list.md", LIST.replace("Order.Read.All, ", ""));
    let run = docs.run(&locked());
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("the pages have changed"), "{}", run.stdout);
    assert!(run.stdout.contains("Order.ReadWrite.All"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_told_fails_unless_it_is_allowed_by_name() {
    let docs = docs();
    let open = CALLS.replace("}\n", "    graph.raw(Method::Get, &path).await;\n}\n");
    docs.write("src/main.rs", &open);
    let run = docs.run(&LOCK);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("unresolved") && run.stdout.contains("src/main.rs:5"), "{}", run.stdout);
    assert_eq!(docs.run(&locked()).code, 1);
    assert_eq!(docs.run(&[&LOCK[..], &["--allow-unresolved", "src/main.rs:5"]].concat()).code, 0);
    assert_eq!(docs.run(&locked()).code, 0);
}

#[test]
fn a_lock_of_another_version_is_refused_with_what_to_do() {
    let docs = docs();
    docs.write("docbind.permissions.lock", "version = 99\n");
    let run = docs.run(&locked());
    assert_ne!(run.code, 0);
    assert!(run.stderr.contains("another version") && run.stderr.contains("write it again"), "{}", run.stderr);
    docs.write("docbind.permissions.lock", "not = [a lock");
    assert_ne!(docs.run(&locked()).code, 0);
}

#[test]
fn a_file_that_is_no_rust_costs_that_file() {
    let docs = docs();
    docs.write("src/broken.rs", "fn {");
    let run = docs.run(&["permissions", "docs", "--scan", "src", "--format", "json"]);
    assert_eq!(run.code, 0);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["unreadable"][0]["file"], "src/broken.rs");
    assert_eq!(answer["calls"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_an_operator_pastes_names_what_has_no_identifier() {
    let docs = docs();
    let run = docs.run(&["permissions", "docs", "--scan", "src", "--as", "manifest"]);
    assert_eq!(run.code, 0);
    let manifest: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(manifest["requiredResourceAccess"][0]["resourceAppId"], "00000003-0000-0000-c000-000000000000");
    assert_eq!(manifest["withoutId"][0]["name"], "Order.Read.All");
    assert!(run.stderr.contains("no identifier for Order.Read.All"), "{}", run.stderr);
    let run = docs.run(&["permissions", "docs", "--scan", "src", "--as", "scopes"]);
    assert_eq!(run.stdout, "https://graph.microsoft.com/Order.Read\n");
}

#[test]
fn the_explorer_is_a_folder_of_pages() {
    let docs = docs();
    let run = docs.run(&["export", "html", "docs", "--out", "explorer"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = docs.read("explorer/permissions/Order.Read.All.html");
    assert!(page.contains("../operations/get-shops-shop-id-orders.html"), "{page}");
    let page = docs.read("explorer/operations/get-shops-shop-id-orders.html");
    for part in ["Order.ReadWrite.All", "client.shops().by_id(id).orders().list()", "../../docs/v1.0/api/order-list.md"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(docs.read("explorer/search-data.js").contains("List orders"));
    assert_eq!(docs.run(&["export", "html", "docs"]).code, 2);
}
