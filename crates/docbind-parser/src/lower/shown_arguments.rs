//! Functions whose arguments the request line leaves out and an example passes.

use docbind_ir::{Code, Diagnostic, Example, ExampleRequest, Method, Segment};

use super::parameters::Documented;
use super::path::{self, Template};
use super::request::Request;
use super::set::SetContext;

/// Gives requests the arguments that examples pass in parentheses, when a table of the page documents each of them.
pub(super) fn adopt(
    requests: &mut [Request],
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
        for request in requests.iter_mut().filter(|request| request.method == method) {
            if request.template.take_arguments(&shown) {
                let message = format!(
                    "the request leaves out the arguments that the example passes; it is read as `{method} {}`",
                    request.template.path
                );
                let finding = Diagnostic::new(Code::MendedRequest, request.source.clone(), message);
                let finding = finding.related(called.source.clone(), "the example");
                findings.push(finding.help("write the arguments in the request, each with a placeholder"));
            }
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
