//! The pages of types and enumerations.

use askama::Template;
use docbind_ir::Property;

use super::Explorer;
use super::operation::push;
use super::prose::{line, paragraphs};
use super::view::{Cell, Table, UP};
use crate::doc::visible;

#[derive(Template)]
#[template(path = "explorer/type.html")]
pub(super) struct TypePage<'a> {
    root: &'static str,
    name: &'a str,
    title: String,
    description: Vec<String>,
    tables: Vec<Table>,
    page: Cell,
}

impl Explorer<'_> {
    pub(super) fn object(&self, place: usize) -> Option<TypePage<'_>> {
        let ty = self.api.types.get(place)?;
        let mut tables = Vec::new();
        let base = ty.base.iter().map(|base| vec![self.type_cell(base)]).collect();
        push(&mut tables, "base", "Inherits from", vec!["Type"], base);
        let rows = |properties: &[Property]| properties.iter().map(|property| self.property(property)).collect();
        let columns = || vec!["Name", "Type", "Meaning"];
        push(&mut tables, "properties", "Properties", columns(), rows(&ty.properties));
        push(&mut tables, "relationships", "Relationships", columns(), rows(&ty.navigation));
        Some(TypePage {
            root: UP,
            name: &self.name,
            title: visible(ty.name.as_str()).into_owned(),
            description: paragraphs(&ty.description),
            tables,
            page: self.page(&ty.source),
        })
    }

    pub(super) fn choice(&self, place: usize) -> Option<TypePage<'_>> {
        let ty = self.api.enums.get(place)?;
        let rows = ty.members.iter().map(|member| {
            let value = member.value.map(|value| value.to_string()).unwrap_or_default();
            vec![Cell::new(visible(&member.name).into_owned()), Cell::new(value), Cell::new(line(&member.description))]
        });
        let mut tables = Vec::new();
        push(&mut tables, "members", "Members", vec!["Name", "Number", "Meaning"], rows.collect());
        Some(TypePage {
            root: UP,
            name: &self.name,
            title: visible(ty.name.as_str()).into_owned(),
            description: paragraphs(&ty.description),
            tables,
            page: self.page(&ty.source),
        })
    }

    fn property(&self, property: &Property) -> Vec<Cell> {
        vec![
            Cell::new(visible(&property.name).into_owned()),
            self.type_cell(&property.ty),
            Cell::new(line(&property.description)),
        ]
    }
}
