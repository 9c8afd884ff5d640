//! Permission references: pages that describe the permissions themselves.

use docbind_ir::{Permission, PermissionKind, Rule, Source};

use super::permissions::is_permission_name;
use super::secondary::permission_reach;
use crate::markdown::plain;
use crate::page::{BlockKind, Cell, Page, Section, Table};

/// The permissions that a page describes: rows of its tables, a table for each permission, or the lines of a page
/// about one permission.
pub fn permission_reference(page: &Page<'_>) -> Vec<Permission> {
    let mut permissions = Vec::new();
    // The kind that the headings above announce, outermost first.
    let mut kinds: Vec<(u8, Option<PermissionKind>)> = Vec::new();
    for section in &page.sections {
        while kinds.last().is_some_and(|(level, _)| *level >= section.level) {
            kinds.pop();
        }
        kinds.push((section.level, kind_in(&section.heading)));
        let kind = kinds.iter().rev().find_map(|(_, kind)| *kind);
        for block in &section.blocks {
            let BlockKind::Table(table) = &block.kind else { continue };
            permissions.extend(rows(table, kind).unwrap_or_else(|| categories(table, section)));
        }
    }
    if permissions.is_empty() { about_one(page) } else { permissions }
}

fn kind_in(text: &str) -> Option<PermissionKind> {
    let text = text.to_lowercase();
    if text.contains("delegated") {
        Some(PermissionKind::Delegated)
    } else if text.contains("application") && (text.contains("permission") || text.trim() == "application") {
        Some(PermissionKind::Application)
    } else {
        None
    }
}

/// The kind that a description gives away.
fn kind_of_description(description: &str) -> Option<PermissionKind> {
    let description = description.to_lowercase();
    if description.contains("without a signed-in user") || description.contains("without a signed in user") {
        Some(PermissionKind::Application)
    } else if description.contains("on behalf of") || description.contains("signed-in user") {
        Some(PermissionKind::Delegated)
    } else {
        None
    }
}

fn text(cell: Option<&Cell<'_>>) -> String {
    cell.map(|cell| plain(&cell.markdown).trim().to_owned()).unwrap_or_default()
}

fn heads(table: &Table<'_>) -> Vec<String> {
    table.header.iter().map(|cell| text(Some(cell)).to_lowercase()).collect()
}

/// `|Permission|Display String|Description|Admin Consent Required|`: a row for each permission.
fn rows(table: &Table<'_>, kind: Option<PermissionKind>) -> Option<Vec<Permission>> {
    let heads = heads(table);
    let position = |words: &[&str]| heads.iter().position(|head| words.iter().any(|word| head.contains(word)));
    let name = heads.iter().position(|head| {
        matches!(head.as_str(), "permission" | "permissions" | "permission name" | "name" | "value")
    })?;
    let display = position(&["display"])?;
    let description = position(&["description"]);
    let consent = position(&["admin"]);
    let id = heads.iter().position(|head| matches!(head.as_str(), "id" | "identifier" | "guid"));
    let mut permissions = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let Some(cell) = row.get(name) else { continue };
        let label = text(Some(cell));
        let Some(own) = label.split_whitespace().next().filter(|word| is_permission_name(word)) else { continue };
        let description = text(description.and_then(|column| row.get(column)));
        permissions.push(Permission {
            name: own.into(),
            kind: kind.or_else(|| kind_of_description(&description)).unwrap_or(PermissionKind::Delegated),
            id: Some(text(id.and_then(|column| row.get(column)))).filter(|id| is_guid(id)),
            display_name: text(row.get(display)),
            admin_consent: consent.and_then(|column| yes_or_no(&text(row.get(column)))),
            description,
            source: cell.place.source(Rule::Secondary),
            requests: Vec::new(),
            properties: Vec::new(),
            relationships: Vec::new(),
        });
    }
    Some(permissions)
}

/// `|Category|Application|Delegated|` below a heading that is the permission: a column for each kind.
fn categories(table: &Table<'_>, section: &Section<'_>) -> Vec<Permission> {
    let heads = heads(table);
    let name = section.heading.split_whitespace().next().unwrap_or_default();
    if !is_permission_name(name) {
        return Vec::new();
    }
    let kinds = heads.iter().enumerate().skip(1).filter_map(|(column, head)| match head.as_str() {
        "application" => Some((column, PermissionKind::Application)),
        "delegated" => Some((column, PermissionKind::Delegated)),
        _ => None,
    });
    kinds
        .filter_map(|(column, kind)| {
            let row = |wanted: &str| {
                let found = table.rows.iter().find(|row| letters(&text(row.first())).starts_with(wanted));
                found.map(|row| text(row.get(column))).filter(|text| !text.is_empty() && text != "-")
            };
            let id = row("identifier").or_else(|| row("id")).filter(|id| is_guid(id));
            let display_name = row("display").unwrap_or_default();
            (id.is_some() || !display_name.is_empty()).then(|| Permission {
                name: name.into(),
                kind,
                id,
                display_name,
                description: row("description").unwrap_or_default(),
                admin_consent: row("adminconsent").and_then(|text| yes_or_no(&text)),
                source: section.place.source(Rule::Secondary),
                requests: Vec::new(),
                properties: Vec::new(),
                relationships: Vec::new(),
            })
        })
        .collect()
}

