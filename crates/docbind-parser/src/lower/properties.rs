//! Tables of properties, relationships and parameters.

use std::borrow::Cow;
use std::sync::Arc;

use docbind_ir::{Property, Rule, TypeRef};

use super::property_facts::{add_property_facts, deprecation};
use super::type_cell::{TypeCell, read_type_cell};
use crate::markdown::plain;
use crate::page::{Cell, Table};

/// The properties that a table lists, with the facts of their descriptions; none when the header is another table's.
///
/// `page_file` is the page the table stands on, relative to the documentation root.
pub fn property_table(table: &Table<'_>, page_file: &str) -> Option<Vec<Property>> {
    let columns = Columns::of(table)?;
    let rule = if table.included { Rule::IncludedTable } else { Rule::Table };
    let mut properties: Vec<Property> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let row = columns.fit(row);
        let Some(name) = columns.name.and_then(|column| row.get(column)) else { continue };
        let type_text = columns.ty.and_then(|column| row.get(column)).map_or("", |cell| &*cell.text);
        let description = columns.description.and_then(|column| row.get(column)).map_or("", |cell| &*cell.text);
        if let Some(previous) = properties.last_mut()
            && type_text.is_empty()
            && is_continuation(&name.text)
        {
            // A cell that was broken over two source lines.
            previous.description = format!("{} {}", previous.description, name.text.trim()).into();
            continue;
        }
        let Some(read) = PropertyName::read(&name.text) else { continue };
        if type_text.is_empty() && description.is_empty() && is_group_label(&name.text) {
            continue;
        }
        let source = name.cell.map(|cell| cell.place.source(rule)).unwrap_or_default();
        let cell = read_type_cell(type_text, page_file);
        let mut property = Property {
            name: read.name.into(),
            description: description.into(),
            source,
            required: columns.required(&row) || cell.required,
            read_only: cell.read_only,
            nullable: cell.nullable.then_some(true),
            default: columns
                .default
                .and_then(|column| row.get(column))
                .and_then(|cell| default_cell(&cell.text))
                .map(Arc::from),
            ..Property::default()
        };
        property.ty = type_or_description(cell, &mut property, page_file);
        if let Some(remark) = read.deprecated {
            property.deprecation = Some(deprecation(remark, &property.source));
        }
        add_property_facts(&mut property, page_file);
        properties.push(property);
    }
    Some(properties)
}

/// The type of the type cell; a cell that holds a sentence instead adds to the description.
fn type_or_description(cell: TypeCell, property: &mut Property, page_file: &str) -> TypeRef {
    if cell.understood || !property.description.is_empty() {
        return cell.ty;
    }
    match read_type_cell(&property.description, page_file) {
        swapped if swapped.understood => swapped.ty,
        _ => cell.ty,
    }
}

fn default_cell(text: &str) -> Option<String> {
    let text = plain(text);
    let text = text.trim();
    (!text.is_empty() && !matches!(text.to_lowercase().as_str(), "none" | "n/a" | "-")).then(|| text.to_owned())
}

/// Which column holds what.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    count: usize,
    name: Option<usize>,
    ty: Option<usize>,
    description: Option<usize>,
    required: Option<usize>,
    default: Option<usize>,
}

