//! The layouts of permission tables, told by their header and the labels of their rows.

use docbind_ir::Scheme;

use super::lexer::is_name;
use crate::markdown::plain;
use crate::page::{Cell, Table};

/// How a permission table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A row per scheme: the column that names it and those that list permissions. Other columns limit their row.
    RowPerScheme {
        /// The column of the schemes.
        label: usize,
        /// The columns of the lists.
        columns: Vec<Column>,
    },
    /// A column per scheme; the rows are resources.
    ColumnPerScheme(Vec<(usize, Vec<Scheme>)>),
    /// A column per scheme; the rows are the least and the higher privileged permissions.
    KindPerRow(Vec<(usize, Vec<Scheme>)>),
    /// A column per scheme; the rows are permissions, the cells ticks.
    PermissionPerRow(Vec<(usize, Vec<Scheme>)>),
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
            return Some(Self::by_column(table, by_column));
        }
        let names_scheme = |column: usize| {
            table.rows.iter().filter_map(|row| row.get(column)).any(|label| !schemes(&text(label)).is_empty())
        };
        let label = (0..heads.len()).find(|column| names_scheme(*column))?;
        let about_permissions = heads.iter().any(|head| head.contains("permission") || head.contains("privileged"));
        if !about_permissions {
            return None;
        }
        let columns: Vec<Column> = heads
            .iter()
            .enumerate()
            .filter(|(position, _)| *position != label)
            .filter(|(_, head)| head.contains("permission") || head.contains("privileged") || head.contains("scope"))
            .map(|(position, head)| Column { position, role: Role::of(head), scenario: scenario(head) })
            .collect();
        (!columns.is_empty()).then_some(Self::RowPerScheme { label, columns })
    }

    fn by_column(table: &Table<'_>, columns: Vec<(usize, Vec<Scheme>)>) -> Self {
        let labels: Vec<String> = table.rows.iter().filter_map(|row| row.first()).map(text).collect();
        let is_kind = |label: &String| Role::of(label) != Role::Unordered;
        if !labels.is_empty() && labels.iter().all(is_kind) {
            return Self::KindPerRow(columns);
        }
        let is_permission = |row: &Vec<Cell<'_>>| {
            let names =
                row.first().is_some_and(|cell| plain(&cell.markdown).split_whitespace().next().is_some_and(is_name));
            names && columns.iter().all(|(column, _)| row.get(*column).is_none_or(|cell| tick(&text(cell)).is_some()))
        };
        if !table.rows.is_empty() && table.rows.iter().all(is_permission) {
            return Self::PermissionPerRow(columns);
        }
        Self::ColumnPerScheme(columns)
    }
}

impl Role {
    pub(super) fn of(head: &str) -> Self {
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
        _ => {
            let (name, _) = split_limit(label);
            let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            if words.all(is_application_word) { vec![Scheme::Application] } else { Vec::new() }
        }
    }
}

/// What the label of a row limits it to beside naming a scheme: `channel` of `Application (channel)` and of
/// `Delegated (work or school account) - channel`.
pub(super) fn limit_of_label(label: &str) -> Option<String> {
    let (_, limit) = split_limit(label);
    limit.map(|limit| limit.trim_start_matches("for ").trim().to_owned()).filter(|limit| !limit.is_empty())
}

/// The name of a scheme and what stands behind it.
fn split_limit(label: &str) -> (&str, Option<&str>) {
    let is_limit = |words: &str| {
        let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
        words.peek().is_some() && !words.all(is_scheme_word)
    };
    // The account of a scheme stands in brackets, and so may a limit.
    let mut start = 0;
    while let Some(open) = label.get(start..).and_then(|rest| rest.find('(')).map(|open| open + start) {
        let close = label.get(open..).and_then(|rest| rest.find(')')).map_or(label.len(), |close| close + open);
        let (name, inner) = (label.get(..open).unwrap_or_default(), label.get(open + 1..close).unwrap_or_default());
        if is_limit(inner) {
            return (name, Some(inner));
        }
        start = close + 1;
    }
    let separators = [" - ", " – ", " — ", ": ", ", ", " for ", " in ", " when "];
    let cut = separators.iter().filter_map(|separator| label.find(separator).map(|at| (at, separator.len())));
    let Some((at, length)) = cut.min() else { return (label, None) };
    let limit = label.get(at + length..).unwrap_or_default();
    if is_limit(limit) { (label.get(..at).unwrap_or_default(), Some(limit)) } else { (label, None) }
}

/// Words that names of schemes are made of.
fn is_scheme_word(word: &str) -> bool {
    is_application_word(word)
        || matches!(
            word,
            "delegated" | "personal" | "microsoft" | "accounts" | "a" | "an" | "type" | "ms" | "msa" | "aad"
        )
}

/// Whether a cell says yes or no; nothing when it says something else.
pub(super) fn tick(cell: &str) -> Option<bool> {
    match cell.trim_matches(['.', ' ', ':', '\u{fe0f}']) {
        "yes" | "y" | "true" | "x" | "✓" | "✔" | "✅" | "☑" | "supported" | "heavy_check_mark" => Some(true),
        "no" | "n" | "false" | "" | "-" | "–" | "—" | "❌" | "✗" | "✘" | "not supported" | "n/a" | "none" => {
            Some(false)
        }
        _ => None,
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
