//! What a page is, by its content.

use docbind_ir::{Code, Diagnostic, PageKind, Rule};

use super::Facts;
use super::outline::{Outline, Part};
use crate::page::Page;

/// The kind of a page, with a finding when the page announces one that it does not have.
pub(super) fn kind(
    page: &Page<'_>,
    outline: &Outline<'_, '_>,
    facts: &Facts,
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
    let source = page.title().map_or_else(Default::default, |title| title.place.source(Rule::Heading));
    let reported = findings.iter().any(|finding| finding.code == Code::BrokenRequest);
    let operation = outline.has(Part::Permissions) || outline.has(Part::Response) || announces(page, "apipagetype");
    if outline.has(Part::Request) && operation {
        if !reported {
            let finding = Diagnostic::new(
                Code::NoRequest,
                source,
                "the page has a section for HTTP requests, but no request in it",
            );
            findings.push(finding.help("write the request in a code block: the method, a space and the path"));
        }
        return PageKind::Operation;
    }
    if announces(page, "apipagetype") && outline.has(Part::Permissions) && outline.has(Part::Response) {
        let finding = Diagnostic::new(Code::NoRequest, source, "the page documents an operation, but lists no request");
        findings.push(finding.help("add a section `HTTP request` with the method and the path in a code block"));
        return PageKind::Operation;
    }
    PageKind::Conceptual
}

/// Whether the front matter claims this type of page.
fn announces(page: &Page<'_>, doc_type: &str) -> bool {
    page.front_matter("doc_type")
        .is_some_and(|entry| entry.value.trim_matches(['\'', '_']).eq_ignore_ascii_case(doc_type))
}
