//! Which operation a URL calls, from a table that is text.

use super::{Permissions, Scheme};
use crate::Method;

/// All documented operations of an API, whichever of its areas are compiled.
///
/// The rows are mostly text, sorted by the segments of their keys, so that a table of thousands costs a program little,
/// and one that no code names costs nothing.
#[derive(Debug)]
pub struct OperationTable(&'static [Row]);

/// The method; then the key, the identity, the page and the path, with tabs between; then the permissions.
type Row = (Method, &'static str, &'static Permissions);

/// Writes the table of a generated crate from its rows.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    ($($method:ident $row:literal $permissions:ident)*) => {
        /// All documented operations.
        pub static OPERATIONS: $crate::permissions::OperationTable = $crate::permissions::OperationTable::new(&[
            $(($crate::Method::$method, $row, &super::permissions::$permissions)),*
        ]);

        /// The operation that a method and an actual URL call: `GET /users/42`.
        pub fn operation_for(method: $crate::Method, url: &str) -> Option<$crate::permissions::Entry> {
            OPERATIONS.find(method, url)
        }
    };
}

/// A documented operation as the table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Area and operation type: `users.List`.
    pub id: &'static str,
    /// The HTTP verb.
    pub method: Method,
    /// The path template: `/users/{id}`.
    pub path: &'static str,
    /// The page and its line: `api/user-list.md:34`.
    pub docs: &'static str,
    /// Who may call it.
    pub permissions: &'static Permissions,
}

impl OperationTable {
    /// A table of rows, which the macro `operations!` writes.
    #[doc(hidden)]
    pub const fn new(rows: &'static [Row]) -> Self {
        Self(rows)
    }

    /// The operation that a method and an actual URL call: `GET /users/42/messages`. The URL may be absolute, with a
    /// version and a query.
    ///
    /// Fixed segments win over identifiers. Where no page documents `/me`, the user's own path serves, and the other way
    /// round.
    pub fn find(&self, method: Method, url: &str) -> Option<Entry> {
        let url = Url::parse(url)?;
        self.search(method, &url, 0, 0, 0, self.0.len()).or_else(|| {
            let other = url.as_other()?;
            self.search(method, &other, 0, 0, 0, self.0.len())
        })
    }

    /// All operations.
    pub fn iter(&self) -> impl Iterator<Item = Entry> {
        self.0.iter().filter_map(entry)
    }

    /// The operations that a single permission suffices for, whoever calls them.
    pub fn allowed_by<'t>(&'t self, scheme: Scheme, permission: &'t str) -> impl Iterator<Item = Entry> + 't {
        self.iter().filter(move |entry| {
            let requirement = entry.permissions.get(scheme);
            requirement.alternatives().next().is_some() && requirement.allows(&[permission])
        })
    }

    /// Looks among the rows from `low` to `high`, whose keys agree in the first `at` bytes, for the rest of a URL.
    fn search(&self, method: Method, url: &Url<'_>, depth: usize, at: usize, low: usize, high: usize) -> Option<Entry> {
        let rows = self.0.get(low..high).filter(|rows| !rows.is_empty())?;
        let Some(segment) = url.segments.get(depth).filter(|_| depth < url.length) else {
            let whole = rows.iter().take_while(|row| byte(row, at) == Some(b'\t'));
            return whole.filter(|row| row.0 == method).find_map(entry);
        };
        // An identifier serves where no word does.
        let word = (segment.kind != Kind::Value).then_some(*segment);
        let identifier = (segment.kind != Kind::Address).then_some(Segment::PARAMETER);
        word.into_iter().chain(identifier).find_map(|wanted| {
            let order = |row: &Row| part(row, at).iter().copied().cmp(wanted.normal());
            let start = rows.partition_point(|row| order(row).is_lt());
            let found = rows.get(start..)?;
            let found = found.get(..found.partition_point(|row| order(row).is_eq()))?;
            let next = at + part(found.first()?, at).len();
            if depth + 1 == url.length {
                return self.search(method, url, depth + 1, next, low + start, low + start + found.len());
            }
            // Keys that end here come before those that go on.
            let ended = found.partition_point(|row| byte(row, next) == Some(b'\t'));
            self.search(method, url, depth + 1, next + 1, low + start + ended, low + start + found.len())
        })
    }
}

