//! A first glance at a page: enough to find sets and to know their base URL, before anything is parsed.

use std::collections::BTreeMap;

use crate::base::{Base, Beginnings, PageUrls};
use crate::dialect::request_table;
use docbind_ir::Method;

/// What a glance at some pages shows.
#[derive(Clone, Debug, Default)]
pub struct Glance {
    /// Pages with request lines.
    pub operations: usize,
    /// Pages that document a resource.
    pub resources: usize,
    /// How the URLs of request lines begin.
    beginnings: Beginnings,
    /// How often each namespace is stated.
    stated_namespaces: BTreeMap<String, usize>,
    /// How often each namespace begins an `@odata.type`.
    used_namespaces: BTreeMap<String, usize>,
}

/// What a glance at one page shows of itself alone.
#[derive(Clone, Debug, Default)]
pub struct PageGlance {
    /// The targets of includes that climb out of the page's folder, without the `../` they begin with.
    pub includes_above: Vec<String>,
    /// Whether it describes permissions.
    pub describes_permissions: bool,
}

impl Glance {
    /// Takes in a page.
    pub fn add(&mut self, text: &str) -> PageGlance {
        let mut page = PageGlance::default();
        let mut urls = PageUrls::default();
        let mut has_request = false;
        let mut has_resource = false;
        let mut in_fence = false;
        let mut in_request_table = false;
        // What stands nowhere on the page need not be looked for in each line.
        let [has_annotation, has_climb, has_type] =
            ["\"blockType\": \"resource\"", "](../", "\"@odata.type\""].map(|sign| text.contains(sign));
        for line in text.lines() {
            let line = line.trim_start();
            if line.starts_with("```") || line.starts_with("~~~") {
                in_fence = !in_fence;
            } else if let Some(url) = request_url(line) {
                has_request = has_request || in_fence;
                // Outside a fence, a sentence can begin with a method.
                if in_fence || url.contains("://") {
                    self.beginnings.add(url, &mut urls);
                }
            } else if let Some(rest) = strip_word(line, "Namespace:") {
                let name = rest.trim().trim_end_matches('.');
                if is_namespace(name) {
                    count(&mut self.stated_namespaces, name.to_owned());
                }
            } else if has_annotation && line.contains("\"blockType\": \"resource\"") {
                has_resource = true;
            } else if let Some(heading) = line.strip_prefix("##") {
                let heading = heading.trim().to_ascii_lowercase();
                has_resource |= matches!(heading.as_str(), "properties" | "json representation" | "members");
            }
            if has_climb
                && line.contains("[!")
                && let Some((_, target)) = line.split_once("](../")
                && let Some((target, _)) = target.split_once(')')
            {
                page.includes_above.push(target.to_owned());
            }
            if line.contains('|') {
                page.describes_permissions |= is_permission_header(line);
                if in_request_table && let Some(url) = listed_url(line) {
                    has_request = true;
                    self.beginnings.add(&url, &mut urls);
                }
                in_request_table = in_request_table || is_request_header(line);
            } else {
                in_request_table = false;
            }
            if has_type
                && line.contains('@')
                && let Some((_, rest)) = line.split_once("\"@odata.type\"")
                && let Some(full) = rest.split('"').nth(1)
                && let Some((namespace, _)) = full.trim_start_matches('#').rsplit_once('.')
                && is_namespace(namespace)
            {
                count(&mut self.used_namespaces, namespace.to_owned());
            }
        }
        self.beginnings.close(&urls);
        self.operations += usize::from(has_request && !has_resource);
        self.resources += usize::from(has_resource);
        page
    }

    /// Takes in what another glance saw.
    pub fn merge(&mut self, other: &Self) {
        self.operations += other.operations;
        self.resources += other.resources;
        self.beginnings.merge(&other.beginnings);
        add_counts(&mut self.stated_namespaces, &other.stated_namespaces);
        add_counts(&mut self.used_namespaces, &other.used_namespaces);
    }

    /// Whether the pages document operations rather than resources.
    pub fn is_operations(&self) -> bool {
        self.operations > 0 && self.operations >= self.resources
    }

