//! Makes one operation of what several pages say about the same method and path.

mod bodies;
mod families;
mod number;
mod permissions;

use std::sync::Arc;

use docbind_ir::{
    Api, BodyShape, Diagnostic, Location, Operation, Parameter, PathTemplate, Rule, Segment, TypeRef, singular,
};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use self::families::{Families, stem};
use crate::batches;
use crate::example_json::by_page;
use crate::inheritance::Ancestry;
use crate::members::Members;
use crate::references::returned_type;
use crate::type_names::TypeNames;

/// A page that lists more operations than these may be about something that all of them have.
const MANY: usize = 6;

/// Unites the operations that share [`Operation::id`].
///
/// The page that leads is the one that documents the base type of a polymorphic family, else one of the type's own
/// family, else one named after a segment of the path, else one whose first request it is, else one with an example of
/// it, else the one with the shortest name, else the one that lists the fewest operations, else the first. Title, description, responses, body and the least
/// permissions are its own: what the page of another product says about the same request holds in that scenario.
/// Secondary sources and pages that only show a way to use an operation come last and say nothing about its bodies. A
/// path segment that looks like a cast to a type no page documents is a word like any other: a qualified action.
pub fn merge_operations(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let names = TypeNames::new(api);
    let mut operations = std::mem::take(&mut api.operations);
    operations.sort_by(|left, right| left.source.cmp(&right.source));
    let mut on_page: HashMap<Arc<str>, Listed> = HashMap::new();
    for page in by_page(&mut operations) {
        let listed = page
            .first()
            .map(|first| (first.source.file.clone(), Listed { count: page.len(), first: first.source.line }));
        on_page.extend(listed);
    }
    let segments = operations.iter_mut().flat_map(|operation| &mut operation.path.segments);
    segments.for_each(|segment| resolve_cast(segment, &names));
    let keys = batches::gather(&operations, |operation| Some(operation.id()));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut places = HashMap::with_capacity(keys.len());
    for (position, key) in keys.iter().enumerate() {
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(position),
            None => groups.push(vec![position]),
        }
    }
    let ancestry = Ancestry::new(&api.types);
    let members = Members::new(api, &names);
    let families = Families::new(&api.types, &operations, &keys);
    let context = Context { on_page: &on_page, ancestry: &ancestry, members: &members, families: &families };
    let mut reported = permissions::Reported::default();
    // They meet where the first of them stands, so that the model is never there twice.
    let mut absorbed = HashSet::new();
    for positions in groups.iter().filter(|positions| positions.len() > 1) {
        let take = |position: &usize| {
            let operation = operations.get_mut(*position)?;
            let nothing = Operation::new(operation.method, PathTemplate::default());
            Some(std::mem::replace(operation, nothing))
        };
        let group = positions.iter().filter_map(take).collect();
        let merged = merge(group, &context, &mut reported, diagnostics);
        if let Some((slot, merged)) = positions.first().and_then(|first| operations.get_mut(*first)).zip(merged) {
            *slot = merged;
        }
        absorbed.extend(positions.iter().skip(1).copied());
    }
    let mut position = 0..;
    operations.retain(|_| position.next().is_none_or(|position| !absorbed.contains(&position)));
    api.operations = operations;
}

/// The requests that a page lists.
#[derive(Clone, Copy)]
struct Listed {
    count: usize,
    /// The line of the first.
    first: u32,
}

/// What tells which of several pages leads.
struct Context<'c> {
    on_page: &'c HashMap<Arc<str>, Listed>,
    ancestry: &'c Ancestry,
    members: &'c Members<'c>,
    families: &'c Families<'c>,
}

