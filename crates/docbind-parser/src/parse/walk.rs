//! From Markdown's events to blocks.

use std::borrow::Cow;
use std::ops::Range;

use docbind_ir::{Code as DiagnosticCode, Diagnostic, Rule};
use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::directives::{self, Directive};
use super::inline::{Definitions, clean_cell, unquote};
use super::position::Position;
use super::{anchored_heading, annotation};
use crate::markdown::plain;
use crate::page::{Annotation, BlockKind, Code, Text};

/// How often a page is read again below a fence that was not closed.
const MOST_RESTARTS: usize = 8;

/// Adds the blocks of `text` from byte offset `start` on.
///
/// Markdown is read without its table extension: its rules drop tables and cells that readers of a page see or miss, so
/// tables are read from the paragraphs they then are.
pub(super) fn walk<'a>(builder: &mut Builder<'a>, text: &'a str, start: usize) {
    let found = directives::scan(text, start);
    let view = found.masked.as_deref().unwrap_or(text);
    let mut walker = Walker {
        position: Position::new(builder.file(), text),
        builder,
        text,
        view,
        directives: found.list.into_iter().peekable(),
        definitions: Definitions::default(),
        quotes: Vec::new(),
        containers: Vec::new(),
        item: None,
        items: Vec::new(),
        may_include: false,
        last_table: None,
    };
    let mut next = Some(start);
    for restarts in 0..=MOST_RESTARTS {
        let Some(start) = next else { break };
        next = walker.read(start, restarts < MOST_RESTARTS);
    }
    walker.directives_before(text.len() + 1);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    List,
}

/// Reads one file.
pub(super) struct Walker<'w, 'a> {
    pub(super) builder: &'w mut Builder<'a>,
    /// The file's text, and the same with directives blanked out.
    pub(super) text: &'a str,
    pub(super) view: &'w str,
    pub(super) position: Position<'a>,
    directives: std::iter::Peekable<std::vec::IntoIter<(usize, Directive)>>,
    definitions: Definitions,
    /// The alert of each open block quote, outermost first.
    pub(super) quotes: Vec<Option<Cow<'a, str>>>,
    /// The open quotes and lists, outermost first.
    containers: Vec<Container>,
    /// What was read of the current list item and is not yet in `items`.
    item: Option<Range<usize>>,
    pub(super) items: Vec<Text<'a>>,
    /// Whether the block at hand holds what may be an include.
    pub(super) may_include: bool,
    /// Number of columns and end of the table that was added last.
    pub(super) last_table: Option<(usize, usize)>,
}

