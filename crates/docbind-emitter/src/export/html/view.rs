//! What templates are filled with.

/// A text that may lead somewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) href: Option<String>,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

/// A table with a heading.
pub(super) struct Table {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A link in a list.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) note: String,
}

/// Links under a heading.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// Where pages in folders find the rest.
pub(super) const UP: &str = "../";
