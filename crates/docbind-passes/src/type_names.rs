//! Finding the type that a name or a part of one means.

use docbind_ir::{Api, TypeName, singular};
use foldhash::HashMap;

/// The types and enums of a model by their names.
#[derive(Debug, Default)]
pub(crate) struct TypeNames {
    namespace: String,
    by_full_name: HashMap<String, TypeName>,
    by_short_name: HashMap<String, Vec<TypeName>>,
}

impl TypeNames {
    /// Reads the names of all types and enums.
    pub(crate) fn new(api: &Api) -> Self {
        let mut names = Self::in_namespace(&api.namespace);
        for name in api.types.iter().map(|def| &def.name).chain(api.enums.iter().map(|def| &def.name)) {
            names.add(name);
        }
        names
    }

    /// No names yet; those without a namespace will be in this one.
    pub(crate) fn in_namespace(namespace: &str) -> Self {
        Self { namespace: namespace.to_owned(), ..Self::default() }
    }

    /// Adds a name; of spellings that differ by case alone the first one counts, which is returned.
    pub(crate) fn add(&mut self, name: &TypeName) -> TypeName {
        let name = self.by_full_name.entry(name.key()).or_insert_with(|| name.clone()).clone();
        let short = self.by_short_name.entry(name.short().to_lowercase()).or_default();
        if !short.contains(&name) {
            short.push(name.clone());
        }
        name
    }

    /// The model's own spelling of a full name.
    pub(crate) fn full_name(&self, name: &str) -> Option<&TypeName> {
        self.by_full_name.get(&name.to_lowercase())
    }

    /// The type that words without a link mean.
    pub(crate) fn find_words(&self, text: &str, namespace: &str) -> Option<&TypeName> {
        let text = words(text);
        self.find_text(text, namespace)
            .or_else(|| self.find_text(&singular(text), namespace))
            // Types that are named after what a collection holds: `boats` for one boat.
            .or_else(|| self.find_text(&plural(text), namespace))
    }

    /// A full name, or a short one in the page's namespace or the default one.
    pub(crate) fn find_near(&self, text: &str, namespace: &str) -> Option<&TypeName> {
        let text = text.trim_start_matches('#');
        let in_namespace = |namespace: &str| self.full_name(&format!("{namespace}.{text}"));
        self.full_name(text).or_else(|| in_namespace(namespace)).or_else(|| in_namespace(&self.namespace))
    }

    /// The same, or else a short name in the only namespace that has it.
    pub(crate) fn find_text(&self, text: &str, namespace: &str) -> Option<&TypeName> {
        let text = text.trim_start_matches('#');
        if let Some(name) = self.find_near(text, namespace) {
            return Some(name);
        }
        // `graph.user`, `callRecords.session`: the end of a full name.
        let candidates = self.by_short_name.get(&last(text).to_lowercase())?;
        let suffix = format!(".{}", text.to_lowercase());
        let mut fitting = candidates.iter().filter(|name| !text.contains('.') || name.key().ends_with(&suffix));
        match (fitting.next(), fitting.next()) {
            (Some(name), None) => Some(name),
            _ => None,
        }
    }
}

fn plural(word: &str) -> String {
    match word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}

/// The part after the last dot.
pub(crate) fn last(text: &str) -> &str {
    text.rsplit_once('.').map_or(text, |(_, last)| last)
}

/// The name alone, without marks and without words such as `object` or `enum` after it.
pub(crate) fn words(text: &str) -> &str {
    let text = unmark(text);
    let mut words = text.split_whitespace();
    match (words.next(), words.next()) {
        (
            Some(name),
            Some("object" | "objects" | "enum" | "type" | "resource" | "resources" | "entity" | "entities"),
        ) => unmark(name),
        _ => text,
    }
}

fn unmark(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_' | '[' | ']'))
}
