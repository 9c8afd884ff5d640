//! Finding the type that the words and links of a page mean.

use std::collections::HashMap;

use docbind_ir::{Api, TypeName, Unresolved, singular};

/// The types and enums of a model by everything that pages call them.
#[derive(Debug, Default)]
pub(crate) struct TypeIndex {
    namespace: String,
    by_full_name: HashMap<String, TypeName>,
    by_short_name: HashMap<String, Vec<TypeName>>,
    by_page: HashMap<String, Vec<TypeName>>,
}

impl TypeIndex {
    /// Reads the names and pages of all types and enums.
    pub(crate) fn new(api: &Api) -> Self {
        let mut index = Self { namespace: api.namespace.clone(), ..Self::default() };
        for def in &api.types {
            index.add(&def.name, &def.pages);
        }
        for def in &api.enums {
            index.add(&def.name, &def.pages);
        }
        index
    }

    /// Adds a type; of spellings that differ by case alone the first one counts.
    pub(crate) fn add(&mut self, name: &TypeName, pages: &[impl AsRef<str>]) {
        let name = self.by_full_name.entry(name.key()).or_insert_with(|| name.clone()).clone();
        let short = self.by_short_name.entry(name.short().to_lowercase()).or_default();
        if !short.contains(&name) {
            short.push(name.clone());
        }
        for page in pages {
            let page = page.as_ref().to_lowercase();
            // A link without anchor leads to the page as a whole.
            let whole = page.split_once('#').map(|(whole, _)| whole.to_owned());
            for page in std::iter::once(page).chain(whole) {
                let names = self.by_page.entry(page).or_default();
                if !names.contains(&name) {
                    names.push(name.clone());
                }
            }
        }
    }

    /// The model's own spelling of a full name.
    pub(crate) fn full_name(&self, name: &str) -> Option<&TypeName> {
        self.by_full_name.get(&name.to_lowercase())
    }

    /// The type that a page of the namespace means.
    pub(crate) fn find(&self, reference: &Unresolved, namespace: &str) -> Option<&TypeName> {
        let text = words(&reference.text);
        if text.contains('.')
            && let Some(name) = self.full_name(text)
        {
            return Some(name);
        }
        let Some(link) = reference.link.as_deref() else {
            return self.find_text(text, namespace).or_else(|| self.find_text(&singular(text), namespace));
        };
        let known = self.by_page.contains_key(link.to_lowercase().split('#').next().unwrap_or_default());
        let by_text =
            |text: &str| if known { self.find_text(text, namespace) } else { self.find_near(text, namespace) };
        self.find_link(link, text).or_else(|| by_text(text)).or_else(|| by_text(&singular(text)))
    }

    /// A page means the type it documents; one that documents several means the one the link's text or anchor names.
    fn find_link(&self, link: &str, text: &str) -> Option<&TypeName> {
        let link = link.to_lowercase();
        let (page, anchor) = link.split_once('#').map_or((link.as_str(), None), |(page, anchor)| (page, Some(anchor)));
        if anchor.is_some()
            && let Some([name]) = self.by_page.get(&link).map(Vec::as_slice)
        {
            return Some(name);
        }
        let names = self.by_page.get(page)?;
        let named = |short: &str| names.iter().find(|name| name.short().eq_ignore_ascii_case(short));
        let by_anchor = anchor.and_then(|anchor| named(anchor.trim_end_matches("-values").trim_end_matches("-enum")));
        let by_text =
            || names.iter().find(|name| name.as_str().eq_ignore_ascii_case(text)).or_else(|| named(last(text)));
        by_anchor.or_else(by_text).or(match names.as_slice() {
            [name] => Some(name),
            _ => None,
        })
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

/// The part after the last dot.
fn last(text: &str) -> &str {
    text.rsplit_once('.').map_or(text, |(_, last)| last)
}

/// The name alone, without marks and without words such as `object` or `enum` after it.
fn words(text: &str) -> &str {
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

#[cfg(test)]
mod tests {
    use docbind_ir::{TypeName, Unresolved};

    use super::TypeIndex;

    fn index() -> TypeIndex {
        let mut index = TypeIndex { namespace: "microsoft.graph".to_owned(), ..TypeIndex::default() };
        index.add(&TypeName::new("microsoft.graph.workbookChart"), &["resources/chart.md"]);
        index.add(&TypeName::new("microsoft.graph.callRecords.session"), &["resources/callrecords-session.md"]);
        index.add(&TypeName::new("microsoft.graph.session"), &["resources/session.md"]);
        index.add(&TypeName::new("microsoft.graph.hue"), &["resources/enums.md#hue-values"]);
        index.add(&TypeName::new("microsoft.graph.tone"), &["resources/enums.md#tone-values"]);
        index
    }

    fn find(text: &str, link: Option<&str>, namespace: &str) -> Option<String> {
        let reference = Unresolved { text: text.into(), link: link.map(Into::into) };
        index().find(&reference, namespace).map(ToString::to_string)
    }

    #[test]
    fn the_page_counts_more_than_the_text() {
        let chart = Some("microsoft.graph.workbookChart".to_owned());
        assert_eq!(find("Chart", Some("resources/chart.md"), "microsoft.graph"), chart);
        assert_eq!(find("chart", Some("Resources/Chart.md#properties"), "microsoft.graph"), chart);
    }

    #[test]
    fn a_qualified_text_counts_more_than_the_page() {
        let found = find("microsoft.graph.session", Some("resources/callrecords-session.md"), "microsoft.graph");
        assert_eq!(found.as_deref(), Some("microsoft.graph.session"));
    }

    #[test]
    fn a_link_that_leads_nowhere_reaches_into_no_other_namespace() {
        let mut index = index();
        index.add(&TypeName::new("microsoft.graph.callRecords.media"), &["resources/callrecords-media.md"]);
        let reference = |link: Option<&str>| Unresolved { text: "media".into(), link: link.map(Into::into) };
        assert!(index.find(&reference(None), "microsoft.graph").is_some());
        assert_eq!(index.find(&reference(Some("resources/media.md")), "microsoft.graph"), None);
        assert!(index.find(&reference(Some("resources/media.md")), "microsoft.graph.callRecords").is_some());
    }

    #[test]
    fn an_anchor_tells_apart_the_enums_of_a_page() {
        let tone = Some("microsoft.graph.tone".to_owned());
        assert_eq!(find("kind", Some("resources/enums.md#tone-values"), ""), tone);
        assert_eq!(find("tone", Some("resources/enums.md"), ""), tone);
        assert_eq!(find("volume", Some("resources/enums.md"), ""), None);
    }

    #[test]
    fn a_short_name_means_the_namespace_of_its_page_first() {
        let in_namespace = |namespace| find("Session", None, namespace).unwrap();
        assert_eq!(in_namespace("microsoft.graph.callRecords"), "microsoft.graph.callRecords.session");
        assert_eq!(in_namespace("microsoft.graph.termStore"), "microsoft.graph.session");
        assert_eq!(find("#callRecords.session", None, "").unwrap(), "microsoft.graph.callRecords.session");
        assert_eq!(find("sessions", None, "").unwrap(), "microsoft.graph.session");
        assert_eq!(find("`hue` enum", None, "").unwrap(), "microsoft.graph.hue");
    }
}