impl<'a> Walker<'_, 'a> {
    /// Reads from `start` to the end, or to where reading shall start anew because a fence was not closed.
    fn read(&mut self, start: usize, may_restart: bool) -> Option<usize> {
        let view = self.view;
        let parser = Parser::new_ext(view.get(start..)?, Options::empty());
        for (label, definition) in parser.reference_definitions().iter() {
            self.definitions.insert(label, &definition.dest);
        }
        let mut events = parser.into_offset_iter();
        let mut in_heading = false;
        while let Some((event, range)) = events.next() {
            let range = start + range.start..start + range.end;
            match event {
                Event::Start(Tag::Paragraph) if self.in_item() => self.item(range),
                Event::Start(Tag::Paragraph) => {
                    self.directives_before(range.start);
                    self.paragraph(range);
                }
                Event::Start(Tag::HtmlBlock) => {
                    self.flush_item();
                    self.directives_before(range.start);
                    self.html(range);
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    self.flush_item();
                    self.directives_before(range.start);
                    self.heading(range, level);
                    in_heading = true;
                }
                Event::End(TagEnd::Heading(_)) => in_heading = false,
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.flush_item();
                    self.directives_before(range.start);
                    if let Some(restart) = self.code_block(kind, range, &mut events, start, may_restart) {
                        self.containers.clear();
                        self.quotes.clear();
                        self.flush_list();
                        return Some(restart);
                    }
                }
                Event::Start(Tag::BlockQuote(_)) => {
                    self.flush_item();
                    self.directives_before(range.start);
                    self.containers.push(Container::Quote);
                    self.quotes.push(None);
                }
                Event::End(TagEnd::BlockQuote(_)) => {
                    self.flush_item();
                    self.containers.pop();
                    self.quotes.pop();
                }
                Event::Start(Tag::List(_)) => {
                    self.flush_item();
                    self.containers.push(Container::List);
                }
                Event::End(TagEnd::List(_)) => {
                    self.flush_item();
                    self.containers.pop();
                    if !self.in_list() {
                        self.flush_list();
                    }
                }
                Event::Start(Tag::Item) => {
                    self.flush_item();
                    self.directives_before(range.start);
                }
                Event::End(TagEnd::Item) => self.flush_item(),
                Event::Rule => {
                    self.flush_item();
                    self.directives_before(range.start);
                    self.builder.tab = None;
                }
                // The events of inline text; only those of tight list items are not part of a block seen above.
                Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::Start(_)
                    if self.in_item() && !in_heading =>
                {
                    self.item(range);
                }
                _ => {}
            }
        }
        self.flush_item();
        self.flush_list();
        None
    }

    /// Whether text stands directly in a list item.
    fn in_item(&self) -> bool {
        self.containers.last() == Some(&Container::List)
    }

    fn in_list(&self) -> bool {
        self.containers.len() > self.quotes.len()
    }

    pub(super) fn view_at(&self, range: &Range<usize>) -> &str {
        self.view.get(range.clone()).unwrap_or_default()
    }

    /// The Markdown at a range: borrowed, unless something in it is hidden.
    pub(super) fn raw(&self, range: Range<usize>) -> Cow<'a, str> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let view = self.view.get(range).unwrap_or_default();
        let is_whole = std::ptr::eq(self.text, self.view);
        if is_whole || text == view {
            return Cow::Borrowed(text);
        }
        // What was hidden left as many spaces as it had bytes.
        let mut kept = String::with_capacity(view.len());
        kept.extend(
            view.chars()
                .scan(' ', |last, next| {
                    let is_repeated = next == ' ' && *last == ' ';
                    *last = next;
                    Some((!is_repeated).then_some(next))
                })
                .flatten(),
        );
        Cow::Owned(kept)
    }

    /// Adds a range to the text of the current list item.
    fn item(&mut self, range: Range<usize>) {
        let item = self.item.get_or_insert(range.clone());
        item.start = item.start.min(range.start);
        item.end = item.end.max(range.end);
    }

    fn flush_item(&mut self) {
        if let Some(range) = self.item.take() {
            self.paragraph(range);
        }
    }

    /// Ends the list under construction, since another block comes.
    pub(super) fn flush_list(&mut self) {
        if let Some(place) = self.items.first().map(|item| item.place.clone()) {
            let items = std::mem::take(&mut self.items);
            self.builder.block(BlockKind::List(items), place);
        }
    }

    /// Adds text as it is: to the list, or as a block.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let view = self.view_at(&range);
        let start = range.start + view.len() - view.trim_start().len();
        let range = start..start + view.trim().len();
        if range.is_empty() {
            return;
        }
        let place = self.position.at(range.start);
        let markdown = unquote(self.raw(range), self.quotes.len());
        let markdown = self.inline_includes(self.definitions.expand(markdown));
        let alert = self.quotes.last().map(|alert| alert.clone().unwrap_or(Cow::Borrowed("quote")));
        let text = Text { markdown, place: place.clone(), alert };
        if self.in_list() {
            self.items.push(text);
        } else {
            self.builder.block(BlockKind::Text(text), place);
        }
    }

    /// The Markdown with link references resolved.
    pub(super) fn expand_references(&self, markdown: Cow<'a, str>) -> Cow<'a, str> {
        self.definitions.expand(markdown)
    }

    /// Carries out the directives that stand before an offset.
    pub(super) fn directives_before(&mut self, offset: usize) {
        while let Some((at, directive)) = self.directives.next_if(|(at, _)| *at < offset) {
            self.flush_list();
            match directive {
                Directive::Annotation(range) => self.annotation(at, range),
                Directive::ZoneStart(range) => {
                    let name = self.text.get(range).unwrap_or_default();
                    self.builder.zones.push(Cow::Borrowed(name));
                }
                Directive::ZoneEnd => {
                    self.builder.zones.pop();
                }
                Directive::OpenComment => {
                    let source = self.position.at(at).source(Rule::Annotation);
                    self.builder.report(
                        Diagnostic::new(DiagnosticCode::OpenComment, source, "the comment is not closed")
                            .help("add `-->` where the comment shall end"),
                    );
                }
            }
        }
    }

    fn annotation(&mut self, at: usize, range: Range<usize>) {
        let place = self.position.at(at);
        let (json, reason) = annotation::read(self.text.get(range).unwrap_or_default().trim());
        if let Some(reason) = reason {
            let message = format!("the annotation is not valid JSON: {reason}");
            self.builder.report(Diagnostic::new(
                DiagnosticCode::BrokenAnnotation,
                place.source(Rule::Annotation),
                message,
            ));
        }
        self.builder.annotation(Annotation { json, place });
    }

    /// Reads the comments of an HTML block; what follows the last is text unless it is nothing but tags.
    fn html(&mut self, range: Range<usize>) {
        self.flush_list();
        let mut offset = range.start;
        loop {
            let rest = self.view.get(offset..range.end).unwrap_or_default();
            let trimmed = rest.trim_start();
            let start = offset + rest.len() - trimmed.len();
            let Some(body) = trimmed.strip_prefix("<!--") else { break };
            let (length, next) = match memmem::find(body.as_bytes(), b"-->") {
                Some(close) => (close, close + 3),
                None => (body.len(), body.len()),
            };
            let body_start = start + 4;
            if body.trim_start().starts_with('{') {
                self.annotation(start, body_start..body_start + length);
            }
            offset = body_start + next;
        }
        if has_text(self.view.get(offset..range.end).unwrap_or_default()) {
            self.paragraph(offset..range.end);
        }
    }

    fn heading(&mut self, range: Range<usize>, level: HeadingLevel) {
        let view = self.view_at(&range);
        let is_atx = view.starts_with('#');
        let content = if is_atx {
            view.trim_start_matches('#').trim().trim_end_matches('#').trim_end()
        } else {
            view.trim_end().trim_end_matches(['-', '=']).trim()
        };
        let start = range.start + (content.as_ptr().addr() - view.as_ptr().addr());
        let content_range = start..start + content.len();
        if !is_atx && !is_title(content, view) {
            // The line under this text ends a tab group, or is drawn across the page.
            self.paragraph(content_range);
            self.flush_list();
            self.builder.tab = None;
            return;
        }
        self.add_heading(range.start, content_range, level as u8);
    }

    /// Adds a section, or opens a tab when the heading is the label of one.
    pub(super) fn add_heading(&mut self, at: usize, content: Range<usize>, level: u8) {
        self.flush_list();
        let raw = clean_cell(self.raw(content));
        // Translated labels of tabs have an anchor as well.
        let anchored = self.builder.translated.then(|| raw.split_once("</a>")).flatten();
        let label = anchored.map_or(&*raw, |(_, label)| label);
        if let Some(tab) = tab_name(label) {
            self.builder.tab = Some(Cow::Owned(tab));
            return;
        }
        let place = self.position.at(at);
        let original = self.builder.translated.then(|| anchored_heading::original(&raw)).flatten();
        let heading = match (original, raw) {
            (Some(original), _) => Cow::Owned(original),
            (None, Cow::Borrowed(raw)) => plain(raw),
            (None, Cow::Owned(raw)) => Cow::Owned(plain(&raw).into_owned()),
        };
        self.builder.section(heading, level, place);
    }

    /// Adds a code block; returns where to start anew when it was not closed.
    fn code_block(
        &mut self,
        kind: CodeBlockKind<'_>,
        range: Range<usize>,
        events: &mut OffsetIter<'_>,
        base: usize,
        may_restart: bool,
    ) -> Option<usize> {
        self.flush_list();
        let mut content: Option<Range<usize>> = None;
        let mut length = 0;
        let mut parts = Vec::new();
        for (event, part) in events {
            match event {
                Event::Text(text) => {
                    let part = base + part.start..base + part.end;
                    content = Some(content.map_or(part.start, |content| content.start)..part.end);
                    length += text.len();
                    parts.push(text);
                }
                _ => break,
            }
        }
        let place = self.position.at(range.start);
        let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
        let mut content = content.unwrap_or(range.end..range.end);
        let mut restart = None;
        let mut text = if length == content.len() {
            self.raw(content.clone())
        } else {
            Cow::Owned(parts.iter().map(|part| &**part).collect())
        };
        if is_fenced
            && let Some(cut) = self.open_fence(&range, &text, &place)
            && may_restart
            && cut < content.len()
        {
            content.end = content.start + cut;
            text = self.raw(content.clone());
            restart = Some(content.end);
        }
        if !is_fenced && self.indented_table(&range) {
            return None;
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => Cow::Owned(info.trim().to_owned()),
            CodeBlockKind::Indented => Cow::Borrowed(""),
        };
        let code_place = self.position.at(content.start);
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix('\n').unwrap_or(text)),
            Cow::Owned(mut text) => {
                text.truncate(text.strip_suffix('\n').unwrap_or(&text).len());
                Cow::Owned(text)
            }
        };
        self.builder.code(Code { language, text, place: code_place, annotation: None }, place);
        restart
    }
}

/// Whether anything stands outside the tags.
fn has_text(html: &str) -> bool {
    let mut rest = html.trim_start();
    while let Some((_, after)) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
        rest = after.trim_start();
    }
    !rest.is_empty()
}

/// The name of a tab whose label is `[HTTP](#tab/http)`.
fn tab_name(heading: &str) -> Option<String> {
    let (_, target) = heading.strip_prefix('[')?.split_once("](#tab/")?;
    let name = target.split([')', '/']).next()?;
    Some(name.trim().to_lowercase())
}

/// Whether text over a line of hyphens or equals signs was meant as a heading.
fn is_title(content: &str, view: &str) -> bool {
    let is_underlined_by_equals = view.trim_end().ends_with('=');
    let is_sentence =
        content.ends_with(['.', ':', ']', '|', '>']) || content.contains('\n') || content.starts_with("[!");
    is_underlined_by_equals || !is_sentence
}
