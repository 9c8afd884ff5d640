//! Parameters of the path and the query, from templates and tables.

use std::sync::Arc;

use docbind_ir::{Code, Diagnostic, Location, Parameter, Primitive, QueryOption, Rule, TypeRef};

use super::outline::{Outline, Part};
use super::request::Request;
use super::requirement::Requirement;
use super::table::Columns;
use super::type_cell::read_type_cell;
use crate::page::Block;

/// A row of a parameter table.
#[derive(Debug)]
pub(super) struct Documented {
    name: String,
    ty: Option<TypeRef>,
    requirement: Requirement,
    description: Arc<str>,
    part: Part,
    source: docbind_ir::Source,
}

const NAME_COLUMNS: [&str; 10] = [
    "parameter",
    "parameters",
    "parameter name",
    "query parameter",
    "query parameters",
    "name",
    "property",
    "path parameter",
    "required parameter",
    "query option",
];

/// More rows than any writer lists on a page; the limit keeps hostile pages cheap.
const MAX_ROWS: usize = 2048;

/// The rows of all parameter tables of a page.
pub(super) fn documented(outline: &Outline<'_, '_>, file: &str, findings: &mut Vec<Diagnostic>) -> Vec<Documented> {
    let mut rows = Vec::new();
    for part in [Part::PathParameters, Part::Parameters, Part::Query, Part::Request, Part::Body] {
        for block in outline.blocks(part) {
            read(block, part, file, &mut rows);
        }
    }
    if let Some(first) = rows.get(MAX_ROWS) {
        let message = format!("the page lists more than {MAX_ROWS} parameters; the rest is left out");
        findings.push(Diagnostic::new(Code::LimitReached, first.source.clone(), message));
    }
    rows.truncate(MAX_ROWS);
    rows
}

fn read(block: &Block<'_>, part: Part, file: &str, rows: &mut Vec<Documented>) {
    let Some(table) = Columns::of(block) else { return };
    let Some(name) = table.find(&NAME_COLUMNS) else { return };
    let ty = table.find(&["type", "data type"]);
    let required = table.find(&["required", "required/optional", "required (y/n)"]);
    let description = table.find(&["description", "value", "details", "notes"]);
    for row in table.rows() {
        let text = row.plain(name);
        let text = text.trim_matches(['{', '}', '*', '"', '\'']);
        let word = text.split([' ', '=', '(']).next().unwrap_or_default();
        let written = row.markdown(description.unwrap_or(usize::MAX)).into_owned();
        let cell = ty.map(|ty| read_type_cell(&row.markdown(ty), file));
        let mut requirement = Requirement::of(&row.optional(required), &written);
        if cell.as_ref().is_some_and(|cell| cell.optional) {
            requirement = Requirement::Optional;
        }
        rows.push(Documented {
            name: if text.contains('|') { text.to_owned() } else { word.to_owned() },
            ty: cell.filter(|cell| cell.understood).map(|cell| cell.ty),
            requirement,
            description: written.into(),
            part,
            source: row.place(name).source(Rule::Table),
        });
    }
}

