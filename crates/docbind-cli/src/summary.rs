//! The table at the end of `docbind generate`.

use std::fmt::Write;

use docbind::Report;

/// What was read and found, as text for a terminal.
pub(crate) fn summary(report: &Report) -> String {
    let mut text = String::new();
    let counts = report.counts;
    let rows = [
        ("pages read", counts.pages),
        ("operations", counts.operations),
        ("types", counts.types),
        ("enums", counts.enums),
        ("permissions", counts.permissions),
        ("diagnostics", report.findings.len()),
    ];
    for (name, number) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<30} {number:>7}");
    }
    for (code, number) in report.codes() {
        let name = format!("  {code} {}", code.name());
        let _ = writeln!(text, "{name:<30} {number:>7}");
    }
    if report.findings_elsewhere > 0 {
        let _ = writeln!(text, "{:<30} {:>7}", "diagnostics on other pages", report.findings_elsewhere);
    }
    if report.findings.len() + report.findings_elsewhere > 0 {
        text.push_str("`docbind lint` shows all of them\n");
    }
    text
}
