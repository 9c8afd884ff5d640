//! The permission table as CSV.

use std::io::{self, Write};

use docbind_ir::{Api, ConditionKind, Requirement, Scheme};

/// Writes a row for each alternative of each scheme of each operation; permissions that are needed together are joined
/// by ` + `.
///
/// A scheme without alternatives has one row, so that "not supported" and "unknown" stay apart. Columns: `method`,
/// `path`, `scheme`, `status`, `permissions`, `least` (of one alternative a scheme), `resource_specific`, `scenario` (all
/// conditions in words), `source`.
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
            let status = requirement.status.as_str();
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
            let least = requirement.least_index();
            let yes_or_no = |holds| if holds { "yes" } else { "no" };
            for (position, alternative) in requirement.alternatives.iter().enumerate() {
                let others = alternative.conditions.iter().filter(|one| one.kind != ConditionKind::ResourceSpecific);
                row(
                    &alternative.permissions.join(" + "),
                    yes_or_no(least == Some(position)),
                    yes_or_no(alternative.has(ConditionKind::ResourceSpecific)),
                    &others.map(ToString::to_string).collect::<Vec<_>>().join("; "),
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
