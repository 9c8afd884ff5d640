//! The rendered text of a page: what is left when a browser's window is copied as plain text.
//!
//! Headings are bare lines, tables have a line for each row, code has no fences and nothing is emphasised. Once the
//! structure is restored, the page is read as any other.

use std::borrow::Cow;

use super::rendered_table;
use crate::page::{Block, BlockKind, Code, Page, Place, Section, Text};

/// A line with where it stands.
pub(super) struct Line<'p> {
    pub(super) text: &'p str,
    pub(super) place: Place,
    /// Whether an empty line or the start of the page stands before it.
    opens: bool,
}

/// The page with its structure restored; none when it is no rendered text of an operation.
pub(in crate::lower) fn restored(page: &Page<'_>) -> Option<Page<'static>> {
    let [only] = page.sections.as_slice() else { return None };
    if only.level != 0 || !page.front_matter.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    for block in &only.blocks {
        match &block.kind {
            BlockKind::Text(text) => add_lines(&mut lines, &text.markdown, &text.place),
            BlockKind::List(items) => items.iter().for_each(|item| add_lines(&mut lines, &item.markdown, &item.place)),
            BlockKind::Code(code) if code.language.is_empty() => add_lines(&mut lines, &code.text, &code.place),
            // Text that was copied from a window has nothing of the kind.
            _ => return None,
        }
    }
    let has = |wanted: &str| lines.iter().any(|line| line.text.eq_ignore_ascii_case(wanted));
    if !has("http request") || !(has("permissions") || has("response")) {
        return None;
    }
    let mut restorer = Restorer { sections: Vec::new(), in_examples: false };
    restorer.page(&lines);
    Some(Page { file: page.file.clone(), front_matter: Vec::new(), sections: restorer.sections })
}

fn add_lines<'p>(lines: &mut Vec<Line<'p>>, text: &'p str, place: &Place) {
    let mut opens = true;
    for (offset, line) in text.lines().enumerate() {
        let text = line.trim();
        if text.is_empty() {
            opens = true;
            continue;
        }
        let number = place.line.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        lines.push(Line { text, place: Place { file: place.file.clone(), line: number, column: 1 }, opens });
        opens = false;
    }
}

struct Restorer {
    sections: Vec<Section<'static>>,
    /// Whether the examples have begun.
    in_examples: bool,
}

impl Restorer {
    fn page(&mut self, lines: &[Line<'_>]) {
        let Some((title, mut rest)) = lines.split_first() else { return };
        self.section(title, 1);
        let mut alert = None;
        while let Some((first, more)) = rest.split_first() {
            if let Some(level) = self.level(first.text) {
                self.section(first, level);
                rest = more;
                continue;
            }
            if is_label(first.text) {
                rest = more;
                continue;
            }
            if first.opens && is_alert(first.text) {
                alert = Some(first.text.to_lowercase());
                rest = more;
                continue;
            }
            let used = if is_message(first.text) || first.text.starts_with(['{', '[']) {
                let used = message_length(rest);
                self.code(rest.get(..used).unwrap_or_default());
                used
            } else if let Some(heads) = rendered_table::heads(first.text) {
                let limit = more.iter().take_while(|line| !line.opens && self.level(line.text).is_none()).count();
                let (table, used) = rendered_table::table(first, &heads, more.get(..limit).unwrap_or_default());
                if let Some(table) = table {
                    self.block(BlockKind::Table(table), &first.place);
                }
                used + 1
            } else {
                let belongs = |line: &&Line<'_>| {
                    !line.opens
                        && self.level(line.text).is_none()
                        && !is_message(line.text)
                        && rendered_table::heads(line.text).is_none()
                };
                let used = more.iter().take_while(belongs).count() + 1;
                self.text(rest.get(..used).unwrap_or_default(), alert.take());
                used
            };
            alert = None;
            rest = rest.get(used.max(1)..).unwrap_or_default();
        }
    }

    /// The level of a line that is a heading.
    fn level(&self, line: &str) -> Option<u8> {
        let line = line.trim_end_matches(':').to_lowercase();
        match line.as_str() {
            "request" if self.in_examples => Some(4),
            "response" if self.in_examples => Some(4),
            "permissions"
            | "http request"
            | "request headers"
            | "request body"
            | "path parameters"
            | "function parameters"
            | "query parameters"
            | "optional query parameters"
            | "parameters"
            | "response"
            | "errors"
            | "error response"
            | "example"
            | "examples"
            | "see also"
            | "related content" => Some(2),
            _ => {
                let number = line.strip_prefix("example ")?;
                let digits = number.trim_start_matches(|c: char| c.is_ascii_digit());
                (digits.len() < number.len() && digits.starts_with([':', '.'])).then_some(3)
            }
        }
    }

