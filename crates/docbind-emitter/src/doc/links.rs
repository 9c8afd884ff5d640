//! Where links of pages lead in generated documentation.

/// The web address of the documentation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// Before and after the name of a page.
    around: Option<(String, String)>,
}

/// The template for the pages of services whose documentation is known to be on the web, by their base URL.
pub(crate) fn published(base_url: &str) -> Option<String> {
    let rest = base_url.strip_prefix("https://graph.microsoft.com/")?;
    let version = rest.trim_end_matches('/').trim_start_matches('v');
    let is_version = !version.is_empty() && version.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    is_version.then(|| format!("https://learn.microsoft.com/graph/api/{{page}}?view=graph-rest-{version}"))
}

impl Links {
    /// Links for a template such as `https://learn.microsoft.com/graph/api/{page}?view=graph-rest-1.0`; without one,
    /// links between pages become plain text.
    pub(crate) fn new(template: Option<&str>) -> Self {
        let around = template.filter(|template| is_web(&template.replacen("{page}", "", 1))).map(|template| {
            let (before, after) = template.split_once("{page}").unwrap_or((template, ""));
            let slash = if template.contains("{page}") || before.ends_with('/') { "" } else { "/" };
            (format!("{before}{slash}"), after.to_owned())
        });
        Self { around }
    }

    /// The address of a page of the documentation, by its path relative to the root.
    pub(crate) fn page(&self, file: &str) -> Option<String> {
        let (before, after) = self.around.as_ref()?;
        let (path, anchor) = file.split_once('#').map_or((file, None), |(path, anchor)| (path, Some(anchor)));
        let path = path.strip_suffix(".md")?;
        // The dialect publishes `api/user-list.md` as `user-list` and `resources/user.md` as `resources/user`.
        let path = path.rsplit_once("/api/").map_or(path, |(_, page)| page);
        let path = path.strip_prefix("api/").unwrap_or(path);
        let path = path.rfind("/resources/").and_then(|start| path.get(start + 1..)).unwrap_or(path);
        let mut address = format!("{before}{path}{after}");
        if let Some(anchor) = anchor {
            address.push('#');
            address.push_str(anchor);
        }
        is_web(&address).then_some(address)
    }

    /// The address behind the link `target` in the page `file`, if it leads to the web.
    pub(super) fn resolve(&self, target: &str, file: &str) -> Option<String> {
        if is_web(target) {
            return Some(target.to_owned());
        }
        if target.contains(':') {
            return None;
        }
        if target.starts_with('/') && !target.starts_with("//") {
            let (before, _) = self.around.as_ref()?;
            let host_at = before.find("://")? + 3;
            let host_end = before.get(host_at..)?.find('/')? + host_at;
            let address = format!("{}{target}", before.get(..host_end)?);
            return is_web(&address).then_some(address);
        }
        if target.starts_with('#') {
            return self.page(&format!("{file}{target}"));
        }
        let mut parts: Vec<&str> = file.split('/').collect();
        parts.pop();
        for part in target.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." | "" => {}
                part => parts.push(part),
            }
        }
        self.page(&parts.join("/"))
    }
}

/// Whether it is a plain web address that can stand in Markdown as it is.
pub(super) fn is_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && rest.bytes().all(|b| b.is_ascii_graphic() && !b"<>()[]\\\"'`|^*{}".contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_published_pages() {
        let links = Links::new(Some("https://example.com/graph/api/{page}?view=v1"));
        assert_eq!(links.page("api/user-list.md").as_deref(), Some("https://example.com/graph/api/user-list?view=v1"));
        assert_eq!(
            links.resolve("../resources/user.md#properties", "api/user-list.md").as_deref(),
            Some("https://example.com/graph/api/resources/user?view=v1#properties")
        );
        assert_eq!(links.resolve("/graph/overview", "api/a.md").as_deref(), Some("https://example.com/graph/overview"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "//evil", "https://a b", "https://a)b", "file:///etc"] {
            assert_eq!(links.resolve(bad, "api/a.md"), None, "{bad}");
        }
        assert_eq!(Links::new(None).resolve("../resources/user.md", "api/a.md"), None);
    }
}
