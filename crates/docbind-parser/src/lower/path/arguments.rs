//! Function calls and alternate keys: a name and what stands in its parentheses.

use docbind_ir::{Primitive, TypeRef, names_collection};

use super::placeholder::{Placeholder, has_braces};
use super::{Broken, names, split};

/// `name(key=value,…)`; the name may be missing, and so may the keys.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// What stands before the parenthesis.
    pub name: String,
    /// Keys (empty for positional arguments) and values.
    pub arguments: Vec<(String, String)>,
}

impl Call {
    /// Reads a whole segment as a call; none when it is something else.
    ///
    /// # Errors
    /// When it begins as a call and cannot be read as one.
    pub(super) fn parse(text: &str) -> Result<Option<Self>, Broken> {
        let Some((name, rest)) = text.split_once('(') else { return Ok(None) };
        let name = name.trim();
        if has_braces(name) || name.contains('\'') {
            return Ok(None);
        }
        let Some(inner) = rest.trim_end().strip_suffix(')') else { return Ok(None) };
        let arguments: Vec<(String, String)> = split::arguments(inner).iter().map(|part| argument(part)).collect();
        // `(team-id)` is a placeholder, no call.
        if name.is_empty() && arguments.iter().all(|(key, _)| key.is_empty()) {
            return Ok(None);
        }
        let names = || arguments.iter().map(|(key, _)| key.as_str());
        let is_mixed = names().any(str::is_empty) && !names().all(str::is_empty);
        let mut sorted: Vec<&str> = names().filter(|name| !name.is_empty()).collect();
        sorted.sort_unstable();
        let repeats = sorted.windows(2).any(|pair| pair.first() == pair.last());
        let is_named = name.is_empty() || names::is_function(name);
        if is_mixed || repeats || !is_named || split::has_empty_argument(inner) {
            return Err(Broken::Arguments);
        }
        Ok(Some(Self { name: name.to_owned(), arguments }))
    }

    /// Whether the parentheses hold a key rather than arguments of a function.
    ///
    /// A key selects from a collection by a property, so the name is a plural noun, and the values are quoted strings of
    /// properties spelled in lower case, or identifiers.
    pub(super) fn looks_like_key(&self, name: &str, first: bool) -> bool {
        if !names_collection(name) || self.arguments.is_empty() {
            return false;
        }
        let all = |test: fn(&(String, String)) -> bool| self.arguments.iter().all(test);
        let positional = all(|(key, _)| key.is_empty());
        let quoted = all(|(key, value)| value.starts_with('\'') && key.starts_with(char::is_lowercase));
        let identifiers = all(|(key, _)| key.to_lowercase().ends_with("id"));
        first || positional || quoted || identifiers
    }

    /// The value in quotes that is the only argument and has no name.
    pub(super) fn quoted_key(&self) -> Option<&str> {
        match self.arguments.as_slice() {
            [(key, value)] if key.is_empty() => value.strip_prefix('\'')?.strip_suffix('\''),
            _ => None,
        }
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
    /// Whether parentheses stood around it, which no call needs.
    pub enclosed: bool,
}

impl Value {
    /// Reads what stands behind the equals sign.
    ///
    /// # Errors
    /// When there is text around a placeholder or a quote.
    pub(super) fn parse(text: &str) -> Result<Self, Broken> {
        // An enum literal names its type before the quotes.
        if let Some((ty, value)) =
            text.split_once('\'').filter(|(ty, _)| ty.contains('.') && ty.split('.').all(names::is_identifier))
        {
            let text = value.strip_suffix('\'').ok_or(Broken::Arguments)?.to_owned();
            let ty = Some(TypeRef::unresolved(ty, None));
            return Ok(Self { text, quoted: true, ty, example: false, enclosed: false });
        }
        let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).filter(|inner| has_braces(inner));
        let (enclosed, text) = (inner.is_some(), inner.unwrap_or(text));
        let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        let quoted = inner.is_some();
        let text = inner.unwrap_or(text).trim().to_owned();
        let placeholder = Placeholder::parse(&text).is_some();
        if !placeholder
            && (has_braces(&text) || text.contains('\'') || (!quoted && text.contains(['=', '(', ')', '"'])))
        {
            return Err(Broken::Mixed);
        }
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
        let example = !placeholder
            && !is_flag
            && (is_number || text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(' '));
        Ok(Self { text, quoted, ty, example, enclosed })
    }
}