    /// Whether the pages document resources rather than operations.
    pub fn is_resources(&self) -> bool {
        self.resources > self.operations
    }

    /// How the URLs of the pages begin; `version` is the name of their folder, when that is one.
    pub fn base(&self, version: Option<&str>) -> Base {
        self.beginnings.base(version, self.namespace().unwrap_or_default())
    }

    /// The namespace that most pages state, or else that most types are in.
    pub fn namespace(&self) -> Option<&str> {
        most(&self.stated_namespaces).or_else(|| most(&self.used_namespaces))
    }
}

/// The URL of a line that begins with a method.
fn request_url(line: &str) -> Option<&str> {
    let (method, rest) = line.split_once(|c: char| !c.is_ascii_uppercase())?;
    let url = rest.trim_start();
    let url_begins = url.starts_with(['/', '{', '~', '<']) || url.starts_with("http") || url.contains('/');
    (method.parse::<Method>().is_ok() && url_begins).then_some(url)
}

/// The cells of a line of a table, without marks.
fn cells(line: &str) -> impl Iterator<Item = String> {
    let inner = line.trim().trim_matches('|');
    inner.split('|').map(|cell| cell.trim().trim_matches(['*', '`', '<', '>', ' ']).to_owned())
}

fn is_request_header(line: &str) -> bool {
    let has = |names: &[&str]| cells(line).any(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)));
    has(&request_table::METHOD) && has(&request_table::URL)
}

/// The URL of a row that names a method.
fn listed_url(line: &str) -> Option<String> {
    let mut cells = cells(line);
    cells.find(|cell| cell.parse::<Method>().is_ok())?;
    cells.find(|cell| cell.starts_with('/') || cell.contains("://"))
}

fn strip_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    line.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).and_then(|_| line.get(word.len()..))
}

fn is_namespace(name: &str) -> bool {
    !name.is_empty()
        && name.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// Whether a table row is the header of a table of permissions with their texts, in one of its two layouts.
fn is_permission_header(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.contains("admin consent required") || lower.contains("adminconsentrequired")
}

fn add_counts(counts: &mut BTreeMap<String, usize>, more: &BTreeMap<String, usize>) {
    for (name, number) in more {
        *counts.entry(name.clone()).or_default() += number;
    }
}

fn count(counts: &mut BTreeMap<String, usize>, name: String) {
    *counts.entry(name).or_default() += 1;
}

/// The most frequent name; of several, the first in order.
fn most(counts: &BTreeMap<String, usize>) -> Option<&str> {
    counts.iter().max_by(|(a, m), (b, n)| m.cmp(n).then_with(|| b.cmp(a))).map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::Glance;

    #[test]
    fn base_url_and_namespace_are_the_most_frequent_ones() {
        let mut glance = Glance::default();
        glance.add("Namespace: contoso.crm\n\n```http\nGET /orders\nGET https://api.contoso.com/v2/orders/1\nGET https://other.example/v2/x\n```\n");
        glance.add("## Properties\n\n```json\n{ \"@odata.type\": \"#contoso.crm.sales.order\" }\n```\n");
        assert_eq!(glance.base(None).url, "https://api.contoso.com/v2");
        assert_eq!(glance.namespace(), Some("contoso.crm"));
        assert_eq!((glance.operations, glance.resources), (1, 1));
    }

    #[test]
    fn a_request_in_a_table() {
        let mut glance = Glance::default();
        glance.add("|Method|Request URI|\n|---|---|\n|**GET**|<https://api.moor.example.com/v1.0/barges/{Id}>|\n");
        assert_eq!(glance.operations, 1);
        assert_eq!(glance.base(None).url, "https://api.moor.example.com/v1.0");
    }

    #[test]
    fn a_sentence_that_begins_with_a_method_is_no_request() {
        let mut glance = Glance::default();
        glance.add("GET the user and then go on.\n\nPOST requests are fine.\n");
        assert_eq!(glance.operations, 0);
    }
}