    fn section(&mut self, line: &Line<'_>, level: u8) {
        let heading = line.text.trim_end_matches(':');
        match level {
            2 => self.in_examples = heading.to_lowercase().starts_with("example"),
            3 => self.in_examples = true,
            _ => {}
        }
        self.sections.push(Section {
            heading: Cow::Owned(heading.to_owned()),
            level,
            place: line.place.clone(),
            blocks: Vec::new(),
        });
    }

    fn block(&mut self, kind: BlockKind<'static>, place: &Place) {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(Block { kind, place: place.clone(), tab: None, zone: None });
        }
    }

    /// The lines keep their distances, so that what is found in the code has the right line.
    fn code(&mut self, lines: &[Line<'_>]) {
        let Some(first) = lines.first() else { return };
        let mut text = String::new();
        let mut number = first.place.line;
        for line in lines {
            while number < line.place.line {
                text.push('\n');
                number += 1;
            }
            text.push_str(line.text);
        }
        let language = if is_message(first.text) { "http" } else { "json" };
        let code = Code {
            language: Cow::Borrowed(language),
            text: Cow::Owned(text),
            place: first.place.clone(),
            annotation: None,
        };
        self.block(BlockKind::Code(code), &first.place);
    }

    fn text(&mut self, lines: &[Line<'_>], alert: Option<String>) {
        let Some(first) = lines.first() else { return };
        let markdown = lines.iter().map(|line| emphasise_roles(line.text)).collect::<Vec<_>>().join("\n");
        let text = Text { markdown: Cow::Owned(markdown), place: first.place.clone(), alert: alert.map(Cow::Owned) };
        self.block(BlockKind::Text(text), &first.place);
    }
}

/// Words of the page's furniture, such as the language above a code block and the button beside it.
fn is_label(line: &str) -> bool {
    matches!(line, "HTTP" | "http" | "JSON" | "json" | "Copy" | "Try it" | "In this article" | "Feedback")
}

fn is_alert(line: &str) -> bool {
    matches!(line, "Note" | "Important" | "Tip" | "Caution" | "Warning")
}

/// Whether a line begins a request or a response.
fn is_message(line: &str) -> bool {
    let Some((word, rest)) = line.split_once(char::is_whitespace) else { return false };
    let url = rest.trim_start();
    word.starts_with("HTTP/")
        || (word.parse::<docbind_ir::Method>().is_ok_and(|method| method.as_str() == word)
            && (url.starts_with('/') || url.starts_with("https://") || url.starts_with("http://")))
}

/// How many lines a request, a response or bare JSON takes: header lines, then the brackets up to the last one closed.
fn message_length(lines: &[Line<'_>]) -> usize {
    let is_message = lines.first().is_some_and(|line| is_message(line.text));
    let mut used = usize::from(is_message);
    if is_message {
        let headers = lines.iter().skip(1).take_while(|line| !line.opens && is_header(line.text));
        used += headers.count();
    }
    let body = lines.get(used..).unwrap_or_default();
    if !body.first().is_some_and(|line| line.text.starts_with(['{', '['])) {
        return used;
    }
    let (mut depth, mut in_string) = (0_usize, false);
    for line in body {
        used += 1;
        let mut escaped = false;
        for c in line.text.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if in_string => escaped = true,
                '"' => in_string = !in_string,
                '{' | '[' if !in_string => depth += 1,
                '}' | ']' if !in_string => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        // No string goes on in the next line.
        in_string = false;
        if depth == 0 {
            break;
        }
    }
    used
}

fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    })
}

/// Gives the names of roles the emphasis that rendering took from them: `at least the *Garden Keeper* role`.
fn emphasise_roles(line: &str) -> String {
    let opening = ["be assigned at least the ", "be assigned the ", "must have the ", "must have at least the "];
    let Some((at, words)) = opening.iter().find_map(|words| Some((line.find(words)?, words))) else {
        return line.to_owned();
    };
    let (before, rest) = line.split_at_checked(at + words.len()).unwrap_or((line, ""));
    let end = [" directory role", " Microsoft Entra role", " administrator role", " role"]
        .iter()
        .filter_map(|words| rest.find(words))
        .min();
    let Some((names, after)) = end.and_then(|end| rest.split_at_checked(end)) else { return line.to_owned() };
    if names.contains(['*', '`', '.']) || !names.starts_with(char::is_uppercase) {
        return line.to_owned();
    }
    let names: Vec<String> = names
        .split(", or ")
        .flat_map(|names| names.split(" or "))
        .flat_map(|names| names.split(", "))
        .map(|name| format!("*{}*", name.trim()))
        .collect();
    format!("{before}{}{after}", names.join(" or "))
}

#[cfg(test)]
mod tests;
