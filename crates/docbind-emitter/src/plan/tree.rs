//! Paths as trees of nodes with a method for each segment.

use std::collections::BTreeMap;

use docbind_ir::{Argument, ArgumentValue, Diagnostic, Operation, Segment};

use super::names::{self, Case, Wire, assign};
use super::operations::verb;
use super::spelling::Spellings;
use super::words::words;
use super::{OperationPlan, Plan};
use crate::Broken;

/// What identifies a segment among its siblings, whatever its parameters are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Literal(String),
    Id,
    Key(Vec<String>),
    Function(String, Vec<String>),
    Cast(String),
    Path,
}

/// A node: a path, or the beginning of one.
#[derive(Debug, Default)]
pub(crate) struct NodePlan<'a> {
    /// The name of its struct.
    pub(crate) name: String,
    /// The path as the first page spells it.
    pub(crate) path: String,
    pub(crate) children: Vec<Child<'a>>,
    /// Verb methods and the places of their operations.
    pub(crate) operations: Vec<(String, usize)>,
    /// Whether the path ends with a path address, so that what follows needs a colon.
    pub(crate) after_path: bool,
}

/// A segment below a node.
#[derive(Debug)]
pub(crate) struct Child<'a> {
    pub(crate) method: String,
    pub(crate) segment: &'a Segment,
    /// The names of the method's arguments.
    pub(crate) arguments: Vec<String>,
    /// The place of the node it leads to.
    pub(crate) node: usize,
}

/// The words of the method for a segment; casts are spelled relative to `namespace`.
pub(super) fn segment_words(segment: &Segment, namespace: &str, spellings: &Spellings<'_>) -> Vec<String> {
    let with = |first: Vec<String>, join: &str, arguments: &[Argument]| {
        let mut all = first;
        for (position, argument) in arguments.iter().enumerate() {
            if position > 0 || join == "with" {
                all.push(join.to_owned());
            }
            all.extend(argument_words(argument));
        }
        all
    };
    match segment {
        Segment::Literal(word) => words(spellings.usual(word)),
        Segment::Parameter(_) => vec!["by".to_owned(), "id".to_owned()],
        Segment::Function { name, arguments } => with(words(unqualified(spellings.usual(name))), "with", arguments),
        Segment::Key(arguments) => match arguments.as_slice() {
            [argument] if argument.name.is_empty() => vec!["by".to_owned(), "key".to_owned()],
            arguments => with(vec!["by".to_owned()], "and", arguments),
        },
        Segment::Cast(name) => {
            let rest = name.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
            [vec!["as".to_owned()], words(rest.unwrap_or_else(|| unqualified(name)))].concat()
        }
        Segment::PathAddress { .. } => vec!["by".to_owned(), "path".to_owned()],
    }
}

/// A name without its namespace.
fn unqualified(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, short)| short)
}

fn argument_words(argument: &Argument) -> Vec<String> {
    let (name, value) = match &argument.value {
        ArgumentValue::Parameter(parameter) => {
            (if argument.name.is_empty() { parameter } else { &argument.name }, None)
        }
        ArgumentValue::Literal(value) => (&argument.name, Some(value)),
    };
    let mut all = if name.is_empty() { Vec::new() } else { words(name) };
    // A fixed value is part of the name: two calls may differ in nothing else.
    all.extend(value.into_iter().flat_map(|value| words(value)));
    all
}

fn step(segment: &Segment) -> Step {
    let sorted = |arguments: &[Argument]| {
        let mut names: Vec<String> = arguments.iter().map(|argument| argument_words(argument).concat()).collect();
        names.sort();
        names
    };
    match segment {
        Segment::Literal(word) => Step::Literal(word.to_lowercase()),
        Segment::Parameter(_) => Step::Id,
        // `delta()` and `delta` call the same function.
        Segment::Function { name, arguments } if arguments.is_empty() => {
            Step::Literal(unqualified(name).to_lowercase())
        }
        Segment::Function { name, arguments } => Step::Function(unqualified(name).to_lowercase(), sorted(arguments)),
        Segment::Key(arguments) => Step::Key(sorted(arguments)),
        Segment::Cast(name) => Step::Cast(name.to_lowercase()),
        Segment::PathAddress { .. } => Step::Path,
    }
}

/// A node before it has a name.
#[derive(Default)]
struct Draft<'a> {
    words: Vec<String>,
    path: String,
    children: BTreeMap<Step, (&'a Segment, usize)>,
    operations: Vec<usize>,
    after_path: bool,
}