/// A cell of a row that was made to fit the header.
struct Fitted<'a, 'b> {
    text: Cow<'b, str>,
    cell: Option<&'b Cell<'a>>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Option<Self> {
        let heads: Vec<String> = table.header.iter().map(|cell| plain(&cell.markdown).trim().to_lowercase()).collect();
        let position = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
        let mut columns = Self {
            count: heads.iter().rposition(|head| !head.is_empty()).map_or(0, |last| last + 1),
            name: position(&[
                "property",
                "property name",
                "properties",
                "parameter",
                "parameters",
                "parameter name",
                "required parameter",
                "query parameter",
                "function parameter",
                "path parameter",
                "relationship",
                "relationship name",
                "relationships",
                "navigation property",
                "navigation",
                "attribute",
                "field",
                "field name",
                "element",
                "name",
            ]),
            ty: position(&["type", "data type", "property type", "value type", "parameter type"]),
            description: position(&["description", "descriptions", "remarks", "details", "notes", "comments"]),
            required: position(&["required", "required?", "required (y/n)", "is required", "mandatory"]),
            default: position(&["default", "default value"]),
        };
        let name = columns.name?;
        if columns.ty == Some(name) || heads.get(name).is_none_or(String::is_empty) {
            return None;
        }
        if columns.ty.is_none() && heads.get(name).is_some_and(|head| head == "navigation") {
            columns.ty = position(&["return type"]);
        }
        if columns.ty.is_none() {
            columns.ty = position(&["value"]).filter(|column| holds_types(table, *column));
        }
        // Without types it still is a list of properties when it describes names that can be properties.
        let described = columns.description.is_some() && names_are_identifiers(table, name);
        (columns.ty.is_some() || described).then_some(columns)
    }

    /// The row with as many cells as the header: surplus ones are joined to the last, as an unescaped `|` makes them.
    fn fit<'a, 'b>(&self, row: &'b [Cell<'a>]) -> Vec<Fitted<'a, 'b>> {
        let mut fitted: Vec<Fitted<'a, 'b>> = Vec::with_capacity(self.count);
        for (position, cell) in row.iter().enumerate() {
            match fitted.last_mut().filter(|_| position >= self.count) {
                Some(last) if !cell.markdown.is_empty() => {
                    last.text.to_mut().extend([" | ", &cell.markdown]);
                }
                Some(_) => {}
                None => fitted.push(Fitted { text: cell.markdown.trim().into(), cell: Some(cell) }),
            }
        }
        fitted
    }

    fn required(&self, row: &[Fitted<'_, '_>]) -> bool {
        let Some(cell) = self.required.and_then(|column| row.get(column)) else { return false };
        let text = plain(&cell.text).trim().to_lowercase();
        matches!(text.trim_end_matches('.'), "y" | "yes" | "true" | "required" | "x" | "✓" | "mandatory")
    }
}

/// Whether the filled cells of a column are types, as in tables that head it `Value`.
fn holds_types(table: &Table<'_>, column: usize) -> bool {
    let mut filled =
        table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.markdown.is_empty()).peekable();
    filled.peek().is_some()
        && filled.all(|cell| {
            let cell = read_type_cell(&cell.markdown, "api/page.md");
            let linked = matches!(cell.ty.element(), TypeRef::Unresolved(named) if named.link.is_some());
            let element = cell.ty.element();
            cell.understood && (matches!(element, TypeRef::Primitive(_)) || cell.ty.is_collection() || linked)
        })
}

fn names_are_identifiers(table: &Table<'_>, column: usize) -> bool {
    !table.rows.is_empty()
        && table.rows.iter().filter_map(|row| row.get(column)).all(|cell| {
            PropertyName::read(&cell.markdown).is_some_and(|name| name.name.starts_with(|c: char| c.is_lowercase()))
        })
}

/// A first cell that is the rest of the row before.
fn is_continuation(text: &str) -> bool {
    text.split_whitespace().count() > 3 && !text.starts_with("**")
}

/// A first cell that heads the rows below it: `**Onboarding**`.
fn is_group_label(text: &str) -> bool {
    text.starts_with("**") || text.split_whitespace().count() > 1
}

/// What a name cell says.
struct PropertyName<'a> {
    name: String,
    /// The remark that calls it deprecated.
    deprecated: Option<&'a str>,
}

