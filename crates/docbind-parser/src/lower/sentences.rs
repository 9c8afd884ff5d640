//! Sentences of table cells.

/// The sentences of a cell as Markdown, without their full stops.
///
/// A full stop inside backticks, parentheses or a word ends nothing; `<br>`, list items and line breaks end a sentence.
pub(crate) fn sentences(markdown: &str) -> impl Iterator<Item = &str> {
    let mut rest = markdown;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (end, next) = boundary(rest);
            let sentence = rest.get(..end).unwrap_or_default().trim();
            rest = rest.get(next..).unwrap_or_default();
            if !sentence.is_empty() {
                return Some(sentence);
            }
        }
        None
    })
}

/// Where the first sentence ends, and where the next begins.
fn boundary(text: &str) -> (usize, usize) {
    let mut depth = 0_usize;
    let mut code = false;
    let is_sign = |byte: &u8| matches!(byte, b'`' | b'\n' | b'(' | b'[' | b')' | b']' | b'<' | b'.' | b'!' | b'?');
    let mut from = 0;
    while let Some(next) = text.as_bytes().get(from..).and_then(|rest| rest.iter().position(is_sign)) {
        let at = from + next;
        from = at + 1;
        match text.as_bytes().get(at).copied().unwrap_or_default() {
            b'`' => code = !code,
            b'\n' => return (at, at + 1),
            _ if code => {}
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'<' => {
                if let Some(length) = line_break(text.get(at..).unwrap_or_default()) {
                    return (at, at + length);
                }
            }
            b'.' | b'!' | b'?' if depth == 0 => {
                let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
                let ends = next.is_none_or(|next| next.is_whitespace() || matches!(next, '<' | '*' | '_'));
                if ends && !is_abbreviation(text.get(..at).unwrap_or_default()) {
                    return (at, at + 1);
                }
            }
            _ => {}
        }
    }
    (text.len(), text.len())
}

/// The length of a tag that ends a line.
fn line_break(text: &str) -> Option<usize> {
    let (tag, _) = text.strip_prefix('<')?.split_once('>')?;
    let name = tag.trim().trim_matches('/').trim();
    let breaks = ["br", "li", "ul", "ol", "p"].iter().any(|known| name.eq_ignore_ascii_case(known));
    breaks.then_some(tag.len() + 2)
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(before);
    ["e.g", "i.e", "etc", "vs", "eg", "ie"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn read(markdown: &str) -> Vec<&str> {
        sentences(markdown).collect()
    }

    #[test]
    fn full_stops_and_breaks() {
        assert_eq!(read("The size. Read-only.<br>Not nullable. "), ["The size", "Read-only", "Not nullable"]);
        assert_eq!(read("See `a. b` in v1.0 (e.g. x. y). Key"), ["See `a. b` in v1.0 (e.g. x. y)", "Key"]);
        assert_eq!(read("Either, e.g. one.<br/>"), ["Either, e.g. one"]);
    }

    #[test]
    fn unbalanced_signs_end() {
        assert_eq!(read("((((. a. b"), ["((((. a. b"]);
        assert_eq!(read("`a. b"), ["`a. b"]);
        assert!(read("").is_empty());
    }
}
