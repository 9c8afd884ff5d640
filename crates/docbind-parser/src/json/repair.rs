//! Lenient JSON to strict JSON.

use std::fmt::Write;

use thiserror::Error;

use super::scanner::{Scanner, Token};

/// Deeper than this, and readers of the result would refuse it.
const DEEPEST: usize = 120;

/// Strict JSON made of lenient JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// One value as compact text, keys in the order of the source, repeated keys kept.
    pub text: String,
    /// Why the value is not what a service would send: the writer left parts out, or wrote a placeholder.
    pub flaw: Option<String>,
}

/// Why a text is no JSON, even leniently.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JsonError {
    /// There is no value.
    #[error("there is no JSON value")]
    Empty,
    /// Values nest too deep.
    #[error("the values nest too deep")]
    TooDeep,
    /// Something stands where it cannot stand.
    #[error("unexpected {found} at line {line}")]
    Unexpected {
        /// What was found.
        found: String,
        /// The line of the text, from 1.
        line: usize,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    Key,
    Colon,
    Comma,
}

/// Reads one JSON value the way its writer meant it.
///
/// Accepted beyond the standard: comments, trailing, doubled and missing commas, bare and single-quoted keys and texts,
/// typographic quotes, line breaks and control characters in texts, unknown escapes, a missing end of a text at the
/// end of its line, missing closing brackets at the end, members without the braces around them, `True` and `None`,
/// numbers such as `.5`. Words that are no values, and `...`, are accepted with a [flaw](Repaired::flaw).
pub fn repair(text: &str) -> Result<Repaired, JsonError> {
    let mut repair = Repair {
        text,
        scanner: Scanner::new(text),
        output: String::with_capacity(text.len()),
        open: Vec::new(),
        expect: Expect::Value,
        needs_comma: false,
        flaw: None,
    };
    repair.run()?;
    Ok(Repaired { text: repair.output, flaw: repair.flaw })
}

struct Repair<'t> {
    text: &'t str,
    scanner: Scanner<'t>,
    output: String,
    /// The open brackets.
    open: Vec<char>,
    expect: Expect,
    /// Whether a value stands before the place where the next element or member goes.
    needs_comma: bool,
    flaw: Option<String>,
}

impl<'t> Repair<'t> {
    fn run(&mut self) -> Result<(), JsonError> {
        self.open_members();
        loop {
            let before = self.scanner.offset;
            let Some(token) = self.scanner.next() else { break };
            if self.open.is_empty() && self.expect == Expect::Comma {
                match token {
                    Token::Comma | Token::Close(_) => continue,
                    Token::Ellipsis => {
                        self.elided();
                        continue;
                    }
                    _ => return Err(self.unexpected(before, "text after the value")),
                }
            }
            match (token, self.expect) {
                (Token::Comma, Expect::Comma) => self.after_comma(),
                (Token::Comma, Expect::Key | Expect::Value) => {}
                (Token::Close(bracket), _) => self.close(bracket, before)?,
                (Token::Colon, Expect::Colon) => {
                    self.output.push(':');
                    self.expect = Expect::Value;
                    self.needs_comma = false;
                }
                (Token::Ellipsis, Expect::Value | Expect::Key | Expect::Comma) => self.elide(),
                (Token::Open(_) | Token::String(_) | Token::Bare(_), Expect::Comma) => {
                    // The comma is missing.
                    self.after_comma();
                    self.element(token, before)?;
                }
                (Token::Open(_) | Token::String(_) | Token::Bare(_), Expect::Key | Expect::Value) => {
                    self.element(token, before)?;
                }
                (Token::Colon, _) => return Err(self.unexpected(before, "colon")),
                (_, Expect::Colon) => return Err(self.unexpected(before, "text where a colon belongs")),
            }
        }
        if self.output.is_empty() {
            return Err(JsonError::Empty);
        }
        if matches!(self.expect, Expect::Colon) || self.output.ends_with(':') {
            return Err(self.unexpected(self.text.len(), "end"));
        }
        while let Some(bracket) = self.open.pop() {
            self.output.push(closing(bracket));
        }
        Ok(())
    }

    /// Supplies the brace before members that stand alone.
    fn open_members(&mut self) {
        let mut ahead = self.scanner.clone();
        let is_key = matches!(ahead.next(), Some(Token::String(_) | Token::Bare(_)));
        if is_key && ahead.next() == Some(Token::Colon) {
            self.open.push('{');
            self.output.push('{');
            self.expect = Expect::Key;
        }
    }

    fn after_comma(&mut self) {
        self.expect = if self.open.last() == Some(&'{') { Expect::Key } else { Expect::Value };
    }

    fn element(&mut self, token: Token<'t>, at: usize) -> Result<(), JsonError> {
        if std::mem::take(&mut self.needs_comma) {
            self.output.push(',');
        }
        if self.expect == Expect::Key {
            let (Token::String(key) | Token::Bare(key)) = token else {
                return Err(self.unexpected(at, "bracket where a key belongs"));
            };
            self.string(key);
            self.expect = Expect::Colon;
            return Ok(());
        }
        match token {
            Token::Open(bracket) => {
                if self.open.len() >= DEEPEST {
                    return Err(JsonError::TooDeep);
                }
                self.open.push(bracket);
                self.output.push(bracket);
                self.after_comma();
                return Ok(());
            }
            Token::String(text) => self.string(text),
            Token::Bare(word) => self.bare(word),
            _ => {}
        }
        self.value_done();
        Ok(())
    }

