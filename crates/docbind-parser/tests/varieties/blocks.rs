use docbind_parser::page::BlockKind;
use docbind_parser::parse;

use crate::outline::outline;

#[test]
fn front_matter_and_sections() {
    let page = "---\r\ntitle: \"Water a bed\"\r\nms.date: 01/02/2026\r\n---\r\n\r\n# Water **a** bed\r\n\r\nGives water.\r\n\r\n## HTTP request\r\n";
    assert_eq!(
        outline(page),
        "title = Water a bed\nms.date = 01/02/2026\nh1 Water a bed\n  text Gives water.\nh2 HTTP request"
    );
}

#[test]
fn tab_headings_end_no_section() {
    let page = "## Example\n\n# [HTTP](#tab/http)\n```http\nGET /beds\n```\n\n# [C#](#tab/csharp)\n\
                [!INCLUDE [code](../includes/snippets/csharp/beds.md)]\n\n---\n\nThat was it.\n";
    assert_eq!(
        outline(page),
        "h2 Example\n  code http line 5: GET /beds @tab http\n  \
         include ../includes/snippets/csharp/beds.md = v1.0/includes/snippets/csharp/beds.md @tab csharp\n  text That was it."
    );
}

#[test]
fn a_tab_group_ends_right_below_an_include() {
    let page = "# [Go](#tab/go)\n[!INCLUDE [code](../includes/snippets/go/beds.md)]\n---\nText\n";
    let expected = "  include ../includes/snippets/go/beds.md = v1.0/includes/snippets/go/beds.md @tab go\n  text Text";
    assert_eq!(outline(page), expected);
}

#[test]
fn a_tab_group_without_end_ends_at_the_next_heading() {
    assert_eq!(outline("# [HTTP](#tab/http)\nA\n\n## B\n\nC\n"), "  text A @tab http\nh2 B\n  text C");
}

#[test]
fn rules_and_underlined_titles() {
    assert_eq!(outline("Beds\n====\n\nText\n\n---\n---\n\nMore.\n---\n"), "h1 Beds\n  text Text\n  text More.");
}

#[test]
fn anchors_before_headings() {
    assert_eq!(outline("<a name=\"request\"></a>\n## Pedido\n\n## <a id='b'></a>Resposta\n"), "h2 Pedido\nh2 Resposta");
}

#[test]
fn headings_without_a_space() {
    assert_eq!(outline("##Re\u{200B}sponse\nText\n\n## Example ##\n"), "h2 Response\n  text Text\nh2 Example");
}

#[test]
fn annotations_bind_over_blank_lines_and_text() {
    let page = "<!-- { \"blockType\": \"ignored\" } -->\n\nText.\n\n```http\nGET /beds\n```\n\n\
                <!--{\n  \"blockType\": \"request\",\n  \"name\": \"a\"\n}-->\n#### Request\n\n- one\n\n```http\nGET /a\n```\n";
    assert_eq!(
        outline(page),
        "  text Text.\n  code http ignored line 6: GET /beds\nh4 Request\n  list one\n  code http request line 18: GET /a"
    );
}

#[test]
fn of_stacked_annotations_the_last_binds() {
    let page =
        "<!-- { \"blockType\": \"ignored\" } -->\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /beds\n```\n";
    assert_eq!(outline(page), "  annotation {\"blockType\":\"ignored\"}\n  code http request line 4: GET /beds");
}

#[test]
fn annotations_do_not_bind_over_tables_and_snippets() {
    let page = "<!-- { \"blockType\": \"ignored\" } -->\n\n|a|\n|-|\n|b|\n\n```http\nGET /beds\n```\n";
    assert!(outline(page).ends_with("  code http line 8: GET /beds"));
}

#[test]
fn annotations_about_the_page_stay_blocks() {
    let page = "<!-- { \"blockType\": \"permissions\", \"name\": \"a\" } -->\n\n<!-- { \"blockType\": \"resource\" } -->\n\
                ```json\n{}\n```\n\n<!-- uuid: 1 -->\n<!-- { \"type\": \"#page.annotation\" } -->\n";
    assert_eq!(
        outline(page),
        "  annotation {\"blockType\":\"permissions\",\"name\":\"a\"}\n  annotation {\"blockType\":\"resource\"}\n  \
         code json resource line 5: {}\n  annotation {\"type\":\"#page.annotation\"}"
    );
}

