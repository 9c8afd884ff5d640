//! `docbind coverage`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use askama::Template;
use docbind::{DocSet, Documentation, Error, Scope, printable};
use docbind_ir::{Api, BodyShape, Code, PageKind, Scheme, Source, Status, TypeRef};
use serde::Serialize;
use serde_json::json;

use super::{read, sets};
use crate::args::{Coverage, CoverageFormat};
use crate::render::json_pretty;
use crate::reporter::Reporter;

/// Of each kind of fact a person is shown so many that are missing.
const SHOWN: usize = 20;

/// How much of what pages can say was found on those of one set.
#[derive(Serialize)]
struct Report {
    set: String,
    /// Number of pages by kind.
    pages: BTreeMap<&'static str, usize>,
    facts: Vec<Row>,
    /// Number of findings by code.
    findings: BTreeMap<&'static str, usize>,
}

/// A kind of fact: of how many things it was found, and of which it was not.
#[derive(Serialize)]
struct Row {
    fact: &'static str,
    found: usize,
    of: usize,
    missing: Vec<Missing>,
}

/// A thing of which a fact was not found.
#[derive(Serialize)]
struct Missing {
    name: String,
    file: String,
    line: u32,
    /// What was found wrong with the page, which may be the reason; nothing where the page just does not say.
    findings: Vec<&'static str>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What was found on the pages</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
td, th { text-align: left; padding: .1rem 1rem .1rem 0 }
td:nth-child(n+2) { text-align: right }
</style>
<h1>What was found on the pages</h1>
{% for report in reports %}<h2>{{ report.set }}</h2>
<table><tr><th>Pages<th></tr>
{% for (kind, number) in report.pages %}<tr><td>{{ kind }}<td>{{ number }}</tr>
{% endfor %}</table>
<table><tr><th>Fact<th>Found<th>Of<th>Percent</tr>
{% for row in report.facts %}<tr><td>{{ row.fact }}<td>{{ row.found }}<td>{{ row.of }}<td>{{ row.percent() }}</tr>
{% endfor %}</table>
{% for row in report.facts %}{% if !row.missing.is_empty() %}<details><summary>{{ row.fact }}: {{ row.missing.len() }} missing</summary>
<ul>
{% for missing in row.missing %}<li><code>{{ missing.name }}</code> {{ missing.file }}:{{ missing.line }} {{ missing.findings.join(" ") }}
{% endfor %}</ul></details>
{% endif %}{% endfor %}{% endfor %}</html>
"#
)]
struct Page<'a> {
    reports: &'a [Report],
}

/// Prints what was found in each set, and what was not.
pub(crate) fn run(arguments: &Coverage, reporter: &Reporter) -> Result<(), Error> {
    let mut reports = Vec::new();
    for set in sets(&arguments.docs, reporter)? {
        let documentation = read(&set, &Scope::default(), None, reporter);
        reports.push(report(&set, &documentation));
    }
    let output = |source| Error::Write { path: "standard output".into(), source };
    let text = match arguments.format {
        CoverageFormat::Text => reports.iter().map(text).collect::<Vec<_>>().join("\n"),
        CoverageFormat::Json => json_pretty(&json!({ "sets": reports })) + "\n",
        CoverageFormat::Html => Page { reports: &reports }.render().map_err(|error| output(io::Error::other(error)))?,
    };
    io::stdout().write_all(text.as_bytes()).map_err(output)
}

impl Row {
    fn percent(&self) -> String {
        match self.of {
            0 => "–".to_owned(),
            of => format!("{:.1} %", self.found as f64 * 100.0 / of as f64),
        }
    }
}

fn text(report: &Report) -> String {
    let mut text = format!("{}\n", printable(&report.set));
    // Writing to a string cannot fail.
    for (kind, number) in &report.pages {
        let _ = writeln!(text, "  {:<44} {number:>7}", format!("{kind} pages"));
    }
    for row in &report.facts {
        let _ = writeln!(text, "  {:<44} {:>7} of {:>7} {:>9}", row.fact, row.found, row.of, row.percent());
    }
    for row in report.facts.iter().filter(|row| !row.missing.is_empty()) {
        let _ = writeln!(text, "\n{}: missing", row.fact);
        for missing in row.missing.iter().take(SHOWN) {
            let place = format!("{}:{}", printable(&missing.file), missing.line);
            let _ = writeln!(text, "  {} ({place}) {}", printable(&missing.name), missing.findings.join(" "));
        }
        if row.missing.len() > SHOWN {
            let _ = writeln!(text, "  {} more; `--format json` lists all", row.missing.len() - SHOWN);
        }
    }
    text
}

