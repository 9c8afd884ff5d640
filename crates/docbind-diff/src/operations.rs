//! Operations, and what belongs to them.

use docbind_ir::{Api, BodyShape, Clouds, Deprecation, Location, Operation, Parameter, Property, Source};

use crate::change::{Change, Impact, Item};
use crate::pairs::{Pair, pairs};
use crate::permissions;
use crate::shape::Shapes;
use crate::types;

/// Compares the operations of two models.
pub(crate) fn compare(old: &Api, new: &Api, changes: &mut Vec<Change>) {
    let shapes = (&Shapes::of(old), &Shapes::of(new));
    for pair in pairs(&old.operations, &new.operations, Operation::id) {
        match pair {
            Pair::Added(operation) => {
                let reason = "a call more";
                let name = operation.request_line();
                changes.push(Change::added(Item::Operation, name, &operation.source, Impact::Minor, reason));
            }
            Pair::Removed(operation) => {
                let reason = "calls of it no longer compile";
                let name = operation.request_line();
                changes.push(Change::removed(Item::Operation, name, &operation.source, Impact::Major, reason));
            }
            Pair::Both(old, new) => operation(old, new, shapes, changes),
        }
    }
}

fn operation(old: &Operation, new: &Operation, shapes: (&Shapes<'_>, &Shapes<'_>), changes: &mut Vec<Change>) {
    let name = new.request_line();
    permissions::compare(old, new, &name, changes);
    parameters(old, new, shapes, &name, changes);
    options(old, new, &name, changes);
    headers(old, new, &name, changes);
    body(old, new, shapes, &name, changes);
    responses(old, new, shapes, &name, changes);
    deprecation(old.deprecation.as_deref(), new.deprecation.as_deref(), &name, changes);
    clouds(old, new, &name, changes);
}

fn parameters(
    old: &Operation,
    new: &Operation,
    shapes: (&Shapes<'_>, &Shapes<'_>),
    name: &str,
    changes: &mut Vec<Change>,
) {
    // Parameters in a path have no name that counts: their place does.
    let (old_path, new_path) = (in_path(old), in_path(new));
    for (before, after) in old_path.iter().zip(&new_path) {
        let item = format!("{name} {{{}}}", after.name);
        let places = (&before.source, &after.source);
        let mut details = Vec::new();
        if before.wire_name != after.wire_name {
            details.push(format!("called {} → {}", before.wire_name, after.wire_name));
        }
        if before.ty != after.ty {
            details.push(format!("{} → {}", before.ty, after.ty));
        }
        if !details.is_empty() {
            let reason = "the method for the segment takes any text";
            changes
                .push(Change::changed(Item::Parameter, item, places, Impact::Patch, reason).detail(details.join(", ")));
        }
    }
    let query = |operation: &'_ Operation| -> Vec<Parameter> {
        operation.parameters.iter().filter(|parameter| is_query(parameter)).cloned().collect()
    };
    let (old_query, new_query) = (query(old), query(new));
    for pair in pairs(&old_query, &new_query, |parameter: &Parameter| parameter.wire_name.clone()) {
        let named = |parameter: &Parameter| format!("{name} ?{}", parameter.wire_name);
        changes.push(match pair {
            Pair::Added(parameter) => {
                let (impact, reason) = match parameter.required {
                    true => (Impact::Major, "the call takes it as an argument"),
                    false => (Impact::Patch, "it is set by its name"),
                };
                Change::added(Item::Parameter, named(parameter), &parameter.source, impact, reason)
            }
            Pair::Removed(parameter) => {
                let (impact, reason) = match parameter.required {
                    true => (Impact::Major, "the call took it as an argument"),
                    false => (Impact::Patch, "it was set by its name"),
                };
                Change::removed(Item::Parameter, named(parameter), &parameter.source, impact, reason)
            }
            Pair::Both(before, after) => {
                let is_same = before.ty == after.ty && before.required == after.required;
                if is_same {
                    continue;
                }
                let is_argument = before.required != after.required
                    || (after.required && shapes.0.ty(&before.ty) != shapes.1.ty(&after.ty));
                let (impact, reason) = match is_argument {
                    true => (Impact::Major, "the arguments of the call change"),
                    false => (Impact::Patch, "it is set by its name"),
                };
                let detail =
                    format!("{}{} → {}{}", required(before.required), before.ty, required(after.required), after.ty);
                let places = (&before.source, &after.source);
                Change::changed(Item::Parameter, named(after), places, impact, reason).detail(detail)
            }
        });
    }
}

fn required(is_required: bool) -> &'static str {
    if is_required { "required " } else { "" }
}

fn is_query(parameter: &Parameter) -> bool {
    parameter.location == Location::Query && !parameter.wire_name.starts_with('$')
}

fn in_path(operation: &Operation) -> Vec<&Parameter> {
    let names = operation.path.parameters();
    names
        .filter_map(|name| {
            operation
                .parameters
                .iter()
                .find(|parameter| parameter.location != Location::Query && parameter.name == *name)
        })
        .collect()
}

fn options(old: &Operation, new: &Operation, name: &str, changes: &mut Vec<Change>) {
    for option in new.query_options.iter().filter(|option| !old.query_options.contains(option)) {
        let name = format!("{name} {}", option.wire());
        changes.push(Change::added(
            Item::QueryOption,
            name,
            &new.source,
            Impact::Minor,
            "a method of the request more",
        ));
    }
    for option in old.query_options.iter().filter(|option| !new.query_options.contains(option)) {
        let name = format!("{name} {}", option.wire());
        let reason = "the request no longer has its method";
        changes.push(Change::removed(Item::QueryOption, name, &old.source, Impact::Major, reason));
    }
}

