//! Patterns that choose operations: `GET /users/**`, `/groups/*/members`.

use std::fmt;
use std::str::FromStr;

use docbind_ir::{Api, Argument, Method, Operation, RequestUrl, Segment};

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
        if self.is_everything() {
            return true;
        }
        let spelling = spelling(&operation.path.to_string());
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.fits(operation, &spelling));
        (self.include.is_empty() || any(&self.include)) && !any(&self.exclude)
    }

    /// Whether it keeps everything.
    pub fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// The patterns that fit no operation of `api`, in their order.
    pub fn unmatched(&self, api: &Api) -> Vec<&Pattern> {
        let mut open: Vec<&Pattern> = self.include.iter().chain(&self.exclude).collect();
        for operation in &api.operations {
            if open.is_empty() {
                break;
            }
            let spelling = spelling(&operation.path.to_string());
            open.retain(|pattern| !pattern.fits(operation, &spelling));
        }
        open
    }
}

/// `METHOD /path/glob` or `/path/glob`.
///
/// `*` stands for one segment, or for any letters of one; `**` for any number of segments. Words match without regard to
/// case; `{anything}` matches a parameter, an alternate key or a path address; a function's name matches whatever its
/// arguments, a name with parentheses only the call with arguments of these names. The path of an operation, as docbind
/// prints it, fits that operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    method: Option<Method>,
    /// The path in the spelling of [`spelling`].
    spelling: String,
    parts: Vec<Part>,
}

/// What stands between two slashes of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    One,
    Any,
    Parameter,
    /// A name, in which `*` stands for any letters.
    Name(String),
    /// A name with the sorted names of its arguments.
    Call(String, Vec<String>),
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
            Some((method, path)) if !method.starts_with('/') && !method.contains("://") => (Some(method), path.trim()),
            _ => (None, text),
        };
        let method = match method {
            Some("*") | None => None,
            Some(name) => Some(name.parse().map_err(|()| PatternError::UnknownMethod(name.to_owned()))?),
        };
        let path = if path.contains("://") { RequestUrl::parse(path).path } else { path };
        let below = path.strip_prefix('/').ok_or_else(|| PatternError::NoPath(text.to_owned()))?;
        let parts = segments(below).into_iter().map(Part::new).collect();
        Ok(Self { text: text.to_owned(), method, spelling: spelling(path), parts })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Part {
    fn new(text: &str) -> Self {
        let text = text.trim();
        // The colons around a path address belong to neither neighbour.
        let text = text.strip_suffix(':').filter(|rest| !rest.is_empty()).unwrap_or(text);
        match text {
            "*" => return Self::One,
            "**" => return Self::Any,
            _ => {}
        }
        if is_parameter(text) {
            return Self::Parameter;
        }
        match text.split_once('(').and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?))) {
            Some((name, arguments)) => Self::Call(name.to_lowercase(), argument_names(arguments)),
            None => Self::Name(text.to_lowercase()),
        }
    }

    /// How many of the segments, from the first one on, it stands for.
    fn takes(&self, segments: &[Segment]) -> Option<usize> {
        let (first, rest) = segments.split_first()?;
        match (self, first) {
            (Self::One | Self::Any, _) => Some(1),
            (Self::Parameter, Segment::Parameter(_) | Segment::Key(_) | Segment::PathAddress { .. }) => Some(1),
            (Self::Name(wanted), Segment::Literal(name) | Segment::Cast(name) | Segment::Function { name, .. }) => {
                is_like(wanted, &name.to_lowercase()).then_some(1)
            }
            (Self::Call(wanted, names), Segment::Function { name, arguments }) => {
                (is_like(wanted, &name.to_lowercase()) && *names == wire_names(arguments)).then_some(1)
            }
            (Self::Call(wanted, names), Segment::Literal(name)) => match rest.first() {
                Some(Segment::Key(arguments)) if *names == wire_names(arguments) => {
                    is_like(wanted, &name.to_lowercase()).then_some(2)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

impl Pattern {
    /// Whether an operation fits.
    pub fn matches(&self, operation: &Operation) -> bool {
        self.fits(operation, &spelling(&operation.path.to_string()))
    }

    /// The operation whose method and path are most like the pattern.
    pub fn nearest<'a>(&self, operations: &'a [Operation]) -> Option<&'a Operation> {
        let wanted = self.spelling.trim_end_matches(['*', '/']);
        let depth = self.parts.iter().filter(|part| **part != Part::Any).count();
        let likeness = |operation: &Operation| {
            let path = spelling(&operation.path.to_string());
            // What `**` stands for at the end is no difference.
            let end = path.match_indices('/').nth(depth).map_or(path.len(), |(end, _)| end);
            let path = if self.parts.last() == Some(&Part::Any) { path.get(..end).unwrap_or(&path) } else { &path };
            let other_method = self.method.is_some_and(|method| method != operation.method);
            strsim::normalized_levenshtein(wanted, path) - if other_method { 0.05 } else { 0.0 }
        };
        operations
            .iter()
            .map(|operation| (likeness(operation), operation))
            .fold(None, nearer)
            .map(|(_, nearest)| nearest)
    }

    /// The same as [`matches`](Self::matches) where the spelling of the operation's path is known.
    fn fits(&self, operation: &Operation, path: &str) -> bool {
        self.method.is_none_or(|method| method == operation.method)
            && (self.spelling == path || is_glob_of(&self.parts, &operation.path.segments))
    }
}

type Candidate<'a> = (f64, &'a Operation);

fn nearer<'a>(best: Option<Candidate<'a>>, next: Candidate<'a>) -> Option<Candidate<'a>> {
    match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    }
}

