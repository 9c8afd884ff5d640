//! The parts of a resource page, by its headings.

use crate::page::Page;

/// What a section of a resource page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Structural properties.
    Properties,
    /// Relationships to other resources.
    Relationships,
    /// Methods, actions, common tasks.
    Methods,
    /// The JSON representation.
    Json,
    /// Members of an enumeration.
    Values,
    /// Types that inherit from this one.
    Derived,
    /// Examples and what is no part of the resource itself.
    Examples,
    /// Anything else.
    Other,
}

/// The part of each section; a heading that says nothing belongs to the one above it.
pub(super) fn parts(page: &Page<'_>) -> Vec<Part> {
    let mut open: Vec<(u8, Part)> = Vec::new();
    page.sections
        .iter()
        .map(|section| {
            while open.last().is_some_and(|(level, _)| *level >= section.level) {
                open.pop();
            }
            let above = open.last().map_or(Part::Other, |(_, part)| *part);
            let part = if section.level <= 1 { Part::Other } else { of(&section.heading).unwrap_or(above) };
            open.push((section.level, part));
            part
        })
        .collect()
}

/// Whether a heading is that of a part of a type.
pub(super) fn is_part_heading(heading: &str) -> bool {
    of(heading).is_some()
}

fn of(heading: &str) -> Option<Part> {
    let heading = heading.trim().trim_end_matches(':').to_lowercase();
    let last = heading.split_whitespace().next_back().unwrap_or_default();
    Some(match last {
        // "Properties of a policy definition" are those of a text inside the resource.
        _ if heading.starts_with("properties of") => Part::Examples,
        "types" | "resources" | "subtypes" if heading.contains("derived") || heading == "subtypes" => Part::Derived,
        "relationships" | "relationship" => Part::Relationships,
        "properties" if heading.contains("navigation") => Part::Relationships,
        "properties" | "property" => Part::Properties,
        // Annotations of the instance, which a client reads and writes as any property.
        "attributes" | "annotations" if heading.starts_with("instance") => Part::Properties,
        "navigation" if heading == "navigation" => Part::Relationships,
        "methods" | "actions" | "functions" | "tasks" | "operations" => Part::Methods,
        "values" | "value" | "options" | "enumeration" | "enumerations" | "enum" | "members" => Part::Values,
        "example" | "examples" | "remarks" | "scenarios" | "notes" => Part::Examples,
        "content" | "also" if heading == "see also" || heading == "related content" => Part::Examples,
        _ if heading.starts_with("json example") => Part::Examples,
        _ if heading.starts_with("json") => Part::Json,
        _ if heading.starts_with("example") || heading.starts_with("methods") => Part::Examples,
        _ if heading.starts_with("properties") => Part::Properties,
        _ if heading.starts_with("relationships") => Part::Relationships,
        _ => return None,
    })
}
