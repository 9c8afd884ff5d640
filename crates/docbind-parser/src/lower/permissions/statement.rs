//! Where on a page permissions are stated, and what each statement stands for.

use docbind_ir::{Diagnostic, OperationId, Requirement, Rule, Scheme, Source};

use super::sentence::{Excluded, Remark};
use super::table::{ResourceRow, TableReading, place, read_table};
use super::{binding, prose, sentence};
use crate::lower::path::template;
use crate::markdown::plain;
use crate::page::{Annotation, BlockKind, Page, Place, Section, Text};

/// One table, or the lists of a page without tables.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    /// The requests an annotation binds it to: method and path key; empty when it stands for the whole page.
    pub requests: Vec<OperationId>,
    /// What it is limited to, by its heading or the line above it.
    pub scenario: Option<String>,
    /// What it says.
    pub content: Content,
    /// Whether an include brought it in.
    pub included: bool,
    /// The section it stands in.
    pub section: usize,
    /// Where it stands.
    pub place: Place,
}

/// What a statement says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// What each scheme needs.
    Whole(Vec<(Scheme, Requirement)>),
    /// What each scheme needs, by resource.
    PerResource(Vec<ResourceRow>),
}

/// Everything about permissions that a page holds, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    pub statements: Vec<Statement>,
    /// Sentences around the tables, in order.
    pub remarks: Vec<Remark>,
    /// Schemes that sentences leave out.
    pub excluded: Vec<Excluded>,
    /// Lists below a table by their section: the items as Markdown.
    pub lists_below: Vec<(usize, Vec<(String, Source)>)>,
    /// Where permissions ought to stand: the heading, or the annotation without a table.
    pub heading: Option<Place>,
    /// The include that was to bring the table, when it is missing.
    pub missing_include: Option<Place>,
}

impl Statements {
    pub(super) fn of(page: &Page<'_>, namespace: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut found = Self::default();
        // The heading of the section on permissions, while sections below it are read.
        let mut level = None;
        for (index, section) in page.sections.iter().enumerate() {
            if level.is_some_and(|level| section.level <= level && section.level > 0) {
                level = None;
            }
            if level.is_none() && is_about_permissions(&section.heading) {
                level = Some(section.level);
                found.heading.get_or_insert_with(|| section.place.clone());
            }
            found.section(section, index, level, namespace, diagnostics);
        }
        let several = found.statements.len() > 1;
        for statement in &mut found.statements {
            if !several {
                statement.scenario = None;
            }
        }
        if found.statements.is_empty() {
            found.statements.extend(prose::statement(page));
        }
        binding::chapters(&mut found.statements, page, namespace);
        found.excluded.extend(sentence::excluded_requests(page, namespace));
        sentence::apply(&mut found);
        found
    }

