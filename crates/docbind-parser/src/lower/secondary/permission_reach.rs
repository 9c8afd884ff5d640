//! What a page about one permission shows beside its texts: requests it allows, and a resource it is about.
//!
//! The resource is not named and its tables are those of the closest one that the site knows, so they stay with the
//! permission and define no type.

use std::sync::Arc;

use docbind_ir::{Method, Property, Rule};

use crate::lower::type_cell::type_cell;
use crate::markdown::plain;
use crate::page::{BlockKind, Page, Table};

/// Requests, properties and relationships that a page shows for a permission.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::lower) struct PermissionReach {
    /// Methods with their paths.
    pub(in crate::lower) requests: Vec<String>,
    /// Properties of the resource.
    pub(in crate::lower) properties: Vec<Property>,
    /// Relationships of the resource.
    pub(in crate::lower) relationships: Vec<Property>,
}

/// Reads the tables, the request lines and the calls of the code examples.
pub(in crate::lower) fn permission_reach(page: &Page<'_>) -> PermissionReach {
    let mut reach = PermissionReach::default();
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        match &block.kind {
            BlockKind::Table(table) => reach.table(table, &page.file),
            BlockKind::Text(text) => reach.text(&text.markdown),
            BlockKind::Code(code) => reach.text(&code.text),
            BlockKind::List(items) => items.iter().for_each(|item| reach.text(&item.markdown)),
            _ => {}
        }
    }
    reach
}

impl PermissionReach {
    fn table(&mut self, table: &Table<'_>, file: &str) {
        let head = table.header.first().map(|cell| plain(&cell.markdown).trim().to_lowercase()).unwrap_or_default();
        let rows = match head.as_str() {
            "property" => &mut self.properties,
            "relationship" => &mut self.relationships,
            _ => {
                for row in &table.rows {
                    let cells: Vec<String> = row.iter().map(|cell| plain(&cell.markdown).trim().to_owned()).collect();
                    self.request_line(&cells.join(" "));
                }
                return;
            }
        };
        for row in &table.rows {
            let [name, ty, rest @ ..] = row.as_slice() else { continue };
            let wire_name = plain(&name.markdown).trim().to_owned();
            if wire_name.is_empty() || wire_name.contains(char::is_whitespace) {
                continue;
            }
            rows.push(Property {
                name: wire_name.into(),
                ty: type_cell(&ty.markdown, file),
                description: rest.first().map(|cell| Arc::from(&*cell.markdown)).unwrap_or_default(),
                source: name.place.source(Rule::Secondary),
                ..Property::default()
            });
        }
    }

    fn text(&mut self, text: &str) {
        text.lines().for_each(|line| self.request_line(line.trim()));
        // `client.api('/path').put(body)`, perhaps over several lines.
        for call in text.split(".api(").skip(1) {
            let mut parts = call.splitn(3, ['\'', '"', '`']);
            let (Some(""), Some(path), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { continue };
            let own = rest.split(';').next().unwrap_or_default();
            let method = own.split('.').skip(1).find_map(|step| match step.split('(').next()?.trim() {
                "update" => Some(Method::Patch),
                word => word.parse().ok(),
            });
            if let (Some(method), true) = (method, path.starts_with('/')) {
                self.request(method, path);
            }
        }
    }

    /// `GET /path`, alone on its line.
    fn request_line(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return };
        if let Ok(own) = method.parse::<Method>()
            && own.as_str() == method
            && path.starts_with('/')
        {
            self.request(own, path);
        }
    }

    fn request(&mut self, method: Method, path: &str) {
        let request = format!("{method} {}", path.split('?').next().unwrap_or(path));
        if !self.requests.contains(&request) {
            self.requests.push(request);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_resource_of_a_page_about_one_permission() {
        let markdown = "Boat.Sail.All\nSails boats.\n\n| Property | Type | Description |\n|---|---|---|\nname |\nString |\nThe name. |\n\n\
            | Relationship | Type | Description |\n|---|---|---|\n| crew | sailor collection | The crew. |\n\n\
            | Method | Path |\n|---|---|\n| GET | /boats |\n\nawait client.api('/boats/{id}/sail?x=1')\n.post(body);\n";
        let (page, _) = crate::parse("permission.txt".into(), markdown, &());
        let reach = permission_reach(&page);
        assert_eq!(reach.requests, ["GET /boats", "POST /boats/{id}/sail"]);
        let show = |rows: &[Property]| rows.iter().map(|one| format!("{} {}", one.name, one.ty)).collect::<Vec<_>>();
        assert_eq!(show(&reach.properties), ["name String"]);
        assert_eq!(show(&reach.relationships), ["crew Collection(sailor?)"]);
    }
}
