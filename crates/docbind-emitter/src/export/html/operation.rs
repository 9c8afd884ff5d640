//! The page of an operation.

use askama::Template;
use docbind_ir::{
    BodyShape, ExampleBody, ExampleRequest, ExampleResponse, Location, Operation, Requirement, ResponseBody, Scheme,
    Source, Status, TypeRef,
};

use super::Explorer;
use super::prose::{line, paragraphs};
use super::view::{Cell, Table, UP};
use crate::doc::visible;
use crate::emit::scheme_name;

#[derive(Template)]
#[template(path = "explorer/operation.html")]
pub(super) struct OperationPage<'a> {
    root: &'static str,
    name: &'a str,
    title: String,
    request: String,
    call: String,
    deprecation: Option<String>,
    description: Vec<String>,
    schemes: Vec<SchemeView>,
    roles: Vec<String>,
    clouds: Vec<String>,
    tables: Vec<Table>,
    examples: Vec<ExampleView>,
    page: Cell,
}

struct SchemeView {
    title: &'static str,
    status: &'static str,
    ways: Vec<Way>,
    notes: Vec<String>,
}

struct Way {
    permissions: Vec<Link>,
    least: bool,
    conditions: Vec<String>,
}

struct Link {
    text: String,
    href: String,
}

struct ExampleView {
    title: String,
    request: Option<String>,
    response: Option<String>,
}

impl Explorer<'_> {
    pub(super) fn operation(&self, place: usize) -> Option<OperationPage<'_>> {
        let operation = self.api.operations.get(place)?;
        let title = operation.title.trim();
        let request = visible(&operation.request_line()).into_owned();
        let roles = operation.roles.iter().map(|role| match &role.scenario {
            Some(scenario) => visible(&format!("{} ({scenario})", role.name)).into_owned(),
            None => visible(&role.name).into_owned(),
        });
        let clouds = operation.clouds.iter().flat_map(|clouds| {
            let available = clouds.available.iter().map(|name| visible(&format!("{name}: available")).into_owned());
            let not = clouds.unavailable.iter().map(|name| visible(&format!("{name}: not available")).into_owned());
            available.chain(not)
        });
        let examples = operation.examples.iter().enumerate().map(|(number, example)| {
            let title = visible(example.title.trim()).into_owned();
            ExampleView {
                title: if title.is_empty() { format!("Example {}", number + 1) } else { title },
                request: example.request.as_ref().map(request_text),
                response: example.response.as_ref().map(response_text),
            }
        });
        Some(OperationPage {
            root: UP,
            name: &self.name,
            title: if title.is_empty() { request.clone() } else { visible(title).into_owned() },
            call: self.calls.get(place).cloned().unwrap_or_default(),
            deprecation: operation.deprecation.as_ref().map(|notice| line(&notice.note)),
            description: paragraphs(&operation.description),
            schemes: Scheme::ALL.into_iter().map(|scheme| self.scheme(operation, scheme)).collect(),
            roles: roles.collect(),
            clouds: clouds.collect(),
            tables: self.tables(operation),
            examples: examples.collect(),
            page: self.page(&operation.source),
            request,
        })
    }

    fn scheme(&self, operation: &Operation, scheme: Scheme) -> SchemeView {
        let unknown = Requirement::default();
        let requirement = operation.permissions.get(scheme).unwrap_or(&unknown);
        let status = match requirement.status {
            Status::Supported => "No permission needed.",
            Status::NotSupported => "Not supported.",
            Status::Unknown => "Not documented.",
        };
        let least = requirement.least_index();
        let way = |(index, alternative): (usize, &docbind_ir::Alternative)| Way {
            permissions: alternative
                .permissions
                .iter()
                .map(|name| Link {
                    text: visible(name).into_owned(),
                    href: format!("{UP}{}", self.addresses.permission(name)),
                })
                .collect(),
            least: Some(index) == least,
            conditions: alternative.conditions.iter().map(|one| visible(&one.to_string()).into_owned()).collect(),
        };
        SchemeView {
            title: scheme_name(scheme),
            status,
            ways: requirement.alternatives.iter().enumerate().map(way).collect(),
            notes: requirement.notes.iter().map(|note| visible(note).into_owned()).collect(),
        }
    }

    /// The page and line that a fact was taken from.
    pub(super) fn page(&self, source: &Source) -> Cell {
        let text = visible(&source.to_string()).into_owned();
        let href = self.docs.map(|docs| format!("{UP}{docs}/{}", encoded(&source.file)));
        Cell { text, href }
    }

    pub(super) fn type_cell(&self, ty: &TypeRef) -> Cell {
        let href = self.addresses.of_type(ty).map(|address| format!("{UP}{address}"));
        Cell { text: visible(&ty.to_string()).into_owned(), href }
    }

    fn tables(&self, operation: &Operation) -> Vec<Table> {
        let mut tables = Vec::new();
        let yes = |is: bool| Cell::new(if is { "required" } else { "" });
        let parameters = operation.parameters.iter().map(|parameter| {
            let place = match parameter.location {
                Location::Path => "path",
                Location::Function => "argument",
                Location::Key => "key",
                Location::Query => "query",
            };
            let name = visible(&parameter.wire_name).into_owned();
            vec![
                Cell::new(name),
                Cell::new(place),
                self.type_cell(&parameter.ty),
                yes(parameter.required),
                Cell::new(line(&parameter.description)),
            ]
        });
        let options = operation.query_options.iter().map(|option| {
            let cells = [option.wire(), "query", "OData option", "", ""];
            cells.into_iter().map(Cell::new).collect()
        });
        let headers = operation.headers.iter().map(|header| {
            let value = header.value.as_deref().map(|value| visible(value).into_owned());
            vec![
                Cell::new(visible(&header.name).into_owned()),
                Cell::new("header"),
                Cell::new(value.unwrap_or_default()),
                yes(header.required),
                Cell::new(line(&header.description)),
            ]
        });
        let rows: Vec<Vec<Cell>> = parameters.chain(options).chain(headers).collect();
        push(
            &mut tables,
            "parameters",
            "Parameters and headers",
            vec!["Name", "In", "Type or value", "", "Meaning"],
            rows,
        );
        let body = match &operation.body.shape {
            BodyShape::None => Vec::new(),
            BodyShape::Unknown => vec![row(Cell::new("not documented"))],
            BodyShape::Json(ty) => vec![row(self.type_cell(ty))],
            BodyShape::JsonPatch => vec![row(Cell::new("JSON Patch"))],
            BodyShape::Binary(media) | BodyShape::Text(media) => vec![row(Cell::new(visible(media).into_owned()))],
            BodyShape::Multipart => vec![row(Cell::new("multipart/form-data"))],
            BodyShape::Inline(properties) => properties
                .iter()
                .map(|property| {
                    vec![
                        Cell::new(visible(&property.name).into_owned()),
                        self.type_cell(&property.ty),
                        yes(property.required),
                        Cell::new(line(&property.description)),
                    ]
                })
                .collect(),
        };
        push(&mut tables, "body", "Body", vec!["Property", "Type", "", "Meaning"], body);
        let answers = operation.responses.iter().map(|response| {
            let mut cell = match &response.body {
                ResponseBody::None => Cell::new("no body"),
                ResponseBody::Json(ty) | ResponseBody::Value(ty) => self.type_cell(ty),
                ResponseBody::Binary(media) | ResponseBody::Text(media) => Cell::new(visible(media).into_owned()),
                ResponseBody::EventStream => Cell::new("events"),
            };
            if response.is_collection {
                cell.text = format!("collection of {}", cell.text);
            }
            vec![Cell::new(response.status.to_string()), cell, Cell::new(line(&response.description))]
        });
        let errors = operation
            .errors
            .iter()
            .map(|status| vec![Cell::new(status.to_string()), Cell::new("error"), Cell::default()]);
        let rows = answers.chain(errors).collect();
        push(&mut tables, "answers", "Answers", vec!["Status", "Type", "Meaning"], rows);
        tables
    }
}

