//! Permissions: the tables, cells and sentences that say who may call an operation.

mod binding;
mod cell;
mod condition;
mod footnote;
mod layout;
mod lexer;
mod mark;
mod order;
mod prose;
mod resource_row;
mod sentence;
mod statement;
mod table;
mod words;

use docbind_ir::{
    Alternative, Code, Condition, ConditionKind, Diagnostic, Method, OperationId, PathTemplate, PermissionTable,
    Requirement, Rule, Scheme, Segment, Source, Status,
};

pub use cell::{PermissionCell, Verdict, permission_cell};

use self::condition::label_all;
use self::resource_row::{prefer_nearest, rows_of};
use self::sentence::{Excluded, Remark};
use self::statement::{Content, Statement, Statements};
use super::SetContext;
use crate::page::Page;

/// What a page says about permissions, before it is known which operation asks.
#[derive(Clone, Debug, Default)]
pub struct PagePermissions {
    statements: Vec<Statement>,
    remarks: Vec<Remark>,
    excluded: Vec<Excluded>,
}

/// Whether a word is the name of a permission.
pub(super) fn is_permission_name(word: &str) -> bool {
    let shape = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    shape && (lexer::is_name(word) || lexer::is_openid_scope(word))
}

/// Reads the permissions of a page that documents operations.
pub fn permissions(page: &Page<'_>, set: &SetContext) -> (PagePermissions, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut found = Statements::of(page, &set.namespace, &mut diagnostics);
    footnote::resolve(&mut found, page);
    let states_any = found.statements.iter().any(|statement| match &statement.content {
        Content::Whole(requirements) => {
            requirements.iter().any(|(_, requirement)| requirement.status != Status::Unknown)
        }
        Content::PerResource(rows) => !rows.is_empty(),
    });
    if !states_any && diagnostics.is_empty() {
        diagnostics.push(nothing_stated(page, &found));
    }
    diagnostics.extend(conflicts(&found.statements));
    diagnostics.extend(unclear(&found));
    diagnostics.extend(contradicted(&found));
    let remarks = found.remarks.into_iter().filter(Remark::is_condition).collect();
    (PagePermissions { statements: found.statements, remarks, excluded: found.excluded }, diagnostics)
}

impl PagePermissions {
    /// What the page says about one of its operations.
    pub fn for_operation(&self, method: Method, path: &PathTemplate) -> PermissionTable {
        let mut table = PermissionTable::default();
        for statement in self.statements_for(method, path) {
            match &statement.content {
                Content::Whole(requirements) => {
                    let source = statement.place.source(Rule::Heading);
                    let label = statement.scenario.as_deref().map(|label| (label, &source));
                    for (scheme, requirement) in requirements {
                        add(&mut table, *scheme, requirement, label);
                    }
                }
                Content::PerResource(rows) => {
                    let matching = rows_of(rows, path);
                    let (rows, several) = match matching.as_slice() {
                        [] => (rows.iter().collect(), true),
                        [_] => (matching, false),
                        _ => (matching, true),
                    };
                    for row in rows {
                        for (scheme, requirement) in &row.requirements {
                            let label = several.then_some((row.label.as_str(), &requirement.source));
                            add(&mut table, *scheme, requirement, label);
                        }
                    }
                }
            }
        }
        for (_, requirement) in &mut table.schemes {
            prefer_nearest(&mut requirement.alternatives, path);
        }
        self.exclude(&mut table, method, path);
        self.add_remarks(&mut table);
        table
    }

    /// The statements bound to this request, or else those that are bound to none.
    fn statements_for(&self, method: Method, path: &PathTemplate) -> Vec<&Statement> {
        let request = OperationId { method, path: path.key() };
        let bound: Vec<&Statement> =
            self.statements.iter().filter(|statement| statement.requests.contains(&request)).collect();
        if !bound.is_empty() {
            return bound;
        }
        let free: Vec<&Statement> = self.statements.iter().filter(|statement| statement.requests.is_empty()).collect();
        // A generated include replaces the table that the page still carries from before.
        let replaces = |statement: &&&Statement| statement.included && statement.scenario.is_none();
        match free.iter().find(replaces) {
            Some(_) => {
                free.iter().copied().filter(|statement| statement.included || statement.scenario.is_some()).collect()
            }
            None => free,
        }
    }

    /// Applies the sentences that leave schemes out of this request.
    fn exclude(&self, table: &mut PermissionTable, method: Method, path: &PathTemplate) {
        if self.excluded.is_empty() {
            return;
        }
        let first = match path.segments.first() {
            Some(Segment::Literal(word)) => word,
            _ => "",
        };
        let request = OperationId { method, path: path.key() };
        for excluded in self.excluded.iter().filter(|excluded| excluded.covers(&request, first)) {
            for scheme in Scheme::ALL.into_iter().filter(|scheme| excluded.leaves_out(*scheme)) {
                let known = table.schemes.get(&scheme);
                if known.is_none_or(|known| known.status != Status::NotSupported) {
                    let source = excluded.source.clone();
                    let left_out = Requirement { status: Status::NotSupported, source, ..Requirement::default() };
                    table.schemes.insert(scheme, left_out);
                }
            }
        }
    }