    fn value_done(&mut self) {
        self.expect = Expect::Comma;
        self.needs_comma = true;
    }

    fn close(&mut self, bracket: char, at: usize) -> Result<(), JsonError> {
        if self.expect == Expect::Colon || self.output.ends_with(':') {
            return Err(self.unexpected(at, "bracket after a key"));
        }
        // A closing bracket closes what its partner opened, and what stands open inside.
        let Some(depth) = self.open.iter().rposition(|open| closing(*open) == bracket) else {
            return Err(self.unexpected(at, "closing bracket"));
        };
        for open in self.open.drain(depth..).rev() {
            self.output.push(closing(open));
        }
        self.value_done();
        Ok(())
    }

    /// An ellipsis: nothing in place of elements or members, `null` in place of a member's value.
    fn elide(&mut self) {
        if self.output.ends_with(':') || self.open.is_empty() {
            self.output.push_str("null");
            self.value_done();
        }
        self.elided();
    }

    fn elided(&mut self) {
        self.flaw.get_or_insert_with(|| "parts are left out with `...`".to_owned());
    }

    fn bare(&mut self, word: &str) {
        if let Some((_, literal)) = LITERALS.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(word)) {
            self.output.push_str(literal);
        } else if let Some(number) = number(word) {
            self.output.push_str(&number);
        } else {
            self.string(word);
            if !is_time(word) {
                self.flaw.get_or_insert_with(|| format!("`{}` stands for a value", shortened(word)));
            }
        }
    }

    /// Writes the content of a text with its escapes made strict.
    fn string(&mut self, content: &str) {
        self.output.push('"');
        // Nearly all texts go over as they are.
        let is_strict = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
        let strict = content.bytes().position(|byte| !is_strict(byte)).unwrap_or(content.len());
        let (strict, rest) = content.split_at_checked(strict).unwrap_or((content, ""));
        self.output.push_str(strict);
        let mut characters = rest.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\\' => self.escape(&mut characters),
                '"' => self.output.push_str("\\\""),
                '\n' => self.output.push_str("\\n"),
                '\t' => self.output.push_str("\\t"),
                '\r' => {}
                control if control < ' ' => {
                    // Writing to a string cannot fail.
                    let _ = write!(self.output, "\\u{:04x}", u32::from(control));
                }
                _ => self.output.push(character),
            }
        }
        self.output.push('"');
    }

    fn escape(&mut self, characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
        match characters.peek().copied() {
            Some(simple @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                characters.next();
                self.output.push('\\');
                self.output.push(simple);
            }
            Some('\'') => {
                characters.next();
                self.output.push('\'');
            }
            Some('u') => {
                let digits: String = characters.clone().skip(1).take(4).collect();
                let is_code = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                // A lone half of a surrogate pair is no character and would make readers refuse the whole.
                let is_whole =
                    is_code && !matches!(digits.as_bytes(), [b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]);
                let pair: String = characters.clone().skip(5).take(2).collect();
                if is_whole || (is_code && pair == "\\u") {
                    let length = if is_whole { 5 } else { 11 };
                    self.output.push('\\');
                    self.output.extend(characters.by_ref().take(length));
                } else {
                    self.output.push_str("\\\\");
                }
            }
            _ => self.output.push_str("\\\\"),
        }
    }

    fn unexpected(&self, at: usize, found: &str) -> JsonError {
        let line = 1 + self.text.get(..at).map_or(0, |before| before.matches('\n').count());
        let line = line
            + self.text.get(at..).map_or(0, |rest| {
                let blank = rest.len() - rest.trim_start().len();
                rest.get(..blank).map_or(0, |blank| blank.matches('\n').count())
            });
        JsonError::Unexpected { found: found.to_owned(), line }
    }
}

/// The spellings of literals, and what is meant.
const LITERALS: [(&str, &str); 6] =
    [("true", "true"), ("false", "false"), ("null", "null"), ("none", "null"), ("nil", "null"), ("undefined", "null")];

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn shortened(word: &str) -> String {
    word.chars().take(40).collect()
}

/// Whether a word is a date or a time stamp, which can only be a text.
fn is_time(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | '+' | 'T' | 'Z');
    let date = word.get(..10).unwrap_or_default();
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00" && word.chars().all(is_part)
}

