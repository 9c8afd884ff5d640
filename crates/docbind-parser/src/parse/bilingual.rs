//! Pages that hold each sentence twice: translated, and in the English it was translated from.
//!
//! `<span data-ttu-id="1">Navire</span><span class="sxs-lookup"><span data-stu-id="1">Boat</span></span>`: the first half
//! is what readers see, the second what it says in the original. Names on the wire are the same in both, so that a
//! reader who took the text of all spans would glue them together.

use std::borrow::Cow;

use memchr::memmem;

/// What marks the English half.
const ENGLISH: &str = "data-stu-id";

/// A span that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    /// The translated half, which began at this length of the output.
    Translated(usize),
    /// The hull of the English half.
    Hull,
    /// The English half.
    English,
    /// A span of the page's own.
    Other,
}

/// The text with the English half alone; lines keep their numbers.
pub(super) fn in_english(text: Cow<'_, str>) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), ENGLISH.as_bytes()).is_none() {
        return text;
    }
    let mut output = String::with_capacity(text.len());
    let mut open: Vec<Span> = Vec::new();
    // The translated half that ended last, while nothing but its partner follows.
    let mut translated: Option<(usize, usize)> = None;
    let mut rest = &*text;
    while let Some(at) = memmem::find(rest.as_bytes(), b"span") {
        let is_close = rest.get(..at).is_some_and(|before| before.ends_with("</"));
        let is_open = rest.get(..at).is_some_and(|before| before.ends_with('<'));
        let tag_start = at - if is_close { 2 } else { usize::from(is_open) };
        let tag_end = rest.get(at..).and_then(|tag| tag.find('>')).map(|end| at + end + 1);
        let (true, Some(end)) = (is_close || is_open, tag_end) else {
            let (before, after) = rest.split_at_checked(at + "span".len()).unwrap_or((rest, ""));
            output.push_str(before);
            rest = after;
            continue;
        };
        let before = rest.get(..tag_start).unwrap_or_default();
        let tag = rest.get(tag_start..end).unwrap_or_default();
        rest = rest.get(end..).unwrap_or_default();
        if !before.trim().is_empty() {
            translated = translated.filter(|_| open.contains(&Span::Hull));
        }
        output.push_str(before);
        if is_close {
            match open.pop() {
                Some(Span::Translated(start)) => translated = Some((start, output.len())),
                Some(Span::Other) | None => output.push_str(tag),
                Some(Span::Hull | Span::English) => {}
            }
        } else if tag.contains("data-ttu-id") {
            translated = None;
            open.push(Span::Translated(output.len()));
        } else if tag.contains("sxs-lookup") {
            open.push(Span::Hull);
        } else if tag.contains(ENGLISH) {
            // The partner stands behind the translated half, or inside it.
            let inside = open.iter().rev().find_map(|span| match span {
                Span::Translated(start) => Some((*start, output.len())),
                _ => None,
            });
            if let Some((start, end)) = translated.take().or(inside) {
                drop_range(&mut output, start, end);
            }
            open.push(Span::English);
        } else {
            open.push(Span::Other);
            output.push_str(tag);
        }
    }
    output.push_str(rest);
    Cow::Owned(output)
}

/// Takes a range out of the text, but for its line breaks.
fn drop_range(text: &mut String, start: usize, end: usize) {
    let Some(range) = text.get(start..end) else { return };
    let breaks = "\n".repeat(range.matches('\n').count());
    text.replace_range(start..end, &breaks);
}

#[cfg(test)]
mod tests {
    use super::in_english;

    fn read(text: &str) -> String {
        in_english(text.into()).into_owned()
    }

    #[test]
    fn the_english_half_counts() {
        let both = |translated: &str, english: &str| {
            format!(
                "<span data-ttu-id=\"a-1\">{translated}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">{english}</span></span>"
            )
        };
        assert_eq!(read(&format!("# {}\n", both("Navire", "Boat"))), "# Boat\n");
        let row = format!("|{}|{}|\n", both("nom", "name"), both("Cha\u{ee}ne", "String"));
        assert_eq!(read(&row), "|name|String|\n");
        assert_eq!(
            read(
                "<span data-ttu-id=\"1\">Navire</span> <span class=\"x\">own</span>\n<span data-stu-id=\"2\">Boat</span>"
            ),
            "Navire <span class=\"x\">own</span>\nBoat"
        );
    }

    #[test]
    fn text_of_one_language_is_as_it_was() {
        assert_eq!(read("The span of a <span>bridge</span>."), "The span of a <span>bridge</span>.");
        assert_eq!(read("<span data-ttu-id=\"1\">Navire"), "<span data-ttu-id=\"1\">Navire");
    }
}
