//! What sentences say about how many permissions are needed, and about schemes that are left out.

use docbind_ir::Scheme;

use super::lexer::{Token, tokens};

/// What a sentence says about permissions that are needed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joining {
    /// Nothing.
    None,
    /// All that it is about are needed together.
    All,
    /// What it is about is needed beside one of the others.
    Also,
    /// What it is about is needed together with permissions that it names.
    Names,
    /// Something, but not in words that are known.
    Unclear,
}

/// Reads a sentence about permissions that carry a mark or stand in a table.
pub(super) fn joining(text: &str) -> Joining {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '.')
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let needs = has(&[
        "require",
        "requires",
        "required",
        "need",
        "needs",
        "needed",
        "must",
        "grant",
        "granted",
        "necessary",
        "have",
    ]);
    let has_names = tokens(text).iter().any(|token| matches!(token, Token::Name(..)));
    let also = has(&["also", "additionally", "additional", "addition", "alongside", "always", "too", "well", "plus"]);
    let together = has(&["together", "combination", "combined", "simultaneously", "jointly", "conjunction"]);
    let whole = is_whole(&words);
    let is_choice = lower.contains("one of the") && !lower.contains("in addition");
    if !(also || together || whole || has_names && has(&["with", "requires", "require", "both", "and"]) && needs) {
        return Joining::None;
    }
    if is_conditional(&words) {
        // What is needed in a case alone says nothing about the others.
        return if whole || together { Joining::Unclear } else { Joining::None };
    }
    if has_names {
        return if needs || also || together || whole { Joining::Names } else { Joining::None };
    }
    match () {
        () if needs && (whole || together) => Joining::All,
        () if also
            && needs
            && !is_choice
            && has(&["permission", "permissions", "scope", "scopes", "required", "this"]) =>
        {
            Joining::Also
        }
        () if whole || together => Joining::Unclear,
        () => Joining::None,
    }
}

/// Reads a sentence of the section on permissions that carries no mark: only one that speaks of the whole table counts.
pub(super) fn table_joining(sentence: &str) -> Joining {
    // The `All` at the end of a name is no word of the sentence.
    let words =
        sentence.split_whitespace().filter(|word| !word.trim_end_matches(['.', ',', ':', ';', ')']).contains('.'));
    let lower = words.collect::<Vec<_>>().join(" ").to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = ["note", "important", "tip"].iter().find_map(|lead| lower.strip_prefix(lead)).unwrap_or(lower);
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    // `Updating the name requires …`, `For hidden boats, you also need …` are about some calls.
    if first.ends_with("ing") || first == "for" && words.next() != Some("this") {
        return Joining::None;
    }
    let speaks_of_the_table = [
        "in addition to the",
        "also require",
        "also need",
        "at least one",
        "both",
        "all of",
        "all the",
        "all listed",
        "all permissions",
        "all these",
        "are all required",
        "each of",
        "together",
        "combination",
        "every permission",
        "each permission",
    ];
    if !speaks_of_the_table.iter().any(|words| lower.contains(words)) {
        return Joining::None;
    }
    let needs = ["require", "need", "must", "grant"].iter().any(|word| lower.contains(word));
    match joining(sentence) {
        Joining::Unclear if !needs => Joining::None,
        meaning => meaning,
    }
}

/// `all of these permissions`, `both are required`, but not `all users`, `for all of them`.
fn is_whole(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(position, word)| {
        if !matches!(*word, "all" | "both" | "each" | "every") {
            return false;
        }
        let before = position.checked_sub(1).and_then(|before| words.get(before));
        if before.is_some_and(|before| matches!(*before, "for" | "in" | "on" | "across" | "not" | "at")) {
            return false;
        }
        let rest = words.get(position + 1..).unwrap_or_default();
        for next in rest.iter().take(6) {
            match *next {
                "permission" | "permissions" | "scope" | "scopes" | "them" | "required" | "needed" | "necessary"
                | "are" | "must" | "these" | "those" | "together" => return true,
                "of" | "the" | "listed" | "marked" | "following" | "above" | "two" | "three" | "preceding" | "with"
                | "asterisk" | "delegated" | "application" => {}
                _ => return false,
            }
        }
        // `you need both`
        rest.is_empty()
    })
}

/// Whether the sentence speaks of some calls only: `when`, `if`, `to read hidden members`.
fn is_conditional(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(position, word)| match *word {
        "when" | "if" | "unless" | "whenever" | "while" | "optional" | "optionally" | "depending" => true,
        "to" => {
            let next = words.get(position + 1).copied().unwrap_or_default();
            let is_call = matches!(
                next,
                "call"
                    | "use"
                    | "access"
                    | "the"
                    | "this"
                    | "be"
                    | "make"
                    | "your"
                    | "have"
                    | "an"
                    | "a"
                    | "learn"
                    | "perform"
                    | "these"
            );
            // `in addition to`
            let is_addition = position.checked_sub(1).and_then(|before| words.get(before)) == Some(&"addition");
            !is_call && !is_addition
        }
        _ => false,
    })
}

