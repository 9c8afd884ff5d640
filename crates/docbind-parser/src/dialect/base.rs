//! Words and placeholders that stand for a base URL: `{baseURL}`, `contosoPrefix/…`, `https://{host}/…`.

/// What the names of such placeholders end with; letters and digits alone, in lower case.
const ENDINGS: [&str; 18] = [
    "baseurl",
    "baseuri",
    "basepath",
    "base",
    "prefix",
    "endpoint",
    "hostname",
    "host",
    "server",
    "serveraddress",
    "serviceroot",
    "serviceurl",
    "apiroot",
    "apiurl",
    "rooturl",
    "domain",
    "url",
    "uri",
];

/// Endings that are no word of a path, so that they need no braces to be understood.
const BARE_ENDINGS: [&str; 9] =
    ["baseurl", "baseuri", "prefix", "serviceroot", "serviceurl", "apiroot", "apiurl", "rooturl", "hostname"];

/// The name in a whole placeholder: `{name}`, `{{name}}`, `${name}`, `<name>`, `[name]`, `%name%`.
pub(crate) fn placeholder_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text.strip_prefix('$').filter(|rest| rest.starts_with('{')).unwrap_or(text);
    let enclosed = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let inner = enclosed("{{", "}}")
        .or_else(|| enclosed("{", "}"))
        .or_else(|| enclosed("<", ">"))
        .or_else(|| enclosed("[", "]"))
        .or_else(|| enclosed("%", "%"))?;
    let inner = inner.trim();
    (!inner.is_empty() && !inner.contains(['{', '}', '<', '>', '/'])).then_some(inner)
}

/// Whether a placeholder of this name stands for a base URL or a part of it.
pub(crate) fn names_base(name: &str) -> bool {
    ends_with(name, &ENDINGS)
}

/// Whether a word without braces, at the start of a URL, stands for a base URL.
pub(crate) fn is_base_word(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) && ends_with(word, &BARE_ENDINGS)
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    endings.iter().any(|ending| letters.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_base() {
        for text in ["{baseURL}", "{{baseUrl}}", "<endpoint>", "${api_root}", "{api-endpoint}", "%HOST%"] {
            assert!(placeholder_name(text).is_some_and(names_base), "{text}");
        }
        assert!(is_base_word("tradedeskPrefix") && is_base_word("BASE_URL"));
        assert!(!is_base_word("policies") && !is_base_word("endpoints"));
        assert_eq!(placeholder_name("{id}/x"), None);
    }
}