/// A page whose first line is a permission: every identifier ends a group of display text and description.
fn about_one(page: &Page<'_>) -> Vec<Permission> {
    let mut lines = lines(page).peekable();
    // Nearly all pages begin with something else.
    let Some(name) = lines.peek().map(|(line, _)| line.clone()).filter(|line| is_permission_name(line)) else {
        return Vec::new();
    };
    let lines: Vec<(String, Source)> = lines.collect();
    let reach = permission_reach(page);
    let mut permissions: Vec<Permission> = Vec::new();
    for group in lines.windows(3) {
        let [(display, _), (description, _), (id, source)] = group else { continue };
        if !is_guid(id) || is_guid(display) || is_guid(description) {
            continue;
        }
        let other = match permissions.last() {
            Some(Permission { kind: PermissionKind::Application, .. }) => PermissionKind::Delegated,
            _ => PermissionKind::Application,
        };
        let kind = kind_of_description(description).unwrap_or(other);
        permissions.push(Permission {
            name: name.as_str().into(),
            kind,
            id: Some(id.to_lowercase()),
            display_name: display.trim_end_matches('.').to_owned(),
            description: description.clone(),
            admin_consent: None,
            source: source.clone(),
            requests: reach.requests.clone(),
            properties: reach.properties.clone(),
            relationships: reach.relationships.clone(),
        });
    }
    for permission in &mut permissions {
        let needed = match permission.kind {
            PermissionKind::Application => "application permissions always require admin consent",
            PermissionKind::Delegated => "delegated permissions always require admin consent",
        };
        let stated = lines.iter().any(|(line, _)| line.to_lowercase().contains(needed));
        permission.admin_consent = stated.then_some(true);
    }
    permissions
}

/// The headings of a page and the lines of its paragraphs as text, without empty ones.
fn lines(page: &Page<'_>) -> impl Iterator<Item = (String, Source)> {
    let lines = page.sections.iter().flat_map(|section| {
        let heading = (section.heading.to_string(), section.place.source(Rule::Secondary));
        let paragraphs = section.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Text(paragraph) => Some(paragraph),
            _ => None,
        });
        let text = paragraphs.flat_map(|paragraph| {
            paragraph.markdown.lines().enumerate().map(|(offset, line)| {
                let mut source = paragraph.place.source(Rule::Secondary);
                source.line = source.line.saturating_add(u32::try_from(offset).unwrap_or(0));
                (plain(line).trim().to_owned(), source)
            })
        });
        std::iter::once(heading).chain(text)
    });
    lines.filter(|(line, _)| !line.is_empty())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.split_whitespace().next()?.to_lowercase().trim_end_matches(['.', ',']) {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> Vec<String> {
        let (page, _) = crate::parse("concepts/reference.md".into(), markdown, &());
        let show = |one: &Permission| {
            let id = one.id.as_deref().unwrap_or("-");
            format!(
                "{} {:?} {id} {} / {} {:?}",
                one.name, one.kind, one.display_name, one.description, one.admin_consent
            )
        };
        permission_reference(&page).iter().map(show).collect()
    }

    #[test]
    fn tables_by_kind() {
        let page = "# Reference\n\n## Boat permissions\n\n#### Delegated permissions\n\n\
            | Permission | Display String | Description | Admin Consent Required |\n|:--|:--|:--|:--|\n\
            | _Boat.Read_ | Read boats | Lets the app see boats. | No |\n\n#### Application permissions\n\n\
            | Permission | Display String | Description | Admin Consent Required |\n|:--|:--|:--|:--|\n\
            | _Boat.Read.All_ (preview) | Read all boats | Lets the app see all boats. | Yes |\n| None | | | |\n";
        assert_eq!(
            read(page),
            [
                "Boat.Read Delegated - Read boats / Lets the app see boats. Some(false)",
                "Boat.Read.All Application - Read all boats / Lets the app see all boats. Some(true)"
            ]
        );
    }

    #[test]
    fn a_table_for_each_permission() {
        let page = "# Reference\n\n### Boat.Read.All\n\n| Category | Application | Delegated |\n|--|--|--|\n\
            | Identifier | 11111111-2222-3333-4444-555555555555 | - |\n| DisplayText | Read all boats | - |\n\
            | Description | Lets the app see all boats. | - |\n| AdminConsentRequired | Yes | - |\n";
        assert_eq!(
            read(page),
            [
                "Boat.Read.All Application 11111111-2222-3333-4444-555555555555 Read all boats / Lets the app see all boats. Some(true)"
            ]
        );
    }

    #[test]
    fn a_page_about_one_permission() {
        let page = "Boat.Sail.All\nSails boats.\nDetails\nSail all boats.\nSails without a signed-in user.\n\
            11111111-2222-3333-4444-555555555555\nSail boats\nSails on behalf of the user.\n\
            66666666-2222-3333-4444-555555555555\n\nApplication permissions always require admin consent.\n";
        assert_eq!(
            read(page),
            [
                "Boat.Sail.All Application 11111111-2222-3333-4444-555555555555 Sail all boats / Sails without a signed-in user. Some(true)",
                "Boat.Sail.All Delegated 66666666-2222-3333-4444-555555555555 Sail boats / Sails on behalf of the user. None"
            ]
        );
    }

    #[test]
    fn a_request_among_the_explanations_makes_no_operation_of_it() {
        let page = "# Permissions reference\n\n## Limited information\n\n```http\nGET https://graph.microsoft.com/v1.0/boats\n```\n\n\
            ## Boat permissions\n\n| Permission | Display String | Description | Admin Consent Required |\n|:--|:--|:--|:--|\n\
            | _Boat.Read_ | Read boats | Lets the app see boats on behalf of the user. | No |\n";
        let (page, _) = crate::parse("concepts/reference.md".into(), page, &());
        let (facts, _) = crate::lower::lower(&page, &crate::lower::SetContext::default());
        assert!(facts.operations.is_empty() && facts.permissions.len() == 1, "{:?}", facts.page);
    }

    #[test]
    fn other_tables_describe_no_permissions() {
        assert!(read("# X\n\n| Property | Type | Description |\n|--|--|--|\n| id | String | x |\n").is_empty());
    }
}
