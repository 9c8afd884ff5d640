//! `README.md` and `PERMISSIONS.md`.

use askama::Template;
use docbind_ir::{Scheme, Status};

use super::file::fill_in;
use super::operation::alternative;
use super::{Context, GeneratedFile};
use crate::Error;
use crate::doc::{code, escape};
use crate::plan::{Area, OperationPlan};

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    name: &'a str,
    library: String,
    base_url: String,
    pages: usize,
    operations: usize,
    types: usize,
    enums: usize,
    example_feature: String,
    call: String,
    areas: Vec<AreaRow<'a>>,
}

struct AreaRow<'a> {
    feature: &'a str,
    operations: usize,
}

/// `README.md`.
pub(super) fn readme(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let api = context.plan.api;
    let example = context.plan.areas.iter().max_by_key(|area| (area.operations.len(), std::cmp::Reverse(&area.module)));
    let calls = example.map(super::area::calls).transpose()?.unwrap_or_default();
    // The shortest call that needs nothing is the best first example.
    let call = calls.into_iter().filter(|call| call.ends_with("()")).min_by_key(|call| (call.len(), call.clone()));
    let readme = Readme {
        name: &context.options.crate_name,
        library: context.options.crate_name.replace('-', "_"),
        base_url: crate::doc::visible(context.base_url).replace('`', ""),
        pages: api.pages.len(),
        operations: api.operations.len(),
        types: api.types.len(),
        enums: api.enums.len(),
        example_feature: example.map(|area| format!("\"{}\"", area.feature)).unwrap_or_default(),
        call: call.unwrap_or_else(|| "client.raw(Method::Get, \"/\")".to_owned()),
        areas: context
            .plan
            .areas
            .iter()
            .map(|area| AreaRow { feature: &area.feature, operations: area.operations.len() })
            .collect(),
    };
    fill_in("README.md", &readme)
}

#[derive(Template)]
#[template(path = "PERMISSIONS.md.txt", escape = "none")]
struct Permissions<'a> {
    name: &'a str,
    areas: Vec<AreaTable<'a>>,
}

struct AreaTable<'a> {
    title: String,
    rows: Vec<Row<'a>>,
}

/// A row, whose cells are written when the template asks for them: the table of a large API is long.
struct Row<'a> {
    line: Cell<'a>,
    work: Cell<'a>,
    personal: Cell<'a>,
    application: Cell<'a>,
}

/// A cell of an operation's row.
struct Cell<'a> {
    operation: &'a OperationPlan<'a>,
    scheme: Option<Scheme>,
}

impl std::fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = self.operation.operation;
        let Some(scheme) = self.scheme else {
            return f.write_str(&code(&operation.request_line()).replace('|', "\\|"));
        };
        let Some(requirement) = operation.permissions.get(scheme) else { return f.write_str("not documented") };
        match requirement.status {
            Status::Supported => {
                let least = requirement.least();
                let least_text = least.map(|least| format!("**{}**", alternative(least)));
                let ordered: Vec<String> =
                    least_text.into_iter().chain(requirement.higher().map(alternative)).collect();
                f.write_str(match () {
                    () if ordered.is_empty() => "none needed",
                    () if least.is_none() => "not clear which of ",
                    () => "",
                })?;
                f.write_str(&ordered.join(", "))
            }
            Status::NotSupported => f.write_str("not supported"),
            Status::Unknown => f.write_str("not documented"),
        }
    }
}

/// The operations as a reader looks for them.
fn by_path<'a>(area: &'a Area<'a>) -> Vec<&'a OperationPlan<'a>> {
    let mut operations: Vec<&OperationPlan<'_>> = area.operations.iter().collect();
    operations.sort_by_cached_key(|plan| (plan.operation.path.to_string(), plan.operation.method));
    operations
}

/// `PERMISSIONS.md`.
pub(super) fn permissions(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let table = |area: &'_ Area<'_>| escape(if area.segment.is_empty() { "/" } else { area.segment });
    let areas = context.plan.areas.iter().map(|area| AreaTable {
        title: table(area),
        rows: by_path(area)
            .into_iter()
            .map(|operation| {
                let cell = |scheme| Cell { operation, scheme };
                Row {
                    line: cell(None),
                    work: cell(Some(Scheme::DelegatedWork)),
                    personal: cell(Some(Scheme::DelegatedPersonal)),
                    application: cell(Some(Scheme::Application)),
                }
            })
            .collect(),
    });
    fill_in("PERMISSIONS.md", &Permissions { name: &context.options.crate_name, areas: areas.collect() })
}
