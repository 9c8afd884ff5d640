//! Status codes in prose.

/// The phrases that follow a code, in their spellings.
const PHRASES: [&str; 26] = [
    "ok",
    "created",
    "accepted",
    "no content",
    "nocontent",
    "no-content",
    "partial content",
    "found",
    "not modified",
    "bad request",
    "unauthorized",
    "forbidden",
    "not found",
    "method not allowed",
    "conflict",
    "gone",
    "precondition",
    "unprocessable",
    "locked",
    "too many",
    "internal server",
    "not implemented",
    "service unavailable",
    "response",
    "see other",
    "temporary redirect",
];

/// The status codes that a sentence mentions, each with the offset at which it stands.
pub(super) fn mentions(sentence: &str) -> Vec<(usize, u16)> {
    let mut found: Vec<(usize, u16)> = Vec::new();
    let mut previous = ' ';
    for (position, character) in sentence.char_indices() {
        let starts = character.is_ascii_digit()
            && !previous.is_alphanumeric()
            && !matches!(previous, '.' | '-' | '/' | '$' | '#');
        if starts && let Some(status) = status_at(sentence, position, previous) {
            found.push((position, status));
        }
        previous = character;
    }
    found
}

fn status_at(sentence: &str, position: usize, previous: char) -> Option<u16> {
    let rest = sentence.get(position..)?;
    let (digits, rest) = rest.split_at_checked(3)?;
    let status: u16 = digits.parse().ok().filter(|status| (200..600).contains(status))?;
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let phrase = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() || c == '`').to_lowercase();
    let named = PHRASES.iter().find(|known| phrase.starts_with(*known));
    let before = sentence.get(..position)?.trim_end().to_lowercase();
    let announced = ["http", "status", "code", "codes", "returns", "return"].iter().any(|word| before.ends_with(word));
    let list = status >= 400
        && (before.ends_with(',') || before.ends_with("and") || before.ends_with("the") || before.ends_with("or"));
    // A code span that begins with the code, a code with its phrase, or one that the words before announce.
    let spanned = previous == '`' && (rest.starts_with('`') || named.is_some() || rest.starts_with(' '));
    (spanned || named.is_some() || announced || list).then(|| corrected(status, named))
}

/// The code that is meant when code and phrase disagree: nobody writes `No Content` by mistake.
fn corrected(status: u16, phrase: Option<&&str>) -> u16 {
    match (status, phrase.copied()) {
        (200 | 201, Some("no content" | "nocontent" | "no-content")) => 204,
        (200, Some("created")) => 201,
        _ => status,
    }
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn codes(sentence: &str) -> Vec<u16> {
        mentions(sentence).into_iter().map(|(_, status)| status).collect()
    }

    #[test]
    fn spellings_of_a_status() {
        assert_eq!(codes("It returns a `200 OK` response code."), [200]);
        assert_eq!(codes("It returns HTTP 200 OK or ```204 No Content```."), [200, 204]);
        assert_eq!(codes("It returns `204, No Content`."), [204]);
        assert_eq!(codes("It returns `201`."), [201]);
        assert_eq!(codes("The most common errors are the 403 and 404 responses."), [403, 404]);
        assert_eq!(codes("It returns `200 No Content`."), [204]);
    }

    #[test]
    fn numbers_that_are_no_status() {
        assert_eq!(codes("At most 200 items of 500.5 MB since 2021-204."), [0_u16; 0]);
    }
}
