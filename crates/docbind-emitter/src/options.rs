use crate::CheckedExample;

/// What the output is to be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The package's name.
    pub crate_name: String,
    /// The package's version.
    pub crate_version: String,
    /// The package's licence as an SPDX expression, when it is to have one.
    pub license: Option<String>,
    /// Where pages are published, with `{page}` for the page: `https://learn.microsoft.com/graph/api/{page}`. Links
    /// between pages lead there; without it they become plain text.
    pub docs_url: Option<String>,
    /// Where the runtime comes from.
    pub runtime: RuntimeChoice,
    /// Whether the crate is a member of a workspace above it.
    pub member: bool,
    /// A crate of its own, or a module.
    pub layout: Layout,
    /// Attributes of types and fields, beside those that docbind writes.
    pub attributes: Vec<Attribute>,
    /// The examples that a crate is to have tests of; without them it has no tests.
    pub tests: Option<Vec<CheckedExample>>,
}

/// Where the generated code's runtime comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RuntimeChoice {
    /// Its sources are written beside the crate.
    #[default]
    Bundled,
    /// A folder, as the manifest is to name it.
    Path(String),
    /// A published version.
    Version(String),
}

/// How the files hang together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A package with features, manifest, README and permission table.
    #[default]
    Crate,
    /// A module for a build script: `mod.rs` and what is below, without features.
    Module,
}

impl Options {
    /// A crate of its own with the runtime beside it.
    pub fn new(crate_name: impl Into<String>) -> Self {
        Self {
            crate_name: crate_name.into(),
            crate_version: "0.1.0".to_owned(),
            license: None,
            docs_url: None,
            runtime: RuntimeChoice::default(),
            member: false,
            layout: Layout::default(),
            attributes: Vec::new(),
            tests: None,
        }
    }
}

/// Attributes that generated types or fields are to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Which: `.` for all; else a wire name such as `microsoft.graph.user` or `microsoft.graph.user.displayName`, the
    /// beginning of one up to a dot, or the end of one after a dot.
    pub target: String,
    /// The attributes as Rust: `#[derive(Hash)]`.
    pub tokens: String,
    /// Whether it is for fields; else it is for structs and enums.
    pub is_field: bool,
}

impl Attribute {
    /// Whether a thing of this wire name is meant.
    pub(crate) fn fits(&self, name: &str) -> bool {
        let target = self.target.as_str();
        target == "."
            || name == target
            || name.strip_prefix(target).is_some_and(|rest| rest.starts_with('.'))
            || name.strip_suffix(target).is_some_and(|rest| rest.ends_with('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::Attribute;

    #[test]
    fn attributes_are_for_names_by_their_beginning_or_end() {
        let fits = |target: &str, name: &str| {
            Attribute { target: target.to_owned(), tokens: String::new(), is_field: false }.fits(name)
        };
        for target in [".", "g.user", "g", "user"] {
            assert!(fits(target, "g.user"), "{target}");
        }
        for target in ["g.us", "ser", "g.user.name", ""] {
            assert!(!fits(target, "g.user"), "{target}");
        }
    }
}
