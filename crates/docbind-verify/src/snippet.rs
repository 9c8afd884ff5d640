//! Snippets in other languages: the call that they show against the request that they stand beside.

mod call;

use std::collections::BTreeSet;

use docbind_ir::{Api, Example, Extension, Method, Operation, RequestUrl, Segment, Snippet};
use serde::Serialize;

use self::call::{Call, Target};
use crate::report::Finding;
use crate::{Called, Context};

/// What was found out about snippets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Snippets {
    /// Those that call the operation of the request they stand beside.
    pub agreeing: usize,
    /// Those that call another.
    pub differing: usize,
    /// Those whose call cannot be told.
    pub unread: usize,
    /// Those whose file is not there.
    pub missing: usize,
    /// Where they differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// Compares the snippets of all examples with the requests beside them. `read` gives the text of a file by its path
/// relative to the documentation root.
pub fn snippets(api: &Api, read: &dyn Fn(&str) -> Option<String>) -> Snippets {
    let context = Context::new(api);
    let mut report = Snippets::default();
    let mut seen = BTreeSet::new();
    let own = api.operations.iter().flat_map(|operation| &operation.examples);
    for example in own.chain(&api.examples) {
        let Some(request) = &example.request else { continue };
        let Called::Operation(operation, extension) = context.resolve(&request.method, &request.url) else { continue };
        for snippet in &example.snippets {
            if seen.insert((&snippet.source, &snippet.file)) {
                report.add(&context, example, snippet, (operation, &extension), read);
            }
        }
    }
    report.findings.sort_by(|a, b| a.example.cmp(&b.example));
    report
}

impl Snippets {
    fn add(
        &mut self,
        context: &Context<'_>,
        example: &Example,
        snippet: &Snippet,
        (operation, extension): (&Operation, &Extension<'_>),
        read: &dyn Fn(&str) -> Option<String>,
    ) {
        let Some(text) = read(&snippet.file) else {
            self.missing += 1;
            return;
        };
        let is_in_page = snippet.file == snippet.source.file;
        let text = if is_in_page { fence(&text, snippet.source.line) } else { text.as_str() };
        let Some(call) = call::read(&snippet.language, text) else {
            self.unread += 1;
            return;
        };
        if agrees(context, &call, text, example, (operation, extension)) {
            self.agreeing += 1;
            return;
        }
        self.differing += 1;
        self.findings.push(Finding {
            kind: "snippet calls something else",
            path: snippet.language.clone(),
            expected: operation.request_line(),
            found: call.to_string(),
            example: snippet.source.clone(),
            documented: example.request.as_ref().map(|request| request.source.clone()),
        });
    }
}

/// The text of the code block that begins at a line.
fn fence(page: &str, line: u32) -> &str {
    let skipped = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    let start: usize = page.split_inclusive('\n').take(skipped).map(str::len).sum();
    let rest = page.get(start..).unwrap_or_default();
    rest.split_once("\n```").map_or(rest, |(block, _)| block)
}

fn agrees(
    context: &Context<'_>,
    call: &Call,
    text: &str,
    example: &Example,
    (operation, extension): (&Operation, &Extension<'_>),
) -> bool {
    if !call.methods.is_empty() && !call.methods.contains(&operation.method) {
        return false;
    }
    match &call.target {
        Target::Url(url) => {
            let shown = example.request.as_ref().map(|request| request.url.as_str()).unwrap_or_default();
            let (called, shown) = (RequestUrl::parse(url), RequestUrl::parse(shown));
            called.path.eq_ignore_ascii_case(shown.path)
                || matches!(context.resolve(operation.method.as_str(), url),
                    Called::Operation(other, _) if other.id() == operation.id())
        }
        Target::Names(names) => {
            let mut path = names_of(operation, extension);
            // Words of a path that name an item stand in brackets.
            let text = text.to_lowercase();
            path.retain(|word| names.contains(word) || !text.contains(&format!("\"{word}\"")));
            let (path, names) = (usual(&path), usual(names));
            // Links, bytes and numbers have members of their own in some libraries.
            let is_special = extension.raw || extension.count || ends_specially(operation);
            let shorter = names.split_last().map(|(_, names)| names).filter(|_| is_special);
            path == names || shorter == Some(path.as_slice())
        }
        Target::Command(noun) => {
            let path = names_of(operation, extension);
            let words: Vec<String> = path.iter().map(|name| call::noun(name).into_owned()).collect();
            // The verb of a command may be what the path ends in.
            let shorter = words.split_last().map(|(_, words)| words.concat()).unwrap_or_default();
            *noun == words.concat() || (operation.method == Method::Post && *noun == shorter)
        }
    }
}

/// Whether the path ends in what only OData has a word for: `$ref`, `$value`, `$count`.
fn ends_specially(operation: &Operation) -> bool {
    matches!(operation.path.segments.last(), Some(Segment::Literal(word)) if word.starts_with('$'))
}

/// One spelling of names that have several: the signed-in user is one of the users and has the drive that is meant when
/// nobody's is named, the root of a drive is one of its items.
fn usual(names: &[String]) -> Vec<&str> {
    let user = names.first().is_some_and(|first| first == "drive").then_some("users");
    let words = names.iter().enumerate().filter_map(|(position, name)| match name.as_str() {
        "me" if position == 0 => Some("users"),
        "me" if position == 1 => None,
        "root" => Some("items"),
        name => Some(name),
    });
    user.into_iter().chain(words).collect()
}

/// The words of a path that chains of calls spell, in lower case.
fn names_of(operation: &Operation, extension: &Extension<'_>) -> Vec<String> {
    let unqualified = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let words = operation.path.segments.iter().filter_map(|segment| match segment {
        Segment::Literal(word) => Some(unqualified(word)),
        Segment::Function { name, .. } | Segment::Cast(name) => Some(unqualified(name)),
        Segment::Parameter(_) | Segment::Key(_) | Segment::PathAddress { .. } => None,
    });
    words.chain(extension.cast.map(unqualified)).filter(|word| call::is_spelled(word)).collect()
}
