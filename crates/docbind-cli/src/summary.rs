//! The table at the end of `docbind generate`.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use docbind_ir::{Api, Code, Diagnostic};

/// What was read and found, as text for a terminal.
pub(crate) fn summary(api: &Api, pages: usize, diagnostics: &[Diagnostic]) -> String {
    let names: HashSet<&str> = api
        .operations
        .iter()
        .flat_map(|operation| operation.permissions.schemes.values())
        .flat_map(|requirement| &requirement.alternatives)
        .flat_map(|alternative| &alternative.permissions)
        .map(|name| &**name)
        .collect();
    let mut text = String::new();
    let rows = [
        ("pages read", pages),
        ("operations", api.operations.len()),
        ("types", api.types.len()),
        ("enums", api.enums.len()),
        ("permissions", names.len()),
        ("diagnostics", diagnostics.len()),
    ];
    for (name, number) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<30} {number:>7}");
    }
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *codes.entry(diagnostic.code).or_default() += 1;
    }
    for (code, number) in &codes {
        let name = format!("  {code} {}", code.name());
        let _ = writeln!(text, "{name:<30} {number:>7}");
    }
    if !codes.is_empty() {
        text.push_str("`docbind lint` shows all of them\n");
    }
    text
}
