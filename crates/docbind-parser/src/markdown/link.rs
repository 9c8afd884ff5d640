//! Links and where they lead.

use std::borrow::Cow;
use std::sync::Arc;

use docbind_ir::lowercase;
use memchr::memchr2;

use super::code_span::closing;

/// An inline link: `[text](target)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The Markdown between the square brackets.
    pub text: &'a str,
    /// The target as written, without a title.
    pub target: &'a str,
    /// Byte offset of the opening bracket in the Markdown that was searched.
    pub offset: usize,
    /// Byte offset of what follows the link.
    pub end: usize,
}

/// The links of inline Markdown in order; see [`links`].
#[derive(Clone, Debug)]
pub struct Links<'a> {
    markdown: &'a str,
    position: usize,
}

/// The inline links in order. Images are links too; what stands in code spans is not.
///
/// A target whose closing parenthesis is missing ends at the first white space.
pub fn links(markdown: &str) -> Links<'_> {
    Links { markdown, position: 0 }
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        // Opening brackets whose partner has not been met; the innermost is the one a `]` closes.
        let mut open = Vec::new();
        while let Some(rest) = self.markdown.get(self.position..) {
            let offset = self.position + rest.find(['[', ']', '`', '\\'])?;
            let special = self.markdown.as_bytes().get(offset)?;
            self.position = offset + 1;
            match special {
                b'[' => open.push(offset),
                b']' => {
                    let Some(start) = open.pop() else { continue };
                    let Some((target, end)) = self.markdown.get(offset + 1..).and_then(target) else { continue };
                    self.position = offset + 1 + end;
                    let text = self.markdown.get(start + 1..offset)?;
                    return Some(Link { text, target, offset: start, end: self.position });
                }
                b'`' => {
                    let span = self.markdown.get(offset..)?;
                    let text = span.trim_start_matches('`');
                    let ticks = span.len() - text.len();
                    self.position = offset + ticks + closing(text, ticks).map_or(0, |end| end + ticks);
                }
                _ => self.position = offset + 1 + self.markdown.get(offset + 1..)?.chars().next()?.len_utf8(),
            }
        }
        None
    }
}

/// Bytes after which a target in angle brackets is taken to be none.
const LONGEST_TARGET: usize = 4096;

/// The first bytes of a text: as many as given, or a few less when they would cut a character.
pub(crate) fn prefix(text: &str, length: usize) -> &str {
    (0..4).find_map(|less| text.get(..length.checked_sub(less)?)).unwrap_or(text)
}

/// The target in `(target "title")` at the start of the text, and where the parentheses end.
fn target(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('(')?;
    let skipped = inner.len() - inner.trim_start().len();
    let trimmed = inner.get(skipped..)?;
    if let Some(angled) = trimmed.strip_prefix('<') {
        let end = memchr2(b'>', b'\n', prefix(angled, LONGEST_TARGET).as_bytes())?;
        let (target, rest) = angled.split_at_checked(end)?;
        let after = rest.strip_prefix('>')?.trim_start().strip_prefix(')')?;
        return Some((target, text.len() - after.len()));
    }
    let mut depth = 0_usize;
    for (at, character) in trimmed.char_indices() {
        let stop = match character {
            '(' => {
                depth += 1;
                false
            }
            ')' if depth > 0 => {
                depth -= 1;
                false
            }
            ')' => return Some((trimmed.get(..at)?, 1 + skipped + at + 1)),
            _ => character.is_whitespace(),
        };
        if stop {
            let (target, rest) = trimmed.split_at_checked(at)?;
            return Some((target, text.len() - after_title(rest).unwrap_or(rest).len()));
        }
    }
    (!trimmed.is_empty()).then_some((trimmed, text.len()))
}

/// What follows the closing parenthesis when only a title stands before it.
fn after_title(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let rest = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split_once(quote)?.1.trim_start(),
        _ => rest,
    };
    rest.strip_prefix(')')
}

