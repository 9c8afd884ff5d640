//! A page that cannot be understood costs that page only, and says so.

use crate::docs::{Docs, LIST};

/// Lints a set with one more page and expects this code on it.
fn expect(name: &str, content: impl AsRef<[u8]>, code: &str) {
    let docs = Docs::sound();
    docs.write(&format!("docs/v1.0/api/{name}.md"), content);
    let run = docs.run(&["lint", "docs", "--format", "short"]);
    assert_eq!(run.code, 0, "{name}: {}", run.stderr);
    let is_found = run.stdout.lines().any(|line| line.contains(&format!("{name}.md:")) && line.contains(code));
    assert!(is_found, "{name}: no {code} in\n{}", run.stdout);
    let run = docs.run(&["export", "openapi", "docs"]);
    assert!(run.stdout.contains("/shops/{shop-id}/orders"), "{name}: the sound page is lost");
}

#[test]
fn pages_that_are_not_what_they_should_be() {
    let page = LIST.replace("orders", "things");
    let mut latin = page.clone().into_bytes();
    latin.extend(b"\nCaf\xe9\n");
    expect("latin", latin, "DB001");
    expect("missing-include", page.clone() + "\n[!INCLUDE [x](../includes/none.md)]\n", "DB101");
    expect("outside", page.clone() + "\n[!INCLUDE [x](../../../../../etc/passwd)]\n", "DB103");
    expect("open-fence", page.clone() + "\n```json\n{ \"a\": 1 }\n", "DB005");
    expect("open-matter", "---\ntitle: x\n\n# List\n\n## HTTP request\n\n```http\nGET /a\n```\n", "DB004");
    expect("annotation", page.replace("{ \"blockType\": \"ignored\" }", "{ \"blockType: ignored, ]["), "DB201");
}

#[test]
fn an_include_that_leads_back_to_itself() {
    let docs = Docs::sound();
    docs.write("docs/v1.0/includes/a.md", "[!INCLUDE [b](b.md)]\n");
    docs.write("docs/v1.0/includes/b.md", "[!INCLUDE [a](a.md)]\n");
    docs.write("docs/v1.0/api/loop.md", LIST.replace("orders", "loops") + "\n[!INCLUDE [a](../includes/a.md)]\n");
    let run = docs.run(&["lint", "docs", "--format", "short"]);
    assert!(run.stdout.contains("DB102"), "{}", run.stdout);
}

#[test]
fn what_pages_say_cannot_steer_the_terminal() {
    let docs = Docs::sound();
    let hostile = "\u{1b}]52;c;aGk=\u{7}\u{202e}\u{9b}31m";
    let page = LIST.replace("GET /shops", &format!("GET /{hostile}"))
        + &format!("\n[!INCLUDE [{hostile}](../includes/{hostile}.md)]\n");
    docs.write("docs/v1.0/api/hostile.md", page);
    for arguments in [
        &["lint", "docs"][..],
        &["lint", "docs", "--format", "short"],
        &["lint", "docs", "--format", "json"],
        &["lint", "docs", "--format", "sarif"],
        &["inspect", "docs", "hostile"],
        &["permissions", "docs"],
        &["permissions", "docs", "--format", "json"],
        &["export", "csv", "docs", "--out", "x.csv"],
    ] {
        let run = docs.run(arguments);
        let printed = run.stdout + &run.stderr;
        for c in ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'] {
            assert!(!printed.contains(c), "{arguments:?} prints {:?}:\n{printed:?}", c);
        }
    }
}

#[cfg(unix)]
#[test]
fn links_to_files_elsewhere_are_not_followed() {
    let docs = Docs::sound();
    docs.write("elsewhere/secret.md", LIST.replace("orders", "secrets"));
    let link = docs.path("docs/v1.0/api/link.md");
    std::os::unix::fs::symlink(docs.path("elsewhere/secret.md"), link).unwrap();
    let run = docs.run(&["lint", "docs", "--format", "short"]);
    assert!(run.stdout.contains("link.md:1:1: warning[DB008]"), "{}", run.stdout);
    assert!(!docs.run(&["export", "openapi", "docs"]).stdout.contains("secrets"));
}
