//! Members of an object, without reading all of it.

use super::scanner::{Scanner, Token};

/// Whether the object in a JSON text has an array as its member of this name; none when the text holds no object.
pub(crate) fn holds_array(json: &str, name: &str) -> Option<bool> {
    let mut scanner = Scanner::new(json);
    let mut holds = false;
    let mut before = scanner.next().filter(|first| *first == Token::Open('{'))?;
    let mut depth = 1_usize;
    let mut is_named = false;
    while let Some(token) = scanner.next() {
        match token {
            Token::String(text) if depth == 1 && before != Token::Colon => is_named = text == name,
            Token::Close(_) if depth == 1 => break,
            Token::Close(_) => depth -= 1,
            Token::Open(bracket) => {
                if depth == 1 && is_named {
                    holds = bracket == '[';
                }
                depth += 1;
            }
            _ => {}
        }
        before = token;
    }
    Some(holds)
}

#[cfg(test)]
mod tests {
    use super::holds_array;

    #[test]
    fn only_members_of_the_object_itself_count() {
        for (json, expected) in [
            ("{\"a\":1,\"value\":[{\"value\":2}]}", Some(true)),
            ("{\"a\":{\"value\":[]},\"b\":\"value\",\"c\":[1]}", Some(false)),
            ("{\"value\":{\"value\":[]}}", Some(false)),
            ("[{\"value\":[]}]", None),
            ("3", None),
        ] {
            assert_eq!(holds_array(json, "value"), expected, "{json}");
        }
    }
}