    /// What each table says of each scheme.
    pub(super) fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.statements.iter().flat_map(|statement| match &statement.content {
            Content::Whole(requirements) => requirements.iter().map(|(_, requirement)| requirement).collect::<Vec<_>>(),
            Content::PerResource(rows) => {
                rows.iter().flat_map(|row| &row.requirements).map(|(_, requirement)| requirement).collect()
            }
        })
    }

    pub(super) fn requirements_mut(&mut self) -> impl Iterator<Item = &mut Requirement> {
        self.statements.iter_mut().flat_map(Statement::requirements_mut).map(|(_, requirement)| requirement)
    }

    fn section(
        &mut self,
        section: &Section<'_>,
        index: usize,
        level: Option<u8>,
        namespace: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let heading = level.and_then(|_| scenario_of(&section.heading));
        let mut annotation: Option<&Annotation> = None;
        let mut above: Option<&Text<'_>> = None;
        let mut after_table = false;
        let mut order = binding::Order::default();
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Annotation(found) if found.block_type().as_deref() == Some("permissions") => {
                    self.heading.get_or_insert_with(|| found.place.clone());
                    annotation = Some(found);
                }
                BlockKind::Annotation(_) => {}
                BlockKind::Code(code) => order.requests(binding::of_text(&code.text, namespace)),
                BlockKind::Include(include) if is_permission_include(&include.path) => {
                    self.missing_include.get_or_insert_with(|| block.place.clone());
                }
                BlockKind::Include(_) => {}
                BlockKind::Text(text) => {
                    above = Some(text);
                    if level.is_some() {
                        order.requests(binding::of_inline_code(&text.markdown, namespace));
                        self.remarks.push(Remark::new(text, index, after_table));
                    }
                }
                BlockKind::List(items) if level.is_some() => {
                    for item in items {
                        order.requests(binding::of_inline_code(&item.markdown, namespace));
                    }
                    self.list(items, after_table, index);
                }
                BlockKind::List(_) => {}
                BlockKind::Table(table) => {
                    let Some(reading) = read_table(table, diagnostics) else { continue };
                    after_table = true;
                    let requests = annotation.take().map(|found| requests(found, namespace)).unwrap_or_default();
                    order.table(self.statements.len(), requests.is_empty());
                    self.statements.push(Statement {
                        requests,
                        scenario: above.take().and_then(label_above).or_else(|| heading.clone()),
                        included: table.included,
                        section: index,
                        place: place(table).unwrap_or(&block.place).clone(),
                        content: match reading {
                            TableReading::Whole(requirements) => Content::Whole(requirements),
                            TableReading::PerResource(rows) => Content::PerResource(rows),
                        },
                    });
                }
            }
        }
        if level.is_some() {
            order.bind(&mut self.statements);
        }
    }

    /// "The user needs one of these roles:" is nothing without its list; another list below a table may hold footnotes.
    fn list(&mut self, items: &[Text<'_>], after_table: bool, index: usize) {
        let opening = self.remarks.last_mut().filter(|remark| remark.section == index && remark.text.ends_with(':'));
        if let Some(opening) = opening {
            for item in items {
                opening.text.push(' ');
                opening.text.push_str(plain(&item.markdown).trim());
            }
        } else if after_table {
            let item = |item: &Text<'_>| (item.markdown.to_string(), item.place.source(Rule::Prose));
            self.lists_below.push((index, items.iter().map(item).collect()));
        }
    }
}

impl Statement {
    pub(super) fn requirements_mut(&mut self) -> impl Iterator<Item = &mut (Scheme, Requirement)> {
        let (whole, rows): (&mut [_], &mut [_]) = match &mut self.content {
            Content::Whole(requirements) => (requirements.as_mut_slice(), &mut []),
            Content::PerResource(rows) => (&mut [], rows.as_mut_slice()),
        };
        whole.iter_mut().chain(rows.iter_mut().flat_map(|row: &mut ResourceRow| &mut row.requirements))
    }
}

/// Whether a heading announces permissions; `Prerequisites` is what generated pages call them.
pub(super) fn is_about_permissions(heading: &str) -> bool {
    let heading = heading.trim();
    // All of them begin so.
    if !heading.starts_with(['p', 'P', 'r', 'R', 'a', 'A']) {
        return false;
    }
    let heading = heading.to_lowercase();
    let first = heading.split_whitespace().next().unwrap_or_default();
    matches!(first, "permissions" | "permission" | "prerequisites")
        || matches!(heading.as_str(), "required permissions" | "authorization" | "api permissions")
}

/// `### Permissions acting on self` limits to "acting on self", `### For users:` to "users".
fn scenario_of(heading: &str) -> Option<String> {
    let mut rest = heading.trim().trim_end_matches(':');
    for prefix in ["Prerequisites", "Permissions", "Permission", "permissions", "for the following", "for", "For"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim();
    }
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// A short line that ends with a colon heads the table below it.
fn label_above(text: &Text<'_>) -> Option<String> {
    if !text.markdown.contains(':') {
        return None;
    }
    let text = plain(&text.markdown);
    let text = text.trim().strip_suffix(':')?;
    if text.split_whitespace().count() > 8 || text.to_lowercase().contains("following") {
        return None;
    }
    scenario_of(text)
}

fn is_permission_include(path: &str) -> bool {
    let path = path.to_lowercase();
    path.contains("/permissions/") || path.ends_with("-permissions.md") || path.ends_with("permissions.md.txt")
}

/// The requests in `requestUrls`.
fn requests(annotation: &Annotation, namespace: &str) -> Vec<OperationId> {
    let urls = annotation.json.get("requestUrls").and_then(serde_json::Value::as_array);
    urls.into_iter().flatten().filter_map(|url| request(url.as_str()?, namespace)).collect()
}

pub(super) fn request(line: &str, namespace: &str) -> Option<OperationId> {
    let (method, url) = line.trim().split_once(char::is_whitespace)?;
    let template = template(url.trim(), namespace).ok()?;
    Some(OperationId { method: method.parse().ok()?, path: template.path.key() })
}
