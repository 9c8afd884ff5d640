//! Functions whose arguments the request line leaves out and an example passes.

use docbind_ir::{Code, Diagnostic, Example, ExampleRequest, Method, Segment};

use super::parameters::Documented;
use super::path::{self, Template};
use super::request::Request;
use super::set::SetContext;

/// Reports examples that pass arguments in parentheses which no request of the page has, though a table documents them.
pub(super) fn report(
    requests: &[Request],
    examples: &[Example],
    rows: &[Documented],
    set: &SetContext,
    findings: &mut Vec<Diagnostic>,
) {
    for called in examples.iter().filter_map(|example| example.request.as_ref()) {
        let Some((method, shown)) = call(called, set) else { continue };
        let documented = shown.arguments().all(|name| rows.iter().any(|row| row.is_called(name)));
        if !documented || requests.iter().any(|request| request.template.calls_like(&shown)) {
            continue;
        }
        let mut bare =
            requests.iter().filter(|request| request.method == method && request.template.is_name_of(&shown));
        if let Some(request) = bare.next() {
            let arguments = shown.arguments().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let message = format!(
                "the example passes {arguments} in parentheses, `{method} {}` has none; docbind sends them in the query",
                request.template.path
            );
            let finding = Diagnostic::new(Code::ExampleElsewhere, called.source.clone(), message);
            let finding = finding.related(request.source.clone(), "the request");
            findings.push(finding.help("write the arguments in the request too, each with a placeholder"));
        }
    }
}

/// The function that a request calls, with its arguments by name.
fn call(request: &ExampleRequest, set: &SetContext) -> Option<(Method, Template)> {
    let method = request.method.parse().ok()?;
    let template = path::template(set.base.below(&request.url).path, &set.namespace).ok()?;
    let is_call = matches!(template.path.segments.last(), Some(Segment::Function { arguments, .. })
        if !arguments.is_empty() && arguments.iter().all(|argument| !argument.name.is_empty()));
    is_call.then_some((method, template))
}
