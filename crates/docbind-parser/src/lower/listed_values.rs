//! The values that a description lists for a property: "Possible values are: `low`, `high`."

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::announcement::announcement;
use crate::markdown::{code_spans, links, plain};

/// Longer words are prose.
const LONGEST_VALUE: usize = 64;
/// More values than any description lists.
const MOST_VALUES: usize = 500;

/// The values in order, each once. Ranges such as "4 to 16" list none.
pub(crate) fn listed_values(description: &str) -> Vec<Arc<str>> {
    let mut values: Vec<Arc<str>> = Vec::new();
    let mut from = 0;
    while let Some(found) = announcement(description, from) {
        if is_negated(description.get(from..found.start).unwrap_or_default()) {
            from = found.end;
            continue;
        }
        // The announcement may have taken the first backtick of the list with it.
        let has_backtick = description.get(found.clone()).is_some_and(|words| words.ends_with('`'));
        let start = found.end - usize::from(has_backtick);
        let list = list_after(description.get(start..).unwrap_or_default());
        for value in read_list(list) {
            if !values.iter().any(|known| **known == *value) && values.len() < MOST_VALUES {
                values.push(value.into());
            }
        }
        from = start + list.len();
    }
    values
}

/// Whether the words in front of a list say what a value must not be.
fn is_negated(before: &str) -> bool {
    let clause = before.rsplit(['.', '<']).next().unwrap_or(before).to_lowercase();
    ["not be", "n't be", "cannot", "can't", "except", "other than"].iter().any(|words| clause.contains(words))
}

/// The text up to the end of the list: a full stop outside of code, or the parenthesis that closes around the list.
fn list_after(text: &str) -> &str {
    let is_item_list = is_item_list(text);
    let mut depth = 0_i32;
    let mut code = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '`' => code = !code,
            _ if code => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '.' if depth <= 0
                && !is_item_list
                && characters
                    .peek()
                    .is_none_or(|(_, next)| next.is_whitespace() || matches!(next, '<' | '*' | '_')) =>
            {
                return text.get(..at).unwrap_or(text);
            }
            _ => {}
        }
        if depth < 0 {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

/// Whether the values stand on lines of their own.
fn is_item_list(text: &str) -> bool {
    let start = text.trim_start_matches([':', ' ', '\n']);
    ["<ul", "<li", "<br", "</br"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|own| own.eq_ignore_ascii_case(tag)))
}

fn read_list(list: &str) -> Vec<String> {
    static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)<\s*/?\s*(?:li|br)\s*/?>").ok());
    if let Some(item) = &*ITEM {
        if list.to_lowercase().contains("<li") {
            return item.split(list).skip(1).filter_map(first_value).collect();
        }
        if is_item_list(list) {
            let marked = item.split(list).map(str::trim).filter(|line| line.starts_with(['`', '*']));
            return marked.filter_map(first_value).collect();
        }
    }
    let outside = without_parentheses(list);
    let spans: Vec<String> = code_spans(&outside).filter_map(code_value).collect();
    if !spans.is_empty() {
        return spans;
    }
    plain_list(&outside)
}

/// The value that a list item begins with.
fn first_value(item: &str) -> Option<String> {
    let item = item.trim().trim_start_matches(['-', '•', ' ']);
    if item.starts_with('`') {
        return code_spans(item).next().and_then(value);
    }
    let (name, _) = item.split_once([':', '-', '–', '—', '<']).unwrap_or((item, ""));
    value(&plain(name))
}

/// A list without backticks; none of it counts unless all of it are single words.
fn plain_list(list: &str) -> Vec<String> {
    let list = plain(list.trim().trim_start_matches([':', ' ']));
    if links(&list).next().is_some() {
        return Vec::new();
    }
    let mut values = Vec::new();
    for part in list.split([',', ';', '/']) {
        for word in part.split(" or ").flat_map(|part| part.split(" and ")) {
            let word = word.trim().trim_matches(['"', '\'', '“', '”', '‘', '’', '*', '_']);
            let word = word.strip_prefix("or ").or_else(|| word.strip_prefix("and ")).unwrap_or(word).trim();
            if word.is_empty() {
                continue;
            }
            match value(word) {
                Some(value) if !is_filler(&value) => values.push(value),
                _ => return Vec::new(),
            }
        }
    }
    if values.len() < 2 { Vec::new() } else { values }
}