    /// Adds the sentences below the tables to the schemes that they are about.
    fn add_remarks(&self, table: &mut PermissionTable) {
        for (scheme, requirement) in &mut table.schemes {
            if requirement.status == Status::NotSupported {
                continue;
            }
            for Remark { text, .. } in &self.remarks {
                let known =
                    |one: &Alternative| one.conditions.iter().any(|condition| text.starts_with(&*condition.text));
                let stands = requirement.alternatives.iter().any(|one| one.has(ConditionKind::Unclear) && known(one));
                if !stands && prose::schemes_of(text).contains(scheme) && !requirement.notes.contains(text) {
                    requirement.notes.push(text.clone());
                }
            }
        }
    }
}

fn add(table: &mut PermissionTable, scheme: Scheme, requirement: &Requirement, label: Option<(&str, &Source)>) {
    let mut requirement = requirement.clone();
    if let Some((label, source)) = label {
        label_all(&mut requirement.alternatives, label, source);
    }
    match table.schemes.get_mut(&scheme) {
        Some(known) => known.merge(requirement),
        None => {
            table.schemes.insert(scheme, requirement);
        }
    }
}

/// Marks and words whose meaning stayed open, each once.
fn unclear(found: &Statements) -> Vec<Diagnostic> {
    let mut seen: Vec<&Condition> = Vec::new();
    for condition in found.requirements().flat_map(|one| &one.alternatives).flat_map(|one| &one.conditions) {
        let is_known = |known: &&Condition| *known == condition && known.source == condition.source;
        if condition.kind == ConditionKind::Unclear && !seen.iter().any(is_known) {
            seen.push(condition);
        }
    }
    let report = |condition: &Condition| {
        let message = match mark::Mark::of(condition) {
            Some(mark) => format!("the page does not say in known words what the mark {mark} on a permission means"),
            None => format!("it is not clear which permissions are needed together: \"{}\"", condition.text),
        };
        Diagnostic::new(Code::UnclearPermission, condition.source.clone(), message)
            .note("the least privileged permission stays unknown, and none of these is taken to suffice")
            .help("join permissions that are needed together with \"and\", and explain each mark below the table")
    };
    seen.into_iter().map(report).collect()
}

/// Tables that list permissions for schemes which a sentence about the whole page leaves out.
fn contradicted(found: &Statements) -> Vec<Diagnostic> {
    let general = found.excluded.iter().filter(|one| one.requests.is_empty() && one.exclusion.roots.is_empty());
    let report = |excluded: &Excluded| {
        let listed = found.statements.iter().find_map(|statement| match &statement.content {
            Content::Whole(requirements) => requirements
                .iter()
                .find(|(scheme, requirement)| excluded.leaves_out(*scheme) && requirement.status == Status::Supported),
            Content::PerResource(_) => None,
        });
        let (scheme, requirement) = listed?;
        let message = format!("the sentence leaves out {}, for which the table lists permissions", scheme.kebab());
        Some(
            Diagnostic::new(Code::PermissionConflict, excluded.source.clone(), message)
                .related(requirement.source.clone(), "the table")
                .help("write \"Not supported.\" in the table, or say which requests the sentence is about"),
        )
    };
    general.filter_map(report).collect()
}

fn nothing_stated(page: &Page<'_>, found: &Statements) -> Diagnostic {
    let title = page.title().map(|section| &section.place);
    let place = found.missing_include.as_ref().or(found.heading.as_ref()).or(title);
    let source = place.map(|place| place.source(Rule::Heading)).unwrap_or_default();
    let message = match (&found.missing_include, &found.heading) {
        (Some(_), _) => "the file with the permissions of this page is missing",
        (None, Some(_)) => "the permissions are announced, but no table lists them",
        (None, None) => "the page says nothing about permissions",
    };
    Diagnostic::new(Code::NoPermissions, source, message)
        .help("add a table that lists the permissions for each permission type")
}

/// Two tables for the same requests that disagree about a scheme.
fn conflicts(statements: &[Statement]) -> Vec<Diagnostic> {
    let mut conflicts = Vec::new();
    let whole: Vec<(&Statement, &[(Scheme, Requirement)])> = statements
        .iter()
        .filter(|statement| statement.scenario.is_none() && statement.requests.is_empty())
        .filter_map(|statement| match &statement.content {
            Content::Whole(requirements) => Some((statement, requirements.as_slice())),
            Content::PerResource(_) => None,
        })
        .collect();
    let Some(((_, first), others)) = whole.split_first() else { return conflicts };
    for (_, other) in others {
        for (scheme, requirement) in *other {
            let known = first.iter().find(|(known, _)| known == scheme).map(|(_, known)| known);
            if let Some(known) = known.filter(|known| !known.agrees_with(requirement)) {
                let message = format!("two tables give different permissions for {}", scheme.kebab());
                conflicts.push(
                    Diagnostic::new(Code::PermissionConflict, requirement.source.clone(), message)
                        .related(known.source.clone(), "the other table")
                        .help("remove the outdated table"),
                );
            }
        }
    }
    conflicts
}

#[cfg(test)]
mod tests;
