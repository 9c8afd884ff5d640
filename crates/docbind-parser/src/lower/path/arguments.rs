//! Function calls and alternate keys: a name and what stands in its parentheses.

use docbind_ir::{Primitive, TypeRef};

use super::placeholder::Placeholder;
use super::{names, split};

/// `name(key=value,…)`; the name may be missing, and so may the keys.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// What stands before the parenthesis.
    pub name: String,
    /// Keys (empty for positional arguments) and values.
    pub arguments: Vec<(String, String)>,
}

impl Call {
    /// Reads a whole segment as a call.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('(')?;
        let name = name.trim();
        if name.contains(['{', '<']) {
            return None;
        }
        let inner = rest.trim_end().strip_suffix(')')?;
        let arguments: Vec<(String, String)> = split::arguments(inner).iter().map(|part| argument(part)).collect();
        // `(team-id)` is a placeholder, no call.
        let is_call = !name.is_empty() || arguments.iter().any(|(key, _)| !key.is_empty());
        is_call.then(|| Self { name: name.to_owned(), arguments })
    }

    /// Whether the parentheses hold an alternate key rather than arguments of a function.
    ///
    /// A key selects from a collection by a property, so the name is a plural noun, the values are quoted strings,
    /// and the property is spelled in lower case.
    pub(super) fn looks_like_key(&self, name: &str, first: bool) -> bool {
        let verb = ["get", "list", "find", "filter", "search", "check", "validate"].iter().any(|verb| {
            name.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
        });
        let plural = name.ends_with('s') && !verb;
        let quoted =
            self.arguments.iter().all(|(key, value)| value.starts_with('\'') && key.starts_with(char::is_lowercase));
        plural && (first || quoted)
    }
}

fn argument(part: &str) -> (String, String) {
    match part.split_once('=') {
        Some((key, value)) if names::is_identifier(key.trim().trim_matches('\'')) => {
            (key.trim().trim_matches('\'').to_owned(), value.trim().to_owned())
        }
        _ => (String::new(), part.to_owned()),
    }
}

/// The value of an argument.
pub(super) struct Value {
    /// Without quotes.
    pub text: String,
    /// Whether the call quotes it.
    pub quoted: bool,
    /// The type that its spelling tells.
    pub ty: Option<TypeRef>,
    /// Whether it is a value of one example, not a placeholder or a word of the protocol.
    pub example: bool,
}

impl Value {
    pub(super) fn parse(text: &str) -> Self {
        // An enum literal names its type before the quotes.
        if let Some((ty, value)) =
            text.split_once('\'').filter(|(ty, _)| ty.contains('.') && ty.split('.').all(names::is_identifier))
        {
            let text = value.trim_end_matches('\'').to_owned();
            return Self { text, quoted: true, ty: Some(TypeRef::unresolved(ty, None)), example: false };
        }
        let inner = text.strip_prefix('\'').map(|text| text.strip_suffix('\'').unwrap_or(text));
        let quoted = inner.is_some();
        let text = inner.unwrap_or(text).trim().to_owned();
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let is_flag = matches!(text.as_str(), "true" | "false");
        let ty = match quoted {
            true => Some(TypeRef::STRING),
            false if is_number => Some(TypeRef::Primitive(Primitive::Int32)),
            false if is_flag => Some(TypeRef::Primitive(Primitive::Boolean)),
            // `count={n}`: the letter that stands for numbers.
            false if text.trim_matches(['{', '}', '<', '>']) == "n" => Some(TypeRef::Primitive(Primitive::Int32)),
            false => None,
        };
        let placeholder = Placeholder::parse(&text).is_some();
        let example = !placeholder
            && !is_flag
            && (is_number || text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(' '));
        Self { text, quoted, ty, example }
    }
}
