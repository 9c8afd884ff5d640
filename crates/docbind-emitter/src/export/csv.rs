//! The permission table as CSV.

use std::io::{self, Write};

use docbind_ir::{Api, Requirement, Scheme, Status};

/// Writes a row for each alternative of each scheme of each operation; permissions that are needed together are joined
/// by ` + `.
///
/// A scheme without alternatives has one row, so that "not supported" and "unknown" stay apart. Columns: `method`,
/// `path`, `scheme`, `status`, `permissions`, `least`, `resource_specific`, `scenario`, `source`.
///
/// # Errors
/// When `out` cannot be written.
pub fn csv(api: &Api, out: impl Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record([
        "method",
        "path",
        "scheme",
        "status",
        "permissions",
        "least",
        "resource_specific",
        "scenario",
        "source",
    ])?;
    let undocumented = Requirement::default();
    for operation in &api.operations {
        let path = operation.path.to_string();
        for scheme in Scheme::ALL {
            let requirement = operation.permissions.get(scheme).unwrap_or(&undocumented);
            let status = match requirement.status {
                Status::Supported => "supported",
                Status::NotSupported => "not_supported",
                Status::Unknown => "unknown",
            };
            let source = if requirement.source.line > 0 { requirement.source.to_string() } else { String::new() };
            let mut row = |permissions: &str, least: &str, specific: &str, scenario: &str| {
                writer.write_record([
                    operation.method.as_str(),
                    &path,
                    scheme.kebab(),
                    status,
                    permissions,
                    least,
                    specific,
                    scenario,
                    &source,
                ])
            };
            if requirement.alternatives.is_empty() {
                row("", "", "", "")?;
            }
            let marked = requirement.alternatives.iter().any(|alternative| alternative.least);
            for (position, alternative) in requirement.alternatives.iter().enumerate() {
                row(
                    &alternative.permissions.join(" + "),
                    if alternative.least || !marked && position == 0 { "yes" } else { "no" },
                    if alternative.resource_specific { "yes" } else { "no" },
                    alternative.scenario.as_deref().unwrap_or_default(),
                )?;
            }
        }
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use docbind_ir::{
        Alternative, Api, Method, Operation, PathTemplate, PermissionTable, Requirement, Scheme, Segment, Status,
    };

    #[test]
    fn every_alternative_has_a_row_and_every_scheme_too() {
        let both = Alternative { permissions: vec!["A.Read".into(), "B.Read".into()], ..Alternative::default() };
        let requirement = Requirement {
            status: Status::Supported,
            alternatives: vec![Alternative::one("C.Read"), both],
            ..Requirement::default()
        };
        let operation = Operation {
            permissions: PermissionTable { schemes: [(Scheme::Application, requirement)].into_iter().collect() }.into(),
            ..Operation::new(Method::Get, PathTemplate { segments: vec![Segment::Literal("a".into())] })
        };
        let mut out = Vec::new();
        super::csv(&Api { operations: vec![operation], ..Api::default() }, &mut out).unwrap();
        let rows: Vec<_> = std::str::from_utf8(&out).unwrap().lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "GET,/a,delegated-work,unknown,,,,,",
                "GET,/a,delegated-personal,unknown,,,,,",
                "GET,/a,application,supported,C.Read,yes,no,,",
                "GET,/a,application,supported,A.Read + B.Read,no,no,,",
            ]
        );
    }
}
