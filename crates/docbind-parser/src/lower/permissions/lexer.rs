//! The words of a permission cell: permission names, separators, conjunctions, prose.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::mark::{self, Mark, Marks};

/// One word of a permission cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A permission name, and the footnote marks that stand on it.
    Name(Cow<'a, str>, Marks),
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
    let mut tokens = Vec::new();
    for piece in line.split_whitespace() {
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let end = match first {
                ',' | ';' | '/' | '|' | '+' | '&' => 1,
                _ => rest.find([',', ';', '/', '|', '+', '&']).unwrap_or(rest.len()),
            };
            let Some((word, after)) = rest.split_at_checked(end) else { break };
            push_word(&mut tokens, word);
            rest = after;
        }
    }
    tokens
}

fn push_word<'a>(tokens: &mut Vec<Token<'a>>, word: &'a str) {
    // A mark that stands alone belongs to the name before it.
    if let Some(Token::Name(_, marks)) = tokens.last_mut()
        && let Some((mark, "")) = Mark::lead(word)
    {
        marks.add(mark);
        return;
    }
    let leading = Mark::lead(word);
    let start = word.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let end = start.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(start.len());
    let (name, tail) = start.split_at_checked(end).unwrap_or((start, ""));
    let name = name.trim_end_matches(['.', '-']);
    if is_name(name) {
        let mut marks = Marks::default();
        leading.into_iter().for_each(|(mark, _)| marks.add(mark));
        let mut tail = tail;
        while let Some((mark, rest)) = Mark::lead(tail.trim_start_matches('.')) {
            marks.add(mark);
            tail = rest;
        }
        tokens.push(Token::Name(name.into(), marks));
        // `User.Read:` is a name and the end of a label.
        if tail.ends_with(':') {
            tokens.push(Token::Word(":"));
        }
        return;
    }
    tokens.push(match word {
        "," | ";" => Token::Comma,
        "/" | "|" => Token::Or,
        "&" => Token::And,
        "+" => Token::Plus,
        _ if word.eq_ignore_ascii_case("or") => Token::Or,
        _ if word.eq_ignore_ascii_case("and") => Token::And,
        _ if word.eq_ignore_ascii_case("plus") => Token::Plus,
        _ if word.contains(|c: char| c.is_alphanumeric() || c == ':') => Token::Word(word),
        _ => return,
    });
}

/// The lines of a cell without markup: `<br>` ends a line, a double `<br>` leaves an empty one.
pub(super) fn lines(cell: &str) -> Vec<String> {
    if !cell.contains(['<', '*', '_', '`', '[', '\\', '&', '\n']) {
        return vec![cell.trim().to_owned()];
    }
    static BREAK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)<\s*/?\s*br\s*/?\s*>|<(?:li|p)\b[^>]*>|\n").ok());
    static BOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(^|[\s(,;:>])(?:\*\*|__|\*|_)([A-Za-z][^*_]*?)(?:\*\*|__|\*|_)($|[\s),;:.<])").ok()
    });
    static MARKUP: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|</?[a-z][^>]*>|&nbsp;").ok());
    static BULLET: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*(?:[-•·–]|\d{1,2}[.)])\s+").ok());
    let (Some(line_break), Some(bold), Some(markup)) = (&*BREAK, &*BOLD, &*MARKUP) else { return Vec::new() };
    line_break
        .split(cell)
        .map(|line| {
            // A bullet or number in front of an item says nothing.
            let line = BULLET.as_ref().map_or(line.into(), |bullet| bullet.replace(line, ""));
            let line = mark::written(&line).replace("&amp;", "&").replace(['\\', '`'], "");
            let line = if line.contains(['[', '<', '&']) {
                markup.replace_all(&line, |found: &regex::Captures<'_>| {
                    found.get(1).map_or_else(|| " ".to_owned(), |text| text.as_str().to_owned())
                })
            } else {
                line.into()
            };
            let line = line.trim();
            if line.contains(['*', '_']) { bold.replace_all(line, "$1$2$3").trim().to_owned() } else { line.to_owned() }
        })
        .collect()
}