/// A number in the strict spelling, digits kept as they are.
fn number(word: &str) -> Option<String> {
    let (sign, rest) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !(whole.is_empty() && fraction.unwrap_or_default().is_empty());
    if !has_digits || !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let mut number = String::with_capacity(word.len() + 2);
    number.extend([sign, if whole.is_empty() { "0" } else { whole }]);
    if let Some(fraction) = fraction {
        number.push('.');
        number.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        let magnitude = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if magnitude.is_empty() || !digits(magnitude) {
            return None;
        }
        number.push('e');
        number.push_str(exponent);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::{JsonError, repair};

    fn read(text: &str) -> String {
        let repaired = repair(text).unwrap();
        assert_eq!(repaired.flaw, None, "{text}");
        serde_json::from_str::<serde_json::Value>(&repaired.text).unwrap();
        repaired.text
    }

    #[test]
    fn strict_json_is_compacted() {
        assert_eq!(
            read("{ \"b\": [1, -2.50, true],\n \"a\": {\"c\": null} }"),
            r#"{"b":[1,-2.50,true],"a":{"c":null}}"#
        );
        assert_eq!(read("[]"), "[]");
        assert_eq!(read(r#""a\u00e9\ud83d\ude00""#), r#""a\u00e9\ud83d\ude00""#);
    }

    #[test]
    fn commas() {
        assert_eq!(read("{\"a\": 1,}"), r#"{"a":1}"#);
        assert_eq!(read("[1,,2,]"), "[1,2]");
        assert_eq!(read("{\"a\": \"x\"\n \"b\": 2}"), r#"{"a":"x","b":2}"#);
        assert_eq!(read("[{} {}]"), "[{},{}]");
    }

    #[test]
    fn comments() {
        assert_eq!(
            read("{ // first\n \"url\": \"https://example.com/a\", /* not\n this */ \"n\": 5 // five\n}"),
            r#"{"url":"https://example.com/a","n":5}"#
        );
    }

    #[test]
    fn keys_and_texts_in_other_quotes() {
        assert_eq!(
            read("{isCollection: true, 'name': 'it\\'s \"x\"'}"),
            r#"{"isCollection":true,"name":"it's \"x\""}"#
        );
        assert_eq!(read("{“a”: “b”}"), r#"{"a":"b"}"#);
    }

    #[test]
    fn control_characters_and_escapes_in_texts() {
        assert_eq!(read("{\"a\": \"one\ntwo\tthree\u{1}\"}"), r#"{"a":"one\ntwo\tthree\u0001"}"#);
        assert_eq!(read(r#"{"path": "C:\dir\\x", "half": "\ud83d"}"#), r#"{"path":"C:\\dir\\x","half":"\\ud83d"}"#);
    }

    #[test]
    fn a_text_without_its_end() {
        assert_eq!(read("{\"a\": \"x,\n \"b\": \"y\"\n}"), r#"{"a":"x","b":"y"}"#);
    }

    #[test]
    fn brackets() {
        assert_eq!(read("{\"a\": [1, {\"b\": 2}"), r#"{"a":[1,{"b":2}]}"#);
        assert_eq!(read("{\"a\": [1, 2}"), r#"{"a":[1,2]}"#);
        assert_eq!(read("{\"a\": 1}}"), r#"{"a":1}"#);
        assert_eq!(read("\"value\": [1]"), r#"{"value":[1]}"#);
    }

    #[test]
    fn numbers_and_literals() {
        assert_eq!(read("[.5, 1., +3, 007, 1E+5, True, None]"), "[0.5,1.0,3,7,1e+5,true,null]");
    }

    #[test]
    fn times_without_quotes() {
        assert_eq!(read("{\"t\": 2020-01-01T10:00:00Z }"), r#"{"t":"2020-01-01T10:00:00Z"}"#);
    }

    /// Whatever tokens come in whatever order: what is accepted is strict JSON.
    #[test]
    fn all_that_is_accepted_is_strict() {
        let parts = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "'b'",
            "\"",
            "...",
            "//c\n",
            "/*d*/",
            "1",
            "-.5e",
            "true",
            "x y",
            "<z>",
            "\n",
            "\\",
            "\\u12",
            "2020-01-01",
        ];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
            }
            if let Ok(repaired) = repair(&text) {
                let read = serde_json::from_str::<serde_json::Value>(&repaired.text);
                assert!(read.is_ok(), "{text:?} became {:?}", repaired.text);
            }
        }
    }

    #[test]
    fn flaws() {
        let flaw = |text: &str| {
            let repaired = repair(text).unwrap();
            (repaired.text, repaired.flaw.unwrap())
        };
        assert_eq!(flaw("{\"a\": 1, ...}"), ("{\"a\":1}".into(), "parts are left out with `...`".into()));
        assert_eq!(flaw("{\"a\": ...}").0, "{\"a\":null}");
        assert_eq!(flaw("{\"n\": <count>, \"m\": Int32}").0, r#"{"n":"<count>","m":"Int32"}"#);
    }

    #[test]
    fn no_json() {
        assert_eq!(repair(" // nothing\n"), Err(JsonError::Empty));
        assert_eq!(repair(&"[".repeat(20_000)), Err(JsonError::TooDeep));
        assert!(matches!(repair("{\"a\"\n:1}\nmore"), Err(JsonError::Unexpected { line: 3, .. })));
        assert!(matches!(repair("{\"a\": }"), Err(JsonError::Unexpected { .. })));
        assert!(matches!(repair("<html>a</html>"), Err(JsonError::Unexpected { .. })));
    }
}
