//! Code fences that were not closed.

use std::ops::Range;

use docbind_ir::{Code as DiagnosticCode, Diagnostic, Rule};
use memchr::memmem;

use super::inline::unquoted_line;
use super::walk::Walker;
use crate::page::Place;

impl Walker<'_, '_> {
    /// Where the content of a fence ends that its writer forgot to close, as a byte offset in `content`.
    ///
    /// Markdown lets such a fence run to the end of the page, or to the end of the next fence; for a reader it ends at
    /// the next heading, annotation or fence.
    pub(super) fn open_fence(&mut self, range: &Range<usize>, content: &str, place: &Place) -> Option<usize> {
        let raw = self.view_at(range);
        let opening = raw.lines().next().unwrap_or_default().trim_start();
        let mark = opening.chars().next()?;
        let length = opening.len() - opening.trim_start_matches(mark).len();
        let closing = raw.trim_end().rsplit_once('\n').map(|(_, line)| unquoted_line(line, self.quotes.len()).1);
        let is_closed = closing.is_some_and(|line| line.len() >= length && line.trim_start_matches(mark).is_empty());
        let is_markdown = opening.trim_start_matches(mark).trim_start().starts_with(['m', 'M']);
        let holds_fence = memmem::find(content.as_bytes(), b"```").is_some() && content.lines().any(opens_fence);
        let swallows = !is_markdown && length == 3 && holds_fence;
        if is_closed && !swallows {
            return None;
        }
        let mut cut = 0;
        for line in content.split_inclusive('\n') {
            let is_heading = line.starts_with("##") || line.starts_with("# [");
            if cut > 0 && (is_heading || line.starts_with("<!--") || opens_fence(line)) {
                break;
            }
            cut += line.len();
        }
        let source = place.source(Rule::HttpFence);
        self.builder.report(
            Diagnostic::new(DiagnosticCode::OpenFence, source, "the code fence is not closed")
                .help(format!("add a line `{}` after the code", mark.to_string().repeat(3))),
        );
        Some(cut)
    }
}

/// Whether a line opens a fence and cannot close one.
fn opens_fence(line: &str) -> bool {
    let Some(info) = line.strip_prefix("```") else { return false };
    info.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) && !info.contains('`')
}
