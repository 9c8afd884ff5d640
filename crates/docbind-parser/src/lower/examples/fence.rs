//! What a code block is.

use super::message::{self, Start};
use crate::lower::outline::Part;
use crate::page::{Annotation, Block, Code};

/// The kinds of code blocks on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FenceKind {
    /// The requests that the page documents, with placeholders.
    Template,
    /// An example that begins with a request.
    Request,
    /// An example that begins with a response.
    Response,
    /// JSON without request or status line.
    Json,
    /// A call in another language.
    Snippet,
    /// Anything else.
    Other,
}

/// Tells the kind of a code block by its first line, its annotation and the part of the page it stands in.
pub(super) fn classify(part: Part, block: &Block<'_>, code: &Code<'_>) -> FenceKind {
    if block.tab.as_deref().is_some_and(|tab| !tab.starts_with("http")) {
        return FenceKind::Snippet;
    }
    match message::start(code.text.trim_start()) {
        Some(Start::Response { .. }) => FenceKind::Response,
        Some(Start::Request { url, .. }) => {
            let kind = code.annotation.as_ref().and_then(Annotation::block_type);
            let is_template = match part {
                // Some pages list their requests as examples that carry snippets.
                Part::Request => kind.as_deref() != Some("request"),
                Part::Examples => false,
                // Elsewhere, what stands below the base without being called an example shows how to write a request.
                _ => kind.as_deref() != Some("request") && !url.contains("://"),
            };
            if is_template { FenceKind::Template } else { FenceKind::Request }
        }
        None if code.text.trim_start().starts_with(['{', '[']) => FenceKind::Json,
        None => FenceKind::Other,
    }
}
