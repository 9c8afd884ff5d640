//! The least set of permissions for several operations.

use docbind_runtime::permissions::{Permissions, Requirement, Scheme, least_for};
use docbind_runtime::{Meta, Method};

type Row = &'static [&'static [&'static str]];

fn meta(alternatives: Row) -> &'static Meta {
    of(Requirement::any_set_of(alternatives))
}

fn of(application: Requirement) -> &'static Meta {
    Box::leak(Box::new(Meta {
        id: "",
        method: Method::Get,
        path: "",
        summary: "",
        permissions: Box::leak(Box::new(Permissions { application, ..Permissions::UNKNOWN })),
        query_options: &[],
        headers: &[],
        docs: "",
        line: 1,
        deprecated: false,
    }))
}

fn least(rows: &[Row]) -> Vec<&'static str> {
    let operations: Vec<_> = rows.iter().map(|row| meta(row)).collect();
    least_for(Scheme::Application, &operations).permissions
}

#[test]
fn what_one_operation_needs_anyway_serves_the_others() {
    let read: Row = &[&["User.Read.All"], &["User.ReadWrite.All"], &["Directory.Read.All"]];
    let write: Row = &[&["User.ReadWrite.All"], &["Directory.ReadWrite.All"]];
    let groups: Row = &[&["Group.Read.All"], &["Directory.Read.All"]];
    assert_eq!(least(&[read]), ["User.Read.All"]);
    assert_eq!(least(&[read, write]), ["User.ReadWrite.All"]);
    // One permission would do, and allow more than both operations need.
    assert_eq!(least(&[read, groups]), ["Group.Read.All", "User.Read.All"]);
    assert_eq!(least(&[]), [""; 0]);
}

#[test]
fn permissions_that_are_needed_together_come_together() {
    let both: Row = &[&["A", "B"], &["C"]];
    assert_eq!(least(&[both]), ["A", "B"]);
    assert_eq!(least(&[both, &[&["C"]]]), ["C"]);
    assert_eq!(least(&[both, &[&["B"]]]), ["A", "B"]);
}

#[test]
fn operations_without_an_answer_are_named() {
    let unknown = of(Requirement::UNKNOWN);
    let none = of(Requirement::NOT_SUPPORTED);
    let free = meta(&[]);
    let least = least_for(Scheme::Application, &[unknown, none, free, meta(&[&["A"]])]);
    assert_eq!((least.permissions, least.unknown, least.not_supported), (vec!["A"], vec![unknown], vec![none]));
}

#[test]
fn many_operations_are_answered_too() {
    static NAMES: [&str; 40] = [
        "P00", "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P13", "P14", "P15",
        "P16", "P17", "P18", "P19", "P20", "P21", "P22", "P23", "P24", "P25", "P26", "P27", "P28", "P29", "P30", "P31",
        "P32", "P33", "P34", "P35", "P36", "P37", "P38", "P39",
    ];
    // Each operation takes its own permission or the next one's.
    let last: Row = &[&["P39"]];
    let rows: Vec<Row> =
        NAMES.windows(2).map(|pair| &*Box::leak(Box::new([&pair[..1], &pair[1..]])) as Row).chain([last]).collect();
    let set = least(&rows);
    for row in rows {
        assert!(row.iter().any(|all| all.iter().all(|permission| set.contains(permission))));
    }
    assert!(set.contains(&"P39") && set.len() < 40, "{set:?}");
}

#[test]
fn what_is_granted_is_checked() {
    let requirement = meta(&[&["A", "B"], &["C"]]).permissions.application;
    assert!(requirement.allows(&["B", "A"]) && requirement.allows(&["C"]));
    assert!(!requirement.allows(&["A"]) && !Requirement::UNKNOWN.allows(&["A"]));
    assert_eq!(requirement.higher().collect::<Vec<_>>(), [["C"]]);
}
