//! The page under construction.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use docbind_ir::{Code as DiagnosticCode, Diagnostic, Rule, Source};

use super::front_matter;
use super::includes::{IncludeError, IncludeSyntax, Includes};
use super::walk::walk;
use crate::page::{Annotation, Block, BlockKind, Code, Include, Place, Section};

/// How deep includes may nest.
const DEEPEST_INCLUDE: usize = 16;
/// How many bytes the includes of one page may bring in.
const LARGEST_EXPANSION: usize = 16 * 1024 * 1024;
/// How many findings a page gets; one with more is no page.
const MOST_FINDINGS: usize = 1000;
/// What every include counts on top of its text, so that many empty ones have an end too.
const INCLUDE_COST: usize = 4096;

/// Collects sections and findings; shared by the page and the files it includes.
pub(super) struct Builder<'a> {
    includes: &'a dyn Includes,
    sections: Vec<Section<'a>>,
    diagnostics: Vec<Diagnostic>,
    reported: BTreeSet<(DiagnosticCode, Source)>,
    /// The page and the includes being read, outermost first.
    files: Vec<Arc<str>>,
    expanded: usize,
    pub(super) tab: Option<Cow<'a, str>>,
    /// Whether headings stand in another language than their anchors.
    pub(super) translated: bool,
    /// The open zones, outermost first.
    pub(super) zones: Vec<Cow<'a, str>>,
    /// Section and index of the annotation that waits for its code.
    waiting: Option<(usize, usize)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: Arc<str>, includes: &'a dyn Includes) -> Self {
        let top = Section {
            place: Place { file: file.clone(), line: 1, column: 1 },
            heading: Cow::Borrowed(""),
            level: 0,
            blocks: Vec::new(),
        };
        Self {
            includes,
            sections: vec![top],
            diagnostics: Vec::new(),
            reported: BTreeSet::new(),
            files: vec![file],
            expanded: 0,
            tab: None,
            translated: false,
            zones: Vec::new(),
            waiting: None,
        }
    }

    pub(super) fn finish(self) -> (Vec<Section<'a>>, Vec<Diagnostic>) {
        (self.sections, self.diagnostics)
    }

    /// The file being read.
    pub(super) fn file(&self) -> Arc<str> {
        self.files.last().cloned().unwrap_or_default()
    }

    /// Whether an include is being read.
    pub(super) fn in_include(&self) -> bool {
        self.files.len() > 1
    }

    /// Adds a finding, unless the same place has one of its kind: a file may be included many times.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        let key = (diagnostic.code, diagnostic.primary.source.clone());
        if self.diagnostics.len() < MOST_FINDINGS && self.reported.insert(key) {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn section(&mut self, heading: Cow<'a, str>, level: u8, place: Place) {
        self.tab = None;
        self.sections.push(Section { heading, level, place, blocks: Vec::new() });
    }

    pub(super) fn block(&mut self, kind: BlockKind<'a>, place: Place) {
        let block = Block { kind, place, tab: self.tab.clone(), zone: self.zones.last().cloned() };
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    /// The block that was added last, when no heading came after it.
    pub(super) fn last_block(&mut self) -> Option<&mut BlockKind<'a>> {
        self.sections.last_mut()?.blocks.last_mut().map(|block| &mut block.kind)
    }

    /// Adds an annotation, which binds to the next code if only text and headings stand between.
    pub(super) fn annotation(&mut self, annotation: Annotation) {
        let kind = annotation.block_type();
        let binds = kind.as_deref().is_some_and(|kind| kind != "permissions");
        let place = annotation.place.clone();
        self.block(BlockKind::Annotation(annotation), place);
        let section = self.sections.len() - 1;
        let index = self.sections.last().map_or(0, |section| section.blocks.len() - 1);
        self.waiting = binds.then_some((section, index));
    }

    /// What stands here keeps an annotation above from binding to a code block below.
    pub(super) fn unbind(&mut self) {
        self.waiting = None;
    }

    /// Adds code with the annotation that waits for it. Annotations that say something about the page as well stay where
    /// they are.
    pub(super) fn code(&mut self, mut code: Code<'a>, place: Place) {
        code.annotation = self.waiting.take().and_then(|(section, index)| {
            let blocks = &mut self.sections.get_mut(section)?.blocks;
            let BlockKind::Annotation(annotation) = &blocks.get(index)?.kind else { return None };
            let kind = annotation.block_type();
            if matches!(kind.as_deref(), Some("ignored" | "request" | "response" | "example" | "samples")) {
                match blocks.remove(index).kind {
                    BlockKind::Annotation(annotation) => Some(annotation),
                    _ => None,
                }
            } else {
                Some(annotation.clone())
            }
        });
        self.block(BlockKind::Code(code), place);
    }

    /// Puts the blocks of an included file here, or the include itself when it cannot or need not be read.
    pub(super) fn include(&mut self, syntax: IncludeSyntax<'a>, place: Place) {
        let from = self.file();
        let resolved = syntax.resolve(&from);
        if syntax.is_snippet() {
            self.unbind();
            self.unexpanded(syntax, resolved, place);
            return;
        }
        let Some(path) = resolved else {
            let message = format!("the include `{}` leads outside the documentation", syntax.path);
            self.report(
                Diagnostic::new(DiagnosticCode::IncludeOutside, place.source(Rule::Link), message)
                    .help("name the file by a path relative to this one"),
            );
            self.unexpanded(syntax, None, place);
            return;
        };
        if let Err((code, message)) = self.expand(&path) {
            self.report(Diagnostic::new(code, place.source(Rule::Link), message));
            self.unexpanded(syntax, Some(path), place);
        }
    }

    fn expand(&mut self, path: &str) -> Result<(), (DiagnosticCode, String)> {
        if let Some(start) = self.files.iter().position(|file| &**file == path) {
            let cycle = self.files.iter().skip(start).map(|file| &**file).chain([path]).collect::<Vec<_>>().join(" > ");
            return Err((DiagnosticCode::IncludeCycle, format!("the include leads back to itself: {cycle}")));
        }
        if self.files.len() > DEEPEST_INCLUDE {
            let message = format!("includes nest deeper than {DEEPEST_INCLUDE} files");
            return Err((DiagnosticCode::IncludeLimit, message));
        }
        let text = self.included_text(path)?;
        self.expanded = self.expanded.saturating_add(text.len() + INCLUDE_COST);
        if self.expanded > LARGEST_EXPANSION {
            let message = format!("the page's includes exceed {} MiB", LARGEST_EXPANSION / 1024 / 1024);
            return Err((DiagnosticCode::IncludeLimit, message));
        }
        self.files.push(Arc::from(path));
        if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
            let source = super::position::Position::new(self.file(), text).at(at).source(Rule::Prose);
            self.report(Diagnostic::new(DiagnosticCode::InvalidUtf8, source, "the included file is not valid UTF-8"));
        }
        walk(self, text, body_start(text));
        self.files.pop();
        Ok(())
    }

    fn included_text(&self, path: &str) -> Result<&'a str, (DiagnosticCode, String)> {
        let includes = self.includes;
        includes.text(path).map_err(|error| match error {
            IncludeError::Missing => {
                (DiagnosticCode::MissingInclude, format!("the included file `{path}` is not there"))
            }
            IncludeError::Unreadable(reason) => {
                (DiagnosticCode::MissingInclude, format!("the included file `{path}` cannot be read: {reason}"))
            }
            IncludeError::Outside => {
                (DiagnosticCode::IncludeOutside, format!("the included file `{path}` lies outside the documentation"))
            }
            IncludeError::TooLarge => {
                (DiagnosticCode::IncludeLimit, format!("the included file `{path}` is larger than the limit"))
            }
        })
    }

    /// The text of an include in the middle of other text; `None` when it gives none or would not fit.
    pub(super) fn inline(&mut self, syntax: IncludeSyntax<'_>) -> Option<&'a str> {
        let path = syntax.resolve(&self.file())?;
        let text = self.included_text(&path).ok()?;
        let body = text.get(body_start(text)..)?.trim();
        self.expanded = self.expanded.saturating_add(body.len() + INCLUDE_COST);
        (self.expanded <= LARGEST_EXPANSION).then_some(body)
    }

    fn unexpanded(&mut self, syntax: IncludeSyntax<'a>, resolved: Option<String>, place: Place) {
        let include = Include {
            label: Cow::Borrowed(syntax.label),
            path: Cow::Borrowed(syntax.path),
            resolved: resolved.map(Arc::from),
        };
        self.block(BlockKind::Include(include), place);
    }
}

/// Where the text of an included file begins: its front matter is not the page's.
fn body_start(text: &str) -> usize {
    front_matter::read(text).map_or(text.len() - text.trim_start_matches('\u{FEFF}').len(), |matter| matter.end)
}
