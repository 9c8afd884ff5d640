//! Results go to standard output, and only results.

use serde_json::{Value, json};

use crate::docs::{Docs, LIST};

#[test]
fn permissions_as_json() {
    let run = Docs::sound().run(&["permissions", "docs", "--operation", "GET /shops/{id}/orders", "--format", "json"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let expected = json!({
        "operations": [{
            "method": "GET",
            "path": "/shops/{shop-id}/orders",
            "schemes": {
                "application": {
                    "status": "supported",
                    "alternatives": [["Order.Read.All"], ["Order.ReadWrite.All"]],
                    "least": ["Order.Read.All"],
                    "notes": [],
                    "source": "api/order-list.md:18",
                },
                "delegated-work": {
                    "status": "supported",
                    "alternatives": [["Order.Read"], ["Order.ReadWrite"]],
                    "least": ["Order.Read"],
                    "notes": [],
                    "source": "api/order-list.md:16",
                },
                "delegated-personal": {
                    "status": "not_supported",
                    "alternatives": [],
                    "least": [],
                    "notes": [],
                    "source": "api/order-list.md:17",
                },
            },
        }],
        "least": { "application": ["Order.Read.All"], "delegated-work": ["Order.Read"], "delegated-personal": [] },
    });
    assert_eq!(answer, expected, "{}", run.stdout);
}

#[test]
fn permissions_of_an_actual_path_and_one_scheme() {
    let arguments = ["permissions", "docs", "--operation", "get /shops/7/orders", "--scheme", "application"];
    let run = Docs::sound().run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Order.Read.All, Order.ReadWrite.All"), "{}", run.stdout);
    assert!(!run.stdout.contains("delegated"), "{}", run.stdout);
}

#[test]
fn inspect_shows_each_fact_with_its_place_and_rule() {
    let docs = Docs::sound();
    let run = docs.run(&["inspect", "docs", "order-list"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "GET /shops/{shop-id}/orders",
        "api/order-list.md:24 (the HTTP request)",
        "a page of microsoft.graph.order",
        "Order.Read.All",
        "api/order-list.md:18 (the table)",
    ] {
        assert!(run.stdout.contains(line), "{line} is not in\n{}", run.stdout);
    }
    let run = docs.run(&["inspect", "docs", "GET /shops/{id}/orders"]);
    assert!(run.stdout.contains("a page of microsoft.graph.order"), "{}", run.stdout);
    let run = docs.run(&["inspect", "docs/v1.0/resources/order.md"]);
    assert!(run.stdout.contains("total") && run.stdout.contains("Int32"), "{}", run.stdout);
}

#[test]
fn inspect_after_a_pass_prints_the_model() {
    let run = Docs::sound().run(&["inspect", "docs", "order-list", "--after", "resolve_types"]);
    let model: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(model["operations"][0]["path"], "/shops/{shop-id}/orders");
}

#[test]
fn exports_to_standard_output_to_a_file_and_to_a_folder() {
    let docs = Docs::sound();
    let run = docs.run(&["export", "openapi", "docs"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let openapi: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(openapi["paths"]["/shops/{shop-id}/orders"]["get"].is_object());
    std::fs::create_dir(docs.path("out")).unwrap();
    assert_eq!(docs.run(&["export", "openapi", "docs", "--out", "out"]).stdout, "");
    assert_eq!(std::fs::read_to_string(docs.path("out/openapi.json")).unwrap(), run.stdout);
    let run = docs.run(&["export", "csv", "docs", "--out", "new/csv"]);
    assert_eq!((run.code, docs.path("new").exists()), (2, false), "{}", run.stderr);
    std::fs::create_dir(docs.path("new")).unwrap();
    for format in ["kibali", "csv", "json"] {
        let run = docs.run(&["export", format, "docs", "--out", &format!("new/{format}")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(std::fs::read_to_string(docs.path(&format!("new/{format}"))).unwrap().contains("Order.Read.All"));
    }
}

#[test]
fn patterns_narrow_the_export() {
    let docs = Docs::sound();
    docs.write("docs/v1.0/api/other.md", LIST.replace("/shops", "/stalls"));
    let run = docs.run(&["export", "json", "docs", "--exclude", "GET /shops/**"]);
    let model: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(!run.stdout.contains("/shops/{shop-id}/orders\""), "{model}");
}

#[test]
fn coverage_tells_what_was_found_and_what_is_missing() {
    let docs = Docs::sound();
    let silent = LIST.replace("orders", "bills").replace("|Application|Order.Read.All, Order.ReadWrite.All|\n", "");
    docs.write("docs/v1.0/api/silent.md", silent);
    let run = docs.run(&["coverage", "docs"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("operation pages") && run.stdout.contains("1 of       2    50.0 %"), "{}", run.stdout);
    assert!(run.stdout.contains("GET /shops/{shop-id}/bills (api/silent.md:"), "{}", run.stdout);
    let report: Value = serde_json::from_str(&docs.run(&["coverage", "docs", "--format", "json"]).stdout).unwrap();
    let facts = report["sets"][0]["facts"].as_array().unwrap();
    let application = facts.iter().find(|row| row["fact"] == "operations: application permissions").unwrap();
    assert_eq!((&application["found"], &application["of"]), (&1.into(), &2.into()));
    let page = docs.run(&["coverage", "docs", "--format", "html"]).stdout;
    assert!(page.starts_with("<!doctype html>") && page.contains("GET /shops/{shop-id}/bills"), "{page}");
}

#[test]
fn two_folders_give_the_same_bytes() {
    let (one, two) = (Docs::sound(), Docs::sound());
    // The order in which files appear in a folder differs, too.
    for name in ["c", "a", "b"] {
        one.write(&format!("docs/v1.0/resources/{name}.md"), crate::docs::ORDER.replace("order", name));
    }
    for name in ["b", "c", "a"] {
        two.write(&format!("docs/v1.0/resources/{name}.md"), crate::docs::ORDER.replace("order", name));
    }
    for format in ["json", "openapi", "kibali", "csv"] {
        assert_eq!(one.run(&["export", format, "docs"]).stdout, two.run(&["export", format, "docs"]).stdout);
    }
}
