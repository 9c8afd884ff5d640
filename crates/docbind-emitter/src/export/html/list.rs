//! The pages that list all operations, permissions and types.

use std::collections::BTreeMap;

use askama::Template;

use super::Explorer;
use super::view::{Group, Row};
use crate::doc::visible;

#[derive(Template)]
#[template(path = "explorer/list.html")]
pub(super) struct List<'a> {
    root: &'static str,
    name: &'a str,
    title: &'static str,
    groups: Vec<Group>,
}

impl Explorer<'_> {
    pub(super) fn operation_list(&self) -> List<'_> {
        let rows = self.api.operations.iter().enumerate().map(|(place, operation)| {
            let path = operation.path.to_string();
            let key = path.trim_start_matches('/').split(['/', '(']).next().unwrap_or_default().to_owned();
            let row = Row {
                href: self.addresses.operation(place).to_owned(),
                text: visible(&operation.request_line()).into_owned(),
                note: visible(operation.title.trim()).into_owned(),
            };
            (key, (path, operation.method), row)
        });
        self.list("Operations", rows)
    }

    pub(super) fn permission_list(&self) -> List<'_> {
        let rows = self.uses.iter().map(|(name, uses)| {
            let key = name.split('.').next().unwrap_or_default().to_owned();
            let row = Row {
                href: self.addresses.permission(name).to_owned(),
                text: visible(name).into_owned(),
                note: operations(uses.len()),
            };
            (key, (*name).to_owned(), row)
        });
        self.list("Permissions", rows)
    }

    pub(super) fn type_list(&self) -> List<'_> {
        let types = self.api.types.iter().enumerate().map(|(place, ty)| (&ty.name, self.addresses.object(place)));
        let enums = self.api.enums.iter().enumerate().map(|(place, ty)| (&ty.name, self.addresses.choice(place)));
        let rows = types.chain(enums).map(|(name, address)| {
            let key = name.short().chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            let row = Row { href: address.to_owned(), text: visible(name.as_str()).into_owned(), note: String::new() };
            (key, name.short().to_lowercase(), row)
        });
        self.list("Types", rows)
    }

    fn list<K: Ord>(&self, title: &'static str, rows: impl Iterator<Item = (String, K, Row)>) -> List<'_> {
        let mut groups: BTreeMap<String, Vec<(K, Row)>> = BTreeMap::new();
        for (group, key, row) in rows {
            groups.entry(group).or_default().push((key, row));
        }
        let groups = groups.into_iter().enumerate().map(|(number, (title, mut rows))| {
            rows.sort_by(|a, b| a.0.cmp(&b.0));
            Group {
                id: format!("group-{number}"),
                title: visible(if title.is_empty() { "/" } else { &title }).into_owned(),
                rows: rows.into_iter().map(|(_, row)| row).collect(),
            }
        });
        List { root: "", name: &self.name, title, groups: groups.collect() }
    }
}

/// A number of operations in words.
pub(super) fn operations(number: usize) -> String {
    match number {
        0 => "no operation names it".to_owned(),
        1 => "1 operation".to_owned(),
        number => format!("{number} operations"),
    }
}
