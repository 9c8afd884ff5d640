//! Checks the hand-written examples of the pages against the model.
//!
//! [`verify`] looks at every example request and response and says whether it *passed*, *differs* or was *skipped*:
//! whether the request calls a documented operation with options and headers that it offers, whether the status is one
//! it knows, and whether the JSON body decodes into the documented type and would be encoded again without loss.

#[cfg(feature = "junit")]
mod junit;
mod query;
mod report;
mod request;
mod response;
mod snippet;
mod value;

#[cfg(feature = "junit")]
pub use junit::junit;
pub use report::{BodyKind, Checked, Finding, Kind, Outcome, Report, Summary, Touched};

pub use snippet::{Snippets, snippets};

use docbind_ir::{Api, Example, Extension, Operation, RequestUrl, Router, TypeTree};

/// Checks every example of `api`.
pub fn verify(api: &Api) -> Report {
    let context = Context::new(api);
    let mut examples = Vec::new();
    for operation in &api.operations {
        for example in &operation.examples {
            context.check(example, Some(operation), &mut examples);
        }
    }
    for example in &api.examples {
        context.check(example, None, &mut examples);
    }
    examples.sort_by(|a, b| (&a.page, a.line, a.kind).cmp(&(&b.page, b.line, b.kind)));
    Report::new(examples)
}

/// What every check looks things up in.
struct Context<'a> {
    api: &'a Api,
    types: TypeTree<'a>,
    router: Router<'a>,
}

impl<'a> Context<'a> {
    fn new(api: &'a Api) -> Self {
        Self { api, types: TypeTree::new(&api.types, &api.enums, &api.namespace), router: Router::new(api) }
    }

    fn check(&self, example: &Example, documented: Option<&'a Operation>, checked: &mut Vec<Checked>) {
        let called = example.request.as_ref().map(|request| self.resolve(&request.method, &request.url));
        if let (Some(request), Some(called)) = (&example.request, &called) {
            checked.push(request::check(self, request, called));
        }
        let Some(response) = &example.response else { return };
        let method = example.request.as_ref().map(|request| request.method.as_str());
        let asked = match &called {
            Some(called @ (Called::Operation(..) | Called::OtherHost(_))) => called.clone(),
            _ => match documented.or_else(|| self.operation_of_page(&response.source.file, method)) {
                Some(operation) => Called::Operation(operation, Extension::default()),
                None => Called::Nothing,
            },
        };
        let is_guess = documented.is_none() && example.request.is_some() && matches!(called, Some(Called::Nothing));
        let answer = response::check(self, response, &asked, example.request.is_some());
        // What answers an unknown request can be anything.
        let is_lost = is_guess && answer.outcome == Outcome::Differs;
        checked.push(if is_lost { response::check(self, response, &Called::Nothing, true) } else { answer });
    }

    /// The operation that a page is about: its only one, its variants below other roots aside.
    fn operation_of_page(&self, page: &str, method: Option<&str>) -> Option<&'a Operation> {
        let is_of_page = |operation: &&Operation| {
            operation.pages.iter().any(|own| **own == *page)
                && method.is_none_or(|method| operation.method.as_str().eq_ignore_ascii_case(method))
        };
        let end = |operation: &Operation| {
            let key = operation.path.key();
            (operation.method, key.rsplit('/').next().map(str::to_owned))
        };
        let mut operations = self.api.operations.iter().filter(is_of_page);
        let first = operations.next()?;
        operations.all(|other| end(other) == end(first)).then_some(first)
    }

    fn resolve<'e>(&self, method: &str, url: &'e str) -> Called<'a, 'e> {
        let Ok(method) = method.parse() else { return Called::Nothing };
        let url = RequestUrl::parse(url);
        if let Some(host) = url.host
            && !self.is_own_host(host)
        {
            return Called::OtherHost(host.to_owned());
        }
        let whole = self.router.find_url(method, &url).map(|index| (index, Extension::default()));
        let found = whole.or_else(|| self.router.find_extended(method, url.path, &self.api.namespace));
        match found.and_then(|(index, extension)| Some((self.api.operations.get(index)?, extension))) {
            Some((operation, extension)) => Called::Operation(operation, extension),
            None => Called::Nothing,
        }
    }

    /// Whether examples with this host call the documented API: its own host, however the page misspells it.
    fn is_own_host(&self, host: &str) -> bool {
        let own = RequestUrl::parse(&self.api.base_url).host.unwrap_or_default();
        own.is_empty() || host.eq_ignore_ascii_case(own)
    }
}

/// What a request calls.
#[derive(Clone)]
enum Called<'a, 'e> {
    Operation(&'a Operation, Extension<'e>),
    OtherHost(String),
    Nothing,
}
