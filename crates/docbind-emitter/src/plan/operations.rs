//! Operations: their names, bodies and responses.

use std::collections::BTreeMap;

use docbind_ir::{
    BodyShape, Diagnostic, Location, Method, Operation, Parameter, Property, QueryOption, ResponseBody, Segment,
};

use super::areas::Members;
use super::models::report;
use super::names::{Case, Wire, assign};
use super::spelling::Spellings;
use super::tree::segment_words;
use super::words::words;
use super::{Plan, Shape};
use crate::Broken;

/// An operation.
#[derive(Debug)]
pub(crate) struct OperationPlan<'a> {
    pub(crate) operation: &'a Operation,
    /// The name of its type.
    pub(crate) name: String,
    /// The name of its body's type, should it have one of its own.
    pub(crate) body_name: String,
    pub(crate) body: BodyPlan<'a>,
    pub(crate) response: ResponsePlan,
    /// The place of its permission table.
    pub(crate) permissions: usize,
}

/// What the verb method takes as body.
#[derive(Debug, PartialEq)]
pub(crate) enum BodyPlan<'a> {
    None,
    Model(usize),
    /// A type of the operation's own, with these properties.
    Inline(&'a [Property]),
    /// A list of values of this shape.
    List(Shape),
    /// Any other JSON.
    Value(Shape),
    JsonPatch,
    /// Bytes of this media type.
    Binary(&'a str),
    /// Text of this media type.
    Text(&'a str),
    Multipart,
}

/// What awaiting the request gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ResponsePlan {
    pub(crate) kind: ResponseKind,
    /// Whether one of several success codes has no body.
    pub(crate) optional: bool,
}

/// The forms of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ResponseKind {
    Empty,
    Model(usize),
    /// A page of items of this shape.
    Collection(Shape),
    /// A value of this shape, wrapped in an object.
    Value(Shape),
    Json,
    Bytes,
    Text,
    /// Nothing but where to ask how far it is: a `202` with a `Location`.
    Accepted,
}

impl<'a> OperationPlan<'a> {
    /// How many arguments its verb method takes.
    pub(crate) fn arguments(&self) -> usize {
        let body = match self.body {
            BodyPlan::None => 0,
            BodyPlan::Multipart => 2,
            _ => 1,
        };
        body + self.required_query().count()
    }

    /// Query parameters that the call is wrong without; OData's own have methods of the request.
    pub(crate) fn required_query(&self) -> impl Iterator<Item = &'a Parameter> {
        self.operation.parameters.iter().filter(|parameter| {
            parameter.location == Location::Query && parameter.required && !parameter.wire_name.starts_with('$')
        })
    }
}

/// The operations of an area, in the order of their names; `skip` is the number of segments the area stands for.
pub(super) fn plan<'a>(
    plan: &Plan<'a>,
    operations: &Members<'a>,
    skip: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<OperationPlan<'a>>, Broken> {
    let lines: Vec<String> = operations.iter().map(|(operation, _)| operation.request_line()).collect();
    let names = operation_words(operations, &lines, skip, &plan.spellings)?;
    let wires: Vec<Wire<'_>> = names.into_iter().zip(&lines).map(|(words, text)| Wire { text, words }).collect();
    let assigned = assign(Case::Pascal, &[], &wires);
    report(&assigned, diagnostics, |index| {
        operations.get(index).map(|(operation, _)| (operation.request_line(), operation.source.clone()))
    });
    let body_texts: Vec<String> = lines.iter().map(|line| format!("{line} body")).collect();
    // A body shares its area's module with the operations, whose names go first.
    let with_bodies: Vec<Wire<'_>> = assigned
        .names
        .iter()
        .map(|name| Wire { text: name, words: vec![name.clone()] })
        .chain(
            assigned
                .names
                .iter()
                .zip(&body_texts)
                .map(|(name, text)| Wire { text, words: vec![format!("{name}Body")] }),
        )
        .collect();
    let body_names = assign(Case::Pascal, &[], &with_bodies).names.split_off(assigned.names.len());
    let mut planned: Vec<OperationPlan<'a>> = operations
        .iter()
        .zip(assigned.names)
        .zip(body_names)
        .map(|(((operation, permissions), name), body_name)| OperationPlan {
            operation,
            name,
            body_name,
            body: body(plan, operation),
            response: response(plan, operation),
            permissions: *permissions,
        })
        .collect();
    planned.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(planned)
}

/// Whether a GET of it gives a page of items.
pub(crate) fn is_list(operation: &Operation) -> bool {
    operation.method == Method::Get && operation.responses.iter().any(|response| response.is_collection)
}

/// The last call of the chain.
pub(crate) fn verb(operation: &Operation) -> &'static str {
    match operation.method {
        Method::Get if is_list(operation) => "list",
        Method::Get => "get",
        Method::Head => "head",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

/// The trait of a query option that a request has a method for.
pub(crate) fn marker(option: QueryOption) -> Option<&'static str> {
    match option {
        QueryOption::Select => Some("Select"),
        QueryOption::Filter => Some("Filter"),
        QueryOption::Expand => Some("Expand"),
        QueryOption::Orderby => Some("Orderby"),
        QueryOption::Top => Some("Top"),
        QueryOption::Skip => Some("Skip"),
        QueryOption::Count => Some("Count"),
        QueryOption::Search => Some("Search"),
        QueryOption::Format => Some("Format"),
        QueryOption::Skiptoken | QueryOption::Deltatoken => None,
    }
}

