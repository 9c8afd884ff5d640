//! A slip of the pen in a permission cell never makes a call look easier than it is without a finding: signs, spaces
//! and joining words are left out or doubled one by one, and whatever then suffices has to have sufficed before.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use std::collections::BTreeSet;

use docbind_ir::{Diagnostic, Requirement, Scheme, Status};
use docbind_parser::lower::{SetContext, lower};
use docbind_parser::parse;

/// Cells whose permissions are needed together, with what stands below the table.
const CELLS: [(&str, &str); 10] = [
    ("Boat.Read and Crew.Read", ""),
    ("Boat.Read & Crew.Read", ""),
    ("Boat.Read + Crew.Read", ""),
    ("Both Boat.Read and Crew.Read", ""),
    ("Boat.Read and Crew.Read, Fleet.Read and Crew.Read", ""),
    ("One from Boat.Read, Boat.Write plus either Crew.Read or Crew.Write", ""),
    ("Boat.Read together with Crew.Read", ""),
    ("Boat.Read, Crew.Read", "All listed permissions are required."),
    ("Boat.Read*, Crew.Read*, Fleet.Read", "\\* Both permissions are required."),
    ("Boat.Read†, Crew.Read†, Fleet.Read", "† Both permissions are required."),
];

const SIGNS: [char; 8] = [',', '&', '+', '*', '†', '.', ' ', '\\'];
const WORDS: [&str; 6] = ["and", "plus", "Both", "either", "together", "with"];

fn read(cell: &str, below: &str) -> (Requirement, Vec<Diagnostic>) {
    let page = format!(
        "# Get boat\n\nGets a boat.\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:---|:---|\n\
         |Delegated (work or school account)|Not supported.|\n|Application|{cell}|\n\n{below}\n\n\
         ## HTTP request\n\n```http\nGET /boats/{{id}}\n```\n\n## Response\n\nReturns `204 No Content`.\n"
    );
    let set = SetContext { namespace: "microsoft.graph".into(), ..SetContext::default() };
    let (page, mut diagnostics) = parse("api/boat-get.md".into(), &page, &());
    let (facts, found) = lower(&page, &set);
    diagnostics.extend(found);
    let requirement = facts.operations.first().unwrap().permissions.get(Scheme::Application).cloned();
    (requirement.unwrap_or_default(), diagnostics)
}

/// The sets of permissions that suffice for every call.
fn sufficient(requirement: &Requirement) -> Vec<BTreeSet<String>> {
    let general = requirement.alternatives.iter().filter(|one| !one.is_limited());
    general.map(|one| one.permissions.iter().map(ToString::to_string).collect()).collect()
}

/// The texts that one slip makes of a text.
fn slips(text: &str) -> Vec<String> {
    let mut slips = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, letter)| SIGNS.contains(letter)) {
        let (before, rest) = text.split_at(at);
        let after = rest.split_at(sign.len_utf8()).1;
        slips.push(format!("{before}{after}"));
        slips.push(format!("{before}{sign}{sign}{after}"));
    }
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            let (before, rest) = text.split_at(at);
            let after = rest.split_at(word.len()).1;
            slips.push(format!("{before}{after}"));
            slips.push(format!("{before}{word} {word}{after}"));
            slips.push(format!("{before}{}{after}", word.split_at(1).1));
        }
    }
    slips
}

#[test]
fn no_slip_makes_less_suffice_without_a_finding() {
    let mut silent = Vec::new();
    let mut tried = 0;
    for (cell, below) in CELLS {
        let (requirement, diagnostics) = read(cell, below);
        let before = sufficient(&requirement);
        assert_eq!(requirement.status, Status::Supported, "{cell}");
        assert!(diagnostics.is_empty() && before.iter().any(|all| all.len() > 1), "{cell}: {before:?} {diagnostics:?}");
        let names: BTreeSet<String> = before.iter().flatten().cloned().collect();
        let cells = slips(cell).into_iter().map(|slip| (slip, below.to_owned()));
        let marks = slips(below).into_iter().filter(|slip| slip.matches(' ').count() == below.matches(' ').count());
        let notes = marks.map(|slip| (cell.to_owned(), slip));
        for (cell, below) in cells.chain(notes) {
            tried += 1;
            let (requirement, diagnostics) = read(&cell, &below);
            let less = sufficient(&requirement).into_iter().find(|now| !before.iter().any(|then| then.is_subset(now)));
            // A word that runs into a name makes another name of it, which only a reference of all names could tell.
            let less = less.filter(|less| less.is_subset(&names));
            if let Some(less) = less.filter(|_| diagnostics.is_empty()) {
                silent.push(format!("{cell} / {below}: {less:?}"));
            }
        }
    }
    assert!(silent.is_empty(), "{} of {tried}:\n{}", silent.len(), silent.join("\n"));
    assert!(tried > 150, "only {tried} slips");
}