/// Matches greedily, going back to the last `**` alone, which is enough for globs.
fn is_glob_of(parts: &[Part], segments: &[Segment]) -> bool {
    let (mut part, mut segment) = (0, 0);
    let mut last_any = None;
    loop {
        let rest = segments.get(segment..).unwrap_or_default();
        let step = match parts.get(part) {
            Some(Part::Any) => {
                last_any = Some((part, segment));
                part += 1;
                continue;
            }
            Some(pattern) => pattern.takes(rest),
            None if rest.is_empty() => return true,
            None => None,
        };
        match (step, last_any) {
            (Some(taken), _) => {
                part += 1;
                segment += taken;
            }
            (None, Some((any, taken))) if taken < segments.len() => {
                last_any = Some((any, taken + 1));
                part = any + 1;
                segment = taken + 1;
            }
            (None, _) => return false,
        }
    }
}

/// A path with everything removed in which spellings of the same path differ: the names of parameters, quotes, spaces,
/// case, empty parentheses, and what stands at its end without a meaning.
fn spelling(path: &str) -> String {
    let mut spelling = String::with_capacity(path.len());
    let mut depth = 0_u32;
    for c in path.chars() {
        match c {
            '{' => {
                depth += 1;
                if depth == 1 {
                    spelling.push('{');
                }
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    spelling.push('}');
                }
            }
            _ if depth > 0 => {}
            '\'' => {}
            c if c.is_whitespace() => {}
            ')' if spelling.ends_with('(') => {
                spelling.pop();
            }
            c => spelling.extend(c.to_lowercase()),
        }
    }
    spelling.truncate(spelling.trim_end_matches(['/', ':']).len());
    spelling
}

