//! Examples: requests and responses that the writers of a page wrote down.

mod body;
mod fence;
mod message;

use std::sync::Arc;

use docbind_ir::{
    Code as DiagnosticCode, Diagnostic, Example, ExampleBody, ExampleRequest, ExampleResponse, Rule, Snippet,
};

use super::outline::{Outline, Part};
use crate::page::{Annotation, Block, BlockKind, Code, Include, Place, Section};

use fence::{FenceKind, classify};
use message::{Message, Start};

/// The examples of a page in order.
///
/// A response belongs to the request before it unless that has one already or stands in another example; responses
/// without a request (variants in another format, results of an earlier call) are examples of their own.
pub(super) fn examples(outline: &Outline<'_, '_>) -> (Vec<Example>, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    for (part, section) in outline.sections() {
        reader.open_section(part, section);
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Code(code) => reader.code(part, section, block, code),
                BlockKind::Include(include) => reader.include(block, include),
                _ => {}
            }
        }
    }
    (reader.examples, reader.findings)
}

#[derive(Default)]
struct Reader<'p> {
    examples: Vec<Example>,
    findings: Vec<Diagnostic>,
    /// The headings from the page's title down to the current section.
    headings: Vec<(u8, &'p str)>,
    /// How many headings that begin an example were met, here and when the last example was added.
    scope: usize,
    last_scope: usize,
}

impl<'p> Reader<'p> {
    fn open_section(&mut self, part: Part, section: &'p Section<'_>) {
        while self.headings.last().is_some_and(|(level, _)| *level >= section.level) {
            self.headings.pop();
        }
        self.headings.push((section.level, &section.heading));
        let begins_anew =
            section.level <= 2 && matches!(part, Part::Text | Part::Examples) && !is_generic(&section.heading);
        if begins_anew || starts_with_word(&section.heading, "example") {
            self.scope += 1;
        }
    }

    fn code(&mut self, part: Part, section: &Section<'_>, block: &Block<'_>, code: &Code<'_>) {
        match classify(part, block, code) {
            FenceKind::Request | FenceKind::Response => self.messages(section, code),
            FenceKind::Json if part == Part::Examples => self.json(section, code),
            FenceKind::Snippet => {
                let language = block.tab.as_deref().unwrap_or_default();
                self.snippet(language, block.place.file.clone(), &code.place);
            }
            FenceKind::Template | FenceKind::Json | FenceKind::Other => {}
        }
    }

    /// Reads a fence that holds a request, a response, or one after the other.
    fn messages(&mut self, section: &Section<'_>, code: &Code<'_>) {
        for message in message::messages(&code.text) {
            let place = Place {
                line: code.place.line.saturating_add(u32::try_from(message.line).unwrap_or(0)),
                ..code.place.clone()
            };
            let annotation = code.annotation.as_ref();
            match message.start {
                Start::Request { method, ref url } => {
                    let request = ExampleRequest {
                        method: method.to_owned(),
                        url: url.clone(),
                        body: self.body(&message, &place),
                        headers: owned(&message.headers),
                        odata_type: odata_type(annotation),
                        source: place.source(Rule::Example),
                    };
                    let mut example = self.example(annotation);
                    example.request = Some(request);
                    self.push(example);
                }
                Start::Response { status } => {
                    let body = self.body(&message, &place);
                    self.response(section, code, status, owned(&message.headers), body, &place);
                }
            }
        }
    }

    fn response(
        &mut self,
        section: &Section<'_>,
        code: &Code<'_>,
        status: u16,
        headers: Vec<(String, String)>,
        body: ExampleBody,
        place: &Place,
    ) {
        let annotation = code.annotation.as_ref();
        let flag = |key| annotation.and_then(|annotation| annotation.flag(key));
        let response = ExampleResponse {
            status,
            headers,
            body,
            odata_type: odata_type(annotation),
            is_collection: flag("isCollection"),
            truncated: flag("truncated") == Some(true) || says_shortened(section),
            source: place.source(Rule::Example),
        };
        let scope = self.scope;
        let same_scope = self.last_scope == scope;
        match self.examples.last_mut().filter(|last| same_scope && last.response.is_none()) {
            Some(last) => last.response = Some(response),
            None => {
                let mut example = self.example(annotation);
                example.response = Some(response);
                self.push(example);
            }
        }
    }

