//! Path templates as other formats spell them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

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
    pub(super) path: Cow<'a, PathTemplate>,
    /// The operations, each method once.
    pub(super) operations: Vec<&'a Operation>,
    /// The spelling with parameters, when this one shows values in their place.
    pub(super) alias_of: Option<String>,
}

impl<'a> PathItem<'a> {
    /// Groups operations by path, in the order of the spellings.
    ///
    /// Where pages show values in place of parameters, or segments that no request has, the path is there in both
    /// spellings, so that a request line is found as it stands on its page.
    pub(super) fn group(operations: &'a [Operation]) -> Vec<(String, Self)> {
        let mut groups = BTreeMap::<String, Vec<&Operation>>::new();
        for operation in operations {
            groups.entry(anonymous(&operation.path)).or_default().push(operation);
        }
        let mut items = BTreeMap::new();
        let mut aliases = Vec::new();
        for mut operations in groups.into_values() {
            operations.sort_by_key(|operation| operation.method);
            operations.dedup_by_key(|operation| operation.method);
            let Some(first) = operations.iter().min_by_key(|operation| &operation.source) else { continue };
            let (text, path) = (spelling(&first.path), Cow::Borrowed(&first.path));
            aliases.extend(operations.iter().flat_map(|operation| {
                let shown =
                    as_shown(operation).into_iter().chain(operation.aliases.iter().filter_map(|alias| read(alias)));
                shown.map(|path| (path, text.clone(), *operation)).collect::<Vec<_>>()
            }));
            items.insert(text, Self { path, operations, alias_of: None });
        }
        for (path, original, operation) in aliases {
            let item = items.entry(spelling(&path)).or_insert_with(|| Self {
                path: Cow::Owned(path),
                operations: Vec::new(),
                alias_of: Some(original),
            });
            if !item.operations.iter().any(|known| known.method == operation.method) {
                item.operations.push(operation);
            }
        }
        items.into_iter().collect()
    }
}

/// A path among the other names of an operation, which has no calls.
fn read(alias: &str) -> Option<PathTemplate> {
    let segment = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => Segment::Parameter(name.into()),
        None => Segment::Literal(part.into()),
    };
    let segments = alias.strip_prefix('/')?.split('/').map(segment).collect();
    Some(PathTemplate { segments })
}

/// The path with the values that its page shows in place of parameters.
fn as_shown(operation: &Operation) -> Option<PathTemplate> {
    let mut path = operation.path.clone();
    for segment in &mut path.segments {
        if let Segment::Parameter(name) = segment
            && let Some(parameter) = operation.parameters.iter().find(|parameter| parameter.name == *name)
            && let Some(value) = &parameter.example
        {
            *segment = Segment::Literal(value.clone());
        }
    }
    (path != operation.path).then_some(path)
}
