//! Cuts a URL into its segments and query parts, minding braces, parentheses and quotes.

/// The pieces of a URL as text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts {
    /// Between the slashes of the path.
    pub segments: Vec<String>,
    /// Between the ampersands of the query string.
    pub query: Vec<String>,
    /// Whether a parenthesis had to be closed that the page leaves open.
    pub closed: bool,
}

/// Splits at `/`, then from the first `?` on at `&`; separators inside `{}`, `()`, `<>` and quoted arguments stay.
pub(super) fn url(text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut start = 0;
    let mut in_query = false;
    let mut parentheses = 0_u32;
    let mut quoted = false;
    let mut characters = text.char_indices();
    while let Some((position, character)) = characters.next() {
        let rest = || text.get(position + character.len_utf8()..).unwrap_or_default();
        match character {
            '\'' if parentheses > 0 => quoted = !quoted && closing_quote(rest()),
            '{' | '<' => {
                let close = if character == '{' { '}' } else { '>' };
                if let Some(inner) = placeholder(rest(), close) {
                    for _ in inner.chars() {
                        characters.next();
                    }
                }
            }
            _ if quoted => {}
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '/' | '?' if !in_query && (parentheses == 0 || !closes(rest(), parentheses)) => {
                parts.segments.push(closed(text.get(start..position), parentheses));
                parts.closed |= parentheses > 0;
                start = position + 1;
                parentheses = 0;
                in_query = character == '?';
            }
            '&' if in_query && parentheses == 0 => {
                parts.query.push(closed(text.get(start..position), 0));
                start = position + 1;
            }
            _ => {}
        }
    }
    if in_query {
        parts.query.push(closed(text.get(start..), 0));
    } else {
        parts.segments.push(closed(text.get(start..), parentheses));
        parts.closed |= parentheses > 0;
    }
    parts
}

/// A part with its open parentheses closed, since one that nothing closes ends with its segment.
fn closed(part: Option<&str>, parentheses: u32) -> String {
    let mut part = part.unwrap_or_default().to_owned();
    part.extend((0..parentheses).map(|_| ')'));
    part
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

/// Whether a comma has nothing before or behind it.
pub(super) fn has_empty_argument(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(',') || text.ends_with(',') || text.split(',').skip(1).any(|part| part.trim().is_empty())
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
