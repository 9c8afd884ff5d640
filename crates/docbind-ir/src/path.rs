//! Path templates.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The path of an operation below the base URL, without version and query.
///
/// Serialises as its spelling, for example `/users/{id}/messages`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathTemplate {
    /// The segments in order.
    pub segments: Vec<Segment>,
}

/// One segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A fixed word: `users`, `$ref`, `$value`, `$count`.
    Literal(Arc<str>),
    /// `{id}`: the name of a parameter of the operation, unique in the path.
    Parameter(Arc<str>),
    /// `delta()`, `range(address='{address}')`.
    Function {
        /// The function's wire name: without the set's own namespace, with any deeper one that the page gives.
        name: Arc<str>,
        /// The arguments in the order of the page.
        arguments: Vec<Argument>,
    },
    /// `(appId='{appId}')`, glued to the segment before it.
    Key(Vec<Argument>),
    /// `microsoft.graph.user`: the qualified name of a type that the path is cast to.
    Cast(Arc<str>),
    /// `:/{item-path}` or `:/{item-path}:`, glued to the segment before it; closed when more segments follow.
    PathAddress {
        /// The name of the parameter.
        parameter: Arc<str>,
        /// Whether a colon ends it.
        closed: bool,
    },
}

/// An argument of a function call or an alternate key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Argument {
    /// The wire name; empty for a positional argument.
    pub name: Arc<str>,
    /// What is passed.
    pub value: ArgumentValue,
    /// Whether the value stands in single quotes.
    pub quoted: bool,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArgumentValue {
    /// The name of a parameter of the operation.
    Parameter(Arc<str>),
    /// A fixed value, without its quotes.
    Literal(Arc<str>),
}

impl PathTemplate {
    /// The names of all parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &Arc<str>> {
        self.segments.iter().flat_map(Segment::parameters)
    }

    /// What equal paths of different pages have in common.
    pub fn key(&self) -> PathKey {
        let mut key = String::new();
        for segment in &self.segments {
            match segment {
                Segment::Literal(word) => {
                    key.push('/');
                    push_lowercase(&mut key, if is_qualified(word) { unqualified(word) } else { word });
                }
                Segment::Parameter(_) => key.push_str("/{}"),
                Segment::Function { name, arguments } => {
                    key.push('/');
                    push_lowercase(&mut key, unqualified(name));
                    // `delta()` and `delta` call the same function.
                    if !arguments.is_empty() {
                        push_arguments(&mut key, arguments);
                    }
                }
                // `users('1')` and `users/1` are the same item.
                Segment::Key(arguments) if matches!(arguments.as_slice(), [only] if only.name.is_empty()) => {
                    key.push_str("/{}");
                }
                Segment::Key(arguments) => push_arguments(&mut key, arguments),
                Segment::Cast(name) => {
                    key.push_str("/<");
                    push_lowercase(&mut key, name);
                    key.push('>');
                }
                Segment::PathAddress { closed, .. } => key.push_str(if *closed { ":/{}:" } else { ":/{}" }),
            }
        }
        PathKey(key)
    }
}

/// The one definition of what is the same path: the same segments without regard to case, to the names of parameters, to
/// the order of arguments, to parentheses without arguments and to the namespace before the name of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathKey(String);

impl PathKey {
    /// The key of an item of what is at this path.
    #[must_use]
    pub fn item(&self) -> Self {
        Self(format!("{}/{{}}", self.0))
    }

    /// The key as text, for look-ups.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for PathKey {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for PathKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PathKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `delta` of `microsoft.graph.delta`.
pub(crate) fn unqualified(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, short)| short)
}

/// Whether a word has a namespace of two parts or more before it.
fn is_qualified(word: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    word.split('.').count() > 2 && word.split('.').all(is_part)
}

fn push_lowercase(key: &mut String, word: &str) {
    if word.is_ascii() {
        key.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        key.push_str(&word.to_lowercase());
    }
}

