//! Pages to facts: what one page says about the API, before pages meet.

mod announcement;
mod body;
mod clouds;
pub mod enums;
mod examples;
mod headed_types;
mod headers;
mod incoming;
mod inheritance;
mod json_representation;
mod kind;
mod listed_values;
mod method_check;
mod notes;
mod operation;
mod outline;
mod parameters;
mod path;
pub mod permission_reference;
pub mod permissions;
pub mod properties;
mod property_facts;
mod query_option;
mod request;
mod request_line;
mod request_table;
mod requirement;
pub mod resource;
mod resource_part;
mod response;
mod roles;
mod routing;
pub mod secondary;
mod sentences;
mod set;
mod shown_arguments;
mod table;
mod translated;
pub mod type_cell;
mod type_mention;
mod type_title;
mod zone;

use std::borrow::Cow;

use docbind_ir::{Cmdlet, Diagnostic, EnumDef, Example, Operation, PageKind, PageSummary, Permission, TypeDef};

use self::outline::Outline;
use crate::page::{BlockKind, Page};

pub use set::SetContext;

/// The parts of an [`docbind_ir::Api`] that one page gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The operations it documents, in the order of the page.
    pub operations: Vec<Operation>,
    /// The object types it documents.
    pub types: Vec<TypeDef>,
    /// The enumerations it documents.
    pub enums: Vec<EnumDef>,
    /// The permissions it describes.
    pub permissions: Vec<Permission>,
    /// The cmdlets it describes.
    pub cmdlets: Vec<Cmdlet>,
    /// The examples that call none of its operations.
    pub examples: Vec<Example>,
    /// What it turned out to be.
    pub page: PageSummary,
}

/// Reads the facts of one page, as far as they can be told without the other pages of the set.
pub fn lower(page: &Page<'_>, set: &SetContext) -> (Facts, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    if let Some(cmdlet) = secondary::cmdlet::cmdlet(page, set) {
        return (Facts::of_cmdlet(cmdlet, page), findings);
    }
    let restored = secondary::restored(page);
    let page = restored.as_ref().unwrap_or(page);
    let translated = translated::restored(page);
    let page = translated.as_ref().unwrap_or(page);
    let seen = zone::of_version(page, set);
    let in_zones = matches!(seen, Cow::Owned(_));
    let page = &*seen;
    let outline = Outline::new(page);
    let (examples, broken) = examples::examples(&outline);
    findings.extend(broken);
    let (mut operations, examples) = operation::operations(page, &outline, set, examples, &mut findings);
    let (mut types, mut enums, mut described) = (Vec::new(), Vec::new(), Vec::new());
    let is_operation = kind::is_built_as_operation(page, &outline);
    if !is_operation {
        described = permission_reference::permission_reference(page);
    }
    if !described.is_empty() {
        // What such a page calls are examples of what permissions allow.
        operations.clear();
    }
    if !operations.is_empty() {
        let (permissions, mut reported) = permissions::permissions(page, set);
        findings.append(&mut reported);
        for operation in &mut operations {
            operation.permissions = permissions.for_operation(operation.method, &operation.path).into();
        }
        if restored.is_some() {
            operations.iter_mut().for_each(secondary::mark_secondary);
        }
    } else if !is_operation {
        let (found, mut reported) = resource::resources(page, set);
        types = found;
        findings.append(&mut reported);
        let (found, mut reported) = enums::enums(page, set, &types);
        enums = found;
        findings.append(&mut reported);
    }
    // A page about one permission has headings, if at all, by accident.
    let only = described.first().filter(|one| described.iter().all(|other| other.name == one.name));
    let title = only.map(|permission| permission.name.to_string()).filter(|name| starts_with_line(page, name));
    let heading = || page.title().map_or_else(|| page.file.to_string(), |section| section.heading.to_string());
    let title = title.unwrap_or_else(heading);
    let mut facts = Facts {
        operations,
        types,
        enums,
        permissions: described,
        cmdlets: Vec::new(),
        examples,
        page: PageSummary { file: page.file.clone(), title, kind: PageKind::Conceptual },
    };
    facts.page.kind = kind::kind(page, &outline, &facts, in_zones, &mut findings);
    (facts, findings)
}

/// Whether this is the first line of the page.
fn starts_with_line(page: &Page<'_>, line: &str) -> bool {
    let first = page.sections.first().and_then(|section| section.blocks.first());
    matches!(first.map(|block| &block.kind), Some(BlockKind::Text(text)) if text.markdown.lines().next().map(str::trim) == Some(line))
}

impl Facts {
    /// What the help page of a cmdlet gives.
    fn of_cmdlet(cmdlet: Cmdlet, page: &Page<'_>) -> Self {
        let page = PageSummary { file: page.file.clone(), title: cmdlet.name.clone(), kind: PageKind::Cmdlet };
        Self {
            operations: Vec::new(),
            types: Vec::new(),
            enums: Vec::new(),
            permissions: Vec::new(),
            cmdlets: vec![cmdlet],
            examples: Vec::new(),
            page,
        }
    }
}
