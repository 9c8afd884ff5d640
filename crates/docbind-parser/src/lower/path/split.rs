//! Cuts a URL into its segments and query parts, minding braces, parentheses and quotes.

/// The pieces of a URL as text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts {
    /// Between the slashes of the path.
    pub segments: Vec<String>,
    /// Between the ampersands of the query string.
    pub query: Vec<String>,
}

/// Splits at `/`, then from the first `?` on at `&`; separators inside `{}`, `()`, `<>` and quoted arguments stay.
pub(super) fn url(text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut current = String::new();
    let mut in_query = false;
    let mut parentheses = 0_u32;
    let mut quoted = false;
    let mut characters = text.char_indices();
    while let Some((position, character)) = characters.next() {
        let rest = || text.get(position + character.len_utf8()..).unwrap_or_default();
        match character {
            '\'' if parentheses > 0 => {
                quoted = !quoted && closing_quote(rest());
                current.push(character);
            }
            '{' | '<' => {
                current.push(character);
                let close = if character == '{' { '}' } else { '>' };
                if let Some(inner) = placeholder(rest(), close) {
                    for _ in inner.chars() {
                        if let Some((_, character)) = characters.next() {
                            current.push(character);
                        }
                    }
                }
            }
            _ if quoted => current.push(character),
            '(' => {
                parentheses += 1;
                current.push(character);
            }
            ')' => {
                parentheses = parentheses.saturating_sub(1);
                current.push(character);
            }
            '/' | '?' if !in_query && (parentheses == 0 || !closes(rest(), parentheses)) => {
                // A parenthesis that nothing closes ends with its segment.
                current.extend((0..parentheses).map(|_| ')'));
                parentheses = 0;
                parts.segments.push(std::mem::take(&mut current));
                in_query = character == '?';
            }
            '&' if in_query && parentheses == 0 => parts.query.push(std::mem::take(&mut current)),
            other => current.push(other),
        }
    }
    if in_query {
        parts.query.push(current);
    } else {
        current.extend((0..parentheses).map(|_| ')'));
        parts.segments.push(current);
    }
    parts
}

/// Whether a quote opened here is closed before the argument list ends.
fn closing_quote(rest: &str) -> bool {
    rest.split_once('\'').is_some_and(|(_, after)| after.is_empty() || after.starts_with([',', ')', ' ', '/', '\'']))
}

/// The text up to the closing character, when that comes in the same placeholder.
fn placeholder(rest: &str, close: char) -> Option<&str> {
    let (inner, _) = rest.split_once(close)?;
    (!inner.contains(['{', '<', '?', '&'])).then_some(inner)
}

/// Whether all open parentheses are closed in the rest.
fn closes(rest: &str, open: u32) -> bool {
    let mut depth = open;
    for character in rest.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// Splits at commas outside braces, parentheses and quotes.
pub(super) fn arguments(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut current = String::new();
    let (mut depth, mut quoted) = (0_u32, false);
    for character in text.chars() {
        match character {
            '\'' => quoted = !quoted,
            '(' | '{' | '<' | '[' if !quoted => depth += 1,
            ')' | '}' | '>' | ']' if !quoted => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !quoted => {
                parts.push(std::mem::take(&mut current));
                continue;
            }
            _ => {}
        }
        current.push(character);
    }
    parts.push(current);
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
