//! Permissions: the tables, cells and sentences that say who may call an operation.

mod cell;
mod condition;
mod layout;
mod lexer;
mod mark;
mod prose;
mod resource_row;
mod statement;
mod table;

use docbind_ir::{
    Code, Condition, ConditionKind, Diagnostic, Method, PathTemplate, PermissionTable, Requirement, Rule, Scheme,
    Source, Status,
};

pub use cell::{PermissionCell, Verdict, permission_cell};

use self::condition::label_all;
use self::resource_row::{prefer_nearest, rows_of};
use self::statement::{Content, Statement, Statements};
use super::SetContext;
use crate::page::{BlockKind, Page};

/// What a page says about permissions, before it is known which operation asks.
#[derive(Clone, Debug, Default)]
pub struct PagePermissions {
    statements: Vec<Statement>,
    remarks: Vec<String>,
    footnote: Footnote,
}

/// What the stars behind permission names mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Footnote {
    /// The page does not say.
    #[default]
    None,
    /// Consent per resource.
    ResourceSpecific,
    /// A condition in words.
    Condition(String),
}

/// Whether a word is the name of a permission.
pub(super) fn is_permission_name(word: &str) -> bool {
    let shape = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    shape && (lexer::is_name(word) || lexer::is_openid_scope(word))
}

/// Reads the permissions of a page that documents operations.
pub fn permissions(page: &Page<'_>, set: &SetContext) -> (PagePermissions, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let found = Statements::of(page, &set.namespace, &mut diagnostics);
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
    let footnote = if has_stars(&found.statements) { footnote(page) } else { Footnote::None };
    (PagePermissions { statements: found.statements, remarks: found.remarks, footnote }, diagnostics)
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
        self.finish(&mut table);
        table
    }

    /// The statements bound to this request, or else those that are bound to none.
    fn statements_for(&self, method: Method, path: &PathTemplate) -> Vec<&Statement> {
        let request = (method, path.key());
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

    /// Applies what footnotes and sentences below the tables say.
    fn finish(&self, table: &mut PermissionTable) {
        for (scheme, requirement) in &mut table.schemes {
            let mut starred = false;
            for alternative in &mut requirement.alternatives {
                let is_scoped = alternative.permissions.iter().any(|name| is_scoped_to_resource(name));
                let marks = alternative.conditions.extract_if(.., |one| one.kind == ConditionKind::Unclear);
                let mark = marks.last();
                starred |= mark.is_some();
                if let Some(mark) = mark.filter(|_| is_scoped || self.footnote == Footnote::ResourceSpecific) {
                    alternative.limit(Condition { kind: ConditionKind::ResourceSpecific, text: "".into(), ..mark });
                }
            }
            if requirement.status == Status::NotSupported {
                continue;
            }
            if let Footnote::Condition(condition) = &self.footnote
                && starred
            {
                requirement.notes.push(condition.clone());
            }
            for remark in &self.remarks {
                let is_footnote = remark.starts_with('*') || remark.contains("marked with *");
                if !is_footnote && prose::schemes_of(remark).contains(scheme) && !requirement.notes.contains(remark) {
                    requirement.notes.push(remark.clone());
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

/// Whether a permission is granted by the owner of one resource: `ChannelMessage.Read.Group`.
fn is_scoped_to_resource(name: &str) -> bool {
    let last = name.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| matches!(last, "Group" | "Chat" | "User" | "Team" | "Channel" | "Meeting"))
}

/// Whether any permission carries a star.
fn has_stars(statements: &[Statement]) -> bool {
    let starred = |(_, requirement): &(Scheme, Requirement)| {
        requirement.alternatives.iter().any(|alternative| alternative.has(ConditionKind::Unclear))
    };
    statements.iter().any(|statement| match &statement.content {
        Content::Whole(requirements) => requirements.iter().any(starred),
        Content::PerResource(rows) => rows.iter().flat_map(|row| &row.requirements).any(starred),
    })
}

/// The sentence that explains the stars behind permission names.
fn footnote(page: &Page<'_>) -> Footnote {
    let mut condition = Footnote::None;
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        let texts = match &block.kind {
            BlockKind::Text(text) => std::slice::from_ref(text),
            BlockKind::List(items) => items.as_slice(),
            _ => continue,
        };
        for text in texts {
            let markdown = text.markdown.replace('\\', "");
            let lower = markdown.to_lowercase();
            if lower.contains("resource-specific consent") || lower.contains("resource specific consent") {
                return Footnote::ResourceSpecific;
            }
            let starts = markdown.lines().map(str::trim).find(|line| line.starts_with("* ") || is_star_word(line));
            if let (Footnote::None, Some(line)) = (&condition, starts) {
                let line = line.trim_start_matches('*').trim();
                condition = Footnote::Condition(crate::markdown::plain(line).into_owned());
            }
        }
    }
    condition
}

/// `*Administrators must …` is a footnote, `**Note**` and `*emphasis*` are not.
fn is_star_word(line: &str) -> bool {
    line.strip_prefix('*').is_some_and(|rest| rest.starts_with(char::is_alphabetic) && !rest.contains('*'))
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
