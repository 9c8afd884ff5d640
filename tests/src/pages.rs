//! The examples of the bundled pages, read by docbind itself.

use std::path::Path;

use docbind::{DocSet, Documentation, Scope};
use docbind_ir::{Api, Example, ExampleRequest, ExampleResponse};

/// A request example of a page.
pub struct PageExample {
    /// The page, as docbind names it.
    pub page: String,
    /// The line of the request.
    pub line: u32,
    /// The `name` of the example's annotation; empty when it has none.
    pub name: String,
    /// The request.
    pub request: ExampleRequest,
    /// The response, when the page shows it.
    pub response: Option<ExampleResponse>,
}

/// The model of the bundled set called `set`, after all passes.
pub fn model(set: &str) -> Result<Api, docbind::Error> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api-reference").join(set);
    let set = DocSet::choose(&docs, docbind::find_sets(&docs)?, None)?;
    let mut documentation = Documentation::read(&set, &|| ());
    documentation.refine(&Scope::default(), None);
    Ok(documentation.api)
}

/// All request examples of the bundled set called `set`, by page and line.
pub fn examples(set: &str) -> Result<Vec<PageExample>, docbind::Error> {
    let api = model(set)?;
    let examples = api.operations.into_iter().flat_map(|operation| operation.examples).chain(api.examples);
    let mut found: Vec<PageExample> = examples.filter_map(page_example).collect();
    found.sort_by(|a, b| (&a.page, a.line).cmp(&(&b.page, b.line)));
    found.dedup_by(|a, b| a.page == b.page && a.line == b.line);
    Ok(found)
}

fn page_example(example: Example) -> Option<PageExample> {
    let request = example.request?;
    Some(PageExample {
        page: request.source.file.to_string(),
        line: request.source.line,
        name: example.name.unwrap_or_default(),
        request,
        response: example.response,
    })
}
