//! Words around a list that say how many of its permissions are needed.

/// How many permissions of a list are needed, in words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    All,
    Both,
    Any,
}

/// Words in front of a list that add nothing to it.
pub(super) fn is_list_introduction(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| {
        matches!(
            word,
            "one"
                | "of"
                | "from"
                | "either"
                | "any"
                | "the"
                | "following"
                | "both"
                | "permission"
                | "permissions"
                | "least"
                | "privileged"
                | "and"
                | "or"
                | "at"
        )
    })
}

/// `all of the following`, `(both are required)`, `one of`: how many of a list are needed. Nothing when the words say
/// anything else.
pub(super) fn quantifier(words: &str) -> Option<Quantifier> {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_known = |word: &&str| {
        is_list_introduction(word)
            || matches!(
                *word,
                "all"
                    | "each"
                    | "every"
                    | "together"
                    | "required"
                    | "requires"
                    | "require"
                    | "needed"
                    | "needs"
                    | "need"
                    | "necessary"
                    | "are"
                    | "is"
                    | "must"
                    | "be"
                    | "granted"
                    | "have"
                    | "has"
                    | "you"
                    | "app"
                    | "these"
                    | "those"
                    | "them"
                    | "listed"
                    | "two"
                    | "three"
                    | "in"
                    | "combination"
            )
    };
    if !words.iter().all(is_known) {
        return None;
    }
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if has(&["one", "either", "any"]) {
        Some(Quantifier::Any)
    } else if has(&["all", "each", "every", "together", "combination"]) {
        Some(Quantifier::All)
    } else {
        has(&["both"]).then_some(Quantifier::Both)
    }
}
