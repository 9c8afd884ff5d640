//! The response headers that sentences name.

/// The response headers that a sentence names: the word before `header`, and those that `and` joins to it.
pub(super) fn named(sentence: &str) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    if !sentence.contains("header") {
        return headers;
    }
    let text = sentence.replace(['`', '*', '"'], "");
    let words: Vec<&str> = text.split_whitespace().collect();
    for (position, word) in words.iter().enumerate() {
        if !matches!(word.trim_end_matches(['.', ',']), "header" | "headers") {
            continue;
        }
        let before = words.get(..position).unwrap_or_default();
        let listed = before.iter().rev().filter(|word| !matches!(**word, "response" | "HTTP" | "and" | "or" | "the"));
        let listed = listed.map(|name| name.trim_end_matches([':', ','])).take_while(|name| is_header(name));
        let mut listed: Vec<&str> = listed.collect();
        listed.reverse();
        for name in listed {
            if !headers.iter().any(|known| known == name) {
                headers.push(name.to_owned());
            }
        }
    }
    headers
}

/// Response headers worth a name; other words before `header` are adjectives or request headers.
fn is_header(word: &str) -> bool {
    let known = [
        "location",
        "retry-after",
        "operation-location",
        "azure-asyncoperation",
        "content-location",
        "etag",
        "preference-applied",
    ];
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn headers_by_name() {
        assert_eq!(
            named("See the `Location` header and a **Retry-After** response header."),
            ["Location", "Retry-After"]
        );
        assert_eq!(named("The response has the `Location` and `Retry-After` headers."), ["Location", "Retry-After"]);
        assert_eq!(named("No `Authorization` header, no such header."), [""; 0]);
    }
}
