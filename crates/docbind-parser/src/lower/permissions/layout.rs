//! The layouts of permission tables, told by their header and the labels of their rows.

use docbind_ir::Scheme;

use crate::markdown::plain;
use crate::page::{Cell, Table};

/// How a permission table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A row per scheme; the columns that list permissions.
    RowPerScheme(Vec<Column>),
    /// A column per scheme; the rows are resources.
    ColumnPerScheme(Vec<(usize, Vec<Scheme>)>),
}

/// A column that lists permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its position in the table.
    pub position: usize,
    /// What its list means.
    pub role: Role,
    /// What the list is limited to: `acting on self`.
    pub scenario: Option<String>,
}

/// What the list of a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// All permissions, the least privileged first.
    LeastToMost,
    /// All permissions, the least privileged last.
    MostToLeast,
    /// All permissions in no documented order.
    Unordered,
    /// The least privileged permissions.
    Least,
    /// The more privileged permissions.
    Higher,
}

impl Layout {
    /// The layout of a table; none when it is no permission table.
    pub(super) fn of(table: &Table<'_>) -> Option<Self> {
        let heads: Vec<String> = table.header.iter().map(text).collect();
        let is_candidate =
            |head: &String| ["permission", "privileged", "delegated"].iter().any(|word| head.contains(word));
        if !heads.iter().any(is_candidate) {
            return None;
        }
        let by_column: Vec<(usize, Vec<Scheme>)> = heads
            .iter()
            .enumerate()
            .skip(1)
            .map(|(position, head)| (position, schemes(head)))
            .filter(|(_, schemes)| !schemes.is_empty())
            .collect();
        if by_column.len() >= 2 {
            return Some(Self::ColumnPerScheme(by_column));
        }
        let labelled = table.rows.iter().filter_map(|row| row.first()).any(|label| !schemes(&text(label)).is_empty());
        let about_permissions = heads.iter().any(|head| head.contains("permission") || head.contains("privileged"));
        if !labelled || !about_permissions {
            return None;
        }
        let columns: Vec<Column> = heads
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, head)| head.contains("permission") || head.contains("privileged") || head.contains("scope"))
            .map(|(position, head)| Column { position, role: Role::of(head), scenario: scenario(head) })
            .collect();
        (!columns.is_empty()).then_some(Self::RowPerScheme(columns))
    }
}

impl Role {
    fn of(head: &str) -> Self {
        if head.contains("most to least") {
            Self::MostToLeast
        } else if head.contains("least to most") {
            Self::LeastToMost
        } else if head.contains("higher") || head.contains("more privileged") {
            Self::Higher
        } else if head.contains("least privileged") {
            Self::Least
        } else {
            Self::Unordered
        }
    }
}

/// The text of a cell in lower case, white space collapsed.
pub(super) fn text(cell: &Cell<'_>) -> String {
    let plain = plain(&cell.markdown);
    let mut text = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if !text.is_ascii() {
        return text.to_lowercase();
    }
    text.make_ascii_lowercase();
    text
}

/// The schemes that a label in lower case names; none when it is something else.
pub(super) fn schemes(label: &str) -> Vec<Scheme> {
    let words = |label| str::split(label, |c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first @ ("delegated" | "application" | "app")) = words(label).next() else { return Vec::new() };
    let label = label.split_once("note:").map_or(label, |(label, _)| label);
    let words: Vec<&str> = words(label).collect();
    let has = |word: &str| words.contains(&word);
    match first {
        "delegated" => {
            let mut schemes = Vec::new();
            let personal = has("personal");
            if has("work") || has("school") || !personal {
                schemes.push(Scheme::DelegatedWork);
            }
            if personal {
                schemes.push(Scheme::DelegatedPersonal);
            }
            schemes
        }
        _ if words.iter().all(|word| is_application_word(word)) => vec![Scheme::Application],
        _ => Vec::new(),
    }
}

fn is_application_word(word: &str) -> bool {
    matches!(word, "application" | "app" | "only" | "permission" | "permissions" | "work" | "or" | "school" | "account")
}

/// What the head limits its column to, beside naming permissions and their order.
fn scenario(head: &str) -> Option<String> {
    let head = head.split_once('(').map_or(head, |(head, _)| head);
    let words: Vec<&str> = head
        .split_whitespace()
        .filter(|word| {
            !matches!(
                *word,
                "permission"
                    | "permissions"
                    | "permission(s)"
                    | "least"
                    | "higher"
                    | "more"
                    | "privileged"
                    | "required"
                    | "from"
                    | "to"
                    | "most"
                    | "scopes"
                    | "scope"
                    | "for"
            )
        })
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_schemes() {
        let one = |label: &str| schemes(&label.to_lowercase());
        assert_eq!(one("Delegated (work or school account)"), [Scheme::DelegatedWork]);
        assert_eq!(one("Delegated (personal Microsoft account"), [Scheme::DelegatedPersonal]);
        assert_eq!(one("Delegated permission (work or school account)"), [Scheme::DelegatedWork]);
        assert_eq!(one("Delegated"), [Scheme::DelegatedWork]);
        assert_eq!(one("Application"), [Scheme::Application]);
        assert_eq!(one("Application permission"), [Scheme::Application]);
        assert_eq!(one("Delegated (personal account) Note: metadata of work accounts"), [Scheme::DelegatedPersonal]);
        for label in ["applications", "Application management", "user", "oauth2permissiongrant", ""] {
            assert!(one(label).is_empty(), "{label}");
        }
    }

    #[test]
    fn what_a_column_means() {
        assert_eq!(Role::of("permissions (from least to most privileged)"), Role::LeastToMost);
        assert_eq!(Role::of("permissions (from most to least privileged)"), Role::MostToLeast);
        assert_eq!(Role::of("permissions"), Role::Unordered);
        assert_eq!(Role::of("least privileged permission"), Role::Least);
        assert_eq!(Role::of("higher privileged permissions"), Role::Higher);
        assert_eq!(
            scenario("permissions acting on self (from least to most privileged)").as_deref(),
            Some("acting on self")
        );
        assert_eq!(scenario("least privileged permissions"), None);
    }
}