/// The page that a link in `from_file` leads to: its path relative to the documentation root, lower case, `/` between
/// the parts, with `#anchor` when the target has one.
///
/// Site-absolute targets (`/graph/api/resources/user`) mean the page of the same set as `from_file`; a page without an
/// extension is a `.md` file. `None` for other hosts and schemes, for pages outside the set's folders and for paths
/// that leave the root.
pub fn resolve_link(from_file: &str, target: &str) -> Option<Arc<str>> {
    let target = target.trim();
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let path = if path.contains('\\') { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) };
    let path = lowercase(&path);
    if path.starts_with("//") || has_scheme(&path) || (path.is_empty() && anchor.is_none()) {
        return None;
    }
    let from_file = lowercase(from_file);
    let mut resolved = if path.is_empty() {
        from_file.into_owned()
    } else if let Some(rest) = path.strip_prefix('/') {
        site_absolute(&from_file, rest)?
    } else if let Some(rest) = path.strip_prefix("~/") {
        join("", rest)?
    } else {
        join(from_file.rsplit_once('/').map_or("", |(folder, _)| folder), &path)?
    };
    if !resolved.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        resolved.push_str(".md");
    }
    if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
        resolved.push('#');
        resolved.push_str(&anchor.to_lowercase());
    }
    Some(resolved.into())
}

/// `folder/path` with `.` and `..` resolved; `None` when it leaves the root or names nothing.
pub(crate) fn join(folder: &str, path: &str) -> Option<String> {
    let mut joined = String::with_capacity(folder.len() + path.len() + 1);
    let folders = folder.split('/').filter(|part| !part.is_empty());
    folders.for_each(|folder| push_part(folder, &mut joined));
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => push_part(part, &mut joined),
        }
    }
    (!joined.is_empty()).then_some(joined)
}

fn push_part(part: &str, path: &mut String) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(part);
}

fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// A published address such as `graph/api/resources/user` as a file of the set that `from_file` belongs to.
fn site_absolute(from_file: &str, address: &str) -> Option<String> {
    let (_, below) = format!("/{address}").split_once("/api/").map(|(site, below)| (site.len(), below.to_owned()))?;
    let below = if below.starts_with("resources/") { below } else { format!("api/{below}") };
    join(set_folder(from_file), &below)
}

/// The folder of the set, which is the one that holds `api`, `resources` and `includes`.
fn set_folder(file: &str) -> &str {
    let mut start = 0;
    for part in file.split('/') {
        if matches!(part, "api" | "resources" | "includes") {
            return file.get(..start).unwrap_or("");
        }
        start += part.len() + 1;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{links, resolve_link};

    fn read(markdown: &str) -> Vec<(&str, &str)> {
        links(markdown).map(|link| (link.text, link.target)).collect()
    }

    #[test]
    fn links_in_a_cell() {
        assert_eq!(
            read("A [user](../resources/user.md) or [`group`]( group.md \"Group (all)\") collection"),
            [("user", "../resources/user.md"), ("`group`", "group.md")]
        );
    }

    #[test]
    fn brackets_that_are_no_links() {
        assert_eq!(read("[note] and `[a](b.md)` and \\[c](d.md) and [e](f.md)"), [("e", "f.md")]);
    }

    #[test]
    fn a_link_that_is_not_closed() {
        assert_eq!(read("[profile](profile.md"), [("profile", "profile.md")]);
        assert_eq!(read("[profile](profile.md and more"), [("profile", "profile.md")]);
    }

    #[test]
    fn a_link_says_where_it_stands() {
        let markdown = "An [x](y.md) collection";
        let link = links(markdown).next().unwrap();
        assert_eq!((link.offset, markdown.split_at(link.end).1), (3, " collection"));
    }

    #[test]
    fn relative_targets() {
        let from = "v1.0/api/user-get.md";
        assert_eq!(resolve_link(from, "../resources/User.md").as_deref(), Some("v1.0/resources/user.md"));
        assert_eq!(resolve_link(from, "./user-list.md#Response").as_deref(), Some("v1.0/api/user-list.md#response"));
        assert_eq!(resolve_link(from, "#members").as_deref(), Some("v1.0/api/user-get.md#members"));
        assert_eq!(resolve_link(from, "../resources/user").as_deref(), Some("v1.0/resources/user.md"));
        assert_eq!(resolve_link("api/x.md", "../../../y.md"), None);
    }

    #[test]
    fn site_absolute_targets() {
        assert_eq!(resolve_link("api/x.md", "/graph/api/resources/team").as_deref(), Some("resources/team.md"));
        assert_eq!(
            resolve_link("beta/resources/x.md", "/graph/api/team-get?view=graph-rest-beta#request").as_deref(),
            Some("beta/api/team-get.md#request")
        );
        assert_eq!(resolve_link("api/x.md", "/graph/auth-overview"), None);
    }

    #[test]
    fn other_hosts() {
        assert_eq!(resolve_link("api/x.md", "https://example.com/a.md"), None);
        assert_eq!(resolve_link("api/x.md", "//example.com/a.md"), None);
        assert_eq!(resolve_link("api/x.md", "mailto:a@example.com"), None);
    }
}
