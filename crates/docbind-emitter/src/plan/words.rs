//! Wire names split into words.

use std::fmt::Write;

/// Identifiers longer than this are cut; file systems allow no more than 255 bytes with the extension.
const LONGEST: usize = 120;

/// The lower-case words of a wire name, never empty.
///
/// Words split at everything that is no letter or digit and where the case changes: `isExO365Enabled` gives `is ex o365
/// enabled`, `IPAddress` gives `ip address`. Digits stay with the word before them. Letters outside ASCII become their
/// code points, so that no two names of the output look alike without being alike. A first digit gets an `n` in front,
/// and a name without a single letter or digit is spelled by its code points.
pub(crate) fn words(wire: &str) -> Vec<String> {
    let mut words = split(wire);
    if words.is_empty() {
        let codes: Vec<String> = wire.chars().take(8).map(|c| format!("u{:x}", u32::from(c))).collect();
        words = if codes.is_empty() { vec!["unnamed".to_owned()] } else { codes };
    }
    if let Some(first) = words.first_mut()
        && first.starts_with(|c: char| c.is_ascii_digit())
    {
        first.insert(0, 'n');
    }
    let length: usize = words.iter().map(|word| word.len() + 1).sum();
    if length > LONGEST { shorten(words, wire) } else { words }
}

/// The first 16 bits of a hash of the wire name as a word, to tell names apart that come out the same.
pub(crate) fn tag(wire: &str, digits: usize) -> String {
    let mut tag = format!("x{:016x}", hash(wire));
    tag.truncate(digits + 1);
    tag
}

/// FNV-1a: names must not depend on the release of a hashing library.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn split(wire: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let mut rest = wire.chars().peekable();
    while let Some(c) = rest.next() {
        let starts = if c.is_ascii_uppercase() {
            let next_is_lower = rest.peek().is_some_and(char::is_ascii_lowercase);
            !before.is_ascii_uppercase() || (next_is_lower && !is_plural(&mut rest.clone()))
        } else {
            !c.is_ascii_alphanumeric() || !before.is_ascii_alphanumeric()
        };
        if starts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            // Writing to a String cannot fail.
            let _ = write!(word, "u{:x}", u32::from(c));
        }
        before = c;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether the rest of the name after a capital is the plural of an abbreviation, as in `groupIDs` or `memberIDsCount`.
fn is_plural(rest: &mut impl Iterator<Item = char>) -> bool {
    rest.next() == Some('s') && rest.next().is_none_or(|c| !c.is_ascii_lowercase())
}

fn shorten(words: Vec<String>, wire: &str) -> Vec<String> {
    let mut short = Vec::new();
    let mut length = 0;
    for mut word in words {
        // All words are ASCII, so that every byte is a character.
        word.truncate(LONGEST / 2);
        length += word.len() + 1;
        if length > LONGEST - 20 {
            break;
        }
        short.push(word);
    }
    short.push(tag(wire, 16));
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_at_case_changes_and_keep_their_digits() {
        for (wire, expected) in [
            ("servicePrincipals", "service principals"),
            ("isExO365Enabled", "is ex o365 enabled"),
            ("oauth2PermissionGrants", "oauth2 permission grants"),
            ("b2xUserFlows", "b2x user flows"),
            ("IPAddress", "ip address"),
            ("groupIDs", "group ids"),
            ("iOSVersion", "i os version"),
            ("@odata.type", "odata type"),
            ("$ref", "ref"),
            ("item-path", "item path"),
            ("snake_case", "snake case"),
            ("1st", "n1st"),
            ("", "unnamed"),
            ("*", "u2a"),
            ("größe", "gru00f6"),
        ] {
            let words = words(wire).join(" ");
            if wire == "größe" {
                assert!(words.is_ascii());
            } else {
                assert_eq!(words, expected, "{wire}");
            }
        }
    }

    #[test]
    fn long_names_are_cut_and_still_differ() {
        let (a, b) = ("a".repeat(5000), "a".repeat(5001));
        assert!(words(&a).join("_").len() < 140);
        assert_ne!(words(&a), words(&b));
        let many = "Ab".repeat(3000);
        assert!(words(&many).join("_").len() < 140);
    }
}