/// The words of each operation's name: the verb and the segments behind the area.
///
/// An identifier between two words is left out, as people say it: `ListMessages` is `/users/{id}/messages`. Where that
/// would make two operations of an area the same, the one with more left out spells its identifiers.
fn operation_words(
    operations: &Members<'_>,
    lines: &[String],
    skip: usize,
    spellings: &Spellings<'_>,
) -> Result<Vec<Vec<String>>, Broken> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut names = Vec::new();
    for (index, (operation, _)) in operations.iter().enumerate() {
        let words = spell(operation, skip, false, spellings);
        groups.entry(Case::Pascal.join(&words)).or_default().push(index);
        names.push(words);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let mut spelled = Vec::with_capacity(group.len());
        for index in group {
            let (operation, _) = Broken::at(operations, index, "operation")?;
            let full = spell(operation, skip, true, spellings);
            let omitted = full.len().saturating_sub(Broken::at(&names, index, "name")?.len());
            spelled.push(((omitted, Broken::at(lines, index, "operation")?), index, full));
        }
        spelled.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        for (_, index, full) in spelled.into_iter().skip(1) {
            let words = names.get_mut(index).ok_or_else(|| Broken(format!("name {index} is not there")))?;
            *words = full;
        }
    }
    Ok(names)
}

fn spell(operation: &Operation, skip: usize, full: bool, spellings: &Spellings<'_>) -> Vec<String> {
    let mut name = vec![verb(operation).to_owned()];
    let mut segments = operation.path.segments.iter().skip(skip).peekable();
    while let Some(segment) = segments.next() {
        let between = matches!(
            segments.peek(),
            Some(Segment::Literal(_) | Segment::Function { .. } | Segment::Cast(_) | Segment::PathAddress { .. })
        );
        if full || !between || !matches!(segment, Segment::Parameter(_)) {
            name.extend(segment_words(segment, "", spellings));
        }
    }
    if name.iter().map(String::len).sum::<usize>() > 150 {
        // The words of a very long name go through the same cut as any other.
        return words(&Case::Pascal.join(&name));
    }
    name
}

fn body<'a>(plan: &Plan<'a>, operation: &'a Operation) -> BodyPlan<'a> {
    match &operation.body.shape {
        BodyShape::None => BodyPlan::None,
        BodyShape::Unknown => BodyPlan::Value(Shape::Json),
        BodyShape::Json(ty) => match plan.shape(ty) {
            Shape::Model(index) => BodyPlan::Model(index),
            Shape::List(inner) => BodyPlan::List(*inner),
            shape => BodyPlan::Value(shape),
        },
        BodyShape::Inline(properties) => BodyPlan::Inline(properties),
        BodyShape::JsonPatch => BodyPlan::JsonPatch,
        BodyShape::Binary(media_type) => BodyPlan::Binary(media_type),
        BodyShape::Text(media_type) => BodyPlan::Text(media_type),
        BodyShape::Multipart => BodyPlan::Multipart,
    }
}

/// Whether a response tells where to ask how far the work is.
fn is_monitored(response: &docbind_ir::Response) -> bool {
    response.status == 202 && response.headers.iter().any(|header| header.eq_ignore_ascii_case("Location"))
}

fn response(plan: &Plan<'_>, operation: &Operation) -> ResponsePlan {
    let mut responses: Vec<_> = operation.responses.iter().collect();
    responses.sort_by_key(|response| response.status);
    let mut kinds = Vec::new();
    for response in &responses {
        let kind = match &response.body {
            ResponseBody::None if is_monitored(response) => ResponseKind::Accepted,
            ResponseBody::None => ResponseKind::Empty,
            ResponseBody::Json(ty) if response.is_collection => ResponseKind::Collection(plan.shape(ty)),
            ResponseBody::Json(ty) => match plan.shape(ty) {
                Shape::Model(index) => ResponseKind::Model(index),
                _ => ResponseKind::Json,
            },
            ResponseBody::Value(ty) => ResponseKind::Value(plan.shape(ty)),
            ResponseBody::Binary(_) | ResponseBody::EventStream => ResponseKind::Bytes,
            ResponseBody::Text(_) => ResponseKind::Text,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    // Whoever asks for something wants it: that the service only accepts the request is left to the errors.
    let empty = kinds.contains(&ResponseKind::Empty) && operation.method != Method::Get;
    kinds.retain(|kind| *kind != ResponseKind::Empty);
    match (kinds.len(), kinds.into_iter().next()) {
        (1, Some(kind)) => ResponsePlan { kind, optional: empty },
        (_, Some(_)) => ResponsePlan { kind: ResponseKind::Json, optional: empty },
        // Where the pages are silent, a call that asks for something gets whatever comes.
        _ if responses.is_empty() && operation.method != Method::Delete && operation.method != Method::Head => {
            ResponsePlan { kind: ResponseKind::Json, optional: true }
        }
        _ => ResponsePlan { kind: ResponseKind::Empty, optional: false },
    }
}