fn entry(row: &Row) -> Option<Entry> {
    let (method, text, permissions) = *row;
    let mut parts = text.split('\t').skip(1);
    let (id, docs, path) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Entry { id, method, path, docs, permissions })
}

fn byte(row: &Row, at: usize) -> Option<u8> {
    row.1.as_bytes().get(at).copied()
}

/// The segment of a row's key that starts at a byte.
fn part(row: &Row, at: usize) -> &'static [u8] {
    let rest = row.1.as_bytes().get(at..).unwrap_or_default();
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'\t')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// So many segments has the longest path; a longer URL calls nothing.
const SEGMENTS: usize = 40;

/// A URL in segments.
struct Url<'u> {
    segments: [Segment<'u>; SEGMENTS],
    length: usize,
}

/// A segment of a URL.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Segment<'u> {
    text: &'u str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A word, a call, or an identifier.
    Plain,
    /// A key in parentheses: an identifier for certain.
    Value,
    /// A path inside of a drive.
    Address,
}

impl Segment<'_> {
    const PARAMETER: Segment<'static> = Segment { text: "{}", kind: Kind::Value };

    /// What a key of the table has for it: in lower case, without a namespace, calls with the names of their arguments.
    fn normal(&self) -> impl Iterator<Item = u8> {
        let (name, arguments) = match self.text.split_once('(') {
            Some((name, arguments)) if self.kind == Kind::Plain => {
                (name, arguments.strip_suffix(')').unwrap_or(arguments))
            }
            _ => (self.text, ""),
        };
        let name = if self.kind == Kind::Address { ":" } else { name };
        let short = match name.rsplit_once('.') {
            Some((namespace, short)) if namespace.starts_with("microsoft.") => short,
            _ => name,
        };
        let names = arguments.split(',').filter_map(|argument| argument.split_once('=')).map(|(name, _)| name.trim());
        let has = !arguments.is_empty();
        let names =
            names.enumerate().flat_map(|(index, name)| (index > 0).then_some(b',').into_iter().chain(name.bytes()));
        let open = has.then_some(b'(').into_iter();
        short.bytes().chain(open).chain(names).chain(has.then_some(b')')).map(|byte| byte.to_ascii_lowercase())
    }
}

impl<'u> Url<'u> {
    fn parse(url: &'u str) -> Option<Self> {
        let path = match url.split_once("://") {
            Some((_, rest)) => rest.get(rest.find('/')?..)?,
            None => url,
        };
        let path = path.split(['?', '#']).next()?;
        let mut this = Self { segments: [Segment { text: "", kind: Kind::Plain }; SEGMENTS], length: 0 };
        let mut rest = path.trim_matches('/');
        if let Some((_, after)) = rest.split_once('/').filter(|(first, _)| is_version(first)) {
            rest = after;
        }
        while !rest.is_empty() {
            let end = end_of_segment(rest);
            let (segment, after) = rest.split_at_checked(end)?;
            match segment.strip_suffix(':') {
                // `root:/folder/file.txt:/content`
                Some(before) if after.starts_with('/') => {
                    if !before.is_empty() {
                        this.push(before)?;
                    }
                    let address = after.trim_start_matches('/');
                    let (text, left) = address.split_once(':').unwrap_or((address, ""));
                    this.add(Segment { text, kind: Kind::Address })?;
                    rest = left.trim_start_matches('/');
                }
                _ => {
                    this.push(segment)?;
                    rest = after.trim_start_matches('/');
                }
            }
        }
        Some(this)
    }

    /// A segment; `users('42')` is two.
    fn push(&mut self, text: &'u str) -> Option<()> {
        if let Some((name, key)) = text.split_once('(')
            && let Some(key) = key.strip_suffix(')')
            && !key.is_empty()
            && !key.contains('=')
        {
            self.add(Segment { text: name, kind: Kind::Plain })?;
            return self.add(Segment { text: key, kind: Kind::Value });
        }
        self.add(Segment { text, kind: Kind::Plain })
    }

    fn add(&mut self, segment: Segment<'u>) -> Option<()> {
        *self.segments.get_mut(self.length)? = segment;
        self.length += 1;
        Some(())
    }

