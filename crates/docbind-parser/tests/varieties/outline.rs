//! A page's blocks as lines that read well in a test.

use std::collections::BTreeMap;

use docbind_ir::Diagnostic;
use docbind_parser::page::{Block, BlockKind, Page, Table};
use docbind_parser::{Includes, parse};

/// The outline of a page at `api/page.md` without includes.
pub(crate) fn outline(text: &str) -> String {
    let (outline, findings) = outline_with(text, &());
    assert!(findings.is_empty(), "{findings:#?}");
    outline
}

/// The outline and the findings as `CODE line: message`.
pub(crate) fn outline_with(text: &str, includes: &dyn Includes) -> (String, Vec<String>) {
    let (page, findings) = parse("v1.0/api/page.md".into(), text, includes);
    (render(&page), findings.iter().map(finding).collect())
}

pub(crate) fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn finding(finding: &Diagnostic) -> String {
    let source = &finding.primary.source;
    format!("{} {}:{}: {}", finding.code, source.file, source.line, finding.message)
}

fn render(page: &Page<'_>) -> String {
    let mut lines = Vec::new();
    for entry in &page.front_matter {
        lines.push(format!("{} = {}", entry.key, entry.value));
    }
    for section in &page.sections {
        if section.level > 0 {
            lines.push(format!("h{} {}", section.level, section.heading));
        }
        section.blocks.iter().for_each(|block| render_block(page, block, &mut lines));
    }
    lines.join("\n")
}

fn render_block(page: &Page<'_>, block: &Block<'_>, lines: &mut Vec<String>) {
    let mut marks = String::new();
    if let Some(tab) = &block.tab {
        marks += &format!(" @tab {tab}");
    }
    if let Some(zone) = &block.zone {
        marks += &format!(" @zone {zone}");
    }
    if block.place.file != page.file {
        marks += &format!(" @file {}", block.place.file);
    }
    let line = match &block.kind {
        BlockKind::Text(text) => {
            let alert = text.alert.as_deref().map_or(String::new(), |alert| format!("[{alert}] "));
            format!("text {alert}{}", text.markdown.replace('\n', "⏎"))
        }
        BlockKind::List(items) => {
            let items: Vec<_> = items.iter().map(|item| item.markdown.replace('\n', "⏎")).collect();
            format!("list {}", items.join(" / "))
        }
        BlockKind::Code(code) => {
            let annotation = code
                .annotation
                .as_ref()
                .map_or(String::new(), |annotation| format!(" {}", annotation.block_type().unwrap_or_default()));
            format!("code {}{annotation} line {}: {}", code.language, code.place.line, code.text.replace('\n', "⏎"))
        }
        BlockKind::Annotation(annotation) => {
            format!("annotation {}", serde_json::Value::Object(annotation.json.clone()))
        }
        BlockKind::Include(include) => {
            format!("include {} = {}", include.path, include.resolved.as_deref().unwrap_or("?"))
        }
        BlockKind::Table(table) => render_table(table),
    };
    lines.push(format!("  {line}{marks}"));
}

fn render_table(table: &Table<'_>) -> String {
    let row = |row: &Vec<docbind_parser::page::Cell<'_>>| {
        row.iter().map(|cell| &*cell.markdown).collect::<Vec<_>>().join(" ¦ ")
    };
    let rows = table.rows.iter().map(|cells| format!("\n    {}", row(cells))).collect::<String>();
    let kind = if table.included { "included table" } else { "table" };
    format!("{kind} {}{rows}", row(&table.header))
}
