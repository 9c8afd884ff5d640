//! Code spans.

/// The texts between backticks, in order, without the backticks and the spaces next to them.
pub fn code_spans(markdown: &str) -> impl Iterator<Item = &str> {
    let mut rest = markdown;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_at_checked(rest.find('`')?)?;
            let text = after.trim_start_matches('`');
            let ticks = after.get(..after.len() - text.len())?;
            let Some(end) = closing(text, ticks.len()) else {
                rest = text;
                continue;
            };
            rest = text.get(end + ticks.len()..)?;
            return text.get(..end).map(str::trim);
        }
    })
}

/// Longer runs of backticks open nothing, which keeps the search for partners linear.
const LONGEST_RUN: usize = 32;

/// Where the run of exactly `length` backticks begins that closes a span.
pub(super) fn closing(text: &str, length: usize) -> Option<usize> {
    if length > LONGEST_RUN {
        return None;
    }
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find('`')?;
        let run = text.get(start..)?.bytes().take_while(|byte| *byte == b'`').count();
        if run == length {
            return Some(start);
        }
        from = start + run;
    }
}

/// The length of the code span at the start of the text, or of its backticks when nothing closes it.
pub(crate) fn code_span_length(text: &str) -> usize {
    let rest = text.trim_start_matches('`');
    let ticks = text.len() - rest.len();
    closing(rest, ticks).map_or(ticks, |end| end + 2 * ticks)
}

#[cfg(test)]
mod tests {
    use super::code_spans;

    fn read(markdown: &str) -> Vec<&str> {
        code_spans(markdown).collect()
    }

    #[test]
    fn spans_in_a_sentence() {
        assert_eq!(read("Either `low` or ``hi`gh``; ` none `."), ["low", "hi`gh", "none"]);
    }

    #[test]
    fn an_unclosed_span_is_text() {
        assert_eq!(read("a ``b and `c`"), ["c"]);
    }
}