/// Splits a path at the slashes that stand in no parentheses and no braces.
fn segments(path: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let parts = path.split(move |c| {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether the text is one parameter and nothing else.
fn is_parameter(text: &str) -> bool {
    text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).is_some_and(|name| !name.contains(['{', '}']))
}

/// The names of arguments as a pattern writes them, sorted; without a name where only a value stands.
fn argument_names(arguments: &str) -> Vec<String> {
    let arguments = arguments.split(',').map(str::trim).filter(|argument| !argument.is_empty());
    let mut names: Vec<String> = arguments
        .map(|argument| argument.split_once('=').map_or(String::new(), |(name, _)| name.trim().to_lowercase()))
        .collect();
    names.sort();
    names
}

/// The names of an operation's arguments, sorted.
fn wire_names(arguments: &[Argument]) -> Vec<String> {
    let mut names: Vec<String> = arguments.iter().map(|argument| argument.name.to_lowercase()).collect();
    names.sort();
    names
}

/// Whether a name is the wanted one, in which `*` stands for any letters.
fn is_like(wanted: &str, name: &str) -> bool {
    let Some((start, mut wanted)) = wanted.split_once('*') else { return wanted == name };
    let Some(mut name) = name.strip_prefix(start) else { return false };
    while let Some((middle, rest)) = wanted.split_once('*') {
        let Some((_, after)) = name.split_once(middle) else { return false };
        (wanted, name) = (rest, after);
    }
    name.ends_with(wanted)
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Api, Argument, ArgumentValue, Method, Operation, PathTemplate, Segment};

    use super::{Pattern, PatternError, Scope};

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

    fn argument(name: &str) -> Argument {
        Argument { name: name.into(), value: ArgumentValue::Parameter(name.into()), quoted: true }
    }

    #[test]
    fn keys_and_functions_match_by_what_they_are() {
        let argument = argument("appId");
        let by_key = operation(vec![
            literal("servicePrincipals"),
            Segment::Key(vec![argument.clone()]),
            Segment::Function { name: "range".into(), arguments: vec![argument] },
        ]);
        assert!(matches("/servicePrincipals/*/range", &by_key));
        assert!(matches("/servicePrincipals/{id}/range(appId='{a}')", &by_key));
        assert!(matches("/servicePrincipals(appId='{id}')/**", &by_key));
        for pattern in ["/servicePrincipals/{id}/range(address='{a}')", "/servicePrincipals(objectId='{id}')/**"] {
            assert!(!matches(pattern, &by_key), "{pattern}");
        }
    }

    #[test]
    fn the_path_of_an_operation_fits_it() {
        let address = |closed| Segment::PathAddress { parameter: "item path".into(), closed };
        let function = |arguments| Segment::Function { name: "recent".into(), arguments };
        for segments in [
            vec![literal("drive"), literal("root"), address(true), literal("content")],
            vec![literal("drive"), literal("root"), address(false)],
            vec![literal("items"), Segment::Parameter("item-id".into()), address(true), function(Vec::new())],
            vec![literal("groups"), Segment::Key(vec![argument("a"), argument("b")]), Segment::Cast("g.user".into())],
            vec![literal("x"), function(vec![argument("b"), argument("a")]), literal("$count")],
        ] {
            let operation = operation(segments);
            assert!(matches(&operation.request_line(), &operation), "{}", operation.path);
            assert!(matches(&operation.path.to_string().to_uppercase(), &operation), "{}", operation.path);
        }
    }

    #[test]
    fn stars_stand_for_letters_within_a_word() {
        let reports = operation(vec![literal("reports"), literal("getTeamsUserActivity")]);
        for pattern in ["/reports/get*", "/reports/*User*", "/**/*activity", "https://graph.example/v1.0/reports/get*"]
        {
            assert!(matches(pattern, &reports), "{pattern}");
        }
        for pattern in ["/reports/set*", "/reports/get*Count", "/rep*"] {
            assert!(!matches(pattern, &reports), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_fits_nothing_has_a_nearest_operation() {
        let operations: Vec<_> = [&["users", "messages"][..], &["groups", "members"], &["users"]]
            .iter()
            .map(|words| operation(words.iter().map(|word| literal(word)).collect()))
            .collect();
        let api = Api { operations, ..Api::default() };
        for (pattern, nearest) in [
            ("/user/message", "GET /users/messages"),
            ("/group/**", "GET /groups/members"),
            ("POST /users", "GET /users"),
        ] {
            let scope =
                Scope { include: vec![pattern.parse().unwrap(), "/users".parse().unwrap()], ..Scope::default() };
            let unmatched = scope.unmatched(&api);
            assert_eq!(unmatched.len(), 1, "{pattern}");
            assert_eq!(unmatched[0].nearest(&api.operations).unwrap().request_line(), nearest);
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        assert_eq!("users/*".parse::<Pattern>(), Err(PatternError::NoPath("users/*".to_owned())));
        assert_eq!("FETCH /users".parse::<Pattern>(), Err(PatternError::UnknownMethod("FETCH".to_owned())));
    }
}