/// The nodes of an area, the first of which is the area itself.
pub(super) fn plan<'a>(
    plan: &Plan<'a>,
    operations: &[OperationPlan<'a>],
    area: &str,
    skip: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<NodePlan<'a>>, Broken> {
    // Pages spell words and parameters differently: usual spellings go first, then the alphabetically first path
    // decides, not the order of the files.
    let mut order: Vec<(bool, String, usize, &'a Operation)> = operations
        .iter()
        .enumerate()
        .map(|(index, planned)| {
            let path = &planned.operation.path;
            let is_odd = !path.segments.iter().all(|segment| plan.spellings.is_usual(segment));
            (is_odd, path.to_string(), index, planned.operation)
        })
        .collect();
    order.sort_by(|a, b| (a.0, &a.1, a.2).cmp(&(b.0, &b.1, b.2)));
    let missing = |place: usize| Broken(format!("node {place} of the area `{area}` is not there"));
    let mut root = Draft { words: words(area), ..Draft::default() };
    if let Some((.., operation)) = order.first() {
        root.path = operation.path.segments.iter().take(skip).map(ToString::to_string).collect();
    }
    let mut nodes = vec![root];
    for (_, _, index, operation) in order {
        let mut at = 0;
        for segment in operation.path.segments.iter().skip(skip) {
            let next = nodes.len();
            let node = nodes.get_mut(at).ok_or_else(|| missing(at))?;
            let (_, child) = *node.children.entry(step(segment)).or_insert((segment, next));
            if child == next {
                let mut words = node.words.clone();
                words.extend(segment_words(segment, &plan.api.namespace, &plan.spellings));
                let path = format!("{}{segment}", node.path);
                let after_path = matches!(segment, Segment::PathAddress { .. });
                nodes.push(Draft { words, path, after_path, ..Draft::default() });
            }
            at = child;
        }
        nodes.get_mut(at).ok_or_else(|| missing(at))?.operations.push(index);
    }
    finish(plan, nodes, operations, diagnostics)
}

fn finish<'a>(
    plan: &Plan<'a>,
    mut nodes: Vec<Draft<'a>>,
    operations: &[OperationPlan<'a>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<NodePlan<'a>>, Broken> {
    let wires: Vec<Wire<'_>> = nodes
        .iter_mut()
        .map(|Draft { words: own, path, .. }| {
            let long = own.iter().map(String::len).sum::<usize>() > 150;
            let mut words = if long { words(&Case::Pascal.join(own)) } else { std::mem::take(own) };
            words.push("node".to_owned());
            Wire { text: path, words }
        })
        .collect();
    let names = assign(Case::Pascal, &[], &wires).names;
    let mut finished = Vec::new();
    for (node, name) in nodes.iter().zip(names) {
        let texts: Vec<String> = node.children.values().map(|(segment, _)| segment.to_string()).collect();
        let methods = {
            let wires: Vec<Wire<'_>> = node
                .children
                .values()
                .zip(&texts)
                .map(|((segment, _), text)| Wire {
                    text: own_name(segment).unwrap_or(text),
                    words: segment_words(segment, &plan.api.namespace, &plan.spellings),
                })
                .collect();
            // Identifier and path have their reserved names by right; every other segment must keep off them.
            let mut assigned = assign(Case::Snake, names::NODE, &wires);
            for (name, (segment, _)) in assigned.names.iter_mut().zip(node.children.values()) {
                if own_name(segment).is_some() && name.ends_with('_') {
                    name.pop();
                }
            }
            super::models::report(&assigned, diagnostics, |index| {
                let (_, child) = node.children.values().nth(index)?;
                let operation = first_operation(&nodes, *child, operations)?;
                Some((nodes.get(*child)?.path.clone(), operation.source.clone()))
            });
            assigned.names
        };
        let children = node
            .children
            .values()
            .zip(methods)
            .map(|((segment, node), method)| Child { method, segment, arguments: arguments(segment), node: *node })
            .collect();
        finished.push(NodePlan {
            name,
            path: node.path.clone(),
            children,
            operations: verbs(&node.operations, operations)?,
            after_path: node.after_path,
        });
    }
    Ok(finished)
}

/// What a segment without a name of its own is called, spelled so that it keeps its method's name.
fn own_name(segment: &Segment) -> Option<&'static str> {
    match segment {
        Segment::Parameter(_) => Some("byId"),
        Segment::PathAddress { .. } => Some("byPath"),
        Segment::Key(arguments) if arguments.iter().all(|argument| argument.name.is_empty()) => Some("byKey"),
        _ => None,
    }
}

/// The operation below a node that is reached first, which stands for the node in diagnostics.
fn first_operation<'a>(nodes: &[Draft<'a>], at: usize, plans: &[OperationPlan<'a>]) -> Option<&'a Operation> {
    let mut node = nodes.get(at)?;
    loop {
        if let Some(index) = node.operations.first() {
            return plans.get(*index).map(|plan| plan.operation);
        }
        let (_, child) = node.children.values().next()?;
        node = nodes.get(*child)?;
    }
}

/// The verb methods of a node. A method twice at one node means that the model holds an operation twice.
fn verbs(indices: &[usize], operations: &[OperationPlan<'_>]) -> Result<Vec<(String, usize)>, Broken> {
    let mut methods: Vec<(String, usize)> = Vec::new();
    for &index in indices {
        let verb = verb(Broken::at(operations, index, "operation")?.operation);
        let taken = |name: &str| methods.iter().any(|(method, _)| method == name);
        let counted = (2_usize..).map(|number| format!("{verb}_{number}"));
        if let Some(name) = std::iter::once(verb.to_owned()).chain(counted).find(|name| !taken(name)) {
            methods.push((name, index));
        }
    }
    methods.sort_by_key(|(_, index)| operations.get(*index).map(|plan| plan.operation.method));
    Ok(methods)
}

fn arguments(segment: &Segment) -> Vec<String> {
    let texts: Vec<&str> = match segment {
        Segment::Parameter(_) => vec!["id"],
        Segment::PathAddress { .. } => vec!["path"],
        Segment::Function { arguments, .. } | Segment::Key(arguments) => arguments
            .iter()
            .filter_map(|argument| match &argument.value {
                ArgumentValue::Parameter(name) if argument.name.is_empty() => Some(&**name),
                ArgumentValue::Parameter(_) => Some(&*argument.name),
                ArgumentValue::Literal(_) => None,
            })
            .collect(),
        Segment::Literal(_) | Segment::Cast(_) => Vec::new(),
    };
    argument_names(texts)
}

/// Names for the arguments of a method, from the wire names of parameters.
pub(crate) fn argument_names<'a>(wires: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wires: Vec<Wire<'_>> = wires.into_iter().map(Wire::new).collect();
    assign(Case::Snake, &["body", "content_type"], &wires).names
}
