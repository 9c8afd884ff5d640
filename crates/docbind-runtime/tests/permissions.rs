//! The least set of permissions for several operations.

use docbind_runtime::Meta;
use docbind_runtime::permissions::{ConditionKind, Permissions, Requirement, Scheme, least_for};

type Row = &'static [&'static [&'static str]];

fn meta(alternatives: Row) -> &'static Meta {
    of(Requirement::any_set_of(alternatives))
}

fn of(application: Requirement) -> &'static Meta {
    let permissions = Box::leak(Box::new(Permissions { application, ..Permissions::UNKNOWN }));
    Box::leak(Box::new(Meta { permissions, ..Meta::UNDOCUMENTED }))
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
    let higher: Vec<_> = requirement.higher().map(|alternative| alternative.permissions).collect();
    assert_eq!(higher, [["C"]]);
    assert!(meta(&[]).permissions.application.allows(&[]));
}

#[test]
fn what_holds_under_a_condition_suffices_when_the_caller_names_it() {
    const OWN: Requirement = Requirement::any_of(&["Read.Own", "Read.All", "Old.Read"])
        .when(&[(0, ConditionKind::OwnOnly, "acting on self"), (2, ConditionKind::Deprecated, "deprecated")])
        .least_at(1);
    assert_eq!(OWN.least(), ["Read.All"]);
    assert!(!OWN.allows(&["Read.Own"]) && OWN.allows(&["Read.All"]) && OWN.allows(&["Old.Read"]));
    assert!(OWN.allows_when(&["Read.Own"], |condition| condition.text == "acting on self"));
    let conditions: Vec<_> =
        OWN.alternatives().map(|one| one.conditions().map(|one| one.kind).collect::<Vec<_>>()).collect();
    assert_eq!(conditions, [vec![ConditionKind::OwnOnly], vec![], vec![ConditionKind::Deprecated]]);
}

#[test]
fn where_a_mark_is_unclear_nothing_suffices_and_nothing_is_least() {
    const UNCLEAR: Requirement = Requirement::any_of(&["A", "B"])
        .when(&[(0, ConditionKind::Unclear, "marked *"), (1, ConditionKind::Unclear, "marked *")])
        .unclear();
    assert!(UNCLEAR.is_least_unknown() && UNCLEAR.least().is_empty() && UNCLEAR.least_alternative().is_none());
    assert!(!UNCLEAR.allows(&["A", "B"]) && !UNCLEAR.allows(&[]));
}
