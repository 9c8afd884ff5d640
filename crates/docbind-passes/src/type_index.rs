//! Finding the type that the words and links of a page mean.

use docbind_ir::{Api, TypeName, Unresolved, lowercase, singular};
use foldhash::HashMap;

use crate::type_names::{TypeNames, last, words};

/// The types and enums of a model by everything that pages call them.
#[derive(Debug, Default)]
pub(crate) struct TypeIndex {
    names: TypeNames,
    by_page: HashMap<String, Vec<TypeName>>,
}

impl TypeIndex {
    /// Reads the names and pages of all types and enums.
    pub(crate) fn new(api: &Api) -> Self {
        let mut index = Self { names: TypeNames::in_namespace(&api.namespace), ..Self::default() };
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
        let name = self.names.add(name);
        let mut enter = |page: &str| match self.by_page.get_mut(page) {
            Some(names) if names.contains(&name) => {}
            Some(names) => names.push(name.clone()),
            None => _ = self.by_page.insert(page.to_owned(), vec![name.clone()]),
        };
        for page in pages {
            let page = lowercase(page.as_ref());
            enter(&page);
            // A link without anchor leads to the page as a whole.
            if let Some((whole, _)) = page.split_once('#') {
                enter(whole);
            }
        }
    }

    /// The names alone.
    pub(crate) fn names(&self) -> &TypeNames {
        &self.names
    }

    /// The type that a page of the namespace means.
    pub(crate) fn find(&self, reference: &Unresolved, namespace: &str) -> Option<&TypeName> {
        let Some(link) = reference.link.as_deref() else { return self.names.find_words(&reference.text, namespace) };
        let text = words(&reference.text);
        if text.contains('.')
            && let Some(name) = self.names.full_name(text)
        {
            return Some(name);
        }
        let link = lowercase(link);
        let known = self.by_page.contains_key(link.split('#').next().unwrap_or_default());
        let by_text = |text: &str| match known {
            true => self.names.find_text(text, namespace),
            false => self.names.find_near(text, namespace),
        };
        self.find_link(&link, text).or_else(|| by_text(text)).or_else(|| by_text(&singular(text)))
    }

    /// A page means the type it documents; one that documents several means the one the link's text or anchor names.
    fn find_link(&self, link: &str, text: &str) -> Option<&TypeName> {
        let (page, anchor) = link.split_once('#').map_or((link, None), |(page, anchor)| (page, Some(anchor)));
        if anchor.is_some()
            && let Some([name]) = self.by_page.get(link).map(Vec::as_slice)
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
}

#[cfg(test)]
mod tests {
    use docbind_ir::{TypeName, Unresolved};

    use super::{TypeIndex, TypeNames};

    fn index() -> TypeIndex {
        let mut index = TypeIndex { names: TypeNames::in_namespace("microsoft.graph"), ..TypeIndex::default() };
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
