//! Where a fact stands in the documentation, and which rule read it there.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The place a fact was read from and the rule that read it.
///
/// Serialises as `file:line:column (rule)`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Path relative to the documentation root, with `/` between the parts.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The rule that took the fact from there.
    pub rule: Rule,
}

/// The kinds of evidence a fact can rest on, from the strongest to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The HTTP fence that lists the operation.
    HttpFence,
    /// The page's machine-readable annotation (`blockType`, `@odata.type`).
    Annotation,
    /// A row of a documented table.
    Table,
    /// A row of a table that an include brought in.
    IncludedTable,
    /// A heading or title.
    Heading,
    /// A sentence of the page.
    Prose,
    /// The target of a link.
    Link,
    /// A hand-written example.
    Example,
    /// The JSON representation of a resource.
    Json,
    /// The front matter.
    FrontMatter,
    /// A neighbouring path segment.
    Segment,
    /// Derived by a pass from other facts.
    Inferred,
    /// A secondary source, such as a cmdlet help page or a permission reference.
    Secondary,
}

impl Rule {
    /// What the rule reads, in the words a person would use.
    pub fn describe(self) -> &'static str {
        match self {
            Self::HttpFence => "the HTTP request",
            Self::Annotation => "the annotation",
            Self::Table => "the table",
            Self::IncludedTable => "the included table",
            Self::Heading => "the heading",
            Self::Prose => "the text",
            Self::Link => "the link",
            Self::Example => "the example",
            Self::Json => "the JSON representation",
            Self::FrontMatter => "the front matter",
            Self::Segment => "the path segment",
            Self::Inferred => "other facts",
            Self::Secondary => "a secondary source",
        }
    }
}

impl Source {
    /// A place in `file`; `line` and `column` count from 1.
    pub fn new(file: Arc<str>, line: u32, column: u32, rule: Rule) -> Self {
        Self { file, line, column, rule }
    }

    /// The same place, read by another rule.
    pub fn by(&self, rule: Rule) -> Self {
        Self { rule, ..self.clone() }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self { file: Arc::from(""), line: 0, column: 0, rule: Rule::Inferred }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{} ({})", self.file, self.line, self.column, self.rule.describe())
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}:{}:{}", self.file, self.line, self.column))
    }
}