impl<'a> PropertyName<'a> {
    fn read(cell: &'a str) -> Option<Self> {
        let text = plain(cell);
        let text = text.trim();
        let end = text.find(|c: char| c.is_whitespace() || c == '(' || c == '*').unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end)?;
        let name = name.trim_end_matches([':', ',', '.']);
        let rest = rest.trim_start_matches(['*', ' ']);
        let remark_only = rest.is_empty() || rest.starts_with(['(', '[']);
        let is_name = name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '_' | '$'))
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '@' | '_' | '-' | '.' | '/' | '$' | '#'));
        let is_annotation = matches!(name.trim_start_matches('@'), "odata.type" | "odata.context" | "odata.etag");
        let deprecated = rest.to_lowercase().contains("deprecated").then_some("deprecated");
        (is_name && remark_only && !is_annotation).then(|| Self { name: name.to_owned(), deprecated })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(markdown: &str) -> Table<'static> {
        let cells = |line: &str| -> Vec<Cell<'static>> {
            let line = line.trim().trim_start_matches('|').trim_end_matches('|');
            let cell = |cell: &str| Cell { markdown: cell.trim().to_owned().into(), place: Default::default() };
            line.split('|').map(cell).collect()
        };
        let mut lines = markdown.lines().map(str::trim).filter(|line| !line.is_empty());
        let header = lines.next().map(cells).unwrap_or_default();
        Table { header, rows: lines.map(cells).collect(), included: false }
    }

    fn read(markdown: &str) -> Option<Vec<String>> {
        let properties = property_table(&table(markdown), "resources/page.md")?;
        Some(properties.iter().map(|property| format!("{}: {}", property.name, property.ty)).collect())
    }

    #[test]
    fn header_varieties() {
        for header in [
            "Property|Type|Description",
            "Property name | Type | Description",
            "Name|Type|Description",
            "|Parameter|Type|Required?|Description|",
        ] {
            let text = format!("{header}\nsize|Int32|Optional|x");
            assert_eq!(read(&text).unwrap(), ["size: Int32"], "{header}");
        }
        assert_eq!(read("Property|Type\nsize|Int64").unwrap(), ["size: Int64"]);
        assert_eq!(
            read("Permission Type|Property|Type|Description\nUser|roles|String collection|x").unwrap(),
            ["roles: Collection(String)"]
        );
        assert_eq!(read("Name|Value|Description\nsize|Int32|x").unwrap(), ["size: Int32"]);
    }

    #[test]
    fn decoys_are_refused() {
        for text in [
            "Method|Return type|Description\n[Get](x.md)|[user](user.md)|x",
            "Value|Description\nlow|x",
            "Member|Value|Description\nlow|0|x",
            "Type|Description\nDistribution groups|x",
            "Name|Value\nContent-Type|application/json",
            "Type value|Description\nview|x",
            "Property type|Remarks\nid|x",
            "Header|Value\nAuthorization|Bearer {token}",
            "Permission type|Permissions (from least to most privileged)\nApplication|Mail.Read",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn names_lose_their_markup() {
        assert_eq!(
            read("Property|Type|Description\n**size**|Int32|x\n`kind`|String|x\n[state](x.md)|String|x\nold (deprecated)|String|x\n@odata.type|String|x").unwrap(),
            ["size: Int32", "kind: String", "state: String", "old: String"]
        );
    }

    #[test]
    fn group_rows_and_broken_rows() {
        assert_eq!(
            read("Property|Type|Description\n**Onboarding**|\nsize|Int32|first\nand then some more text|\nkind|String|a | b").unwrap(),
            ["size: Int32", "kind: String"]
        );
        let properties = property_table(&table("Property|Type|Description\nkind|String|a | b"), "").unwrap();
        assert_eq!(properties[0].description, "a | b".into());
    }

    #[test]
    fn a_required_column() {
        let properties =
            property_table(&table("Property|Type|Required (Y/N)|Description\na|String|Y|x\nb|String|N|x"), "").unwrap();
        assert_eq!(properties.iter().map(|property| property.required).collect::<Vec<_>>(), [true, false]);
    }
}
