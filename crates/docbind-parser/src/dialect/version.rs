//! Versions as they stand in URLs and in the names of folders.

/// Words that are versions without a number.
const PREVIEWS: [&str; 3] = ["beta", "alpha", "preview"];

/// Whether a path segment or folder name is a version: `v1.0`, `1.0`, `beta`.
pub fn is_version(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let digits = lower.strip_prefix('v').unwrap_or(&lower);
    PREVIEWS.contains(&lower.as_str())
        || (digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
            && (digits.len() < lower.len() || digits.contains('.')))
}

/// Whether a path segment stands for any version: `{version}`, `{api-version}`, `{v1.0 | beta}`.
pub(crate) fn stands_for_version(segment: &str) -> bool {
    let Some(inner) = super::base::placeholder_name(segment) else { return false };
    let letters: String = inner.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    matches!(letters.as_str(), "version" | "apiversion" | "ver")
        || (inner.contains('|') && inner.split('|').all(|word| is_version(word.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_words() {
        for version in ["v1.0", "beta", "v2", "1.0", "V1"] {
            assert!(is_version(version), "{version}");
        }
        for word in ["users", "v", "2021", "vip", "me", ""] {
            assert!(!is_version(word), "{word}");
        }
        assert!(stands_for_version("{version}") && stands_for_version("{v1.0 | beta}"));
        assert!(!stands_for_version("{id}") && !stands_for_version("version"));
    }
}