fn headers(old: &Operation, new: &Operation, name: &str, changes: &mut Vec<Change>) {
    let (before, after) = (&old.headers, &new.headers);
    for pair in pairs(before, after, |header: &docbind_ir::Header| header.name.to_lowercase()) {
        let named = |header: &docbind_ir::Header| format!("{name} {}", header.name);
        let reason = "headers are set by their name";
        changes.push(match pair {
            Pair::Added(header) => {
                let change = Change::added(Item::Header, named(header), &header.source, Impact::Minor, reason);
                if header.required { change.detail("required") } else { change }
            }
            Pair::Removed(header) => {
                Change::removed(Item::Header, named(header), &header.source, Impact::Minor, reason)
            }
            Pair::Both(before, after) if before.required != after.required || before.value != after.value => {
                let spelled = |header: &docbind_ir::Header| {
                    format!("{}{}", required(header.required), header.value.as_deref().unwrap_or("any value"))
                };
                let places = (&before.source, &after.source);
                Change::changed(Item::Header, named(after), places, Impact::Patch, reason).detail(format!(
                    "{} → {}",
                    spelled(before),
                    spelled(after)
                ))
            }
            Pair::Both(..) => continue,
        });
    }
}

fn body(old: &Operation, new: &Operation, shapes: (&Shapes<'_>, &Shapes<'_>), name: &str, changes: &mut Vec<Change>) {
    let (before, after) = (shapes.0.body(&old.body), shapes.1.body(&new.body));
    let places = (own(&old.body.source, old), own(&new.body.source, new));
    if before != after {
        let reason = "the call takes another argument";
        changes.push(
            Change::changed(Item::Body, name, places, Impact::Major, reason).detail(format!("{before} → {after}")),
        );
        return;
    }
    if old.body.required != new.body.required {
        let spelled = |is_required| if is_required { "required" } else { "optional" };
        let detail = format!("{} → {}", spelled(old.body.required), spelled(new.body.required));
        let reason = "the call takes it all the same";
        changes.push(Change::changed(Item::Body, name, places, Impact::Patch, reason).detail(detail));
    }
    if let (BodyShape::Inline(before), BodyShape::Inline(after)) = (&old.body.shape, &new.body.shape) {
        let named = |property: &Property| format!("{name} body.{}", property.name);
        types::properties((before, after), shapes, Item::Body, named, changes);
    }
}

fn own<'a>(source: &'a Source, operation: &'a Operation) -> &'a Source {
    if source.line > 0 { source } else { &operation.source }
}

fn responses(
    old: &Operation,
    new: &Operation,
    shapes: (&Shapes<'_>, &Shapes<'_>),
    name: &str,
    changes: &mut Vec<Change>,
) {
    let statuses = |operation: &Operation| -> Vec<String> {
        operation.responses.iter().map(|response| response.status.to_string()).collect()
    };
    let (before, after) = (shapes.0.response(old), shapes.1.response(new));
    let source = |operation: &'_ Operation| {
        operation.responses.first().map_or(&operation.source, |response| own(&response.source, operation)).clone()
    };
    let places = (&source(old), &source(new));
    if before != after {
        let reason = "the call gives back another type";
        changes.push(
            Change::changed(Item::Response, name, places, Impact::Major, reason).detail(format!("{before} → {after}")),
        );
    } else if statuses(old) != statuses(new) {
        let detail = format!("{} → {}", list(&statuses(old)), list(&statuses(new)));
        let reason = "the type that the call gives back is the same";
        changes.push(Change::changed(Item::Response, name, places, Impact::Patch, reason).detail(detail));
    }
}

fn list(words: &[String]) -> String {
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// Compares notices that something is on its way out.
pub(crate) fn deprecation(old: Option<&Deprecation>, new: Option<&Deprecation>, name: &str, changes: &mut Vec<Change>) {
    let spelled = |deprecation: &Deprecation| match &deprecation.date {
        Some(date) => format!("deprecated, ends {date}"),
        None => "deprecated".to_owned(),
    };
    changes.push(match (old, new) {
        (None, Some(new)) => {
            Change::added(Item::Stability, name, &new.source, Impact::Minor, "uses of it are warned about")
                .detail(spelled(new))
        }
        (Some(old), None) => {
            Change::removed(Item::Stability, name, &old.source, Impact::Patch, "uses of it are no longer warned about")
                .detail(spelled(old))
        }
        (Some(old), Some(new)) if spelled(old) != spelled(new) => Change::changed(
            Item::Stability,
            name,
            (&old.source, &new.source),
            Impact::Patch,
            "the notice alone differs",
        )
        .detail(format!("{} → {}", spelled(old), spelled(new))),
        _ => return,
    });
}

fn clouds(old: &Operation, new: &Operation, name: &str, changes: &mut Vec<Change>) {
    let available = |clouds: Option<&Clouds>| clouds.map(|clouds| list(&clouds.available));
    let (before, after) = (available(old.clouds.as_deref()), available(new.clouds.as_deref()));
    if before == after {
        return;
    }
    let source = |operation: &'_ Operation| {
        operation.clouds.as_ref().map_or(&operation.source, |clouds| own(&clouds.source, operation)).clone()
    };
    let places = (&source(old), &source(new));
    let spelled = |clouds: Option<String>| clouds.unwrap_or_else(|| "not told".to_owned());
    changes.push(
        Change::changed(Item::Stability, name, places, Impact::Patch, "where it can be called is documentation")
            .detail(format!("clouds: {} → {}", spelled(before), spelled(after))),
    );
}
