//! Text to blocks.

mod anchored_heading;
mod annotation;
mod bilingual;
mod builder;
mod decode;
mod directives;
mod fence;
mod front_matter;
mod includes;
mod inline;
mod paragraph;
mod position;
mod table;
mod walk;

use std::sync::Arc;

use docbind_ir::{Code, Diagnostic, Rule};

use crate::page::{FrontMatterEntry, Page};
use builder::Builder;
use position::Position;

pub use decode::decode;
pub use includes::{IncludeError, Includes};

/// Reads the text of the page at `file`, a path relative to the documentation root.
///
/// Never fails: what cannot be read is in the diagnostics, and the rest of the page is there. Semantic includes are
/// inlined; blocks that they bring carry their own file. The page borrows from `text` and from the texts of `includes`.
pub fn parse<'a>(file: Arc<str>, text: &'a str, includes: &'a dyn Includes) -> (Page<'a>, Vec<Diagnostic>) {
    let mut page = Page { file: file.clone(), ..Page::default() };
    let mut builder = Builder::new(file.clone(), includes);
    let mut start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    if let Some(matter) = front_matter::read(text) {
        start = matter.end;
        let mut position = Position::new(file, text);
        if !matter.closed {
            let source = position.at(0).source(Rule::FrontMatter);
            builder.report(
                Diagnostic::new(Code::OpenFrontMatter, source, "the front matter is not closed")
                    .help("add a line `---` after the last key"),
            );
        }
        let entries = matter.entries.into_iter();
        page.front_matter = entries
            .map(|entry| FrontMatterEntry { key: entry.key, value: entry.value, place: position.at(entry.offset) })
            .collect();
    }
    builder.translated = page.is_translated();
    walk::walk(&mut builder, text, start);
    let (sections, diagnostics) = builder.finish();
    page.sections = sections;
    (page, diagnostics)
}