#[test]
fn comments_hide_what_they_hold() {
    let page =
        "A <!-- hidden --> b.\n\n<!--\n## Hidden\n\n```http\nGET /hidden\n```\n-->\n\n- one\n<!-- - two -->\n- three\n";
    assert_eq!(outline(page), "  text A b.\n  list one / three");
}

#[test]
fn comments_in_code_are_code() {
    let page = "```html\n<!-- shown -->\n```\n\n:::zone pivot=\"a\"\nText\n:::zone-end\n";
    assert_eq!(outline(page), "  code html line 2: <!-- shown -->\n  text Text @zone a");
}

#[test]
fn zone_pivots() {
    let page = "Before\n:::zone target=\"docs\" pivot=\"v1\"\n\n```http\nGET /v1/beds\n```\n\n::: zone-end\n\
                ::: zone pivot='beta'\n- item\n:::zone-end\nAfter\n";
    assert_eq!(
        outline(page),
        "  text Before\n  code http line 5: GET /v1/beds @zone v1\n  list item @zone beta\n  text After"
    );
}

#[test]
fn alerts_and_quotes() {
    let page =
        "> [!NOTE]\n> Water *first*,\n> then dig.\n>\n> - a\n> - b\n\n> **Note:** dig.\n\n> [!Important]\n> Now.\n";
    assert_eq!(
        outline(page),
        "  text [note] Water *first*,⏎then dig.\n  list a / b\n  text [quote] **Note:** dig.\n  text [important] Now."
    );
}

#[test]
fn reference_links() {
    let page =
        "A [bed][], a [plot][bed] and [other].\n\n|Type|\n|-|\n|[Bed][] collection|\n\n[bed]: ../resources/bed.md\n";
    assert_eq!(
        outline(page),
        "  text A [bed](../resources/bed.md), a [plot](../resources/bed.md) and [other].\n  \
         table Type\n    [Bed](../resources/bed.md) collection"
    );
}

#[test]
fn fences_in_list_items() {
    let page = "- One\n  request:\n\n  ```http\n  GET /beds\n  GET /plots\n  ```\n\n- Two\n  1. deep\n\n      ```http\n      GET /deep\n      ```\n";
    assert_eq!(
        outline(page),
        "  list One⏎  request:\n  code http line 5: GET /beds⏎GET /plots\n  list Two / deep\n  code http line 13: GET /deep"
    );
}

#[test]
fn annotations_in_list_items() {
    let page = "- One:\n\n  <!-- {\n    \"blockType\": \"ignored\"\n  } -->\n  ```http\n  GET /beds\n  ```\n";
    assert_eq!(outline(page), "  list One:\n  code http ignored line 7: GET /beds");
}

#[test]
fn spaced_and_indented_fences() {
    let page = "``` http\nGET /beds\n```\n\n  ~~~json\n  {}\n  ~~~\n\n    GET /indented\n";
    assert_eq!(outline(page), "  code http line 2: GET /beds\n  code json line 6: {}\n  code  line 9: GET /indented");
}

#[test]
fn tags_alone_are_nothing() {
    assert_eq!(outline("<br/>\n\n<div class=\"x\">\n\n<p>Text</p>\n\n</div>\n"), "  text <p>Text</p>");
}

#[test]
fn places_count_lines_and_characters() {
    let text = "# Ä\n\n| é | Ñame |\n|---|---|\n| x | ⏎ü |\n";
    let (page, _) = parse("a.md".into(), text, &());
    let BlockKind::Table(table) = &page.sections[1].blocks[0].kind else { panic!() };
    assert_eq!((table.header[1].place.line, table.header[1].place.column), (3, 7));
    assert_eq!((table.rows[0][1].place.line, table.rows[0][1].place.column), (5, 7));
}
