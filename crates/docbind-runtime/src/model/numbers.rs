//! Numbers of JSON that are too long or too large for the types that hold one. What is not lost is their text.

use super::Json;

/// So many digits fit every integer that is read.
const DIGITS: usize = 19;

/// Reads JSON so that no number costs the whole text, or its last digits: one that no type can hold is read as text.
/// The reader is told when it reads for a second time.
pub(super) fn with_all_numbers<T>(
    json: &[u8],
    mut read: impl FnMut(&[u8], bool) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let quoted = if has_long_number(json) { quote_numbers(json) } else { None };
    match read(quoted.as_deref().unwrap_or(json), false) {
        // Among errors of syntax is that of a number out of range.
        Err(error) if error.is_syntax() && quoted.is_none() => match quote_numbers(json) {
            Some(quoted) => read(&quoted, true),
            None => Err(error),
        },
        result => result,
    }
}

/// Any JSON, with all digits of all numbers.
pub(crate) fn read_json(json: &[u8]) -> Result<Json, serde_json::Error> {
    with_all_numbers(json, |json, _| serde_json::from_slice(json))
}

/// Whether there are more digits in a row than fit. Looks at few of the bytes: of so many in a row one stands at a
/// multiple of their number.
fn has_long_number(json: &[u8]) -> bool {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    json.iter().enumerate().step_by(DIGITS + 1).filter(|(_, byte)| byte.is_ascii_digit()).any(|(index, _)| {
        let (before, after) = json.split_at_checked(index).unwrap_or_default();
        let before = before.iter().rev().take(DIGITS + 1).take_while(is_digit).count();
        before + after.iter().take(DIGITS + 1).take_while(is_digit).count() > DIGITS
    })
}

/// The text with numbers that no type holds in quotes; nothing when there is none.
#[cold]
fn quote_numbers(json: &[u8]) -> Option<Vec<u8>> {
    let (mut quoted, mut any) = (Vec::with_capacity(json.len() + 16), false);
    let mut rest = json;
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' => string(rest),
            b'-' | b'0'..=b'9' => {
                rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count()
            }
            _ => 1,
        };
        let (token, after) = rest.split_at_checked(length)?;
        let is_lost = *first != b'"' && std::str::from_utf8(token).is_ok_and(is_lost);
        if is_lost {
            quoted.push(b'"');
        }
        quoted.extend_from_slice(token);
        if is_lost {
            quoted.push(b'"');
            any = true;
        }
        rest = after;
    }
    any.then_some(quoted)
}

/// Whether a number is out of range, or a whole one whose digits would not all be kept.
fn is_lost(number: &str) -> bool {
    let whole = number.strip_prefix('-').unwrap_or(number).bytes().all(|byte| byte.is_ascii_digit());
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() => whole && number.parse::<i64>().is_err() && number.parse::<u64>().is_err(),
        Ok(_) => true,
        Err(_) => false,
    }
}

/// The length of a string with its quotes.
fn string(json: &[u8]) -> usize {
    let mut escaped = false;
    let end = json.iter().skip(1).position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(json.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_would_be_lost_are_quoted() {
        let quote = |json: &str| quote_numbers(json.as_bytes()).map(|json| String::from_utf8(json).unwrap());
        for (json, quoted) in [
            (r#"{"a":1e400,"b":[-1e999]}"#, r#"{"a":"1e400","b":["-1e999"]}"#),
            ("[123456789012345678901234567890]", r#"["123456789012345678901234567890"]"#),
            ("[-9223372036854775809]", r#"["-9223372036854775809"]"#),
        ] {
            assert_eq!(quote(json).as_deref(), Some(quoted));
        }
        for json in [
            r#"{"a":"1e400","b":18446744073709551615,"c":-9223372036854775808,"d":1.23456789012345678901234}"#,
            r#"["\\\"1e400","123456789012345678901234567890"]"#,
            "",
            r#"["open"#,
        ] {
            assert_eq!(quote(json), None, "{json}");
        }
    }

    #[test]
    fn a_long_number_is_found_wherever_it_stands() {
        for start in 0..64 {
            let json = format!("{}12345678901234567890{}", " ".repeat(start), " ".repeat(start % 7));
            assert!(has_long_number(json.as_bytes()), "{start}");
            let json = format!("{}1234567890123456789", " ".repeat(start));
            assert!(!has_long_number(json.as_bytes()), "{start}");
        }
    }
}
