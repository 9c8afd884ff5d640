//! The forms of words.

use std::borrow::Cow;

/// The singular of a word: `classes` gives `class`, `policies` `policy`, `users` `user`; a word that is no plural stays.
///
/// Names of APIs are lower camel case, and their last word is what has a number.
pub fn singular(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Cow::Owned(format!("{stem}y"));
    }
    let has_vowel = ["sses", "shes", "ches", "xes", "statuses"].iter().any(|ending| word.ends_with(ending));
    let is_plural = !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    let stem = word.strip_suffix(if has_vowel { "es" } else { "s" });
    Cow::Borrowed(stem.filter(|stem| is_plural && stem.len() > 1).unwrap_or(word))
}

/// A text in lower case, in which paths and keywords are as a rule.
pub fn lowercase(text: &str) -> Cow<'_, str> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Words that begin the names of functions, after which a plural is what they return.
const VERBS: [&str; 10] = ["get", "list", "find", "filter", "search", "check", "validate", "query", "count", "compare"];

/// Whether a segment is the name of a collection rather than of a function: a plural that no verb begins.
pub fn names_collection(word: &str) -> bool {
    let is_verb = VERBS.iter().any(|verb| {
        word.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
    });
    word.ends_with('s') && !word.ends_with("ss") && !is_verb
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_lose_their_endings() {
        let words = ["users", "policies", "classes", "boxes", "branches", "statuses", "responses", "ties"];
        assert_eq!(words.map(singular), ["user", "policy", "class", "box", "branch", "status", "response", "tie"]);
    }

    #[test]
    fn other_words_stay() {
        for word in ["access", "status", "analysis", "me", "s", ""] {
            assert_eq!(singular(word), word);
        }
    }
}