/// Words that come in sentences and are no values.
fn is_filler(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "the" | "a" | "an" | "is" | "to" | "be" | "as" | "for" | "etc" | "following")
}

/// A value as it goes over the wire, if the text can be one.
fn value(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'', '“', '”', '‘', '’']).trim();
    let starts_well = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '#');
    let is_word = !text.is_empty()
        && text.len() <= LONGEST_VALUE
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '#' | '+' | ':'));
    // JSON null is no text, however it is spelled.
    let is_literal = text.eq_ignore_ascii_case("null") || matches!(text, "true" | "false");
    let digits_first = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(|c: char| c.is_alphabetic());
    (is_word
        && (starts_well || digits_first)
        && !is_literal
        && !text.ends_with([':', '.', '-'])
        && !text.starts_with('$'))
    .then(|| text.to_owned())
}

/// Whether a value is a sign, as operators are: `>=`.
pub(crate) fn is_sign(text: &str) -> bool {
    const LONGEST: usize = 3;
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| b"=<>!+-*/%&|^~?".contains(&byte))
}

/// A value in backticks, which may have spaces (`JIS B4`) or be a sign.
fn code_value(text: &str) -> Option<String> {
    if is_sign(text.trim()) {
        return Some(text.trim().to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let spaced = (2..=4).contains(&words.len()) && words.iter().all(|word| word.chars().all(char::is_alphanumeric));
    if spaced { Some(words.join(" ")) } else { value(text) }
}

/// The text without what stands in parentheses, unless all of it does.
fn without_parentheses(list: &str) -> String {
    let mut depth = 0_usize;
    let mut code = false;
    let mut outside = String::with_capacity(list.len());
    for character in list.chars() {
        match character {
            '`' => code = !code,
            '(' if !code => depth += 1,
            ')' if !code && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            outside.push(character);
        }
    }
    if outside.contains(char::is_alphanumeric) { outside } else { list.replace(['(', ')'], " ") }
}

#[cfg(test)]
mod tests {
    use super::listed_values;

    fn read(description: &str) -> String {
        listed_values(description).join(" ")
    }

    #[test]
    fn backticked_lists() {
        assert_eq!(
            read("The risk. Possible values are: `low`, `high`, `unknownFutureValue`. Read-only."),
            "low high unknownFutureValue"
        );
        assert_eq!(read("The possible values are `low` (default) or `high` (see `x`)."), "low high");
        assert_eq!(read("The state (possible values: `on`, `off`) of `it`."), "on off");
        assert_eq!(read("Supported values are: `JIS B4`, `a4`."), "JIS B4 a4");
    }

    #[test]
    fn plain_lists() {
        assert_eq!(read("Possible values are: low, medium, and high."), "low medium high");
        assert_eq!(read("Allowed values: \"any\" or 'none'"), "any none");
        assert_eq!(read("Possible values are: *low*, *high*"), "low high");
    }

    #[test]
    fn item_lists() {
        assert_eq!(
            read("Possible values are:<ul><li>`low`: not much. Really.</li><li>`high`: a lot of `it`</li></ul>"),
            "low high"
        );
    }

    #[test]
    fn lists_on_lines() {
        assert_eq!(
            read("Possible values are:</br>`sent` — It was sent. Really.<br/>**read** - It was read.<br>Read-only."),
            "sent read"
        );
    }

    #[test]
    fn values_that_are_ruled_out() {
        assert_eq!(read("The id. It cannot be one of the following values: `none`, `all`."), "");
    }

    #[test]
    fn ranges_and_prose_list_nothing() {
        for text in [
            "Valid values 4 to 16",
            "Valid values: 1 to 100",
            "Possible values are between a and b hours",
            "The values are stored",
            "Supported values depend on the plan.",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn evolvable_members_are_added_once() {
        let text = "The possible values are: `a`, `unknownFutureValue`, `plus`. Use the `Prefer: include-unknown-enum-members` \
            request header to get the following value in this evolvable enum: `plus`, `more`.";
        assert_eq!(read(text), "a unknownFutureValue plus more");
    }

    #[test]
    fn literals_are_no_values() {
        assert_eq!(read("Possible values are `true`, `false`, or `null` (default value)."), "");
    }
}
