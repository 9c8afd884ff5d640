use crate::outline::{outline, outline_with};

/// The outline of a page that has one finding, which must be about a table.
fn repaired(text: &str) -> String {
    let (outline, findings) = outline_with(text, &());
    assert!(matches!(findings.as_slice(), [finding] if finding.starts_with("DB202")), "{findings:?}");
    outline
}

#[test]
fn ordinary_tables() {
    let page = "|Name|Type|\n|:---|---:|\n| `a` | [bed](bed.md) |\n| | |\n||x|\n\nAfter.\n";
    assert_eq!(outline(page), "  table Name ¦ Type\n    `a` ¦ [bed](bed.md)\n     ¦ x\n  text After.");
}

#[test]
fn without_outer_pipes() {
    assert_eq!(outline("Member | Value\n--- | ---\na | 1\n"), "  table Member ¦ Value\n    a ¦ 1");
    assert_eq!(outline("| Member\n|:------\n| unknown\n| none\n"), "  table Member\n    unknown\n    none");
}

#[test]
fn text_right_above_and_below() {
    let page = "Text:\n|a|b|\n|-|-|\n|c|d|\nMore text.\n";
    assert_eq!(outline(page), "  text Text:\n  table a ¦ b\n    c ¦ d\n  text More text.");
}

#[test]
fn escaped_pipes_and_odd_spaces() {
    let page = "|a|b|\n|-|-|\n|\u{A0}x\u{200B}|one \\| two\u{A0}three|\n";
    assert_eq!(outline(page), "  table a ¦ b\n    x ¦ one | two three");
}

#[test]
fn short_rows() {
    assert_eq!(outline("|a|b|c|\n|-|-|-|\n|**Group**|\n|d|e|f|\n"), "  table a ¦ b ¦ c\n    **Group**\n    d ¦ e ¦ f");
}

#[test]
fn commented_rows() {
    let page = "|a|b|\n|-|-|\n|c|d|\n<!-- |hidden|x| -->\n|e|f|\n";
    assert_eq!(outline(page), "  table a ¦ b\n    c ¦ d\n    e ¦ f");
    let page = "|a|b|\n|-|-|\n|c|d <!-- x | y -->|\n|e|f|\n";
    assert_eq!(outline(page), "  table a ¦ b\n    c ¦ d\n    e ¦ f");
}

#[test]
fn a_delimiter_row_of_another_width() {
    assert_eq!(repaired("|a|b|\n|-|-|-|\n|c|d|\n"), "  table a ¦ b\n    c ¦ d");
    assert_eq!(repaired("|a|b|c|\n|-|-|\n|d|e|f|\n"), "  table a ¦ b ¦ c\n    d ¦ e ¦ f");
}

#[test]
fn no_delimiter_row() {
    assert_eq!(repaired("|a|b|\n|c|d|\n"), "  table a ¦ b\n    c ¦ d");
    assert_eq!(outline("Write `a|b`\nor c.\n"), "  text Write `a|b`⏎or c.");
}

#[test]
fn pipes_in_code_and_text() {
    assert_eq!(repaired("|a|b|\n|-|-|\n|x|like `1|2`|\n"), "  table a ¦ b\n    x ¦ like `1|2`");
    assert_eq!(repaired("|a|b|c|\n|-|-|-|\n|x|y|(*.p | *.q)|\n"), "  table a ¦ b ¦ c\n    x ¦ y ¦ (*.p | *.q)");
}

#[test]
fn rows_broken_over_two_lines() {
    assert_eq!(repaired("|a|b|c|\n|-|-|-|\n|x|y|one,\ntwo|\n"), "  table a ¦ b ¦ c\n    x ¦ y ¦ one, two");
    assert_eq!(repaired("|a|b|c|\n|-|-|-|\n|x|y\n | z |\n"), "  table a ¦ b ¦ c\n    x ¦ y ¦ z");
}

#[test]
fn an_empty_line_in_the_table() {
    assert_eq!(repaired("|a|b|\n|-|-|\n|c|d|\n\n|e|f|\n"), "  table a ¦ b\n    c ¦ d\n    e ¦ f");
}

#[test]
fn indented_as_code() {
    assert_eq!(outline("    |a|b|\n    |-|-|\n    |c|d|\n"), "  table a ¦ b\n    c ¦ d");
}

#[test]
fn in_quotes_and_items() {
    assert_eq!(outline("> |a|b|\n> |-|-|\n> |c|d|\n"), "  table a ¦ b\n    c ¦ d");
    assert_eq!(outline("- Item:\n\n  |a|b|\n  |-|-|\n  |c|d|\n"), "  list Item:\n  table a ¦ b\n    c ¦ d");
}
