//! Takes what the evidence supports where a table and an example disagree.

mod calls;
mod evidence;
mod parameters;
mod responses;
mod values;

use std::collections::{HashMap, HashSet};

use docbind_ir::{Api, BodyShape, Diagnostic, Example, Operation, RequestUrl, Router};
use rayon::prelude::*;

use crate::example_json::{Sent, Shown, by_page};
use crate::members::Members;
use crate::type_index::TypeIndex;

/// Compares every operation with its own hand-written examples.
///
/// Parameters of actions take the names and wrappers that the examples send. Properties and enum members that only
/// examples show are added and marked, and so are options, headers and statuses. The witnesses of the bodies are
/// dropped afterwards.
pub fn reconcile_examples(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let examples = std::mem::take(&mut api.examples);
    let elsewhere = Elsewhere::new(api, &operations, &examples);
    let mut found = {
        let index = TypeIndex::new(api);
        let members = Members::new(api, &index);
        let mut next = 0;
        let pages: Vec<(usize, &mut [Operation])> = by_page(&mut operations)
            .map(|page| {
                let first = next;
                next += page.len();
                (first, page)
            })
            .collect();
        let pages = pages.into_par_iter();
        let findings = pages.flat_map_iter(|(first, page)| reconcile_page(first, page, &elsewhere, &members)).collect();
        diagnostics.extend(once_a_place(findings));
        collect(&operations, &elsewhere, &members)
    };
    // What is of another type than the tables say was looked at as what it is not.
    if found.apply_evidence(api, diagnostics) {
        let index = TypeIndex::new(api);
        found = collect(&operations, &elsewhere, &Members::new(api, &index));
    }
    found.add_to(api, diagnostics);
    drop(elsewhere);
    for operation in &mut operations {
        operation.body.resource = None;
        operation.body.table = Vec::new();
    }
    api.operations = operations;
    api.examples = examples;
}

/// Compares the operations of one page, the first of which has the position `first`.
fn reconcile_page(
    first: usize,
    page: &mut [Operation],
    elsewhere: &Elsewhere<'_>,
    members: &Members<'_>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let shown = Shown::new(page);
    for (position, operation) in (first..).zip(page.iter_mut()) {
        if matches!(operation.body.shape, BodyShape::Inline(_)) {
            let sent = shown.of(operation);
            parameters::reconcile(operation, sent, members, &mut findings);
            parameters::add(operation, &Sent::all(elsewhere.of(position)), members, &mut findings);
        }
        parameters::reconcile_list(operation, shown.lists_of(operation), members, &mut findings);
        calls::reconcile(operation, elsewhere.of(position), members);
    }
    responses::reconcile(page, members, &mut findings);
    findings
}

fn collect(operations: &[Operation], elsewhere: &Elsewhere<'_>, members: &Members<'_>) -> values::Found {
    operations
        .par_iter()
        .enumerate()
        .fold(values::Found::default, |mut found, (position, operation)| {
            values::collect(operation, elsewhere.of(position), members, &mut found);
            found
        })
        .reduce(values::Found::default, values::Found::and)
        .with_types(members)
}

/// The examples that stand on other pages than the operation they call, by the position of the operation.
struct Elsewhere<'e>(HashMap<usize, Vec<&'e Example>>);

impl<'e> Elsewhere<'e> {
    fn new(api: &Api, operations: &[Operation], examples: &'e [Example]) -> Self {
        let router = Router::new(operations);
        let own_host = RequestUrl::parse(&api.base_url).host.unwrap_or_default();
        let mut elsewhere: HashMap<usize, Vec<&Example>> = HashMap::new();
        for example in examples {
            let Some(request) = &example.request else { continue };
            let (url, Ok(method)) = (RequestUrl::parse(&request.url), request.method.parse()) else { continue };
            let is_own = url.host.is_none_or(|host| host.eq_ignore_ascii_case(own_host));
            if let Some(position) = router.find(method, url.path).filter(|_| is_own) {
                elsewhere.entry(position).or_default().push(example);
            }
        }
        Self(elsewhere)
    }

    fn of(&self, position: usize) -> &[&'e Example] {
        self.0.get(&position).map_or(&[], Vec::as_slice)
    }
}

/// The operations of a page that differ in where their paths begin have the same faults.
fn once_a_place(findings: Vec<Diagnostic>) -> impl Iterator<Item = Diagnostic> {
    let mut seen = HashSet::new();
    findings.into_iter().filter(move |finding| {
        let related = finding.related.first().map(|label| label.source.clone());
        // Several members that one example shows stand at the same place.
        let member = finding.message.rsplit('`').nth(1).map(str::to_owned);
        seen.insert((finding.code, finding.primary.source.clone(), related, member))
    })
}

#[cfg(test)]
mod tests;