    /// A fence of bare JSON is the body of the message before it, or a response whose status the page leaves out.
    fn json(&mut self, section: &Section<'_>, code: &Code<'_>) {
        let kind = code.annotation.as_ref().and_then(Annotation::block_type);
        let is = |name: &str| kind.as_deref() == Some(name) || starts_with_word(&section.heading, name);
        let same_scope = self.last_scope == self.scope;
        if is("response") {
            let waiting = self.examples.last_mut().filter(|_| same_scope).and_then(|last| last.response.as_mut());
            if let Some(response) =
                waiting.filter(|response| response.body == ExampleBody::None && response.status != 204)
            {
                response.body = body::json(&code.text);
            } else {
                let body = self.checked(body::json(&code.text), &code.place);
                self.response(section, code, 0, Vec::new(), body, &code.place);
            }
        } else if let Some(last) = self.examples.last_mut().filter(|last| same_scope && last.response.is_none())
            && let Some(request) = last.request.as_mut()
            && request.body == ExampleBody::None
            && request.method != "GET"
        {
            request.body = body::json(&code.text);
        }
    }

    fn body(&mut self, message: &Message<'_>, place: &Place) -> ExampleBody {
        let place =
            Place { line: place.line.saturating_add(u32::try_from(message.body_line).unwrap_or(0)), ..place.clone() };
        self.checked(body::read(message.body, message.header("content-type")), &place)
    }

    /// Reports a body that was meant as JSON and is none.
    fn checked(&mut self, body: ExampleBody, place: &Place) -> ExampleBody {
        if let ExampleBody::BrokenJson(_, reason) = &body {
            let message = format!("the example's JSON cannot be read: {reason}");
            self.findings.push(Diagnostic::new(DiagnosticCode::BrokenExample, place.source(Rule::Example), message));
        }
        body
    }

    /// Snippets belong to the request in whose tab group they stand.
    fn include(&mut self, block: &Block<'_>, include: &Include<'_>) {
        let Some((_, below)) = include.path.split_once("snippets/") else { return };
        let Some((folder, _)) = below.split_once('/') else { return };
        let file = include.resolved.clone().unwrap_or_else(|| Arc::from(&*include.path));
        self.snippet(block.tab.as_deref().unwrap_or(folder), file, &block.place);
    }

    fn snippet(&mut self, language: &str, file: Arc<str>, place: &Place) {
        if let Some(last) = self.examples.last_mut() {
            last.snippets.push(Snippet { language: language.to_owned(), file, source: place.source(Rule::Example) });
        }
    }

    /// An example without its messages.
    fn example(&self, annotation: Option<&Annotation>) -> Example {
        let name = annotation.and_then(|annotation| annotation.text("name")).map(str::to_owned);
        let heading = self.headings.iter().rev().find(|(level, heading)| *level > 1 && !is_generic(heading));
        let title = heading.map(|(_, heading)| (*heading).to_owned()).or_else(|| name.clone());
        Example { title: title.unwrap_or_else(|| "Example".to_owned()), name, ..Example::default() }
    }

    fn push(&mut self, example: Example) {
        self.last_scope = self.scope;
        self.examples.push(example);
    }
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn odata_type(annotation: Option<&Annotation>) -> Option<String> {
    let annotation = annotation?;
    annotation.text("@odata.type").or_else(|| annotation.text("@type")).map(str::to_owned)
}

fn says_shortened(section: &Section<'_>) -> bool {
    section.blocks.iter().any(|block| match &block.kind {
        BlockKind::Text(text) => ["shortened", "truncated"].iter().any(|word| text.markdown.contains(word)),
        _ => false,
    })
}

/// Whether the heading's first word is this one, or its plural.
fn starts_with_word(heading: &str, word: &str) -> bool {
    let first = heading.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    first.len() <= word.len() + 1 && first.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether a heading says nothing but what every example's heading says.
fn is_generic(heading: &str) -> bool {
    heading.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
        ["example", "examples", "request", "requests", "response", "responses", "http"]
            .iter()
            .any(|generic| word.eq_ignore_ascii_case(generic))
    })
}

#[cfg(test)]
mod tests;
