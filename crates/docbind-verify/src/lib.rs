//! Checks the hand-written examples of the pages against the model.
//!
//! [`verify`] looks at every example request and response and says whether it *passed*, *differs* or was *skipped*:
//! whether the request calls a documented operation with options and headers that it offers, whether the status is one
//! it knows, and whether the JSON body decodes into the documented type and would be encoded again without loss.

mod junit;
mod query;
mod report;
mod request;
mod response;
mod schema;
mod value;

pub use junit::junit;
pub use report::{BodyKind, Checked, Finding, Kind, Outcome, Report, Summary};

use docbind_ir::{Api, Example, Operation, RequestUrl, Router};

use crate::schema::Schema;

/// Checks every example of `api`.
pub fn verify(api: &Api) -> Report {
    let context = Context { api, schema: Schema::new(api), router: Router::new(&api.operations) };
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
    schema: Schema<'a>,
    router: Router<'a>,
}

impl<'a> Context<'a> {
    fn check(&self, example: &Example, documented: Option<&'a Operation>, checked: &mut Vec<Checked>) {
        let called = example.request.as_ref().map(|request| self.resolve(&request.method, &request.url));
        let operation = match &called {
            Some(Called::Operation(operation)) => Some(*operation),
            _ => documented,
        };
        if let (Some(request), Some(called)) = (&example.request, &called) {
            checked.push(request::check(self, request, called));
        }
        if let Some(response) = &example.response {
            let elsewhere = matches!(called, Some(Called::Elsewhere(_)));
            checked.push(response::check(self, response, operation.filter(|_| !elsewhere)));
        }
    }

    fn resolve(&self, method: &str, url: &str) -> Called<'a> {
        let Ok(method) = method.parse() else { return Called::Nothing };
        let url = RequestUrl::parse(url);
        if let Some(host) = url.host
            && !self.is_own_host(host)
        {
            return Called::Elsewhere(host.to_owned());
        }
        match self.router.find(method, url.path).and_then(|index| self.api.operations.get(index)) {
            Some(operation) => Called::Operation(operation),
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
enum Called<'a> {
    Operation(&'a Operation),
    Elsewhere(String),
    Nothing,
}
