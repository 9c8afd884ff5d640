//! `docbind generate`: what it writes, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::docs::{Docs, LIST, ORDER};

/// The files below a folder with their content.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_crate_with_its_runtime() {
    let docs = Docs::sound();
    let run = docs.run(&["generate", "docs", "--out", "deep/shop", "--deny", "warnings"]);
    assert_eq!((run.code, &*run.stdout), (0, ""), "{}", run.stderr);
    for row in ["pages read                           2", "operations                           1"] {
        assert!(run.stderr.contains(row), "{}", run.stderr);
    }
    let files = tree(&docs.path("deep/shop"));
    for file in ["Cargo.toml", "README.md", "PERMISSIONS.md", "docbind.lock", "src/lib.rs", "runtime/src/lib.rs"] {
        assert!(files.contains_key(file), "{file} is missing among {:?}", files.keys());
    }
    let all: Vec<u8> = files.into_values().flatten().collect();
    let root = docs.path("").to_str().unwrap().trim_end_matches('/').to_owned();
    assert!(!String::from_utf8_lossy(&all).contains(&root), "an absolute path is in the output");
    assert_eq!(fs::read_dir(docs.path("deep")).unwrap().count(), 1, "a temporary folder is left");
}

#[test]
fn patterns_that_leave_nothing_are_an_error_and_cost_no_output() {
    let docs = Docs::sound();
    let generate = |more: &[&str]| docs.run(&[&["generate", "docs", "--out", "shop", "--quiet"], more].concat());
    assert_eq!(generate(&[]).code, 0);
    let before = tree(&docs.path("shop"));
    for (more, message) in [
        (
            &["--include", "/shop/**", "--include", "/shops/**"][..],
            "no operation fits `/shop/**`; the nearest is `GET /shops/{shop-id}/orders`",
        ),
        (&["--exclude", "/shops/**"], "no operation is left without those that fit `/shops/**`"),
    ] {
        let run = generate(more);
        assert_eq!((run.code, &*run.stderr), (2, &*format!("error: {message}\n")));
    }
    assert_eq!(tree(&docs.path("shop")), before);
}