/// The parameters of one request.
///
/// `arguments` are those of all requests of the page: what an overload takes in parentheses is no parameter of another.
pub(super) fn parameters(request: &Request, rows: &[Documented], arguments: &[Arc<str>]) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for own in &request.template.parameters {
        let names = [&*own.name, &*own.wire_name];
        let row = rows
            .iter()
            .filter(|row| row.part != Part::Body || own.location == Location::Function)
            .find(|row| row.answers(&names));
        used.extend(row.map(|row| row.name.as_str()));
        let mut promoted = request.template.promoted.iter();
        parameters.push(Parameter {
            name: own.name.clone(),
            wire_name: own.wire_name.clone(),
            location: own.location,
            ty: ty(own.ty.as_ref(), row, &own.wire_name, own.location),
            example: promoted.find(|(_, name)| *name == own.name).map(|(literal, _)| literal.as_str().into()),
            required: true,
            description: row.map(|row| row.description.clone()).unwrap_or_default(),
            source: row.map_or_else(|| request.source.clone(), |row| row.source.clone()),
        });
    }
    for own in &request.template.query {
        let row = rows.iter().find(|row| row.part != Part::Body && row.answers(&[&*own.name]));
        used.extend(row.map(|row| row.name.as_str()));
        let required = row.map_or(own.open, |row| match row.requirement {
            Requirement::Required => true,
            Requirement::Optional => false,
            Requirement::Unsaid => own.open,
        });
        parameters.push(Parameter {
            name: own.name.clone(),
            wire_name: own.name.clone(),
            location: Location::Query,
            ty: ty(None, row, &own.name, Location::Query),
            example: None,
            required,
            description: row.map(|row| row.description.clone()).unwrap_or_default(),
            source: row.map_or_else(|| request.source.clone(), |row| row.source.clone()),
        });
    }
    for row in rows {
        let query = match row.part {
            Part::Query => true,
            // Arguments of a function that its template leaves out can be sent in the query; no GET has a body.
            Part::PathParameters | Part::Parameters | Part::Body => request.calls_function(),
            _ => false,
        };
        let is_argument = row.part != Part::Query && arguments.iter().any(|name| row.is_called(name));
        let option = query_option(&row.name).is_some();
        let known = used.contains(&row.name.as_str())
            || parameters.iter().any(|own| same(&own.name, &row.name) || same(&own.wire_name, &row.name));
        if query && !is_argument && !option && !known && is_name(&row.name) {
            used.push(&row.name);
            parameters.push(Parameter {
                name: row.name.as_str().into(),
                wire_name: row.name.as_str().into(),
                location: Location::Query,
                ty: row.ty.clone().unwrap_or(TypeRef::STRING),
                example: None,
                required: row.requirement == Requirement::Required,
                description: row.description.clone(),
                source: row.source.clone(),
            });
        }
    }
    parameters
}

impl Documented {
    fn answers(&self, names: &[&str]) -> bool {
        names.iter().any(|name| same(name, &self.name))
    }

    /// Whether the row is about what has this name.
    pub(super) fn is_called(&self, name: &str) -> bool {
        same(name, &self.name)
    }

    /// The OData option that the row is about.
    pub(super) fn option(&self) -> Option<QueryOption> {
        matches!(self.part, Part::Query | Part::Parameters).then(|| query_option(&self.name)).flatten()
    }
}

/// The OData option of this name, with its dollar sign.
fn query_option(name: &str) -> Option<QueryOption> {
    QueryOption::ALL.into_iter().find(|option| option.wire().eq_ignore_ascii_case(name))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '$')
        && name.chars().all(|c| c.is_alphanumeric() || "$-_.".contains(c))
}

/// Whether two spellings mean the same parameter: `team-id`, `{teamId}`, `TeamId`.
fn same(left: &str, right: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(left).next().is_some() && letters(left).eq(letters(right))
}

/// The type by the table, else by the value's spelling, else by the name.
fn ty(spelled: Option<&TypeRef>, row: Option<&Documented>, name: &str, location: Location) -> TypeRef {
    let sent_bare = |ty: &TypeRef| matches!(ty, TypeRef::Primitive(primitive) if *primitive != Primitive::Guid);
    if let Some(ty) = row.and_then(|row| row.ty.clone()) {
        // What stands in quotes is sent as text, whatever the text means.
        let quoted = spelled == Some(&TypeRef::STRING) && location == Location::Function;
        return if quoted && sent_bare(&ty) { TypeRef::STRING } else { ty };
    }
    match spelled {
        Some(ty) => ty.clone(),
        None if matches!(location, Location::Function | Location::Query) => by_name(name),
        None => TypeRef::STRING,
    }
}

/// The type that the name of an unquoted argument tells.
fn by_name(name: &str) -> TypeRef {
    let name = name.to_lowercase();
    TypeRef::Primitive(if name.ends_with("datetime") {
        Primitive::DateTimeOffset
    } else if name == "date" {
        Primitive::Date
    } else {
        Primitive::String
    })
}
