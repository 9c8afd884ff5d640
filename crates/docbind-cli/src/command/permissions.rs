//! `docbind permissions`.

mod grant;
mod lock;
mod outcome;
mod usage;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write as _};

use docbind::{DocSet, Documentation, Error, Scope, printable, write_file};
use docbind_ir::{Least, Operation, Requirement, Scheme, Status, least_for};
use serde_json::{Map, Value, json};

use self::grant::Grants;
use self::lock::{Change, Lock};
use self::outcome::{Outcome, RULES};
use self::usage::Usage;
use super::{one_set, operation, read, sets};
use crate::args::{GrantFormat, Permissions, SchemeName, UsageFormat};
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
    if arguments.lock.is_some() && arguments.scan.is_empty() && arguments.binary.is_none() {
        return Err(Error::Settings("a lock needs `--scan SRC` or `--binary FILE`: what the program calls".to_owned()));
    }
    let needs_one = arguments.lock.is_some() || arguments.grant.is_some();
    let sets = if needs_one { vec![one_set(&arguments.docs, reporter)?] } else { sets(&arguments.docs, reporter)? };
    let mut answers = Vec::with_capacity(sets.len());
    let mut missing: Vec<BTreeSet<usize>> = Vec::with_capacity(sets.len());
    for set in sets {
        let documentation = read(&set, &Scope::default(), None, reporter);
        reporter.count(&documentation.diagnostics);
        let usage = Usage::find(&documentation.api, arguments)?;
        let (mut operations, mut absent) = operation::choose(&documentation.api, &wanted);
        if let Some(usage) = &usage {
            if wanted.is_empty() {
                (operations, absent) = (Vec::new(), BTreeSet::new());
            }
            let named: Vec<&Operation> = std::mem::take(&mut operations);
            operations = usage.operations(&documentation.api);
            for one in named {
                if !operations.iter().any(|used| std::ptr::eq(*used, one)) {
                    operations.push(one);
                }
            }
        }
        if let Some(format) = arguments.grant {
            return grant(arguments, format, &documentation, &operations, reporter);
        }
        let mut answer = Answer::new(set, &operations, &schemes);
        if let Some(usage) = &usage {
            answer.add_usage(usage, &documentation);
            answer.compare(arguments, usage, &documentation, &operations, &schemes, reporter)?;
        }
        answers.push(answer);
        missing.push(absent);
    }
    let nowhere = missing.into_iter().reduce(|a, b| &a & &b).unwrap_or_default();
    if let Some(index) = nowhere.first() {
        let text = arguments.operation.get(*index).cloned().unwrap_or_default();
        return Err(Error::Settings(format!("no page documents the operation `{text}`")));
    }
    print(&text(arguments.format, &answers))
}

fn print(text: &str) -> Result<(), Error> {
    io::stdout().write_all(text.as_bytes()).map_err(|source| Error::Write { path: "standard output".into(), source })
}

fn text(format: UsageFormat, answers: &[Answer]) -> String {
    let is_single = answers.len() == 1;
    match format {
        UsageFormat::Text => answers.iter().map(|answer| answer.text(!is_single)).collect::<Vec<_>>().join("\n"),
        UsageFormat::Json => {
            let value = match answers {
                [answer] => answer.json(),
                answers => json!({ "sets": answers.iter().map(Answer::named_json).collect::<Vec<_>>() }),
            };
            json_pretty(&value) + "\n"
        }
        UsageFormat::Sarif => {
            let results: Vec<Value> = answers.iter().flat_map(|answer| answer.sarif.iter().cloned()).collect();
            json_pretty(&crate::sarif::document(&RULES, &results)) + "\n"
        }
    }
}

/// Prints what an operator pastes, and names on standard error what the pages have no identifier for.
fn grant(
    arguments: &Permissions,
    format: GrantFormat,
    documentation: &Documentation,
    operations: &[&Operation],
    reporter: &Reporter,
) -> Result<(), Error> {
    let scheme = arguments
        .scheme
        .map_or(if format == GrantFormat::Scopes { Scheme::DelegatedWork } else { Scheme::Application }, Scheme::from);
    let requirements: Vec<Requirement> = operations.iter().map(|one| requirement(one, scheme)).collect();
    let least = least_for(&requirements.iter().collect::<Vec<_>>());
    let names: Vec<String> = least.permissions.iter().map(|name| (*name).to_owned()).collect();
    let api = &documentation.api;
    let resource = arguments
        .resource_app_id
        .clone()
        .or_else(|| docbind_parser::resource_app_id(&api.namespace).map(str::to_owned));
    let has_resource = resource.is_some();
    let grants = Grants::new(api, scheme, &names, resource);
    let told = |places: &[usize], what: &str| {
        for operation in places.iter().filter_map(|place| operations.get(*place)) {
            let line = operation.request_line();
            reporter.say(&format!("warning: {} {what} for {} access", printable(&line), scheme.kebab()));
        }
    };
    told(&least.not_supported, "is not supported");
    told(&least.unknown, "is not documented");
    told(&least.unclear, "is not clear");
    if format != GrantFormat::Scopes {
        for name in grants.without_id() {
            reporter.say(&format!("warning: the pages have no identifier for {}", printable(name)));
        }
        if !has_resource {
            reporter.say("warning: the service's own application is not known; give it with `--resource-app-id GUID`");
        }
    }
    print(&grants.text(format))
}

