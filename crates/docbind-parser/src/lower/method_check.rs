//! Methods that something else on the page contradicts.

use docbind_ir::{Code, Diagnostic, Method};

use super::outline::Outline;
use super::request::Request;
use crate::dialect::title_verb::methods;

/// From how many requests on, the method that one alone has stands out.
const MANY: usize = 3;

/// Reports requests whose method the title rules out, and the only one on a page with another method than all the rest.
pub(super) fn report(outline: &Outline<'_, '_>, requests: &[Request], findings: &mut Vec<Diagnostic>) {
    if let Some(title) = outline.title()
        && let Some(open) = methods(title)
    {
        let wrong: Vec<&Request> = requests.iter().filter(|request| !open.contains(&request.method)).collect();
        // A page on which several requests have methods of their own has more to say than its title.
        if let [request] = wrong.as_slice() {
            let message = format!("the title is `{title}`, the request has the method {}", request.method);
            findings.push(finding(request, message));
            return;
        }
    }
    if let Some((request, usual)) = stranger(requests) {
        let message =
            format!("this request alone has the method {}, all others of the page have {usual}", request.method);
        findings.push(finding(request, message));
    }
}

fn finding(request: &Request, message: String) -> Diagnostic {
    Diagnostic::new(Code::SourceConflict, request.source.clone(), message)
        .help("write the method with which the request is sent")
}

/// The only request with another method than all others, and theirs.
fn stranger(requests: &[Request]) -> Option<(&Request, Method)> {
    let (first, second) = (requests.first()?.method, requests.get(1)?.method);
    // Of the first two, at least one has the usual method.
    let is_usual =
        |method: Method| requests.iter().filter(|request| request.method == method).count() + 1 == requests.len();
    let usual = [first, second].into_iter().find(|method| is_usual(*method))?;
    let odd = requests.iter().find(|request| request.method != usual)?;
    // Two methods at one path are two operations.
    let is_twin = |request: &Request| request.method == usual && request.template.path.key() == odd.template.path.key();
    (requests.len() >= MANY && !requests.iter().any(is_twin)).then_some((odd, usual))
}
