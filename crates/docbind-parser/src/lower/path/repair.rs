//! Slips in a request line that are mended and reported.

/// A slip of the writer that leaves no doubt about what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lower) enum Repair {
    /// `range(address='{a}'/format`
    OpenParenthesis,
    /// `{id}$ref`
    MissingSlash,
    /// `/shelves$filter=…`
    MissingQuestionMark,
    /// `root:/{path}/children`
    MissingColon,
    /// `?name:{value}`
    ColonInQuery,
    /// `(id=({id}))`
    EnclosedValue,
    /// `/shelves/$entity`, `/shelves/.../books`
    NoSegment,
}

impl Repair {
    /// What is wrong, as the end of a sentence about the request line.
    pub(in crate::lower) fn describe(self) -> &'static str {
        match self {
            Self::OpenParenthesis => "leaves a parenthesis open",
            Self::MissingSlash => "lacks a slash behind a placeholder",
            Self::MissingQuestionMark => "lacks the question mark before a query option",
            Self::MissingColon => "lacks the colon behind an address by path",
            Self::ColonInQuery => "has a colon for the equals sign of a query parameter",
            Self::EnclosedValue => "has parentheses around the value of an argument",
            Self::NoSegment => "has a segment that no request has",
        }
    }
}
