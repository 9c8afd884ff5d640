//! Patterns that choose operations: `GET /users/**`, `/groups/*/members`.

use std::fmt;
use std::str::FromStr;

use docbind_ir::{Method, Operation, Segment};

/// Which operations a model is pruned to; without patterns to include it is all that are not excluded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// An operation is kept when one of these fits.
    pub include: Vec<Pattern>,
    /// An operation is dropped when one of these fits, whatever else does.
    pub exclude: Vec<Pattern>,
}

impl Scope {
    /// Whether an operation is kept.
    pub fn contains(&self, operation: &Operation) -> bool {
        (self.include.is_empty() || self.include.iter().any(|pattern| pattern.matches(operation)))
            && !self.exclude.iter().any(|pattern| pattern.matches(operation))
    }

    /// Whether it keeps everything.
    pub fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// `METHOD /path/glob` or `/path/glob`.
///
/// `*` stands for one segment, `**` for any number of them. Words match without regard to case; `{anything}` matches a
/// parameter, an alternate key or a path address; a word matches functions of that name, whatever their arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    method: Option<Method>,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    One,
    Any,
    Parameter,
    Word(String),
}

/// Why a pattern cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// The path does not begin with a slash.
    #[error("the pattern `{0}` has no path; write `METHOD /path/glob` or `/path/glob`")]
    NoPath(String),
    /// The first word is no method.
    #[error("`{0}` is not a method that an operation has")]
    UnknownMethod(String),
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let (method, path) = match text.split_once(char::is_whitespace) {
            Some((method, path)) if !method.starts_with('/') => (Some(method), path.trim()),
            _ => (None, text),
        };
        let path = path.strip_prefix('/').ok_or_else(|| PatternError::NoPath(text.to_owned()))?;
        let method = match method {
            Some("*") | None => None,
            Some(name) => Some(name.parse().map_err(|()| PatternError::UnknownMethod(name.to_owned()))?),
        };
        let parts = path.split('/').filter(|part| !part.is_empty()).map(Part::new).collect();
        Ok(Self { text: text.to_owned(), method, parts })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Part {
    fn new(text: &str) -> Self {
        match text {
            "*" => Self::One,
            "**" => Self::Any,
            _ if text.starts_with('{') && text.ends_with('}') => Self::Parameter,
            _ => Self::Word(text.split_once('(').map_or(text, |(name, _)| name).to_owned()),
        }
    }

    fn matches(&self, segment: &Segment) -> bool {
        match (self, segment) {
            (Self::One | Self::Any, _) => true,
            (Self::Parameter, Segment::Parameter(_) | Segment::Key(_) | Segment::PathAddress { .. }) => true,
            (Self::Word(word), Segment::Literal(name) | Segment::Cast(name) | Segment::Function { name, .. }) => {
                word.eq_ignore_ascii_case(name)
            }
            _ => false,
        }
    }
}

impl Pattern {
    /// Whether an operation fits.
    pub fn matches(&self, operation: &Operation) -> bool {
        self.method.is_none_or(|method| method == operation.method) && fits(&self.parts, &operation.path.segments)
    }
}

/// Matches greedily, going back to the last `**` alone, which is enough for globs.
fn fits(parts: &[Part], segments: &[Segment]) -> bool {
    let (mut part, mut segment) = (0, 0);
    let mut last_any = None;
    loop {
        match (parts.get(part), segments.get(segment)) {
            (Some(Part::Any), _) => {
                last_any = Some((part, segment));
                part += 1;
            }
            (Some(pattern), Some(found)) if pattern.matches(found) => {
                part += 1;
                segment += 1;
            }
            (None, None) => return true,
            _ => match last_any {
                Some((any, taken)) if taken < segments.len() => {
                    last_any = Some((any, taken + 1));
                    part = any + 1;
                    segment = taken + 1;
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Argument, ArgumentValue, Method, Operation, PathTemplate, Segment};

    use super::{Pattern, PatternError};

    fn operation(segments: Vec<Segment>) -> Operation {
        Operation::new(Method::Get, PathTemplate { segments })
    }

    fn literal(word: &str) -> Segment {
        Segment::Literal(word.into())
    }

    fn matches(pattern: &str, operation: &Operation) -> bool {
        pattern.parse::<Pattern>().unwrap().matches(operation)
    }

    #[test]
    fn globs_match_segments() {
        let messages = operation(vec![literal("users"), Segment::Parameter("id".into()), literal("messages")]);
        for pattern in
            ["/users/*/messages", "/Users/**", "/**/messages", "GET /**", "/users/{any}/messages/**", "* /**"]
        {
            assert!(matches(pattern, &messages), "{pattern}");
        }
        for pattern in ["/users/*", "/users", "POST /**", "/users/id/messages", "/**/users", "/users/{id}/**/{id}"] {
            assert!(!matches(pattern, &messages), "{pattern}");
        }
    }

    #[test]
    fn keys_and_functions_match_by_what_they_are() {
        let argument = Argument { name: "appId".into(), value: ArgumentValue::Parameter("appId".into()), quoted: true };
        let by_key = operation(vec![
            literal("servicePrincipals"),
            Segment::Key(vec![argument.clone()]),
            Segment::Function { name: "range".into(), arguments: vec![argument] },
        ]);
        assert!(matches("/servicePrincipals/*/range", &by_key));
        assert!(matches("/servicePrincipals/{id}/range(address='{a}')", &by_key));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        assert_eq!("users/*".parse::<Pattern>(), Err(PatternError::NoPath("users/*".to_owned())));
        assert_eq!("FETCH /users".parse::<Pattern>(), Err(PatternError::UnknownMethod("FETCH".to_owned())));
    }
}