fn push_arguments(key: &mut String, arguments: &[Argument]) {
    let mut names: Vec<String> = arguments.iter().map(|argument| argument.name.to_lowercase()).collect();
    names.sort();
    key.push('(');
    key.push_str(&names.join(","));
    key.push(')');
}

impl Segment {
    /// The names of the parameters in this segment, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &Arc<str>> {
        let (own, arguments): (Option<&Arc<str>>, &[Argument]) = match self {
            Self::Parameter(name) | Self::PathAddress { parameter: name, .. } => (Some(name), &[]),
            Self::Function { arguments, .. } | Self::Key(arguments) => (None, arguments),
            Self::Literal(_) | Self::Cast(_) => (None, &[]),
        };
        own.into_iter().chain(arguments.iter().filter_map(|argument| match &argument.value {
            ArgumentValue::Parameter(name) => Some(name),
            ArgumentValue::Literal(_) => None,
        }))
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| segment.fmt(f))
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(word) | Self::Cast(word) => write_all(f, ["/", word, ""]),
            Self::Parameter(name) => write_all(f, ["/{", name, "}"]),
            Self::Function { name, arguments } => {
                write!(f, "/{name}(")?;
                write_arguments(f, arguments)?;
                f.write_str(")")
            }
            Self::Key(arguments) => {
                f.write_str("(")?;
                write_arguments(f, arguments)?;
                f.write_str(")")
            }
            Self::PathAddress { parameter, closed } => write!(f, ":/{{{parameter}}}{}", if *closed { ":" } else { "" }),
        }
    }
}

/// Paths are spelled ten thousandfold, and what formats one value of any kind is slow for three texts.
fn write_all(f: &mut fmt::Formatter<'_>, texts: [&str; 3]) -> fmt::Result {
    texts.into_iter().try_for_each(|text| f.write_str(text))
}

fn write_arguments(f: &mut fmt::Formatter<'_>, arguments: &[Argument]) -> fmt::Result {
    for (position, argument) in arguments.iter().enumerate() {
        if position > 0 {
            f.write_str(",")?;
        }
        if !argument.name.is_empty() {
            write!(f, "{}=", argument.name)?;
        }
        let quote = if argument.quoted { "'" } else { "" };
        match &argument.value {
            ArgumentValue::Parameter(name) => write!(f, "{quote}{{{name}}}{quote}")?,
            ArgumentValue::Literal(value) => write!(f, "{quote}{value}{quote}")?,
        }
    }
    Ok(())
}

impl Serialize for PathTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(segment: Segment) -> PathKey {
        PathTemplate { segments: vec![Segment::Literal("users".into()), segment] }.key()
    }

    fn function(name: &str, arguments: &[&str]) -> Segment {
        let argument =
            |name: &&str| Argument { name: (*name).into(), value: ArgumentValue::Parameter("x".into()), quoted: true };
        Segment::Function { name: name.into(), arguments: arguments.iter().map(argument).collect() }
    }

    #[test]
    fn spellings_of_one_path() {
        let delta = key(Segment::Literal("delta".into()));
        assert_eq!(delta, key(function("delta", &[])));
        assert_eq!(delta, key(function("microsoft.graph.Delta", &[])));
        assert_eq!(delta, key(Segment::Literal("microsoft.graph.delta".into())));
        assert_eq!(key(function("f", &["a", "b"])), key(function("F", &["B", "a"])));
        assert_ne!(key(function("f", &["a"])), key(function("f", &["b"])));
        assert_ne!(key(function("f", &["a"])), key(function("f", &[])));
        let positional = Argument { name: "".into(), value: ArgumentValue::Parameter("id".into()), quoted: true };
        assert_eq!(key(Segment::Parameter("id".into())), key(Segment::Key(vec![positional])));
        assert_eq!(
            key(Segment::Parameter("id".into())),
            PathTemplate { segments: vec![Segment::Literal("users".into())] }.key().item()
        );
    }
}
