//! Path templates as other formats spell them.

use std::fmt::Write;
use std::sync::Arc;

use docbind_ir::{Argument, ArgumentValue, Operation, PathTemplate, Segment};

/// The spelling of a template in which the values of function arguments stand without quotes: `name(a={a})`.
pub(super) fn spelling(path: &PathTemplate) -> String {
    let mut text = String::new();
    for segment in &path.segments {
        match segment {
            Segment::Function { name, arguments } => {
                text.push('/');
                text.push_str(name);
                text.push('(');
                for (position, argument) in arguments.iter().enumerate() {
                    if position > 0 {
                        text.push(',');
                    }
                    push_argument(&mut text, argument);
                }
                text.push(')');
            }
            // Writing to a String cannot fail.
            other => drop(write!(text, "{other}")),
        }
    }
    text
}

fn push_argument(text: &mut String, argument: &Argument) {
    if !argument.name.is_empty() {
        text.push_str(&argument.name);
        text.push('=');
    }
    match &argument.value {
        ArgumentValue::Parameter(name) => {
            text.push('{');
            text.push_str(name);
            text.push('}');
        }
        ArgumentValue::Literal(value) if argument.quoted => {
            text.push('\'');
            text.push_str(value);
            text.push('\'');
        }
        ArgumentValue::Literal(value) => text.push_str(value),
    }
}

/// The spelling under which templates meet that differ in the names of their parameters alone.
pub(super) fn anonymous(path: &PathTemplate) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in spelling(path).chars() {
        inside = character == '{' || inside && character != '}';
        if !inside || character == '{' {
            text.extend(character.to_lowercase());
        }
    }
    text
}

/// Operations that share a path.
pub(super) struct PathItem<'a> {
    /// The spelling of the operation that is documented first.
    pub(super) path: &'a PathTemplate,
    /// The operations, each method once.
    pub(super) operations: Vec<&'a Operation>,
}

impl<'a> PathItem<'a> {
    /// Groups operations by path, in the order of the spellings.
    pub(super) fn group(operations: &'a [Operation]) -> Vec<(String, Self)> {
        let mut groups = std::collections::BTreeMap::<String, Vec<&Operation>>::new();
        for operation in operations {
            groups.entry(anonymous(&operation.path)).or_default().push(operation);
        }
        let mut items: Vec<(String, Self)> = groups
            .into_values()
            .filter_map(|mut operations| {
                let path = &operations.iter().min_by_key(|operation| &operation.source)?.path;
                operations.sort_by_key(|operation| operation.method);
                operations.dedup_by_key(|operation| operation.method);
                Some((spelling(path), Self { path, operations }))
            })
            .collect();
        items.sort_by(|(left, _), (right, _)| left.cmp(right));
        items
    }

    /// The names that the spelling of the path gives to the parameters of one of its operations, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a Arc<str>> {
        self.path.parameters()
    }
}
