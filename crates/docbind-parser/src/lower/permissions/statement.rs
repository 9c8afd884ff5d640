//! Where on a page permissions are stated, and what each statement stands for.

use docbind_ir::{Diagnostic, Method, Requirement, Scheme};

use super::prose;
use super::table::{ResourceRow, TableReading, place, read_table};
use crate::lower::path::template;
use crate::markdown::plain;
use crate::page::{Annotation, BlockKind, Page, Place, Section, Text};

/// One table, or the lists of a page without tables.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    /// The requests an annotation binds it to: method and path key; empty when it stands for the whole page.
    pub requests: Vec<(Method, String)>,
    /// What it is limited to, by its heading or the line above it.
    pub scenario: Option<String>,
    /// What it says.
    pub content: Content,
    /// Whether an include brought it in.
    pub included: bool,
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
    /// Sentences below the tables, as plain text.
    pub remarks: Vec<String>,
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
        for section in &page.sections {
            if level.is_some_and(|level| section.level <= level && section.level > 0) {
                level = None;
            }
            if level.is_none() && is_about_permissions(&section.heading) {
                level = Some(section.level);
                found.heading.get_or_insert_with(|| section.place.clone());
            }
            found.section(section, level, namespace, diagnostics);
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
        found
    }

    fn section(
        &mut self,
        section: &Section<'_>,
        level: Option<u8>,
        namespace: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let heading = match level {
            Some(level) if section.level > level => scenario_of(&section.heading),
            Some(_) => scenario_of(&section.heading),
            None => None,
        };
        let mut annotation: Option<&Annotation> = None;
        let mut above: Option<&Text<'_>> = None;
        let mut after_table = false;
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Annotation(found) if found.block_type().as_deref() == Some("permissions") => {
                    self.heading.get_or_insert_with(|| found.place.clone());
                    annotation = Some(found);
                }
                BlockKind::Annotation(_) | BlockKind::Code(_) => {}
                BlockKind::Include(include) if is_permission_include(&include.path) => {
                    self.missing_include.get_or_insert_with(|| block.place.clone());
                }
                BlockKind::Include(_) => {}
                BlockKind::Text(text) => {
                    above = Some(text);
                    if after_table && level.is_some() {
                        let words = plain(&text.markdown).trim().to_owned();
                        self.remarks.extend(Some(words).filter(|words| prose::is_condition(words)));
                    }
                }
                // "The user needs one of these roles:" is nothing without its list.
                BlockKind::List(items) if after_table && level.is_some() => {
                    let items: Vec<_> = items.iter().map(|item| plain(&item.markdown).trim().to_owned()).collect();
                    if let Some(opening) = self.remarks.last_mut().filter(|remark| remark.ends_with(':')) {
                        opening.push(' ');
                        opening.push_str(&items.join(" "));
                    }
                }
                BlockKind::List(_) => {}
                BlockKind::Table(table) => {
                    let Some(reading) = read_table(table, diagnostics) else { continue };
                    after_table = true;
                    self.statements.push(Statement {
                        requests: annotation.take().map(|found| requests(found, namespace)).unwrap_or_default(),
                        scenario: above.take().and_then(label_above).or_else(|| heading.clone()),
                        included: table.included,
                        place: place(table).unwrap_or(&block.place).clone(),
                        content: match reading {
                            TableReading::Whole(requirements) => Content::Whole(requirements),
                            TableReading::PerResource(rows) => Content::PerResource(rows),
                        },
                    });
                }
            }
        }
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
fn requests(annotation: &Annotation, namespace: &str) -> Vec<(Method, String)> {
    let urls = annotation.json.get("requestUrls").and_then(serde_json::Value::as_array);
    urls.into_iter().flatten().filter_map(|url| request(url.as_str()?, namespace)).collect()
}

fn request(line: &str, namespace: &str) -> Option<(Method, String)> {
    let (method, url) = line.trim().split_once(char::is_whitespace)?;
    let template = template(url.trim(), namespace).ok()?;
    Some((method.parse().ok()?, template.path.key()))
}
