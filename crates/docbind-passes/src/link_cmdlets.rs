//! Ties cmdlets to the operations they call.

use std::sync::Arc;

use docbind_ir::{
    Api, Cmdlet, Code, Diagnostic, Method, Operation, PermissionTable, Requirement, Rule, Scheme, Segment, Severity,
    Status, singular,
};

/// How many letters of a hash stand before the path in the generated name of a body's type.
const HASH: usize = 8;

/// Finds the operation of every cmdlet, gives the operation the cmdlet's name and the permissions it lacks, and reports
/// permissions that differ.
///
/// Help pages state no path. The documentation link names the page of the operation; without it, the generated name of
/// the body's type spells the path. A cmdlet that fits none or several stays alone. What a cmdlet is said to put out
/// is no evidence: the generator derives it from the request.
pub fn link_cmdlets(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let Api { cmdlets, operations, version, .. } = api;
    for cmdlet in cmdlets {
        let is_other = cmdlet.version.as_deref().is_some_and(|own| own != version.trim_start_matches('v'));
        let found = by_page(cmdlet, operations).or_else(|| by_body_type(cmdlet, operations)).filter(|_| !is_other);
        let Some(operation) = found.and_then(|position| operations.get_mut(position)) else {
            diagnostics.push(alone(cmdlet));
            continue;
        };
        cmdlet.operation = Some(operation.request_line());
        for alias in std::iter::once(&cmdlet.name).chain(&cmdlet.aliases) {
            if !operation.aliases.contains(alias) {
                operation.aliases.push(alias.clone());
            }
        }
        unite_permissions(operation, &cmdlet.permissions, &cmdlet.name, diagnostics);
    }
}

/// The note about a cmdlet whose operation is not among the pages.
fn alone(cmdlet: &Cmdlet) -> Diagnostic {
    let message = match &cmdlet.request {
        Some(request) => format!("`{}` calls `{request}`, which no page of the set documents", cmdlet.name),
        None => format!("no page of the set documents the request that `{}` calls", cmdlet.name),
    };
    let mut note = Diagnostic::new(Code::NoRequest, cmdlet.source.clone(), message);
    note.severity = Severity::Note;
    note.help("put the reference page of the operation beside the help page, which names no path")
}

/// The one operation of the linked page that the cmdlet's verb and keys fit.
fn by_page(cmdlet: &Cmdlet, operations: &[Operation]) -> Option<usize> {
    let page = cmdlet.page.as_deref()?;
    let is_documented = |operation: &Operation| operation.pages.iter().any(|file| stem(file) == page);
    let methods = methods(&cmdlet.name);
    let fits = |operation: &Operation| {
        is_documented(operation)
            && methods.contains(&operation.method)
            && operation.path.parameters().count() == cmdlet.keys.len()
    };
    let candidates: Vec<usize> =
        operations.iter().enumerate().filter(|(_, operation)| fits(operation)).map(|(position, _)| position).collect();
    if let [only] = candidates.as_slice() {
        return Some(*only);
    }
    let named = |position: &usize| operations.get(*position).is_some_and(|operation| has_keys(operation, cmdlet));
    let mut named = candidates.into_iter().filter(named);
    named.next().filter(|_| named.next().is_none())
}

/// The one operation that the generated name of the body's type spells.
fn by_body_type(cmdlet: &Cmdlet, operations: &[Operation]) -> Option<usize> {
    let name = cmdlet.body_type.as_deref()?.to_lowercase();
    let name = name.strip_prefix("ipaths")?.strip_suffix("requestbodycontentapplicationjsonschema")?;
    let fits = |operation: &Operation| {
        name.strip_suffix(&spelled(operation)).is_some_and(|hash| !hash.is_empty() && hash.len() <= HASH)
    };
    let mut found =
        operations.iter().enumerate().filter(|(_, operation)| fits(operation)).map(|(position, _)| position);
    found.next().filter(|_| found.next().is_none())
}

/// The name of a page without folders and ending, in lower case.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

/// The methods that cmdlets of a verb call.
fn methods(cmdlet: &str) -> &'static [Method] {
    match cmdlet.split('-').next().unwrap_or_default() {
        "Get" => &[Method::Get],
        "New" | "Add" => &[Method::Post],
        "Update" => &[Method::Patch, Method::Put],
        "Set" => &[Method::Put, Method::Patch, Method::Post],
        "Remove" => &[Method::Delete],
        _ => &[Method::Post, Method::Get],
    }
}

/// Whether the keys are named after the segments before the parameters: `ServicePrincipalId` after `servicePrincipals`.
fn has_keys(operation: &Operation, cmdlet: &Cmdlet) -> bool {
    let names = key_names(operation);
    names.len() == cmdlet.keys.len() && names.iter().zip(&cmdlet.keys).all(|(name, key)| key.eq_ignore_ascii_case(name))
}

/// The names that a generator gives the parameters of the path, in lower case.
fn key_names(operation: &Operation) -> Vec<String> {
    let mut names = Vec::new();
    let mut before = String::new();
    for segment in &operation.path.segments {
        match segment {
            Segment::Literal(name) => before = name.to_lowercase(),
            Segment::Parameter(_) => names.push(format!("{}id", singular(&before))),
            _ => {}
        }
    }
    names
}

/// Path and method as one word in lower case.
fn spelled(operation: &Operation) -> String {
    let mut word = String::new();
    let mut keys = key_names(operation).into_iter();
    for segment in &operation.path.segments {
        match segment {
            Segment::Parameter(_) => word.extend(keys.next()),
            Segment::Literal(name) => word.extend(name.chars().filter(char::is_ascii_alphanumeric)),
            _ => {}
        }
    }
    word.push_str(operation.method.as_str());
    word.to_lowercase()
}

fn unite_permissions(
    operation: &mut Operation,
    theirs: &PermissionTable,
    cmdlet: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let call = operation.request_line();
    for scheme in Scheme::ALL {
        let Some(theirs) = theirs.get(scheme).filter(|requirement| requirement.status != Status::Unknown) else {
            continue;
        };
        let own = Arc::make_mut(&mut operation.permissions).schemes.entry(scheme).or_default();
        if own.status == Status::Unknown {
            own.merge(theirs.clone());
            own.source.rule = Rule::Secondary;
        } else if !own.agrees_with(theirs) {
            let message = format!("`{cmdlet}` is documented with other permissions ({}) than `{call}`", scheme.kebab());
            diagnostics.push(
                Diagnostic::new(Code::SourceConflict, theirs.source.clone(), message)
                    .note(describe(theirs))
                    .related(own.source.clone(), describe(own))
                    .help(
                        "generate the help again from the current page; docbind keeps what the operation's page says",
                    ),
            );
        }
    }
}

fn describe(requirement: &Requirement) -> String {
    if requirement.status == Status::NotSupported {
        return "not supported".to_owned();
    }
    requirement.names().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