#[test]
fn tests_of_the_examples_come_when_they_are_asked_for_and_go_when_they_are_not() {
    let docs = Docs::sound();
    let generate = |more: &[&str]| {
        let run = docs.run(&[&["generate", "docs", "--out", "shop", "--quiet"], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        tree(&docs.path("shop"))
    };
    let files = generate(&["--with-tests"]);
    let lines = String::from_utf8_lossy(&files["tests/examples/areas/shops.jsonl"]);
    assert_eq!(lines.lines().count(), 2, "the request and the response: {lines}");
    assert!(lines.contains("\"path\":\"/shops/7/orders\"") && !lines.contains("ignored"), "{lines}");
    let calls = String::from_utf8_lossy(&files["tests/examples/areas/shops.rs"]);
    assert!(calls.contains("client.shops().by_id(\"7\").orders().list().build()?"), "{calls}");
    assert!(!generate(&[]).keys().any(|path| path.starts_with("tests/")));
}

#[test]
fn the_same_pages_give_the_same_bytes_and_a_second_run_writes_nothing() {
    let (one, two) = (Docs::sound(), Docs::sound());
    for (docs, names) in [(&one, ["a", "b"]), (&two, ["b", "a"])] {
        for name in names {
            docs.write(&format!("docs/v1.0/api/{name}.md"), LIST.replace("orders", &format!("{name}s")));
        }
        assert_eq!(docs.run(&["generate", "docs", "--out", "shop", "--quiet"]).code, 0);
    }
    assert_eq!(tree(&one.path("shop")), tree(&two.path("shop")));
    let time = |docs: &Docs| fs::metadata(docs.path("shop")).unwrap().modified().unwrap();
    let before = time(&one);
    let run = one.run(&["generate", "docs", "--out", "shop"]);
    assert!(run.stderr.contains("nothing changed"), "{}", run.stderr);
    assert_eq!(time(&one), before);
}

#[test]
fn check_tells_a_stale_output_from_a_fresh_one_and_writes_nothing() {
    let docs = Docs::sound();
    let arguments = ["generate", "docs", "--out", "shop", "--quiet"];
    let check = ["generate", "docs", "--out", "shop", "--quiet", "--check"];
    assert_eq!(docs.run(&check).code, 1);
    assert!(!docs.path("shop").exists());
    assert_eq!(docs.run(&arguments).code, 0);
    assert_eq!(docs.run(&check).code, 0);
    fs::write(docs.path("shop/src/lib.rs"), "// edited").unwrap();
    let run = docs.run(&check);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("different: src/lib.rs"), "{}", run.stderr);
    assert!(run.stderr.contains("\n-// edited\n"), "{}", run.stderr);
    let run = docs.run(&arguments);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("src/lib.rs") && run.stderr.contains("--force"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(docs.path("shop/src/lib.rs")).unwrap(), "// edited");
    assert_eq!(docs.run(&[&arguments[..], &["--force"]].concat()).code, 0);
    assert_eq!(docs.run(&check).code, 0);
    docs.write("docs/v1.0/resources/order.md", ORDER.replace("total", "price"));
    assert_eq!(docs.run(&check).code, 1);
}

#[test]
fn a_run_after_which_nothing_changed_reads_no_page_and_one_after_a_change_does() {
    let docs = Docs::sound();
    docs.write("docs/v1.0/api/other.md", LIST.replace("orders", "bills") + "\n[!INCLUDE [x](../includes/none.md)]\n");
    let arguments = ["generate", "docs", "--out", "shop"];
    let first = docs.run(&arguments);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let caches = || fs::read_dir(docs.path("cache")).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let before = tree(&docs.path("shop"));
    let second = docs.run(&arguments);
    assert!(second.stderr.contains("nothing changed") && second.stderr.contains("warning[DB101]"), "{}", second.stderr);
    assert_eq!(docs.run(&[&arguments[..], &["--deny", "DB101"]].concat()).code, 1);
    assert_eq!(tree(&docs.path("shop")), before);

    let newer = ORDER.replace("total", "price");
    docs.write("docs/v1.0/resources/order.md", &newer);
    assert!(docs.run(&arguments).stderr.contains("added"));
    // The same length, and a time that lies in the past.
    docs.write("docs/v1.0/resources/order.md", newer.replace("price", "pride"));
    let page = fs::File::options().write(true).open(docs.path("docs/v1.0/resources/order.md")).unwrap();
    page.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    drop(page);
    assert_eq!(docs.run(&arguments).code, 0);
    let model = fs::read_to_string(docs.path("shop/src/models/order.rs")).unwrap();
    assert!(model.contains("pride") && !model.contains("price"), "{model}");

    docs.write("docs/v1.0/includes/none.md", "There now.\n");
    assert!(!docs.run(&arguments).stderr.contains("DB101"), "an include that appears is read");
    docs.write("docs/v1.0/api/new.md", LIST.replace("orders", "news"));
    docs.run(&arguments);
    assert!(fs::read_to_string(docs.path("shop/src/shops/mod.rs")).unwrap().contains("news"));
    for cache in caches() {
        let mut bytes = fs::read(&cache).unwrap();
        let last = bytes.len() - 2;
        bytes[last] ^= 1;
        fs::write(&cache, bytes).unwrap();
    }
    fs::remove_file(docs.path("docs/v1.0/api/new.md")).unwrap();
    docs.run(&arguments);
    assert!(!fs::read_to_string(docs.path("shop/src/shops/mod.rs")).unwrap().contains("news"));
}

#[test]
fn what_would_be_taken_is_listed_and_each_line_is_a_pattern() {
    let docs = Docs::sound();
    docs.write(
        "docs/v1.0/api/path.md",
        LIST.replace("/shops/{shop-id}/orders", "/shops/{id}/root:/{item-path}:/content"),
    );
    docs.write("docs/v1.0/api/call.md", LIST.replace("/shops/{shop-id}/orders", "/shops/recent(from={from},to={to})"));
    docs.write("docs/v1.0/api/key.md", LIST.replace("/shops/{shop-id}/orders", "/shops(code='{code}')/orders"));
    let run = docs.run(&["generate", "docs", "--list"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 4, "{}", run.stdout);
    let one = docs.run(&["generate", "docs", "--list", "--include", "/shops/recent(to={to},from={from})"]);
    assert_eq!(one.stdout.lines().count(), 1, "{}", one.stderr);
    for line in run.stdout.lines() {
        let again = docs.run(&["generate", "docs", "--list", "--include", line]);
        assert!(again.stdout.lines().any(|taken| taken == line), "{line}: {}", again.stderr);
    }
    assert!(!docs.path("shop").exists());
}

#[test]
fn findings_are_about_what_was_asked_for() {
    let docs = Docs::sound();
    let faulty = LIST.replace("orders", "bills") + "\n[!INCLUDE [x](../includes/none.md)]\n";
    docs.write("docs/v1.0/api/faulty.md", faulty);
    let generate = |more: &[&str]| docs.run(&[&["generate", "docs", "--out", "shop"], more].concat());
    let run = generate(&["--include", "GET /shops/{id}/orders", "--deny", "warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("DB101") && run.stderr.contains("on other pages"), "{}", run.stderr);
    let run = generate(&["--deny", "DB404", "--deny", "missing-include"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error: 1 finding is denied: DB101 (1)"), "{}", run.stderr);
    let run = generate(&["--deny", "warnings", "--allow", "DB101"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("DB101"), "{}", run.stderr);
    assert_eq!(generate(&["--deny", "DB999"]).code, 2);
    assert_eq!(generate(&["--deny", "DB101", "--allow", "DB101"]).code, 2);
}

#[test]
fn operations_that_are_gone_take_their_files_with_them_and_others_files_stay() {
    let docs = Docs::sound();
    docs.write("docs/v1.0/api/other.md", LIST.replace("/shops", "/stalls"));
    let arguments = ["generate", "docs", "--out", "shop", "--quiet"];
    assert_eq!(docs.run(&arguments).code, 0);
    docs.write("shop/notes.txt", "mine");
    let before = tree(&docs.path("shop")).len();
    fs::remove_file(docs.path("docs/v1.0/api/other.md")).unwrap();
    assert_eq!(docs.run(&arguments).code, 0);
    let after = tree(&docs.path("shop"));
    assert!(after.len() < before, "{:?}", after.keys());
    assert!(after.contains_key("notes.txt"));
    assert!(!after.keys().any(|file| file.contains("stalls")), "{:?}", after.keys());
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_alone() {
    let docs = Docs::sound();
    docs.write("mine/thesis.tex", "years of work");
    let run = docs.run(&["generate", "docs", "--out", "mine"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("docbind did not write it"), "{}", run.stderr);
    assert_eq!(tree(&docs.path("mine")).len(), 1);
    docs.write("file", "not a folder");
    assert_eq!(docs.run(&["generate", "docs", "--out", "file"]).code, 1);
    assert_eq!(docs.run(&["generate", "docs", "--out", "file/below"]).code, 1);
    assert_eq!(fs::read_to_string(docs.path("file")).unwrap(), "not a folder");
}

#[test]
fn names_that_are_no_crates_and_runtimes_that_are_not_there() {
    let docs = Docs::sound();
    for (arguments, hint) in [
        (&["--name", "../x"][..], "name for a crate"),
        (&["--name", "a b"], "name for a crate"),
        (&["--name", "std"], "name for a crate"),
        (&["--name", "proc-macro"], "name for a crate"),
        (&["--name", "async"], "name for a crate"),
        (&["--name", "docbind-runtime"], "name for a crate"),
        (&["--runtime", "no/such/folder"], "no package at the runtime's path"),
    ] {
        let run = docs.run(&[&["generate", "docs", "--out", "shop"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(hint), "{}", run.stderr);
        assert!(!docs.path("shop").exists());
    }
}

#[test]
fn a_runtime_is_named_relative_to_the_crate() {
    let docs = Docs::sound();
    docs.write("crates/runtime/Cargo.toml", "");
    let arguments =
        ["generate", "docs", "--out", "generated/shop", "--runtime", "crates/runtime", "--member", "--quiet"];
    assert_eq!(docs.run(&arguments).code, 0);
    let manifest = fs::read_to_string(docs.path("generated/shop/Cargo.toml")).unwrap();
    assert!(manifest.contains("path = \"../../crates/runtime\""), "{manifest}");
    assert!(!manifest.contains("[workspace]"), "{manifest}");
}

#[test]
fn docbind_toml_names_crates_and_its_mistakes_are_told() {
    let docs = Docs::sound();
    docs.write("docs/v1.0/api/other.md", LIST.replace("orders", "refunds"));
    docs.write(
        "docbind.toml",
        "[[crate]]\nname = \"one\"\ndocs = \"docs\"\n\n[[crate]]\nname = \"two\"\ndocs = \"docs\"\nout = \"out/two\"\n\
         base-url = \"https://shop.example/v7\"\nexclude = [\"/shops/**/refunds\"]\nruntime = \"0.1\"\n",
    );
    let run = docs.run(&["generate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(docs.path("one/runtime/Cargo.toml").exists() && docs.path("out/two/src/lib.rs").exists());
    assert!(!docs.path("out/two/runtime").exists());
    let all: Vec<u8> = tree(&docs.path("out/two")).into_values().flatten().collect();
    assert!(String::from_utf8_lossy(&all).contains("https://shop.example/v7"));
    assert_eq!(docs.run(&["generate", "--check"]).code, 0);
    for (text, hint) in [("[[crate]]\ndocs = 1", "docbind.toml"), ("", "[[crate]]"), ("[[crate]]\nnam = \"x\"", "nam")]
    {
        docs.write("docbind.toml", text);
        let run = docs.run(&["generate"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(hint), "{}", run.stderr);
    }
}

#[test]
fn only_the_first_findings_of_a_kind_are_printed() {
    let docs = Docs::sound();
    for number in 0..5 {
        let page = LIST.replace("orders", &format!("orders{number}"));
        docs.write(&format!("docs/v1.0/api/{number}.md"), page + "\n[!INCLUDE [x](../includes/none.md)]\n");
    }
    let run = docs.run(&["generate", "docs", "--out", "shop", "--message-format", "short"]);
    assert_eq!(run.stderr.matches("warning[DB101]").count(), 3, "{}", run.stderr);
    assert!(run.stderr.contains("DB101 missing-include              5"), "{}", run.stderr);
    let run = docs.run(&["generate", "docs", "--out", "shop", "--quiet"]);
    assert_eq!(run.stderr, "");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_the_old_output_or_the_new_one() {
    use std::process::{Command, Stdio};
    let docs = Docs::sound();
    let arguments = ["generate", "docs", "--out", "shop", "--quiet"];
    assert_eq!(docs.run(&arguments).code, 0);
    let old = tree(&docs.path("shop"));
    docs.write("docs/v1.0/resources/order.md", ORDER.replace("total", "price"));
    assert_eq!(docs.run(&["generate", "docs", "--out", "copy/shop", "--quiet"]).code, 0);
    let new = tree(&docs.path("copy/shop"));
    for round in 0..20 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_docbind"))
            .args(arguments)
            .current_dir(docs.path(""))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(round * 2));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = tree(&docs.path("shop"));
        assert!(now == old || now == new, "killed after {} ms: {:?}", round * 2, now.keys());
    }
    assert_eq!(docs.run(&arguments).code, 0);
    assert_eq!(tree(&docs.path("shop")), new);
}

#[test]
fn overrides_hold_in_place_of_the_pages_and_are_told_when_they_are_not_needed() {
    let docs = Docs::sound();
    docs.write("docbind.toml", "[[crate]]\nname = \"shop\"\ndocs = \"docs\"\noverrides = \"facts.toml\"\n");
    let property = "[[override]]\nproperty = \"microsoft.graph.order.total\"\nreason = \"Sums are large.\"\n";
    let operation = "[[override]]\noperation = \"GET /shops/{id}/orders\"\nreason = \"Tried out.\"\n";
    docs.write(
        "facts.toml",
        format!(
            "{property}type = \"Int64\"\n{operation}permissions.application = [\"Shop.Read.All and Order.Read.All\"]\n"
        ),
    );
    let run = docs.run(&["generate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let model = fs::read_to_string(docs.path("shop/src/models/order.rs")).unwrap();
    assert!(model.contains("pub total: Option<i64>"), "{model}");
    assert!(fs::read_to_string(docs.path("shop/PERMISSIONS.md")).unwrap().contains("Shop.Read.All"));
    assert!(!run.stderr.contains("no longer needed"), "{}", run.stderr);

    docs.write("facts.toml", format!("{property}type = \"Int32\"\n"));
    let run = docs.run(&["generate"]);
    assert!(run.stderr.contains("`microsoft.graph.order.total` is no longer needed"), "{}", run.stderr);
    for (text, hint) in [
        ("[[override]]\noperation = \"GET /shop\"\nreason = \"x\"\nbody = \"none\"\n", "the nearest is `GET /shops/"),
        ("[[override]]\nproperty = \"microsoft.graph.order.sum\"\ntype = \"Int32\"\nreason = \"x\"\n", "order.sum"),
        ("[[override]]\nproperty = \"microsoft.graph.order.total\"\ntype = \"Sum\"\nreason = \"x\"\n", "`Sum`"),
        ("[[override]]\nproperty = \"microsoft.graph.order.total\"\ntype = \"Int32\"\nreason = \" \"\n", "no reason"),
        ("[[override]]\nproperty = \"microsoft.graph.order.total\"\ntype = \"Int32\"\n", "reason"),
    ] {
        docs.write("facts.toml", text);
        let run = docs.run(&["generate"]);
        assert_eq!(run.code, 2, "{text}: {}", run.stderr);
        assert!(run.stderr.contains(hint), "{text}: {}", run.stderr);
    }
}

#[test]
fn attributes_go_to_the_types_and_fields_that_are_named() {
    let docs = Docs::sound();
    let settings = |attribute: &str| {
        let table = format!("type-attributes = {{ \"microsoft.graph\" = {attribute:?} }}\n");
        let fields = "field-attributes = { \"order.total\" = \"#[doc(alias = \\\"sum\\\")]\" }\n";
        format!("[[crate]]\nname = \"shop\"\ndocs = \"docs\"\n{table}{fields}")
    };
    docs.write("docbind.toml", settings("#[must_use]"));
    let run = docs.run(&["generate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let model = fs::read_to_string(docs.path("shop/src/models/order.rs")).unwrap();
    assert!(model.contains("#[must_use]\n#[non_exhaustive]\npub struct Order"), "{model}");
    assert!(model.contains("#[doc(alias = \"sum\")]\n    pub total"), "{model}");
    docs.write("docbind.toml", settings("derive(Hash)"));
    let run = docs.run(&["generate"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("`derive(Hash)` is no attribute"), "{}", run.stderr);
}

#[test]
fn the_operations_that_sources_call_are_taken() {
    let docs = Docs::sound();
    docs.write("docs/v1.0/api/other.md", LIST.replace("orders", "refunds"));
    docs.write(
        "src/main.rs",
        "use shop::prelude::*;\nasync fn orders(client: Client) {\n    client.shops().by_id(\"7\").orders().list().await;\n}\n",
    );
    let run = docs.run(&["generate", "docs", "--out", "shop", "--include-used", "src"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let operations = || fs::read_to_string(docs.path("shop/PERMISSIONS.md")).unwrap();
    assert!(operations().contains("/orders") && !operations().contains("/refunds"), "{}", operations());
    let source = fs::read_to_string(docs.path("src/main.rs")).unwrap();
    docs.write("src/main.rs", source.replace("orders().list", "refunds().list"));
    assert_eq!(docs.run(&["generate", "docs", "--out", "shop", "--include-used", "src"]).code, 0);
    assert!(!operations().contains("/orders") && operations().contains("/refunds"), "{}", operations());
    docs.write("src/main.rs", "fn main() {}\n");
    let run = docs.run(&["generate", "docs", "--out", "shop", "--include-used", "src"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("src calls no documented operation"), "{}", run.stderr);
}
