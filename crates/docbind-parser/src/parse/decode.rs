//! Bytes to text.

use std::borrow::Cow;

use super::bilingual::in_english;

/// The text of a page and, when it is not valid UTF-8, the byte offset of the first byte that is not.
///
/// A byte order mark is left out; UTF-16 is recognised by its mark. What cannot be decoded becomes U+FFFD, so that a
/// page with a few bad bytes still gives its facts. Of a page in two languages the English half is left.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<usize>) {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode(rest),
        [0xFF, 0xFE, rest @ ..] => english(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => english(utf16(rest, u16::from_be_bytes)),
        _ => english(match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), None),
            Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
        }),
    }
}

fn english((text, invalid): (Cow<'_, str>, Option<usize>)) -> (Cow<'_, str>, Option<usize>) {
    (in_english(text), invalid)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'static, str>, Option<usize>) {
    let (units, rest) = bytes.as_chunks::<2>();
    let mut invalid = None;
    let mut text: String = char::decode_utf16(units.iter().map(|pair| unit(*pair)))
        .enumerate()
        .map(|(at, unit)| {
            unit.unwrap_or_else(|_| {
                invalid.get_or_insert(2 * at + 2);
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !rest.is_empty() {
        invalid.get_or_insert(bytes.len() + 1);
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (Cow::Owned(text), invalid)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn byte_order_mark() {
        assert_eq!(decode(b"\xEF\xBB\xBF# A"), ("# A".into(), None));
        assert_eq!(decode(b"\xFF\xFE#\0 \0A\0"), ("# A".into(), None));
    }

    #[test]
    fn invalid_utf8() {
        assert_eq!(decode(b"caf\xE9 au lait"), ("caf\u{FFFD} au lait".into(), Some(3)));
    }
}