fn report(set: &DocSet, documentation: &Documentation) -> Report {
    let mut pages = BTreeMap::new();
    for page in &documentation.api.pages {
        *pages.entry(kind(page.kind)).or_default() += 1;
    }
    let mut findings = BTreeMap::new();
    let mut by_file: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for finding in &documentation.diagnostics {
        *findings.entry(finding.code.as_str()).or_default() += 1;
        let codes = by_file.entry(&finding.primary.source.file).or_default();
        if !codes.contains(&finding.code.as_str()) {
            codes.push(Code::as_str(finding.code));
        }
    }
    Report { set: set.name.clone(), pages, facts: facts(&documentation.api, &by_file), findings }
}

fn kind(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Operation => "operation",
        PageKind::Resource => "resource",
        PageKind::Enum => "enumeration",
        PageKind::Permissions => "permission",
        PageKind::Cmdlet => "cmdlet",
        PageKind::Conceptual => "explaining",
    }
}

/// A thing: its name, where it stands, and whether the fact was found.
type Thing<'a> = (String, &'a Source, bool);

fn facts(api: &Api, findings: &BTreeMap<&str, Vec<&'static str>>) -> Vec<Row> {
    let row = |fact, things: Vec<Thing<'_>>| {
        let of = things.len();
        let missing: Vec<Missing> = things
            .into_iter()
            .filter(|(_, _, is_found)| !is_found)
            .map(|(name, source, _)| Missing {
                name,
                file: source.file.to_string(),
                line: source.line,
                findings: findings.get(&*source.file).cloned().unwrap_or_default(),
            })
            .collect();
        Row { fact, found: of - missing.len(), of, missing }
    };
    let operations = |is_found: &dyn Fn(&docbind_ir::Operation) -> bool| -> Vec<Thing<'_>> {
        api.operations.iter().map(|one| (one.request_line(), &one.source, is_found(one))).collect()
    };
    let scheme = |scheme| {
        operations(&|one| one.permissions.get(scheme).is_some_and(|requirement| requirement.status != Status::Unknown))
    };
    let properties = api.types.iter().flat_map(|def| {
        let properties = def.properties.iter().chain(&def.navigation);
        properties.map(move |one| (format!("{}.{}", def.name, one.name), &one.source, is_resolved(&one.ty)))
    });
    vec![
        row("operations: delegated (work) permissions", scheme(Scheme::DelegatedWork)),
        row("operations: delegated (personal) permissions", scheme(Scheme::DelegatedPersonal)),
        row("operations: application permissions", scheme(Scheme::Application)),
        row("operations: request body", operations(&|one| one.body.shape != BodyShape::Unknown)),
        row("operations: response", operations(&|one| !one.responses.is_empty())),
        row("operations: example", operations(&|one| !one.examples.is_empty())),
        row(
            "types: properties",
            api.types
                .iter()
                .map(|def| {
                    let has_own = !def.properties.is_empty() || !def.navigation.is_empty();
                    (def.name.to_string(), &def.source, has_own || def.base.is_some())
                })
                .collect(),
        ),
        row("properties: a type that is documented", properties.collect()),
        row(
            "enumerations: members",
            api.enums.iter().map(|def| (def.name.to_string(), &def.source, !def.members.is_empty())).collect(),
        ),
        row(
            "permissions: identifier",
            api.permissions.iter().map(|one| (one.name.to_string(), &one.source, one.id.is_some())).collect(),
        ),
    ]
}

fn is_resolved(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Unresolved(_) => false,
        TypeRef::Collection(inner) => is_resolved(inner),
        TypeRef::Primitive(_) | TypeRef::Named(_) => true,
    }
}
