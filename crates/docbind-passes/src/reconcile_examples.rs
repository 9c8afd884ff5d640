//! Takes what the evidence supports where a table and an example disagree.

mod calls;
mod evidence;
mod parameters;
mod responses;
mod values;
mod walk;

use docbind_ir::{Api, BodyShape, Diagnostic, Example, Operation, RequestUrl, Router};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use self::evidence::Evidence;
use self::values::Found;
use self::walk::walk;
use crate::batches;
use crate::example_json::{SentBodies, SentObject, by_page, responses};
use crate::members::Members;
use crate::type_names::TypeNames;

/// Compares every operation with its own hand-written examples.
///
/// Parameters of actions take the names and wrappers that the examples send. Properties and enum members that only
/// examples show are added and marked, and so are options, headers and statuses. The witnesses of the bodies are
/// dropped afterwards.
pub fn reconcile_examples(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let mut operations = std::mem::take(&mut api.operations);
    let examples = std::mem::take(&mut api.examples);
    let elsewhere = CallsElsewhere::new(api, &operations, &examples);
    let names = TypeNames::new(api);
    let (findings, evidence) = reconcile_pages(&mut operations, &elsewhere, &Members::new(api, &names));
    diagnostics.extend(dedup_by_place(findings));
    evidence.apply(api, diagnostics);
    // Only now: what is of another type than a table says would be looked at as what it is not.
    let found = collect(&operations, &elsewhere, &Members::new(api, &names));
    found.add_to(api, diagnostics);
    drop(elsewhere);
    api.operations = operations;
    api.examples = examples;
}

/// Compares the pages, each with its own examples, and counts what these say about the types.
fn reconcile_pages(
    operations: &mut [Operation],
    elsewhere: &CallsElsewhere<'_>,
    members: &Members<'_>,
) -> (Vec<Diagnostic>, Evidence) {
    let mut next = 0;
    let pages = by_page(operations).map(|page| {
        let first = next;
        next += page.len();
        (first, page)
    });
    let compared = batches::fold(pages, |(findings, evidence): &mut (Vec<_>, Evidence), (first, page)| {
        findings.extend(reconcile_page(first, page, elsewhere, members, evidence));
    });
    let (findings, evidence): (Vec<_>, Vec<_>) = compared.into_iter().unzip();
    let evidence = evidence.into_iter().reduce(Evidence::merge).unwrap_or_default();
    (findings.into_iter().flatten().collect(), evidence)
}

/// Compares the operations of one page, the first of which has the position `first`.
fn reconcile_page(
    first: usize,
    page: &mut [Operation],
    elsewhere: &CallsElsewhere<'_>,
    members: &Members<'_>,
    evidence: &mut Evidence,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let shown = SentBodies::new(page);
    for (position, operation) in (first..).zip(page.iter_mut()) {
        if matches!(operation.body.shape, BodyShape::Inline(_)) {
            let sent = shown.of(operation);
            parameters::reconcile(operation, sent, members, &mut findings);
            parameters::add(operation, &SentObject::all(elsewhere.of(position)), members, &mut findings);
        }
        parameters::reconcile_list(operation, shown.lists_of(operation), members, &mut findings);
        calls::reconcile(operation, elsewhere.of(position), members);
    }
    let answers: Vec<_> = page.iter().map(responses).collect();
    responses::reconcile(page, &answers, members, &mut findings);
    for ((position, operation), answers) in (first..).zip(page).zip(&answers) {
        walk(operation, answers, elsewhere.of(position), members, evidence);
        operation.body.resource = None;
        operation.body.table = Vec::new();
    }
    findings
}

/// What the examples show that no type has.
fn collect(operations: &[Operation], elsewhere: &CallsElsewhere<'_>, members: &Members<'_>) -> Found {
    let found = batches::fold(operations.iter().enumerate(), |found: &mut Found, (position, operation)| {
        walk(operation, &responses(operation), elsewhere.of(position), members, found);
    });
    found.into_iter().reduce(Found::merge).unwrap_or_default().with_types(members)
}

/// The examples that stand on other pages than the operation they call, by the position of the operation.
struct CallsElsewhere<'e>(HashMap<usize, Vec<&'e Example>>);

impl<'e> CallsElsewhere<'e> {
    fn new(api: &Api, operations: &[Operation], examples: &'e [Example]) -> Self {
        let router = Router::over(operations, &api.aliases);
        let own_host = RequestUrl::parse(&api.base_url).host.unwrap_or_default();
        let called = |example: &'e Example| {
            let request = example.request.as_ref()?;
            let url = RequestUrl::parse(&request.url);
            let is_own = url.host.is_none_or(|host| host.eq_ignore_ascii_case(own_host));
            router.find_url(request.method.parse().ok()?, &url).filter(|_| is_own)
        };
        let called = batches::gather(examples, |example| Some((called(example)?, example)));
        let mut elsewhere: HashMap<usize, Vec<&Example>> = HashMap::new();
        for (position, example) in called {
            elsewhere.entry(position).or_default().push(example);
        }
        Self(elsewhere)
    }

    fn of(&self, position: usize) -> &[&'e Example] {
        self.0.get(&position).map_or(&[], Vec::as_slice)
    }
}

/// The operations of a page that differ in where their paths begin have the same faults.
fn dedup_by_place(findings: Vec<Diagnostic>) -> impl Iterator<Item = Diagnostic> {
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