/// Whether a text in lower case says that something is not supported.
pub(super) fn says_not_supported(lower: &str) -> bool {
    [
        "not supported",
        "n't supported",
        "n’t supported",
        "unsupported",
        "not available",
        "n't available",
        "can't be used",
        "cannot be used",
        "not allowed",
        "n't work",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// Schemes that a sentence leaves out, and the calls it does so for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exclusion {
    /// The schemes that cannot call.
    pub schemes: Vec<Scheme>,
    /// The first segments of the paths it is about (`me`); none when it is about all that stands around it.
    pub roots: Vec<String>,
}

/// Reads one sentence.
pub(super) fn exclusion(sentence: &str) -> Option<Exclusion> {
    let lower = sentence.to_lowercase().replace(['*', '_', '`', '"', '’', '\''], "");
    if !["delegated", "application", "app-only", "app only", "signed-in user", "personal"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return None;
    }
    let roots = roots(sentence);
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    let schemes = excluded(&lower, &words, !roots.is_empty())?;
    // What is so in some cases alone is a remark.
    let limits = ["if", "when", "unless", "until", "while", "for", "in", "currently", "during", "public"];
    let tail = words.iter().skip_while(|word| {
        !matches!(**word, "not" | "only" | "arent" | "isnt" | "cant" | "cannot" | "doesnt" | "dont")
    });
    let is_limited = tail.filter(|word| limits.contains(word)).count() > 0;
    let is_general = !is_limited || says_this_api(&lower);
    (is_general || !roots.is_empty()).then_some(Exclusion { schemes, roots })
}

fn says_this_api(lower: &str) -> bool {
    [
        "for this api",
        "for this method",
        "for this operation",
        "for this endpoint",
        "for this request",
        "for this call",
        "in this api",
        "for this resource",
    ]
    .iter()
    .any(|words| lower.contains(words))
        && ![" if ", " when ", " unless "].iter().any(|word| lower.contains(word))
}

const DELEGATED: [Scheme; 2] = [Scheme::DelegatedWork, Scheme::DelegatedPersonal];

fn excluded(lower: &str, words: &[&str], has_roots: bool) -> Option<Vec<Scheme>> {
    let is_app = |word: &str| matches!(word, "application" | "app-only" | "app");
    let names_app = lower.contains("application permission")
        || lower.contains("app-only")
        || lower.contains("application access")
        || lower.contains("application-only")
        || lower.contains("application context")
        || lower.contains("app only");
    let names_delegated = lower.contains("delegated");
    let negative = refuses_scheme(words, has_roots);
    // `only delegated permissions`, `delegated permissions only`, `supports delegated permissions only`.
    let only = words.windows(2).any(|pair| matches!(pair, ["only", second] if is_app(second) || *second == "delegated" || *second == "supports"))
        || words.windows(3).any(|three| matches!(three, [first, "permissions" | "permission" | "access", "only"] if is_app(first) || *first == "delegated"))
        || words.windows(2).any(|pair| matches!(pair, ["delegated" | "delegated-only", "only"]))
        || lower.contains("delegated-only");
    if negative && !only {
        return match (names_app, names_delegated) {
            (true, false) => Some(vec![Scheme::Application]),
            (false, true) if lower.contains("personal") => Some(vec![Scheme::DelegatedPersonal]),
            (false, true) => Some(DELEGATED.to_vec()),
            // `Application permissions are not supported; use delegated permissions.`
            (true, true) => {
                let subject =
                    words.iter().position(|word| is_app(word)) < words.iter().position(|word| *word == "delegated");
                Some(if subject { vec![Scheme::Application] } else { DELEGATED.to_vec() })
            }
            (false, false) if lower.contains("personal") && lower.contains("account") => {
                Some(vec![Scheme::DelegatedPersonal])
            }
            (false, false) => None,
        };
    }
    if only && !negative {
        return match (names_delegated, names_app) {
            (true, false) => Some(vec![Scheme::Application]),
            (false, true) => Some(DELEGATED.to_vec()),
            _ => None,
        };
    }
    let needs_user = [
        "requires a signed-in user",
        "needs a signed-in user",
        "requires a delegated permission",
        "requires delegated",
    ]
    .iter()
    .any(|phrase| lower.contains(phrase));
    (has_roots && needs_user).then(|| vec![Scheme::Application])
}

/// Whether the sentence says that calls of a kind are not supported: with the scheme as its subject, or with the whole
/// operation as the subject and the scheme behind it. `$filter is not supported with …` is neither.
fn refuses_scheme(words: &[&str], has_roots: bool) -> bool {
    let is_scheme = |word: &&str| matches!(*word, "application" | "app-only" | "app" | "delegated" | "personal");
    let is_kind = |word: &&str| {
        is_scheme(word)
            || matches!(
                *word,
                "permission"
                    | "permissions"
                    | "access"
                    | "context"
                    | "only"
                    | "microsoft"
                    | "accounts"
                    | "account"
                    | "scenarios"
                    | "authentication"
                    | "are"
                    | "is"
                    | "currently"
                    | "be"
                    | "yet"
                    | "and"
                    | "the"
                    | "with"
            )
    };
    let whole = has_roots
        || words.iter().any(|word| {
            matches!(
                *word,
                "api" | "method" | "operation" | "endpoint" | "request" | "action" | "function" | "alias" | "call"
            )
        });
    words.iter().enumerate().any(|(position, word)| {
        let rest = words.get(position + 1..).unwrap_or_default();
        let is_negation =
            matches!(*word, "not" | "arent" | "isnt" | "cant" | "cannot" | "doesnt" | "dont" | "unsupported");
        if !is_negation {
            return false;
        }
        let verbs = rest.iter().take_while(|word| {
            matches!(
                **word,
                "currently" | "be" | "yet" | "supported" | "available" | "allowed" | "used" | "support" | "work"
            )
        });
        let verb = verbs.clone().any(|verb| !matches!(*verb, "currently" | "be" | "yet")) || *word == "unsupported";
        let behind = rest.get(verbs.count()..).unwrap_or_default();
        if !verb {
            return false;
        }
        let before = words.get(..position).unwrap_or_default();
        let subject: Vec<&&str> = before.iter().rev().take_while(|word| is_kind(word)).collect();
        let is_subject = subject.iter().any(|word| is_scheme(word));
        let object = behind
            .iter()
            .take_while(|word| is_kind(word) || matches!(**word, "for" | "by" | "using" | "in" | "when" | "under"))
            .any(is_scheme);
        is_subject || whole && object
    })
}

/// The first segments of the paths that a sentence names: `/me`, `'me' alias`.
fn roots(sentence: &str) -> Vec<String> {
    let mut roots = Vec::new();
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        let path = bare.strip_prefix('/').map(|path| path.split('/').next().unwrap_or_default());
        let is_alias = matches!(bare, "me") && word.len() > bare.len();
        if let Some(root) = path.or(is_alias.then_some("me"))
            && !root.is_empty()
            && root.chars().all(char::is_alphanumeric)
            && !roots.contains(&root.to_lowercase())
        {
            roots.push(root.to_lowercase());
        }
    }
    // Links and words with a slash between them are no paths.
    roots.retain(|root| sentence.contains(&format!("/{root}")) || root == "me");
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_join() {
        for (text, meaning) in [
            ("Both permissions are required.", Joining::All),
            ("All listed permissions are required.", Joining::All),
            ("All permissions marked with * are required.", Joining::All),
            ("These permissions must be granted together.", Joining::All),
            ("You need both.", Joining::All),
            ("Also required.", Joining::Also),
            ("This permission is required in addition to one of the others.", Joining::Also),
            ("Requires Boat.Read.All as well.", Joining::Names),
            ("Must be granted together with Boat.Read.All.", Joining::Names),
            ("Both permissions are required when the boat is hidden.", Joining::Unclear),
            ("Administrators must create a policy and grant it to a user.", Joining::None),
            ("Available to all users.", Joining::None),
            ("Admin consent is required for all of them.", Joining::None),
        ] {
            assert_eq!(joining(text), meaning, "{text}");
        }
    }

    #[test]
    fn sentences_that_exclude() {
        let read = |text: &str| exclusion(text).map(|one| (one.schemes, one.roots.join(",")));
        let app = |roots: &str| Some((vec![Scheme::Application], roots.to_owned()));
        for text in [
            "Application permissions aren't supported for `/me`.",
            "Application permissions are not supported when using the `/me` endpoint.",
            "('me' alias is not supported with application permissions)",
            "Calling the `/me` endpoint requires a signed-in user and therefore a delegated permission.",
        ] {
            assert_eq!(read(text), app("me"), "{text}");
        }
        for text in [
            "To share a sheet (delegated permissions only):",
            "Application permissions are not supported.",
            "This API only supports delegated permissions.",
            "This API doesn't support application permissions.",
            "This method is not supported with application permissions.",
            "Only delegated permissions are supported for this API.",
        ] {
            assert_eq!(read(text), app(""), "{text}");
        }
        for text in [
            "`$filter` is not supported with application permissions.",
            "Subscriptions with delegated permissions do not support resource data.",
            "Application permissions are *only* supported for migration.",
            "Application permissions are in private preview and are not available for public use.",
            "Right now, only printers without a device can be updated using application permissions.",
            "One of the following permissions is required.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            read("This method supports application permissions only.").map(|one| one.0),
            Some(DELEGATED.to_vec())
        );
    }
}
