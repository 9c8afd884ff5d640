//! `docbind permissions`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use docbind::{DocSet, Error, Scope, printable};
use docbind_ir::{Alternative, Operation, Requirement, Scheme, Status};
use serde_json::{Map, Value, json};

use super::{operation, read, sets};
use crate::args::{Permissions, SchemeName, TextOrJson};
use crate::render::json_pretty;
use crate::reporter::Reporter;

/// Answers for each set by name, or for the only one.
pub(crate) fn run(arguments: &Permissions, reporter: &mut Reporter) -> Result<(), Error> {
    let wanted =
        arguments.operation.iter().map(|text| operation::Wanted::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let schemes: Vec<Scheme> = match arguments.scheme {
        Some(scheme) => vec![scheme.into()],
        None => vec![Scheme::Application, Scheme::DelegatedWork, Scheme::DelegatedPersonal],
    };
    let sets = sets(&arguments.docs, reporter)?;
    let is_single = sets.len() == 1;
    let mut answers = Vec::with_capacity(sets.len());
    let mut missing: Vec<BTreeSet<usize>> = Vec::with_capacity(sets.len());
    for set in sets {
        let documentation = read(&set, &Scope::default(), None, reporter);
        reporter.count(&documentation.diagnostics);
        let (operations, absent) = operation::choose(&documentation.api, &wanted);
        answers.push(Answer::new(set, &operations, &schemes));
        missing.push(absent);
    }
    let nowhere = missing.into_iter().reduce(|a, b| &a & &b).unwrap_or_default();
    if let Some(index) = nowhere.first() {
        let text = arguments.operation.get(*index).cloned().unwrap_or_default();
        return Err(Error::Settings(format!("no page documents the operation `{text}`")));
    }
    let text = match arguments.format {
        TextOrJson::Text => answers.iter().map(|answer| answer.text(!is_single)).collect::<Vec<_>>().join("\n"),
        TextOrJson::Json => {
            let value = match answers.as_slice() {
                [answer] => answer.json(),
                answers => json!({ "sets": answers.iter().map(Answer::named_json).collect::<Vec<_>>() }),
            };
            json_pretty(&value) + "\n"
        }
    };
    io::stdout().write_all(text.as_bytes()).map_err(|source| Error::Write { path: "standard output".into(), source })
}

impl From<SchemeName> for Scheme {
    fn from(name: SchemeName) -> Self {
        match name {
            SchemeName::Application => Self::Application,
            SchemeName::DelegatedWork => Self::DelegatedWork,
            SchemeName::DelegatedPersonal => Self::DelegatedPersonal,
        }
    }
}

/// What one set says about some operations.
struct Answer {
    set: DocSet,
    operations: Vec<Needs>,
    least: Vec<(Scheme, Union)>,
}

/// What one operation needs.
struct Needs {
    method: String,
    path: String,
    schemes: Vec<(Scheme, Requirement)>,
}

impl Answer {
    fn new(set: DocSet, operations: &[&Operation], schemes: &[Scheme]) -> Self {
        let requirement =
            |operation: &Operation, scheme| operation.permissions.get(scheme).cloned().unwrap_or_default();
        let least = schemes
            .iter()
            .map(|scheme| {
                let requirements: Vec<_> = operations.iter().map(|operation| requirement(operation, *scheme)).collect();
                (*scheme, Union::of(&requirements))
            })
            .collect();
        let operations = operations
            .iter()
            .map(|operation| {
                let schemes = schemes.iter().map(|scheme| (*scheme, requirement(operation, *scheme))).collect();
                Needs { method: operation.method.to_string(), path: operation.path.to_string(), schemes }
            })
            .collect();
        Self { set, operations, least }
    }

    fn json(&self) -> Value {
        let operations: Vec<Value> = self
            .operations
            .iter()
            .map(|Needs { method, path, schemes }| {
                let schemes: Map<String, Value> = schemes
                    .iter()
                    .map(|(scheme, requirement)| (scheme.kebab().to_owned(), requirement_json(requirement)))
                    .collect();
                json!({ "method": method, "path": path, "schemes": schemes })
            })
            .collect();
        let least: Map<String, Value> =
            self.least.iter().map(|(scheme, union)| (scheme.kebab().to_owned(), json!(union.names))).collect();
        json!({ "operations": operations, "least": least })
    }

    fn named_json(&self) -> Value {
        let mut value = json!({ "set": self.set.name });
        if let (Some(object), Value::Object(answer)) = (value.as_object_mut(), self.json()) {
            object.extend(answer);
        }
        value
    }

    fn text(&self, is_named: bool) -> String {
        let mut text = String::new();
        if is_named {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(text, "{}:\n", printable(&self.set.name));
        }
        for Needs { method, path, schemes } in &self.operations {
            let _ = writeln!(text, "{method} {}", printable(path));
            for (scheme, requirement) in schemes {
                let _ = writeln!(text, "  {:<20}{}", scheme.kebab(), printable(&requirement_text(requirement)));
                for note in &requirement.notes {
                    let _ = writeln!(text, "  {:<20}  {}", "", printable(note));
                }
            }
        }
        let _ = writeln!(text, "\nleast permissions for {}:", count(self.operations.len()));
        for (scheme, union) in &self.least {
            let _ = writeln!(text, "  {:<20}{}", scheme.kebab(), printable(&union.text(self.operations.len())));
        }
        text
    }
}

fn count(operations: usize) -> String {
    if operations == 1 { "this operation".to_owned() } else { format!("these {operations} operations") }
}

/// Conditions stand beside the alternatives, each with the place of the one it limits, so that alternatives stay lists
/// of names.
fn requirement_json(requirement: &Requirement) -> Value {
    let alternatives: Vec<_> = requirement.alternatives.iter().map(|alternative| &alternative.permissions).collect();
    let least: Vec<_> = requirement.least().map(|alternative| &alternative.permissions).into_iter().flatten().collect();
    let source = (requirement.source.line > 0).then(|| requirement.source.to_string());
    let conditions = requirement.alternatives.iter().enumerate().flat_map(|(place, alternative)| {
        alternative.conditions.iter().map(move |one| {
            let source = (one.source.line > 0).then(|| one.source.to_string());
            json!({ "alternative": place, "kind": one.kind, "text": one.to_string(), "source": source })
        })
    });
    let mut value = json!({
        "status": requirement.status,
        "alternatives": alternatives,
        "least": least,
        "notes": requirement.notes,
        "source": source,
    });
    let conditions: Vec<Value> = conditions.collect();
    if let Some(object) = value.as_object_mut() {
        if !conditions.is_empty() {
            object.insert("conditions".to_owned(), Value::Array(conditions));
        }
        if requirement.is_least_unknown() {
            object.insert("leastUnknown".to_owned(), Value::Bool(true));
        }
    }
    value
}

fn requirement_text(requirement: &Requirement) -> String {
    let place = if requirement.source.line > 0 { format!("   ({})", requirement.source) } else { String::new() };
    let needs = match requirement.status {
        Status::Unknown => "not documented".to_owned(),
        Status::NotSupported => "not supported".to_owned(),
        Status::Supported if requirement.alternatives.is_empty() => "no permission needed".to_owned(),
        Status::Supported => {
            let ordered = requirement.least().into_iter().chain(requirement.higher());
            ordered.map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
    };
    needs + &place
}

/// The least permissions of several operations for one scheme, and what keeps them from being the whole answer.
#[derive(Default)]
struct Union {
    names: Vec<String>,
    not_supported: usize,
    unknown: usize,
    unclear: usize,
}

impl Union {
    fn of(requirements: &[Requirement]) -> Self {
        let count = |is: fn(&Requirement) -> bool| requirements.iter().filter(|one| is(one)).count();
        Self {
            names: least_union(requirements),
            not_supported: count(|one| one.status == Status::NotSupported),
            unknown: count(|one| one.status == Status::Unknown),
            unclear: count(Requirement::is_least_unknown),
        }
    }

    fn text(&self, operations: usize) -> String {
        let mut parts = Vec::new();
        if !self.names.is_empty() {
            parts.push(self.names.join(", "));
        }
        let cases =
            [(self.not_supported, "not supported"), (self.unknown, "not documented"), (self.unclear, "not clear")];
        for (number, words) in cases {
            match number {
                0 => {}
                _ if number == operations => parts.push(words.to_owned()),
                _ => parts.push(format!("{words} for {number} of them")),
            }
        }
        if parts.is_empty() { "none needed".to_owned() } else { parts.join("; ") }
    }
}

/// Permissions that together allow all operations, none of which can be left out: the least of each operation, without
/// those that another operation's makes superfluous.
fn least_union(requirements: &[Requirement]) -> Vec<String> {
    let clear = || requirements.iter().filter(|requirement| requirement.least().is_some());
    let mut union: BTreeSet<&str> = clear()
        .filter_map(|requirement| requirement.least())
        .flat_map(|alternative| alternative.permissions.iter().map(|name| &**name))
        .collect();
    let allows = |union: &BTreeSet<&str>, alternative: &Alternative| {
        alternative.permissions.iter().all(|name| union.contains(&**name))
    };
    // What another operation needs anyway serves this one too, unless it does so under a condition only.
    let is_enough = |union: &BTreeSet<&str>| {
        clear().all(|requirement| {
            let least = requirement.least().into_iter();
            let general = requirement.alternatives.iter().filter(|alternative| !alternative.is_limited());
            least.chain(general).any(|alternative| allows(union, alternative))
        })
    };
    for name in union.clone() {
        union.remove(name);
        if !is_enough(&union) {
            union.insert(name);
        }
    }
    union.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any_of(names: &[&str]) -> Requirement {
        Requirement {
            status: Status::Supported,
            alternatives: names.iter().map(|name| Alternative::one(*name)).collect(),
            ..Requirement::default()
        }
    }

    #[test]
    fn a_permission_that_another_operation_needs_anyway_is_enough() {
        let (one, two) = (any_of(&["User.Read.All", "Directory.Read.All"]), any_of(&["Directory.Read.All"]));
        assert_eq!(least_union(&[one, two]), ["Directory.Read.All"]);
    }

    #[test]
    fn the_union_never_takes_a_higher_permission_to_be_shorter() {
        let (one, two) = (any_of(&["Mail.Read", "Everything"]), any_of(&["Files.Read", "Everything"]));
        assert_eq!(least_union(&[one, two]), ["Files.Read", "Mail.Read"]);
    }

    #[test]
    fn what_is_not_supported_adds_nothing() {
        let none = Requirement { status: Status::NotSupported, ..Requirement::default() };
        assert_eq!(least_union(&[none, any_of(&["Mail.Read"])]), ["Mail.Read"]);
    }
}
