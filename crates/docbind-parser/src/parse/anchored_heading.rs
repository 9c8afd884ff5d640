//! Headings of translated pages, whose anchors keep the words of the original.

use crate::markdown::plain;

/// The heading that `<a name="http-request"></a>Solicitação HTTP` translates, with the capitals of words that stand in
/// both; none when no empty anchor comes first.
pub(super) fn original(heading: &str) -> Option<String> {
    let rest = ["<a name=", "<a id="].iter().find_map(|start| heading.strip_prefix(start))?;
    let quote = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let (anchor, rest) = rest.strip_prefix(quote)?.split_once(quote)?;
    let translated = rest.trim_start().strip_prefix('>')?.strip_prefix("</a>")?;
    let translated = plain(translated);
    let known: Vec<&str> = translated.split(|c: char| !c.is_alphanumeric()).collect();
    let spelled = |word: &str| known.iter().find(|own| own.eq_ignore_ascii_case(word)).copied().map(str::to_owned);
    let words = anchor.split('-').filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| spelled(word).unwrap_or_else(|| word.to_owned())).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::original;

    #[test]
    fn the_anchor_keeps_the_words() {
        let of = |heading| original(heading).unwrap_or_default();
        assert_eq!(of("<a name=\"http-request\"></a>Solicitação HTTP"), "HTTP request");
        assert_eq!(of("<a name='boatstate-values'></a>valores de boatState"), "boatState values");
        assert_eq!(original("<a name=\"delta\">Track changes</a>"), None);
        assert_eq!(original("HTTP request"), None);
        assert_eq!(original("<a name=>"), None);
    }
}
