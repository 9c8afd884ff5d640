//! What a page is, by its content.

use docbind_ir::{Code, Diagnostic, PageKind, Rule};

use super::Facts;
use super::outline::{Outline, Part};
use crate::dialect::front_matter::{Announced, announced};
use crate::page::{BlockKind, Page};

/// The kind of a page, with a finding when the page announces one that it does not have.
///
/// A page in zones may say everything to readers of another version alone.
pub(super) fn kind(
    page: &Page<'_>,
    outline: &Outline<'_, '_>,
    facts: &Facts,
    in_zones: bool,
    findings: &mut Vec<Diagnostic>,
) -> PageKind {
    if !facts.operations.is_empty() {
        return PageKind::Operation;
    }
    if !facts.permissions.is_empty() {
        return PageKind::Permissions;
    }
    if !facts.types.is_empty() {
        return PageKind::Resource;
    }
    if !facts.enums.is_empty() {
        return PageKind::Enum;
    }
    if page.front_matter("external help file").is_some() || page.front_matter("Module Name").is_some() {
        return PageKind::Cmdlet;
    }
    let source = page.title().map_or_else(Default::default, |title| title.place.source(Rule::Heading));
    if !in_zones && is_built_as_operation(page, outline) {
        if !findings.iter().any(|finding| matches!(finding.code, Code::BrokenRequest | Code::WrongHost)) {
            let finding =
                Diagnostic::new(Code::NoRequest, source, "the page documents an operation, but lists no request");
            findings
                .push(finding.help("show the method and the path in a code block below the heading `HTTP request`"));
        }
        return PageKind::Operation;
    }
    if !in_zones && titled_as_type(page) && !has_table(page) {
        let message = "the page announces a type, but has no table of properties or members";
        findings.push(Diagnostic::new(Code::NothingExtracted, source, message));
    } else if !in_zones && announced(page) == Announced::Operation && is_empty(page) {
        let message = "the page announces an operation, but holds none";
        findings.push(Diagnostic::new(Code::NothingExtracted, source, message));
    }
    PageKind::Conceptual
}

/// Whether the page has the parts of an operation, be it without a request.
pub(super) fn is_built_as_operation(page: &Page<'_>, outline: &Outline<'_, '_>) -> bool {
    let announced = announced(page);
    if announced == Announced::Article {
        return false;
    }
    let api_page = announced == Announced::Operation;
    let (permissions, response) = (outline.has(Part::Permissions), outline.has(Part::Response));
    (outline.has(Part::Request) && (permissions || response || api_page)) || (api_page && permissions && response)
}

/// Whether the title calls the page that of a type.
fn titled_as_type(page: &Page<'_>) -> bool {
    let title = page.title().map(|title| title.heading.to_lowercase()).unwrap_or_default();
    ["resource type", "enum type", "complex type"].iter().any(|words| title.ends_with(words))
}

/// Whether no section but the first has a block: a page that waits for its content.
fn is_empty(page: &Page<'_>) -> bool {
    page.sections.iter().filter(|section| section.level > 1).all(|section| section.blocks.is_empty())
}

fn has_table(page: &Page<'_>) -> bool {
    page.sections.iter().flat_map(|section| &section.blocks).any(|block| matches!(block.kind, BlockKind::Table(_)))
}
