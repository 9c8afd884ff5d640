//! Whether something has to be given, in the words of a page.

/// What a page says about the need for a parameter or header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Requirement {
    /// It has to be given.
    Required,
    /// It may be left out.
    Optional,
    /// The page does not say.
    Unsaid,
}

impl Requirement {
    /// Reads the cell of a column for it, which may be empty, and the description.
    pub(super) fn of(cell: &str, description: &str) -> Self {
        match cell.trim().trim_matches(['*', '`', '.']).to_lowercase().as_str() {
            "yes" | "y" | "true" | "required" => return Self::Required,
            "no" | "n" | "false" | "optional" => return Self::Optional,
            _ => {}
        }
        if !["equired", "EQUIRED", "ptional", "PTIONAL"].iter().any(|word| description.contains(word)) {
            return Self::Unsaid;
        }
        // A word of its own at the start or end of the text, as in `Required.` or `(optional)`.
        let text = description.replace(['*', '_', '`', '[', ']'], "").replace(['(', ')'], ".");
        let mut sentences = text.split(['.', '\n', ':', ';']).map(str::trim).filter(|sentence| !sentence.is_empty());
        let verdict = sentences.find_map(|sentence| match sentence {
            "Required" | "required" | "REQUIRED" | "This parameter is required" | "This property is required" => {
                Some(Self::Required)
            }
            "Optional" | "optional" | "OPTIONAL" => Some(Self::Optional),
            other if other.starts_with("Optional,") || other.starts_with("Optional ") => Some(Self::Optional),
            other
                if other.starts_with("Required ")
                    && !other.starts_with("Required if")
                    && !other.starts_with("Required when") =>
            {
                Some(Self::Required)
            }
            _ => None,
        });
        verdict.unwrap_or(Self::Unsaid)
    }
}

#[cfg(test)]
mod tests {
    use super::Requirement::{self, *};

    #[test]
    fn words_of_their_own_count() {
        assert_eq!(Requirement::of("Yes", ""), Required);
        assert_eq!(Requirement::of("", "The name of the plant. Required."), Required);
        assert_eq!(Requirement::of("", "**Required**. The name."), Required);
        assert_eq!(Requirement::of("", "The name (optional)."), Optional);
        assert_eq!(Requirement::of("", "Optional. The name."), Optional);
        assert_eq!(Requirement::of("", "The water required by the plant."), Unsaid);
        assert_eq!(Requirement::of("", "Required if the plant is dry."), Unsaid);
    }
}
