//! Permission tables.

use docbind_ir::{Alternative, Code, Condition, Diagnostic, Requirement, Rule, Scheme, Source, Status};

use super::cell::{MOST_ALTERNATIVES, PermissionCell, Verdict, permission_cell};
use super::condition::{label_all, places};
use super::layout::{Column, Layout, Role, limit_of_label, schemes, text, tick};
use super::order;
use crate::markdown::{links, plain};
use crate::page::{Cell, Place, Table};

/// What one table says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TableReading {
    /// For everything the table stands for.
    Whole(Vec<(Scheme, Requirement)>),
    /// A group for each resource that an operation may act on.
    PerResource(Vec<ResourceRow>),
}

/// A row of a table that has a column per scheme.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ResourceRow {
    /// The label as text: `group event`.
    pub label: String,
    /// The stem of the page that the label links to: `event`.
    pub page: Option<String>,
    /// What each scheme needs.
    pub requirements: Vec<(Scheme, Requirement)>,
}

/// Reads a permission table; none when the table is no permission table.
pub(super) fn read_table(table: &Table<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<TableReading> {
    let rule = if table.included { Rule::IncludedTable } else { Rule::Table };
    let mut reader = Reader { rule, diagnostics };
    Some(match Layout::of(table)? {
        Layout::RowPerScheme { label, columns } => TableReading::Whole(reader.rows(table, label, &columns)),
        Layout::KindPerRow(columns) => TableReading::Whole(reader.kinds_of_lists(table, &columns)),
        Layout::PermissionPerRow(columns) => TableReading::Whole(reader.ticks(table, &columns)),
        Layout::ColumnPerScheme(columns) => TableReading::PerResource(reader.resources(table, &columns)),
    })
}

struct Reader<'d> {
    rule: Rule,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn rows(&mut self, table: &Table<'_>, label: usize, columns: &[Column]) -> Vec<(Scheme, Requirement)> {
        let mut requirements: Vec<(Scheme, Requirement)> = Vec::new();
        // The schemes of the row above, while its own cells are empty and rows below may belong to it.
        let mut parent: Option<Vec<Scheme>> = None;
        // What the cells beside the label say, which a cell without text takes from the one above it.
        let mut beside: Vec<String> = vec![String::new(); table.header.len()];
        let mut above: Vec<Scheme> = Vec::new();
        let is_list = |position: usize| columns.iter().any(|column| column.position == position);
        let has_beside = (0..table.header.len()).any(|position| position != label && !is_list(position));
        for row in &table.rows {
            for (position, (cell, known)) in row.iter().zip(&mut beside).enumerate() {
                if position != label && !is_list(position) && !cell.markdown.trim().is_empty() {
                    *known = plain(&cell.markdown).trim().to_owned();
                }
            }
            let Some(cell) = row.get(label) else { continue };
            let written = text(cell);
            let mut named = schemes(&written);
            let is_continued = has_beside && written.is_empty();
            if is_continued {
                named.clone_from(&above);
            }
            let (schemes, scenario, lists) = if named.is_empty() {
                let Some(schemes) = &parent else {
                    self.junk_row(cell);
                    continue;
                };
                let Some((scenario, list)) = sub_row(row) else { continue };
                let role = columns.first().map_or(Role::Unordered, |column| column.role);
                (schemes.clone(), Some(scenario), vec![(role, None, list)])
            } else {
                above.clone_from(&named);
                let lists: Vec<(Role, Option<&str>, &Cell<'_>)> = columns
                    .iter()
                    .filter_map(|column| Some((column.role, column.scenario.as_deref(), row.get(column.position)?)))
                    .collect();
                let is_open = lists.iter().all(|(_, _, cell)| cell.markdown.trim().is_empty());
                parent = is_open.then(|| named.clone());
                if is_open {
                    continue;
                }
                let limits: Vec<String> = if is_continued { None } else { limit_of_label(&written) }
                    .into_iter()
                    .chain(beside.iter().filter(|words| !words.is_empty()).cloned())
                    .collect();
                (named, (!limits.is_empty()).then(|| limits.join(", ")), lists)
            };
            let is_ordered = columns.iter().any(|column| column.role != Role::Unordered);
            let requirement = self.requirement(&lists, scenario.as_deref(), is_ordered);
            for scheme in schemes {
                requirements.push((scheme, requirement.clone()));
            }
        }
        unite_schemes(requirements)
    }

    /// A table whose columns are schemes and whose rows are kinds of lists: `Least privileged permissions`.
    fn kinds_of_lists(&mut self, table: &Table<'_>, columns: &[(usize, Vec<Scheme>)]) -> Vec<(Scheme, Requirement)> {
        let mut requirements = Vec::new();
        for (position, schemes) in columns {
            let cells = table.rows.iter().filter_map(|row| Some((row.first()?, row.get(*position)?)));
            let lists: Vec<(Role, Option<&str>, &Cell<'_>)> =
                cells.map(|(label, cell)| (Role::of(&text(label)), None, cell)).collect();
            let requirement = self.requirement(&lists, None, true);
            requirements.extend(schemes.iter().map(|scheme| (*scheme, requirement.clone())));
        }
        unite_schemes(requirements)
    }

    /// A table whose rows are permissions and whose cells tell for which schemes they suffice.
    fn ticks(&mut self, table: &Table<'_>, columns: &[(usize, Vec<Scheme>)]) -> Vec<(Scheme, Requirement)> {
        let mut requirements: Vec<(Scheme, Requirement)> = Vec::new();
        for (position, schemes) in columns {
            let mut requirement = Requirement { status: Status::NotSupported, ..Requirement::default() };
            for row in &table.rows {
                let (Some(name), Some(cell)) = (row.first(), row.get(*position)) else { continue };
                if requirement.source.line == 0 {
                    requirement.source = cell.place.source(self.rule);
                }
                if !tick(&text(cell)).unwrap_or(false) {
                    continue;
                }
                let source = name.place.source(self.rule);
                let listed = ordered(permission_cell(&name.markdown).alternatives, Role::Higher, None, &source);
                requirement.status = Status::Supported;
                requirement.alternatives.extend(listed);
            }
            requirements.extend(schemes.iter().map(|scheme| (*scheme, requirement.clone())));
        }
        unite_schemes(requirements)
    }

    fn resources(&mut self, table: &Table<'_>, columns: &[(usize, Vec<Scheme>)]) -> Vec<ResourceRow> {
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let Some(label) = row.first().filter(|label| !label.markdown.is_empty()) else { continue };
            let mut requirements = Vec::new();
            for (position, schemes) in columns {
                let Some(cell) = row.get(*position).filter(|cell| !cell.markdown.is_empty()) else { continue };
                let requirement = self.requirement(&[(Role::LeastToMost, None, cell)], None, false);
                requirements.extend(schemes.iter().map(|scheme| (*scheme, requirement.clone())));
            }
            rows.push(ResourceRow {
                label: plain(&label.markdown).into_owned(),
                page: linked_page(label),
                requirements,
            });
        }
        rows
    }

    /// What the cells of one row say together.
    ///
    /// `is_ordered` tells whether the table says that its lists go by privilege.
    fn requirement(
        &mut self,
        lists: &[(Role, Option<&str>, &Cell<'_>)],
        scenario: Option<&str>,
        is_ordered: bool,
    ) -> Requirement {
        let mut requirement = Requirement::default();
        if let Some((_, _, first)) = lists.first() {
            requirement.source = first.place.source(self.rule);
        }
        for (role, column, cell) in lists {
            let reading = permission_cell(&cell.markdown);
            self.report(&reading, cell);
            let status = match reading.verdict {
                Verdict::Listed | Verdict::NotNeeded => Status::Supported,
                Verdict::NotSupported | Verdict::NotAvailable => Status::NotSupported,
                Verdict::Empty | Verdict::Todo | Verdict::Unreadable => Status::Unknown,
            };
            // A scheme whose least privileged permission is "Not supported" has none that is higher.
            if *role == Role::Higher && requirement.status == Status::NotSupported && reading.verdict != Verdict::Listed
            {
                continue;
            }
            if requirement.status != Status::Supported && status != Status::Unknown {
                requirement.status = status;
            }
            let source = cell.place.source(self.rule);
            requirement.alternatives.extend(ordered(reading.alternatives, *role, scenario.or(*column), &source));
            requirement.notes.extend(reading.notes);
            if *role == Role::Least && reading.verdict == Verdict::NotSupported {
                break;
            }
        }
        if is_ordered && let Some((writer, reader)) = order::contradiction(&requirement) {
            let message = format!("{reader} stands behind {writer} in a list that begins with the least privileged");
            self.diagnostics.push(
                Diagnostic::new(Code::PermissionOrder, requirement.source.clone(), message)
                    .length(lists.first().map_or(1, |(_, _, cell)| cell.markdown.chars().count()))
                    .help("bring the list into the order that its header announces, or correct the header"),
            );
        }
        requirement
    }

    fn report(&mut self, reading: &PermissionCell, cell: &Cell<'_>) {
        let source = cell.place.source(self.rule);
        let length = cell.markdown.chars().count();
        match reading.verdict {
            Verdict::Todo => self.diagnostics.push(
                Diagnostic::new(Code::TodoPermissions, source, "the permissions are still to be determined")
                    .length(length)
                    .help("list the permissions, or write \"Not supported.\""),
            ),
            Verdict::Unreadable => self.diagnostics.push(
                Diagnostic::new(Code::BrokenPermission, source, "the cell holds no permission name")
                    .length(length)
                    .help("list permission names such as User.Read, or write \"Not supported.\""),
            ),
            _ => {
                self.diagnostics.extend(reading.unknown.iter().map(|word| {
                    Diagnostic::new(Code::BrokenPermission, source.clone(), format!("\"{word}\" is no permission name"))
                        .length(length)
                        .help("write the name as the permission reference does; what is in doubt is not taken as a permission")
                }));
                if reading.is_cut {
                    let message =
                        format!("the cell lists more than {MOST_ALTERNATIVES} alternatives; the rest is left out");
                    self.diagnostics.push(Diagnostic::new(Code::LimitReached, source.clone(), message).length(length));
                }
                self.diagnostics.extend(reading.unseparated.iter().map(|(one, other)| {
                    let message = format!("nothing between {one} and {other} says whether both are needed");
                    Diagnostic::new(Code::BrokenPermission, source.clone(), message)
                        .length(length)
                        .help("write a comma between alternatives, and \"and\" between what is needed together")
                }));
                self.diagnostics.extend(reading.repaired.iter().map(|name| {
                    let repaired = name.replacen(' ', ".", 1);
                    Diagnostic::new(Code::BrokenPermission, source.clone(), format!("\"{name}\" is no permission name"))
                        .length(length)
                        .help(format!("write {repaired}"))
                }));
            }
        }
    }

    fn junk_row(&mut self, label: &Cell<'_>) {
        if label.markdown.trim().is_empty() {
            return;
        }
        let text = plain(&label.markdown);
        let message = format!("the row \"{}\" names no permission type", text.trim());
        self.diagnostics.push(
            Diagnostic::new(Code::BrokenPermission, label.place.source(self.rule), message)
                .length(label.markdown.chars().count())
                .help("name the row Delegated (work or school account), Delegated (personal Microsoft account) or Application"),
        );
    }
}

/// The label and the list of a row below a permission type; rows with more cells keep the label's column empty.
fn sub_row<'a, 'b>(row: &'b [Cell<'a>]) -> Option<(String, &'b Cell<'a>)> {
    let mut filled = row.iter().filter(|cell| !text(cell).is_empty());
    let label = plain(&filled.next()?.markdown).trim().to_owned();
    Some((label, filled.next_back()?))
}

fn linked_page(label: &Cell<'_>) -> Option<String> {
    let link = links(&label.markdown).next()?;
    let target = link.target.split(['#', '?']).next()?;
    let name = target.rsplit('/').next()?;
    Some(name.strip_suffix(".md").unwrap_or(name).to_lowercase())
}

/// The alternatives from least to most privileged, the least of each place marked, under the label of row or column.
fn ordered(mut alternatives: Vec<Alternative>, role: Role, label: Option<&str>, source: &Source) -> Vec<Alternative> {
    if role == Role::MostToLeast {
        alternatives.reverse();
    }
    let mut seen: Vec<Vec<Condition>> = Vec::new();
    let single = alternatives.len() == 1;
    for alternative in &mut alternatives {
        for condition in &mut alternative.conditions {
            condition.source.clone_from(source);
        }
        let places = places(alternative);
        let first = !seen.contains(&places);
        if first {
            seen.push(places);
        }
        alternative.least = match role {
            Role::LeastToMost | Role::MostToLeast => first,
            Role::Unordered => single,
            Role::Least => true,
            Role::Higher => false,
        };
    }
    if let Some(label) = label {
        label_all(&mut alternatives, label, source);
    }
    alternatives
}

/// One requirement for each scheme, in the order of the schemes.
pub(super) fn unite_schemes(requirements: Vec<(Scheme, Requirement)>) -> Vec<(Scheme, Requirement)> {
    let mut united: Vec<(Scheme, Vec<Requirement>)> = Vec::new();
    for (scheme, requirement) in requirements {
        match united.iter_mut().find(|(known, _)| *known == scheme) {
            Some((_, known)) => known.push(requirement),
            None => united.push((scheme, vec![requirement])),
        }
    }
    united.into_iter().map(|(scheme, requirements)| (scheme, unite(requirements))).collect()
}

/// All statements as one. Many are united by halves, so that no long list is merged with each row anew.
fn unite(mut requirements: Vec<Requirement>) -> Requirement {
    const FEW: usize = 32;
    if requirements.len() > FEW {
        let others = requirements.split_off(requirements.len() / 2);
        requirements = vec![unite(requirements), unite(others)];
    }
    let mut requirements = requirements.into_iter();
    let mut united = requirements.next().unwrap_or_default();
    requirements.for_each(|requirement| united.merge(requirement));
    united
}

/// Where a table begins.
pub(super) fn place<'t>(table: &'t Table<'_>) -> Option<&'t Place> {
    table.header.first().map(|cell| &cell.place)
}
