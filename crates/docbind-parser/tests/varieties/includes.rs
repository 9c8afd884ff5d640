use crate::outline::{files, outline_with};

#[test]
fn semantic_includes_are_inlined() {
    let includes = files(&[(
        "v1.0/includes/permissions/bed-permissions.md",
        "---\r\ndescription: \"Generated\"\r\n---\r\n\r\n|Permission type|Least|\r\n|:---|:---|\r\n|Application|Bed.Read|",
    )]);
    let page = "## Permissions\n\n<!-- { \"blockType\": \"permissions\", \"name\": \"bed\" } -->\n\
                [!INCLUDE [permissions-table](../includes/permissions/bed-permissions.md)]\n\n## HTTP request\n";
    let (outline, findings) = outline_with(page, &includes);
    assert_eq!(
        outline,
        "h2 Permissions\n  annotation {\"blockType\":\"permissions\",\"name\":\"bed\"}\n  \
         included table Permission type ¦ Least\n    Application ¦ Bed.Read @file v1.0/includes/permissions/bed-permissions.md\n\
         h2 HTTP request"
    );
    assert!(findings.is_empty());
}

#[test]
fn includes_above_the_set_in_any_case_in_a_quote() {
    let includes = files(&[("includes/clouds.md", "All clouds.\n")]);
    let (outline, findings) = outline_with("> [!include [x](../../includes/clouds.md)]\n", &includes);
    assert_eq!((outline.as_str(), findings.len()), ("  text All clouds. @file includes/clouds.md", 0));
}

#[test]
fn several_includes_and_text_line_on_line() {
    let includes = files(&[("v1.0/includes/a.md", "A\n"), ("v1.0/includes/b.md", "B\n")]);
    let page = "Text\n[!INCLUDE [a](../includes/a.md)]\n[!INCLUDE [b](../includes/b.md)] rest\n";
    let (outline, _) = outline_with(page, &includes);
    assert_eq!(
        outline,
        "  text Text\n  text A @file v1.0/includes/a.md\n  text B @file v1.0/includes/b.md\n  text rest"
    );
}

#[test]
fn includes_amid_text_become_text() {
    let includes = files(&[("v1.0/includes/id.md", "---\ntitle: x\n---\n\nIt *changes*.\n")]);
    let page = "|Name|Text|\n|-|-|\n|id|The id. [!INCLUDE [id](../includes/id.md)] Read-only.|\n";
    let (outline, _) = outline_with(page, &includes);
    assert_eq!(outline, "  table Name ¦ Text\n    id ¦ The id. It *changes*. Read-only.");
}

#[test]
fn missing_includes_are_reported_but_not_missing_snippets() {
    let page = "[!INCLUDE [a](../includes/gone.md)]\n\n[!INCLUDE [b](../includes/snippets/go/gone.md)]\n\n[!INCLUDE [b](../../includes/snippets-sdk-link.md)]\n";
    let (outline, findings) = outline_with(page, &());
    assert_eq!(findings, ["DB101 v1.0/api/page.md:1: the included file `v1.0/includes/gone.md` is not there"]);
    assert_eq!(outline.lines().count(), 3);
    assert!(outline.starts_with("  include ../includes/gone.md = v1.0/includes/gone.md"));
}

#[test]
fn includes_that_lead_outside() {
    for path in ["../../../x.md", "/etc/passwd", "https://example.com/x.md", "..%2f..%2f..%2fx.md", "C:\\x.md"] {
        let (outline, findings) = outline_with(&format!("[!INCLUDE [a]({path})]\n"), &());
        assert!(findings[0].starts_with("DB103 v1.0/api/page.md:1"), "{path}: {findings:?}");
        assert_eq!(outline, format!("  include {path} = ?"));
    }
}

#[test]
fn cycles_are_named() {
    let includes = files(&[
        ("v1.0/includes/a.md", "A\n\n[!INCLUDE [b](b.md)]\n"),
        ("v1.0/includes/b.md", "B\n\n[!INCLUDE [a](a.md)]\n"),
    ]);
    let (outline, findings) = outline_with("[!INCLUDE [a](../includes/a.md)]\n", &includes);
    let expected = "DB102 v1.0/includes/b.md:3: the include leads back to itself: \
                    v1.0/includes/a.md > v1.0/includes/b.md > v1.0/includes/a.md";
    assert_eq!(findings, [expected]);
    assert!(outline.contains("text A") && outline.contains("text B"));
}

#[test]
fn depth_and_size_are_limited() {
    let chain: Vec<_> =
        (0..40).map(|n| (format!("i/{n}.md"), format!("{n}\n\n[!INCLUDE [x]({}.md)]\n", n + 1))).collect();
    let (_, findings) = outline_with(
        "[!INCLUDE [x](../../i/0.md)]\n",
        &chain.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
    );
    assert_eq!(findings, ["DB104 i/15.md:3: includes nest deeper than 16 files"]);

    // Five times a file of four MiB, nearly all of it front matter.
    let large = format!("---\ntitle: {}\n---\n\nText\n", "x".repeat(4 * 1024 * 1024));
    let page = "[!INCLUDE [x](../../large.md)]\n".repeat(5);
    let (outline, findings) = outline_with(&page, &files(&[("large.md", &large)]));
    assert_eq!(findings.len(), 2);
    assert_eq!(findings.first().unwrap(), "DB104 v1.0/api/page.md:4: the page's includes exceed 16 MiB");
    assert_eq!(outline.matches("text Text").count(), 3);
}

#[test]
fn a_bomb_of_includes_ends() {
    let bomb: std::collections::BTreeMap<_, _> =
        (0..10).map(|n| (format!("i/{n}.md"), format!("[!INCLUDE [x]({}.md)]\n", n + 1).repeat(100))).collect();
    let (_, findings) = outline_with("[!INCLUDE [x](../../i/0.md)]\n", &bomb);
    assert!(findings.iter().any(|finding| finding.starts_with("DB104")), "{findings:?}");
}
