//! The words of a permission cell: permission names, separators, conjunctions, prose.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// One word of a permission cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A permission name, and whether a footnote star stands behind it.
    Name(Cow<'a, str>, bool),
    /// A comma or semicolon.
    Comma,
    /// `or`, a slash.
    Or,
    /// `and`, `&`.
    And,
    /// `plus`, `+`: everything before it is needed with something after it.
    Plus,
    /// Anything else; the colon that ends a label stays with its word.
    Word(&'a str),
}

/// A permission name: two or more parts between dots, capitalised, with dashes inside.
pub(super) fn is_name(word: &str) -> bool {
    let mut parts = word.split('.');
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return false };
    first.chars().any(char::is_uppercase)
        && second.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        && !first.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether this is one of the OpenID scopes, which have no dots.
pub(super) fn is_openid_scope(word: &str) -> bool {
    matches!(word, "openid" | "profile" | "email" | "offline_access")
}

/// The words of one line of a cell; the markup must be gone.
pub(super) fn tokens(line: &str) -> Vec<Token<'_>> {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)
            (?P<name>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)+)(?P<star>\s?\*+|[\u{b9}\u{b2}\u{b3}]+)?
            | [,;/|+]
            | [^\s,;|]+",
        )
        .ok()
    });
    let Some(words) = &*WORDS else { return Vec::new() };
    words
        .captures_iter(line)
        .filter_map(|captures| {
            let text = |group| captures.name(group).map(|found| found.as_str());
            if let Some(name) = text("name").filter(|name| is_name(name)) {
                return Some(Token::Name(name.into(), text("star").is_some()));
            }
            let word = captures.get(0)?.as_str();
            Some(match word.to_lowercase().as_str() {
                "," | ";" => Token::Comma,
                "or" | "/" | "|" => Token::Or,
                "and" | "&" => Token::And,
                "plus" | "+" => Token::Plus,
                _ if word.contains(|c: char| c.is_alphanumeric() || c == ':') => Token::Word(word),
                _ => return None,
            })
        })
        .collect()
}

/// The lines of a cell without markup: `<br>` ends a line, a double `<br>` leaves an empty one.
pub(super) fn lines(cell: &str) -> Vec<String> {
    static BREAK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)<\s*/?\s*br\s*/?\s*>|\n").ok());
    static BOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(^|[\s(,;:>])(?:\*\*|__|\*|_)([A-Za-z][^*_]*?)(?:\*\*|__|\*|_)($|[\s),;:.<])").ok()
    });
    static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|<sup>[^<]*</sup>|</?[a-z][^>]*>|&nbsp;").ok()
    });
    let (Some(line_break), Some(bold), Some(markup)) = (&*BREAK, &*BOLD, &*MARKUP) else { return Vec::new() };
    line_break
        .split(cell)
        .map(|line| {
            let line = line.replace(['\\', '`'], "");
            let line = markup.replace_all(&line, |found: &regex::Captures<'_>| {
                found.get(1).map_or_else(|| " ".to_owned(), |text| text.as_str().to_owned())
            });
            bold.replace_all(line.trim(), "$1$2$3").trim().to_owned()
        })
        .collect()
}