fn requirement(operation: &Operation, scheme: Scheme) -> Requirement {
    operation.permissions.get(scheme).cloned().unwrap_or_default()
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
    /// More of the JSON answer.
    more: Vec<(&'static str, Value)>,
    /// More of the text, below the least permissions.
    remarks: String,
    sarif: Vec<Value>,
}

/// What one operation needs.
struct Needs {
    method: String,
    path: String,
    schemes: Vec<(Scheme, Requirement)>,
    /// Where a program calls it: file and line.
    calls: Vec<String>,
}

impl Answer {
    fn new(set: DocSet, operations: &[&Operation], schemes: &[Scheme]) -> Self {
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
                Needs {
                    method: operation.method.to_string(),
                    path: operation.path.to_string(),
                    schemes,
                    calls: Vec::new(),
                }
            })
            .collect();
        Self { set, operations, least, more: Vec::new(), remarks: String::new(), sarif: Vec::new() }
    }

    /// Adds where a program calls the operations, and what of it cannot be told.
    fn add_usage(&mut self, usage: &Usage, documentation: &Documentation) {
        let api = &documentation.api;
        let places = usage.places(api);
        for needs in &mut self.operations {
            let calls = places.get(&format!("{} {}", needs.method, needs.path));
            needs.calls = calls.into_iter().flatten().map(|call| format!("{}:{}", call.file, call.line)).collect();
        }
        self.more.extend(usage.json(api));
        let unlinked = usage.unlinked(api);
        if !unlinked.is_empty() {
            let _ = writeln!(self.remarks, "\nin the sources and not in the program:");
            for request in unlinked {
                let _ = writeln!(self.remarks, "  {}", printable(&request));
            }
        }
    }

    /// Compares a program with its lock, which is written unless it is only to be compared.
    fn compare(
        &mut self,
        arguments: &Permissions,
        usage: &Usage,
        documentation: &Documentation,
        operations: &[&Operation],
        schemes: &[Scheme],
        reporter: &mut Reporter,
    ) -> Result<(), Error> {
        let old = arguments.lock.as_deref().map(Lock::read).transpose()?.flatten();
        let mut allowed = old.as_ref().map(|old| old.allowed.clone()).unwrap_or_default();
        allowed.extend(arguments.allow_unresolved.iter().cloned());
        allowed.sort();
        allowed.dedup();
        let least = |scheme: Scheme| {
            let requirements: Vec<_> = operations.iter().map(|operation| requirement(operation, scheme)).collect();
            (scheme.kebab().to_owned(), Union::of(&requirements).names)
        };
        // All schemes are in the file, whichever are asked for.
        let least: BTreeMap<String, Vec<String>> = Scheme::ALL.into_iter().map(least).collect();
        let new = Lock::new(&documentation.api, usage, operations, least, &documentation.fingerprint, allowed);
        let change = match (&arguments.lock, &old) {
            (Some(path), None) if arguments.locked => {
                return Err(Error::Settings(format!(
                    "{} is not there; write it with the same command without `--locked`",
                    path.display()
                )));
            }
            (Some(_), Some(old)) => Some(Change::between(old, &new, operations, schemes)),
            _ => None,
        };
        let outcome = Outcome::new(&usage.scan, change, &new, arguments.locked);
        let _ = write!(self.remarks, "\n{}", outcome.text());
        self.sarif = outcome.sarif();
        if let Some(path) = &arguments.lock {
            self.more.push(("lock", outcome.json()));
            if !arguments.locked {
                write_file(path, new.text()?.as_bytes())?;
            }
        }
        if outcome.fails() {
            reporter.differs();
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let operations: Vec<Value> = self
            .operations
            .iter()
            .map(|Needs { method, path, schemes, .. }| {
                let schemes: Map<String, Value> = schemes
                    .iter()
                    .map(|(scheme, requirement)| (scheme.kebab().to_owned(), requirement_json(requirement)))
                    .collect();
                json!({ "method": method, "path": path, "schemes": schemes })
            })
            .collect();
        let least: Map<String, Value> =
            self.least.iter().map(|(scheme, union)| (scheme.kebab().to_owned(), json!(union.names))).collect();
        let mut value = json!({ "operations": operations, "least": least });
        if let Some(object) = value.as_object_mut() {
            object.extend(self.more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        }
        value
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
        for Needs { method, path, schemes, calls } in &self.operations {
            let _ = writeln!(text, "{method} {}", printable(path));
            for call in calls {
                let _ = writeln!(text, "  {:<20}{}", "called in", printable(call));
            }
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
        text.push_str(&self.remarks);
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
    /// Whether there is nothing less; a search may have become too long.
    exact: bool,
}

impl Union {
    fn of(requirements: &[Requirement]) -> Self {
        let Least { permissions, not_supported, unknown, unclear, exact } =
            least_for(&requirements.iter().collect::<Vec<_>>());
        Self {
            names: permissions.into_iter().map(str::to_owned).collect(),
            not_supported: not_supported.len(),
            unknown: unknown.len(),
            unclear: unclear.len(),
            exact,
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
        if !self.exact {
            parts.push("there may be less".to_owned());
        }
        if parts.is_empty() { "none needed".to_owned() } else { parts.join("; ") }
    }
}

#[cfg(test)]
mod tests {
    use docbind_ir::Alternative;

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
        assert_eq!(Union::of(&[one, two]).names, ["Directory.Read.All"]);
    }

    #[test]
    fn the_union_never_takes_a_higher_permission_to_be_shorter() {
        let (one, two) = (any_of(&["Mail.Read", "Everything"]), any_of(&["Files.Read", "Everything"]));
        assert_eq!(Union::of(&[one, two]).names, ["Files.Read", "Mail.Read"]);
    }

    #[test]
    fn what_is_not_supported_adds_nothing() {
        let none = Requirement { status: Status::NotSupported, ..Requirement::default() };
        assert_eq!(Union::of(&[none, any_of(&["Mail.Read"])]).names, ["Mail.Read"]);
    }
}