    /// The same in the other way to name the signed-in user.
    fn as_other(&self) -> Option<Self> {
        let mut other = Self { segments: [Segment { text: "", kind: Kind::Plain }; SEGMENTS], length: 0 };
        let all = self.segments.get(..self.length)?;
        match all {
            [first, rest @ ..] if first.text.eq_ignore_ascii_case("me") => {
                other.add(Segment { text: "users", kind: Kind::Plain })?;
                other.add(Segment { text: "me", kind: Kind::Value })?;
                rest.iter().try_for_each(|segment| other.add(*segment))?;
            }
            [first, _, rest @ ..] if first.text.eq_ignore_ascii_case("users") => {
                other.add(Segment { text: "me", kind: Kind::Plain })?;
                rest.iter().try_for_each(|segment| other.add(*segment))?;
            }
            _ => return None,
        }
        Some(other)
    }
}

/// Where a segment ends: at a slash outside of quotes.
fn end_of_segment(path: &str) -> usize {
    let mut is_quoted = false;
    for (position, byte) in path.bytes().enumerate() {
        match byte {
            b'\'' => is_quoted = !is_quoted,
            b'/' if !is_quoted => return position,
            _ => {}
        }
    }
    path.len()
}

fn is_version(segment: &str) -> bool {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    segment.eq_ignore_ascii_case("beta") || segment.strip_prefix(['v', 'V']).is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: &Permissions = &Permissions::UNKNOWN;

    static TABLE: OperationTable = OperationTable::new(&[
        (Method::Get, "drive/root/:/content\tdrive.GetContent\tapi/d.md:3\t/drive/root:/{path}:/content", NONE),
        (Method::Get, "me/messages\tme.ListMessages\tapi/a.md:1\t/me/messages", NONE),
        (Method::Get, "users\tusers.List\tapi/a.md:1\t/users", NONE),
        (Method::Post, "users\tusers.Post\tapi/a.md:2\t/users", NONE),
        (Method::Get, "users/delta\tusers.Delta\tapi/b.md:1\t/users/delta()", NONE),
        (Method::Get, "users/{}\tusers.GetById\tapi/c.md:1\t/users/{id}", NONE),
        (Method::Put, "users/{}/manager/$ref\tusers.PutManagerRef\tapi/c.md:1\t/users/{id}/manager/$ref", NONE),
        (Method::Get, "users/{}/range(address)\tusers.Range\tapi/c.md:1\t/users/{id}/range(address='{a}')", NONE),
    ]);

    fn id(method: Method, url: &str) -> Option<&'static str> {
        TABLE.find(method, url).map(|entry| entry.id)
    }

    #[test]
    fn an_actual_url_finds_its_operation() {
        assert_eq!(id(Method::Get, "/users"), Some("users.List"));
        assert_eq!(id(Method::Post, "/users/"), Some("users.Post"));
        assert_eq!(id(Method::Get, "https://graph.microsoft.com/v1.0/Users/42?$select=id"), Some("users.GetById"));
        assert_eq!(id(Method::Get, "users('a@b.c')"), Some("users.GetById"));
        assert_eq!(id(Method::Put, "/users/1/manager/$ref"), Some("users.PutManagerRef"));
        assert_eq!(id(Method::Get, "/users/1/range(address='A1/B2')"), Some("users.Range"));
    }

    #[test]
    fn a_word_wins_over_an_identifier_and_a_namespace_says_nothing() {
        assert_eq!(id(Method::Get, "/users/delta"), Some("users.Delta"));
        assert_eq!(id(Method::Get, "/users/microsoft.graph.delta()"), Some("users.Delta"));
    }

    #[test]
    fn the_signed_in_user_is_one_of_the_users() {
        assert_eq!(id(Method::Get, "/me"), Some("users.GetById"));
        assert_eq!(id(Method::Get, "/users/7/messages"), Some("me.ListMessages"));
    }

    #[test]
    fn a_path_in_a_drive_is_one_segment() {
        assert_eq!(id(Method::Get, "/drive/root:/a/b c.txt:/content"), Some("drive.GetContent"));
    }

    #[test]
    fn what_is_not_documented_is_not_found() {
        assert_eq!(id(Method::Get, "/groups"), None);
        assert_eq!(id(Method::Get, "/users/1/2/3"), None);
        assert_eq!(id(Method::Get, ""), None);
        assert_eq!(id(Method::Get, &"/a".repeat(50)), None);
    }
}
