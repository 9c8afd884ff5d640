//! Diagnostics as text and as JSON.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use docbind::{DocumentationRoot, printable};
use docbind_ir::{Diagnostic, Label, Severity, Source};
use serde_json::{Value, json};

/// Lines longer than this are not shown, nor is the part of a line beyond it.
const MAX_LINE: usize = 2000;

/// Renders diagnostics with the lines of the pages they point to.
pub(crate) struct HumanRenderer<'a> {
    root: Option<&'a DocumentationRoot>,
    prefix: String,
    renderer: Renderer,
    pages: HashMap<String, String>,
}

impl<'a> HumanRenderer<'a> {
    /// A renderer for pages below `root`, whose paths are printed behind `prefix`.
    pub(crate) fn new(root: Option<&'a DocumentationRoot>, prefix: String) -> Self {
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(160);
        Self { root, prefix, renderer, pages: HashMap::new() }
    }

    /// The diagnostic with its source lines, styled.
    pub(crate) fn render(&mut self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level
            .primary_title(printable(&diagnostic.message))
            .id(diagnostic.code.as_str())
            .id_url(diagnostic.code.docs());
        let primary = self.line(&diagnostic.primary);
        let related: Vec<_> = diagnostic.related.iter().map(|label| self.line(label)).collect();
        let mut group = title.elements(primary.snippet(AnnotationKind::Primary));
        if primary.text.is_none() {
            group = group.element(primary.origin());
        }
        for line in &related {
            group = match line.text {
                Some(_) => group.elements(line.snippet(AnnotationKind::Context)),
                None => group.element(line.origin()),
            };
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        let report: [Group<'_>; 1] = [group];
        self.renderer.render(&report)
    }

    fn line(&mut self, label: &Label) -> Line {
        let source = &label.source;
        let text = self.text(source).map(|text| text.chars().take(MAX_LINE).collect::<String>());
        let span = text.as_deref().map(|text| span(text, source.column, label.length)).unwrap_or_default();
        Line {
            path: format!("{}{}", self.prefix, printable(&source.file)),
            number: source.line as usize,
            column: source.column as usize,
            text: text.map(|text| printable(&text).into_owned()),
            span,
            note: printable(&label.note).into_owned(),
        }
    }

    /// The line of the page, when it can be read.
    fn text(&mut self, source: &Source) -> Option<String> {
        let root = self.root?;
        let page = self.pages.entry(source.file.to_string()).or_insert_with(|| {
            root.read(&source.file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
        });
        let index = (source.line as usize).checked_sub(1)?;
        page.trim_start_matches('\u{feff}').lines().nth(index).map(str::to_owned)
    }
}

/// A line of a page, ready to print.
struct Line {
    path: String,
    number: usize,
    column: usize,
    text: Option<String>,
    span: Range<usize>,
    note: String,
}

impl Line {
    fn snippet(&self, kind: AnnotationKind) -> Option<Snippet<'_, annotate_snippets::Annotation<'_>>> {
        let text = self.text.as_deref()?;
        let mut annotation = kind.span(self.span.clone());
        if !self.note.is_empty() {
            annotation = annotation.label(self.note.as_str());
        }
        Some(Snippet::source(text).path(self.path.as_str()).line_start(self.number).fold(false).annotation(annotation))
    }

    fn origin(&self) -> Origin<'_> {
        Origin::path(self.path.as_str()).line(self.number).char_column(self.column)
    }
}

/// The bytes to underline in the line as printed.
fn span(text: &str, column: u32, length: u32) -> Range<usize> {
    let column = (column as usize).saturating_sub(1);
    let before: String = text.chars().take(column).collect();
    let start = printable(&before).len();
    let underlined: String = match length {
        0 => text.chars().skip(column).collect(),
        length => text.chars().skip(column).take(length as usize).collect(),
    };
    let end = start + printable(underlined.trim_end()).len();
    start..end
}

/// The diagnostic on one line: `path:line:column: warning[DB101]: message`.
pub(crate) fn short(prefix: &str, diagnostic: &Diagnostic) -> String {
    let Source { file, line, column, .. } = &diagnostic.primary.source;
    let severity = severity(diagnostic.severity);
    format!(
        "{prefix}{}:{line}:{column}: {severity}[{}]: {}",
        printable(file),
        diagnostic.code,
        printable(&diagnostic.message)
    )
}

/// The diagnostic as a JSON object.
pub(crate) fn json(diagnostic: &Diagnostic) -> Value {
    let place = |label: &Label| {
        json!({
            "file": &*label.source.file,
            "line": label.source.line,
            "column": label.source.column,
            "length": label.length,
            "note": label.note,
        })
    };
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "name": diagnostic.code.name(),
        "severity": severity(diagnostic.severity),
        "message": diagnostic.message,
    });
    if let (Some(object), Value::Object(primary)) = (value.as_object_mut(), place(&diagnostic.primary)) {
        object.extend(primary);
        object.insert("related".to_owned(), diagnostic.related.iter().map(place).collect());
        object.insert("help".to_owned(), json!(diagnostic.help));
    }
    value
}

/// The severity in lower case.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A JSON value as text in which nothing can steer a terminal.
pub(crate) fn json_text(value: &Value) -> String {
    escape(&value.to_string())
}

/// The same over several lines.
pub(crate) fn json_pretty(value: &Value) -> String {
    escape(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Writes characters that are not safe to print as `\u` escapes; in JSON they only stand inside strings.
fn escape(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || matches!(printable(c.encode_utf8(&mut [0; 4])), std::borrow::Cow::Borrowed(_)) {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}
