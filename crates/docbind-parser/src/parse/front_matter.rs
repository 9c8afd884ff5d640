//! The front matter, line by line.

use std::borrow::Cow;

/// A front matter line: key, value and the byte offset of the key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    pub(super) value: Cow<'a, str>,
    pub(super) offset: usize,
}

/// The front matter at the start of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// Byte offset where the page's text begins.
    pub(super) end: usize,
    /// Whether the closing line is there.
    pub(super) closed: bool,
}

/// Reads `key: value` lines between `---` lines. Values are never YAML: `title: a: b` is a title with a colon.
///
/// `None` when the text begins otherwise, also when a `---` line is followed by something else than keys. Front matter
/// that is not closed ends at the first line that cannot belong to it.
pub(super) fn read(text: &str) -> Option<FrontMatter<'_>> {
    let start = text.len() - text.trim_start_matches(['\u{FEFF}', '\r', '\n']).len();
    let mut matter = FrontMatter::default();
    let mut offset = start;
    let mut last_plausible = start;
    // Keys of several words are keys only when the front matter is closed; else they are more likely a sentence.
    let mut first_sentence = None;
    for line in text.get(start..)?.split_inclusive('\n') {
        let content = line.trim_end();
        let line_start = offset;
        offset += line.len();
        if line_start == start {
            if content != "---" {
                return None;
            }
            last_plausible = offset;
            continue;
        }
        if content == "---" || content == "..." {
            return Some(FrontMatter { end: offset, closed: true, ..matter });
        }
        let is_nested = content.starts_with([' ', '\t', '-']);
        match content.split_once(':') {
            Some((key, value)) if !is_nested && is_key(key) => {
                let key = key.trim_end();
                if key.contains(' ') && first_sentence.is_none() {
                    first_sentence = Some((matter.entries.len(), last_plausible));
                }
                matter.entries.push(Entry { key, value: Cow::Borrowed(unquote(value.trim())), offset: line_start });
            }
            _ if is_nested => {
                if let Some(entry) = matter.entries.last_mut() {
                    proceed(&mut entry.value, content.trim());
                }
            }
            _ if content.is_empty() || content.starts_with('#') => {
                // A comment or an empty line; at the end of unclosed front matter it is the page's own.
                continue;
            }
            _ => break,
        }
        last_plausible = offset;
    }
    let (entries, end) = first_sentence.unwrap_or((matter.entries.len(), last_plausible));
    matter.entries.truncate(entries);
    matter.end = end;
    (!matter.entries.is_empty()).then_some(matter)
}

fn is_key(key: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ' ');
    key.starts_with(|c: char| c.is_ascii_alphanumeric()) && key.chars().all(is_part)
}

/// Adds a continuation line to a value; `|` and `>` only announce it.
fn proceed<'a>(value: &mut Cow<'a, str>, line: &'a str) {
    if value.is_empty() || matches!(&**value, "|" | ">" | "|-" | ">-") {
        *value = Cow::Borrowed(unquote(line));
    } else {
        let joined = value.to_mut();
        joined.push(' ');
        joined.push_str(line);
    }
}

fn unquote(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote)))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn quoted_and_invalid_yaml() {
        let text = "---\ntitle: item: createLink\ndescription: \"Makes a link.\"\n#customer intent: none\nauthor: 'x'\n---\n# A\n";
        let matter = read(text).unwrap();
        let pairs: Vec<_> = matter.entries.iter().map(|entry| (entry.key, &*entry.value)).collect();
        assert_eq!(pairs, [("title", "item: createLink"), ("description", "Makes a link."), ("author", "x")]);
        assert!(matter.closed);
        assert_eq!(text.split_at(matter.end).1, "# A\n");
    }

    #[test]
    fn folded_values_and_lists() {
        let matter = read("---\r\ndescription: >\r\n  One\r\n  two.\r\npivots:\r\n- a\r\n- b\r\n---\r\n").unwrap();
        assert_eq!(matter.entries[0].value, "One two.");
        assert_eq!(matter.entries[1].value, "- a - b");
    }

    #[test]
    fn keys_of_several_words() {
        let matter = read("---\nexternal help file: a.xml\nlocale: en\n---\n").unwrap();
        assert_eq!((matter.entries.len(), matter.entries[0].key), (2, "external help file"));
    }

    #[test]
    fn a_line_across_the_page_is_no_front_matter() {
        assert_eq!(read("---\n\n# A\n"), None);
        assert_eq!(read("# A\n"), None);
    }

    #[test]
    fn not_closed() {
        let text = "---\ntitle: A\nA word: this is text.\n";
        assert_eq!(text.split_at(read(text).unwrap().end).1, "A word: this is text.\n");
        let text = "---\ntitle: A\n\n# A\n\nText\n";
        let matter = read(text).unwrap();
        assert!(!matter.closed);
        assert_eq!(text.split_at(matter.end).1, "\n# A\n\nText\n");
    }
}