/// A body that has no table of properties.
fn row(ty: Cell) -> Vec<Cell> {
    vec![Cell::new("the whole"), ty, Cell::default(), Cell::default()]
}

pub(super) fn push(
    tables: &mut Vec<Table>,
    id: &'static str,
    title: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
) {
    // A column without a heading would be one that a screen reader cannot name.
    let columns = columns.into_iter().map(|column| if column.is_empty() { "Required" } else { column }).collect();
    if !rows.is_empty() {
        tables.push(Table { id, title, columns, rows });
    }
}

fn request_text(request: &ExampleRequest) -> String {
    message(format!("{} {}", request.method, request.url), &request.headers, &request.body)
}

fn response_text(response: &ExampleResponse) -> String {
    let first = if response.status == 0 { "HTTP/1.1".to_owned() } else { format!("HTTP/1.1 {}", response.status) };
    message(first, &response.headers, &response.body)
}

fn message(first: String, headers: &[(String, String)], body: &ExampleBody) -> String {
    let mut text = first;
    for (name, value) in headers {
        text.push_str(&format!("\n{name}: {value}"));
    }
    match body {
        ExampleBody::None => {}
        ExampleBody::Json(body) | ExampleBody::BrokenJson(body, _) | ExampleBody::Other(body) => {
            text.push_str("\n\n");
            text.push_str(body);
        }
    }
    visible(&text).into_owned()
}

/// A path as part of a URL.
fn encoded(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => url.push(char::from(byte)),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}