fn merge(
    mut group: Vec<Operation>,
    context: &Context<'_>,
    reported: &mut permissions::Reported,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Operation> {
    let Context { on_page, ancestry, members, families } = *context;
    mark_usages(&mut group, on_page);
    let documented = group.iter().filter(|operation| !operation.is_usage).map(resource);
    let documented: Option<Vec<_>> = documented.collect();
    let general = documented.and_then(|types| ancestry.most_general(types.into_iter()).cloned());
    group.sort_by_key(|operation| {
        let is_general = general.is_some() && resource(operation) == general.as_ref();
        let is_secondary = operation.source.rule == Rule::Secondary;
        let is_untold = operation.examples.is_empty();
        let listed = on_page.get(&operation.source.file);
        let is_first = listed.is_some_and(|listed| listed.first == operation.source.line);
        let rank = (families.rank(operation), !is_named_after_segment(operation));
        let size = listed.map(|listed| listed.count);
        let words = words(&operation.source.file);
        (is_secondary, operation.is_usage, !is_general, rank, !is_first, is_untold, words, size)
    });
    let mut rest = group.into_iter();
    let mut first = rest.next()?;
    // Where only the page of a product describes the request, another page may still know who may make it.
    if let Some(other) = rest.as_slice().iter().find(|other| families.is_of_other_product(other, &first)) {
        permissions::limit_to_product(&mut first, other);
    }
    for other in rest {
        // A page of another product speaks about the request as that product uses it.
        let scenario = families.is_of_other_product(&first, &other).then(|| permissions::page_words(&other));
        if scenario.is_none() {
            permissions::report_contradictions(&first, &other, reported, diagnostics);
        }
        permissions::unite(&mut first, &other);
        if scenario.is_none() {
            diagnostics.extend(number::settle(&mut first, &other));
        }
        absorb(&mut first, other, scenario, ancestry, members);
    }
    Some(first)
}

/// Whether the name of a page begins with what a segment of the path holds: `boat-list-sails` and `/boats/{id}/sails`.
fn is_named_after_segment(operation: &Operation) -> bool {
    let stem = stem(&operation.source.file);
    let first = stem.split(['-', '_', ' ']).next().unwrap_or_default();
    operation.path.segments.iter().any(|segment| match segment {
        Segment::Literal(word) => {
            let word = word.to_lowercase();
            word == first || singular(&word) == first
        }
        _ => false,
    })
}

/// How many words the name of a page has. A product puts its own name before that of the page it repeats.
fn words(file: &str) -> usize {
    stem(file).split(['-', '_', ' ']).count()
}

fn resolve_cast(segment: &mut Segment, names: &TypeNames) {
    if let Segment::Cast(name) = segment {
        *segment = match names.find_text(name, "") {
            Some(known) => Segment::Cast(known.0.clone()),
            None => Segment::Literal(name.clone()),
        };
    }
}

/// A page that lists many operations, beside one that is about a few, shows ways to use them.
fn mark_usages(group: &mut [Operation], on_page: &HashMap<Arc<str>, Listed>) {
    let count = |operation: &Operation| on_page.get(&operation.source.file).map_or(0, |listed| listed.count);
    let fewest = group.iter().filter(|operation| !operation.is_usage).map(count).min().unwrap_or_default();
    for operation in group {
        operation.is_usage |= count(operation) > MANY && count(operation) > 2 * fewest;
    }
}

/// The type an operation is about: what it returns or else takes.
fn resource(operation: &Operation) -> Option<&docbind_ir::TypeName> {
    returned_type(operation).or_else(|| bodies::body_type(&operation.body)).and_then(TypeRef::name)
}

fn absorb(
    first: &mut Operation,
    mut other: Operation,
    scenario: Option<String>,
    ancestry: &Ancestry,
    members: &Members<'_>,
) {
    absorb_parameters(first, &other);
    for option in other.query_options {
        if !first.query_options.contains(&option) {
            first.query_options.push(option);
        }
    }
    for header in other.headers {
        match first.headers.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&header.name)) {
            Some(known) => {
                known.required &= header.required;
                if known.description.is_empty() {
                    known.description = header.description;
                }
                known.value = known.value.take().or(header.value);
            }
            // A page that does not name a header shows that the call works without it.
            None => first.headers.push(docbind_ir::Header { required: false, ..header }),
        }
    }
    if scenario.is_some() {
        for role in &mut other.roles {
            role.scenario = role.scenario.take().or_else(|| scenario.clone());
        }
        other.notes.clear();
        bodies::set_aside(first, std::mem::take(&mut other.responses));
        // What the product lets a caller send beside the rest can be sent.
        if matches!(first.body.shape, BodyShape::Inline(_)) {
            bodies::unite_bodies(&mut first.body, other.body, ancestry, members);
        }
    } else if first.is_usage || !other.is_usage {
        bodies::unite_bodies(&mut first.body, other.body, ancestry, members);
        bodies::unite_responses(&mut first.responses, other.responses, ancestry);
    }
    add_new(&mut first.errors, other.errors);
    add_new(&mut first.roles, other.roles);
    add_new(&mut first.notes, other.notes);
    add_new(&mut first.aliases, other.aliases);
    add_new(&mut first.pages, other.pages);
    first.examples.extend(other.examples);
    first.clouds = first.clouds.take().or(other.clouds);
    if first.description.is_empty() {
        first.description = other.description;
    }
    // What one page of a family announces for its type does not hold for the others.
    if scenario.is_none() {
        if other.deprecation.is_none() {
            first.deprecation = None;
        }
        first.stability = first.stability.min(other.stability);
    }
}

fn add_new<T: PartialEq>(own: &mut Vec<T>, other: Vec<T>) {
    for item in other {
        if !own.contains(&item) {
            own.push(item);
        }
    }
}

/// Parameters of the path meet by position, those of the query by name; a path that leaves more open is kept.
fn absorb_parameters(first: &mut Operation, other: &Operation) {
    if other.path.parameters().count() > first.path.parameters().count() {
        first.path = other.path.clone();
        first.parameters.retain(|parameter| parameter.location == Location::Query);
        let of_path = other.parameters.iter().filter(|parameter| parameter.location != Location::Query);
        first.parameters.splice(0..0, of_path.cloned());
    } else {
        let names: Vec<_> = first.path.parameters().cloned().zip(other.path.parameters()).collect();
        for (own, theirs) in names {
            let theirs = other.parameters.iter().find(|parameter| parameter.name == *theirs);
            let own = first.parameters.iter_mut().find(|parameter| parameter.name == own);
            if let (Some(own), Some(theirs)) = (own, theirs) {
                enrich(own, theirs);
            }
        }
    }
    let is_query = |parameter: &&Parameter| parameter.location == Location::Query;
    let theirs: Vec<&Parameter> = other.parameters.iter().filter(is_query).collect();
    for own in first.parameters.iter_mut().filter(|parameter| parameter.location == Location::Query) {
        own.required &= theirs.iter().any(|parameter| parameter.wire_name == own.wire_name && parameter.required);
    }
    for parameter in theirs {
        match first.parameters.iter_mut().find(|own| own.wire_name == parameter.wire_name) {
            Some(own) => enrich(own, parameter),
            None => first.parameters.push(Parameter { required: false, ..parameter.clone() }),
        }
    }
}

/// Text is the type of a parameter nobody describes.
fn enrich(own: &mut Parameter, other: &Parameter) {
    if own.ty == TypeRef::STRING {
        own.ty = other.ty.clone();
    }
    if own.example.is_none() {
        own.example.clone_from(&other.example);
    }
    if own.description.is_empty() {
        own.description.clone_from(&other.description);
    }
}

#[cfg(test)]
mod tests;
