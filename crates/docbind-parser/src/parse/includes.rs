//! Where the text of included files comes from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::{memchr, memchr_iter, memchr2};

use crate::markdown::{join, prefix};

/// Gives the text of included files.
///
/// The parser resolves paths textually and refuses those that leave the root; an implementation over a file system
/// must still keep links and devices from leading elsewhere. Texts live as long as the implementation, since pages
/// borrow from them.
pub trait Includes: Sync {
    /// The text of the file at `path`, which is relative to the documentation root with `/` between the parts.
    fn text(&self, path: &str) -> Result<&str, IncludeError>;
}

/// Why an include gives no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncludeError {
    /// There is no such file.
    Missing,
    /// The file lies outside the documentation, or is not a plain file.
    Outside,
    /// The file is larger than the limit.
    TooLarge,
    /// The file cannot be read, for this reason.
    Unreadable(String),
}

/// Included files in memory, by path.
impl Includes for BTreeMap<String, String> {
    fn text(&self, path: &str) -> Result<&str, IncludeError> {
        self.get(path).map(String::as_str).ok_or(IncludeError::Missing)
    }
}

/// No included files at all.
impl Includes for () {
    fn text(&self, _path: &str) -> Result<&str, IncludeError> {
        Err(IncludeError::Missing)
    }
}

/// An include as written: `[!INCLUDE [label](path)]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IncludeSyntax<'a> {
    pub(super) label: &'a str,
    pub(super) path: &'a str,
}

const KEYWORD: &str = "[!INCLUDE";
/// Bytes after which an include is none, which keeps the search for its end short.
const LONGEST: usize = 1024;

/// The include at the start of the text, with what follows it.
pub(super) fn syntax(text: &str) -> Option<(IncludeSyntax<'_>, &str)> {
    let keyword = text.get(..KEYWORD.len()).filter(|_| text.starts_with('['))?;
    let rest = text.get(KEYWORD.len()..).filter(|_| keyword.eq_ignore_ascii_case(KEYWORD))?;
    // Some writers put a hyphen or `-NEXT` here.
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | ' '));
    let (label, path) = prefix(rest, LONGEST).strip_prefix('[')?.split_once(']')?;
    let (path, _) = path.strip_prefix('(')?.split_once(')')?;
    if memchr(b'\n', label.as_bytes()).or_else(|| memchr(b'\n', path.as_bytes())).is_some() {
        return None;
    }
    let rest = rest.get(label.len() + path.len() + 4..)?;
    let path = path.trim();
    let path = memchr2(b' ', b'\t', path.as_bytes()).and_then(|title| path.get(..title)).unwrap_or(path);
    let path = path.strip_prefix('<').and_then(|path| path.strip_suffix('>')).unwrap_or(path);
    let rest = rest.trim_start_matches([' ', '\t']);
    Some((IncludeSyntax { label: label.trim(), path }, rest.strip_prefix(']').unwrap_or(rest)))
}

/// Where the next include stands in the text.
pub(super) fn find(text: &str) -> Option<usize> {
    markers(text).find(|at| text.get(*at..).and_then(syntax).is_some())
}

/// Where `[!` stands, which begins includes and alerts.
pub(super) fn markers(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr_iter(b'[', bytes).filter(move |at| bytes.get(at + 1) == Some(&b'!'))
}

impl IncludeSyntax<'_> {
    /// Whether it brings in a call in another language, which is never needed and often not in a checkout.
    pub(super) fn is_snippet(&self) -> bool {
        self.path
            .split(['/', '\\'])
            .any(|part| part.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("snippet")))
    }

    /// The path relative to the documentation root; `None` when it leads outside or is no relative path.
    pub(super) fn resolve(&self, from_file: &str) -> Option<String> {
        let end = memchr2(b'#', b'?', self.path.as_bytes()).unwrap_or(self.path.len());
        let path = self.path.get(..end).unwrap_or(self.path);
        let path = if memchr2(b'%', b'\\', path.as_bytes()).is_some() {
            Cow::Owned(path.replace("%20", " ").replace('\\', "/"))
        } else {
            Cow::Borrowed(path)
        };
        // Percent signs could hide dots and slashes, colons name drives and other hosts.
        let is_odd = |byte: u8| matches!(byte, b'%' | b':') || byte.is_ascii_control();
        let is_foreign = path.starts_with('/') || path.bytes().any(is_odd);
        if is_foreign {
            return None;
        }
        match path.strip_prefix("~/") {
            Some(from_root) => join("", from_root),
            None => join(from_file.rsplit_once('/').map_or("", |(folder, _)| folder), &path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{IncludeSyntax, syntax};

    fn resolve(path: &str) -> Option<String> {
        IncludeSyntax { label: "", path }.resolve("v1.0/api/a.md")
    }

    #[test]
    fn keyword_in_any_case() {
        let (include, rest) = syntax("[!include [a table](../includes/a.md)] rest").unwrap();
        assert_eq!((include.label, include.path, rest), ("a table", "../includes/a.md", " rest"));
        assert!(syntax("[!NOTE]").is_none());
    }

    #[test]
    fn paths_inside() {
        assert_eq!(resolve("../includes/a.md").as_deref(), Some("v1.0/includes/a.md"));
        assert_eq!(resolve("../../includes/a.md").as_deref(), Some("includes/a.md"));
        assert_eq!(resolve("..\\includes\\a.md").as_deref(), Some("v1.0/includes/a.md"));
        assert_eq!(resolve("~/includes/a.md").as_deref(), Some("includes/a.md"));
    }

    #[test]
    fn paths_outside() {
        for path in [
            "../../../a.md",
            "/etc/passwd",
            "C:\\a.md",
            "https://example.com/a.md",
            "%2e%2e/a.md",
            "a\0.md",
            "\\\\host\\a",
        ] {
            assert_eq!(resolve(path), None, "{path}");
        }
    }

    #[test]
    fn snippets() {
        let is_snippet = |path| IncludeSyntax { label: "", path }.is_snippet();
        assert!(is_snippet("../includes/snippets/csharp/a.md"));
        assert!(is_snippet("../../includes/snippets_sdk_link.md"));
        assert!(!is_snippet("../includes/permissions/a.md"));
    }
}
