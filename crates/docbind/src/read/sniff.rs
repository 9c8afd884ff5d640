//! A first glance at a page: enough to find sets and to know their version, before anything is parsed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

const METHODS: [&str; 6] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"];

/// What a glance at some pages shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sniff {
    /// Pages with request lines.
    pub(crate) operations: usize,
    /// Pages that document a resource.
    pub(crate) resources: usize,
    /// How often each `origin/version` begins the URL of a request line.
    base_urls: BTreeMap<String, usize>,
    /// How often each namespace is stated.
    stated_namespaces: BTreeMap<String, usize>,
    /// How often each namespace begins an `@odata.type`.
    used_namespaces: BTreeMap<String, usize>,
    /// Where includes point that climb out of the page's folder; the files need not exist.
    pub(crate) includes_above: HashSet<PathBuf>,
    /// Pages that describe permissions.
    pub(crate) permission_references: BTreeSet<PathBuf>,
}

impl Sniff {
    /// Takes in the page at `path`.
    pub(crate) fn add(&mut self, path: &Path, text: &str) {
        let mut has_request = false;
        let mut has_resource = false;
        let mut in_fence = false;
        // What stands nowhere on the page need not be looked for in each line.
        let [has_annotation, has_climb, has_type] =
            ["\"blockType\": \"resource\"", "](../", "\"@odata.type\""].map(|sign| text.contains(sign));
        for line in text.lines() {
            let line = line.trim_start();
            if line.starts_with("```") || line.starts_with("~~~") {
                in_fence = !in_fence;
            } else if let Some(url) = request_url(line) {
                has_request = has_request || in_fence;
                if let Some(base) = base_url(url) {
                    count(&mut self.base_urls, base);
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
                && let Some(target) = climb(path, target)
            {
                self.includes_above.insert(target);
            }
            if line.contains('|') && is_permission_header(line) {
                self.permission_references.insert(path.to_owned());
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
        self.operations += usize::from(has_request && !has_resource);
        self.resources += usize::from(has_resource);
    }

    /// Takes in what another glance saw.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.operations += other.operations;
        self.resources += other.resources;
        add_counts(&mut self.base_urls, &other.base_urls);
        add_counts(&mut self.stated_namespaces, &other.stated_namespaces);
        add_counts(&mut self.used_namespaces, &other.used_namespaces);
        self.includes_above.extend(other.includes_above.iter().cloned());
        self.permission_references.extend(other.permission_references.iter().cloned());
    }

    /// Whether the pages document operations rather than resources.
    pub(crate) fn is_operations(&self) -> bool {
        self.operations > 0 && self.operations >= self.resources
    }

    /// Whether the pages document resources rather than operations.
    pub(crate) fn is_resources(&self) -> bool {
        self.resources > self.operations
    }

    /// The base URL that most request lines begin with, of this version when one is given.
    pub(crate) fn base_url(&self, version: Option<&str>) -> Option<&str> {
        let fits = |url: &&String| version.is_none_or(|version| url.rsplit('/').next() == Some(version));
        most(self.base_urls.iter().filter(|(url, _)| fits(url)))
    }

    /// The namespace that most pages state, or else that most types are in.
    pub(crate) fn namespace(&self) -> Option<&str> {
        most(self.stated_namespaces.iter()).or_else(|| most(self.used_namespaces.iter()))
    }
}

/// Whether a path segment or folder name is a version: `v1.0`, `1.0`, `beta`.
pub(crate) fn is_version(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let digits = lower.strip_prefix('v').unwrap_or(&lower);
    matches!(lower.as_str(), "beta" | "alpha" | "preview")
        || (digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
            && (digits.len() < lower.len() || digits.contains('.')))
}

fn request_url(line: &str) -> Option<&str> {
    let (method, rest) = line.split_once(|c: char| !c.is_ascii_uppercase())?;
    let url = rest.trim_start();
    let url_begins = url.starts_with(['/', '{', '~']) || url.starts_with("http") || url.contains('/');
    (METHODS.contains(&method) && url_begins).then_some(url)
}

/// `https://host/…/version` of an absolute URL.
fn base_url(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http"))?;
    let mut parts = rest.split(['/', '?', ' ']);
    let host = parts.next().filter(|host| host.contains('.') && !host.contains(['{', '<', '%', '\\']))?;
    let mut base = format!("{scheme}://{}", host.to_ascii_lowercase());
    for part in parts.take(3) {
        base.push('/');
        base.push_str(part);
        if is_version(part) {
            return Some(base);
        }
    }
    None
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

/// Where an include leads that begins with `../`, by the letters of its path alone.
fn climb(page: &Path, below_parent: &str) -> Option<PathBuf> {
    let mut target = page.parent()?.parent()?.to_owned();
    for part in Path::new(below_parent).components() {
        match part {
            Component::Normal(part) => target.push(part),
            Component::ParentDir => target = target.parent()?.to_owned(),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(target)
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
fn most<'a>(counts: impl Iterator<Item = (&'a String, &'a usize)>) -> Option<&'a str> {
    counts.max_by(|(a, m), (b, n)| m.cmp(n).then_with(|| b.cmp(a))).map(|(name, _)| name.as_str())
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
    }

    #[test]
    fn base_url_and_namespace_are_the_most_frequent_ones() {
        let mut sniff = Sniff::default();
        sniff.add(Path::new("/docs/api/a.md"), "Namespace: contoso.crm\n\n```http\nGET https://api.contoso.com/v2/orders\nGET https://api.contoso.com/v2/orders/1\nGET https://other.example/v2/x\n```\n");
        sniff.add(
            Path::new("/docs/api/a.md"),
            "## Properties\n\n```json\n{ \"@odata.type\": \"#contoso.crm.sales.order\" }\n```\n",
        );
        assert_eq!(sniff.base_url(None), Some("https://api.contoso.com/v2"));
        assert_eq!(sniff.base_url(Some("v3")), None);
        assert_eq!(sniff.namespace(), Some("contoso.crm"));
        assert_eq!((sniff.operations, sniff.resources), (1, 1));
    }

    #[test]
    fn a_sentence_that_begins_with_a_method_is_no_request() {
        let mut sniff = Sniff::default();
        sniff.add(Path::new("/docs/api/a.md"), "GET the user and then go on.\n\nPOST requests are fine.\n");
        assert_eq!(sniff.operations, 0);
    }
}
