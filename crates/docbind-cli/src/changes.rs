//! Changes as text, JSON and Markdown.

use std::collections::BTreeMap;
use std::fmt::Write;

use docbind::{Lock, printable};
use docbind_diff::{Change, Diff, Impact, Place, Privilege};
use serde_json::{Value, json};

use crate::args::DiffFormat;
use crate::render::json_pretty;

/// The parts of a report, in their order.
fn parts(diff: &Diff) -> Vec<(&'static str, Vec<&Change>)> {
    let has_risen = |change: &&Change| change.privilege == Some(Privilege::Rose);
    let of = |impact: Impact| diff.changes.iter().filter(move |change| change.impact == impact && !has_risen(change));
    let parts = [
        ("Privilege rose", diff.changes.iter().filter(has_risen).collect()),
        ("Breaking (major)", of(Impact::Major).collect()),
        ("Additions (minor)", of(Impact::Minor).collect()),
        ("Others (patch)", of(Impact::Patch).collect::<Vec<_>>()),
    ];
    parts.into_iter().filter(|(_, changes)| !changes.is_empty()).collect()
}

fn verdict(diff: &Diff) -> String {
    match diff.verdict() {
        None => "nothing has changed".to_owned(),
        Some(impact) => {
            let count = |impact| diff.changes.iter().filter(|change| change.impact == impact).count();
            let (major, minor, patch) = (count(Impact::Major), count(Impact::Minor), count(Impact::Patch));
            let risen = match diff.risen().count() {
                0 => "no privilege rose".to_owned(),
                1 => "privilege rose once".to_owned(),
                risen => format!("privilege rose {risen} times"),
            };
            let number = match impact {
                Impact::Major => "a new major version (below 1.0 a new minor version)",
                Impact::Minor => "a new minor version (below 1.0 a new patch version)",
                Impact::Patch => "a new patch version",
            };
            format!("{number}: {major} breaking, {minor} additions, {patch} others; {risen}")
        }
    }
}

fn places(change: &Change) -> String {
    let place = |place: &Place| printable(&place.to_string()).into_owned();
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => place(old),
        (Some(old), Some(new)) => format!("{} → {}", place(old), place(new)),
        (Some(old), None) => place(old),
        (None, Some(new)) => place(new),
        (None, None) => String::new(),
    }
}

fn title(change: &Change) -> String {
    let mut title = format!("{} {} {}", change.kind.as_str(), change.item.as_str(), printable(&change.name));
    if !change.detail.is_empty() {
        title.push_str(": ");
        title.push_str(&printable(&change.detail));
    }
    title
}

/// For a person.
pub(crate) fn text(diff: &Diff) -> String {
    let mut text = String::new();
    for (heading, changes) in parts(diff) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{heading}");
        for change in changes {
            let _ = writeln!(text, "  {}", title(change));
            let fell = change.privilege.filter(|privilege| *privilege != Privilege::Changed);
            let fell = fell.map(|privilege| format!("; privilege {}", privilege.as_str())).unwrap_or_default();
            let _ = writeln!(text, "      {}: {}{fell}; {}", change.impact.as_str(), change.reason, places(change));
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}", verdict(diff));
    text
}

/// For a program.
pub(crate) fn json(diff: &Diff) -> String {
    let document = json!({
        "verdict": diff.verdict(),
        "privilegeRose": diff.risen().count(),
        "changes": diff.changes,
    });
    json_pretty(&document) + "\n"
}

/// For a changelog.
pub(crate) fn markdown(diff: &Diff) -> String {
    let mut text = String::new();
    for (heading, changes) in parts(diff) {
        let _ = writeln!(text, "### {heading}\n");
        for change in changes {
            let mut line = format!("- {} {} {}", change.kind.as_str(), change.item.as_str(), code(&change.name));
            if !change.detail.is_empty() {
                let _ = write!(line, ": {}", code(&change.detail));
            }
            let places = places(change);
            if !places.is_empty() {
                let _ = write!(line, " ({})", code(&places));
            }
            let _ = writeln!(text, "{line}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "Verdict: {}.", verdict(diff));
    text
}

/// A code span, whatever the text holds.
fn code(text: &str) -> String {
    let text = printable(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// What two lock files tell of two outputs.
pub(crate) fn locks(old: &Lock, new: &Lock, format: DiffFormat) -> String {
    let mut rows: Vec<(String, String, String)> = Vec::new();
    let mut row = |name: &str, old: String, new: String| {
        if old != new {
            rows.push((name.to_owned(), old, new));
        }
    };
    row("docbind", old.docbind.clone(), new.docbind.clone());
    row("pages", old.pages.clone(), new.pages.clone());
    let names: std::collections::BTreeSet<&String> = old.options.keys().chain(new.options.keys()).collect();
    for name in names {
        let option = |lock: &Lock| lock.options.get(name).cloned().unwrap_or_default();
        row(name, option(old), option(new));
    }
    let numbers = |lock: &Lock| {
        let counts = lock.counts;
        [counts.pages, counts.operations, counts.types, counts.enums, counts.permissions]
    };
    let names = ["number of pages", "operations", "types", "enums", "permissions"];
    for ((name, old), new) in names.into_iter().zip(numbers(old)).zip(numbers(new)) {
        row(name, old.to_string(), new.to_string());
    }
    let files = files(&old.files, &new.files);
    if format == DiffFormat::Json {
        let rows: Vec<Value> =
            rows.iter().map(|(name, old, new)| json!({ "name": name, "old": old, "new": new })).collect();
        let files: Vec<Value> = files.iter().map(|(kind, path)| json!({ "kind": kind, "path": path })).collect();
        return json_pretty(&json!({ "changes": rows, "files": files })) + "\n";
    }
    let bullet = if format == DiffFormat::Markdown { "- " } else { "" };
    let mut text = String::new();
    for (name, old, new) in &rows {
        let _ = writeln!(text, "{bullet}{name}: {} → {}", printable(old), printable(new));
    }
    for (kind, path) in &files {
        let _ = writeln!(text, "{bullet}{kind} {}", printable(path));
    }
    if text.is_empty() { "nothing has changed\n".to_owned() } else { text }
}

fn files<'a>(old: &'a BTreeMap<String, String>, new: &'a BTreeMap<String, String>) -> Vec<(&'static str, &'a String)> {
    let added = new.keys().filter(|path| !old.contains_key(*path)).map(|path| ("added", path));
    let removed = old.keys().filter(|path| !new.contains_key(*path)).map(|path| ("removed", path));
    let changed = new.iter().filter(|(path, hash)| old.get(*path).is_some_and(|old| old != *hash));
    added.chain(removed).chain(changed.map(|(path, _)| ("changed", path))).collect()
}
