//! Which of the sections about responses speak about which requests of a page.

use crate::lower::outline::{Outline, Part};
use crate::lower::request::Request;
use crate::page::{Block, Section};

/// The sections about responses, as they go with the requests.
pub(in crate::lower) struct Scopes {
    /// Sections that speak about the same requests, by their places in the outline.
    sections: Vec<Vec<usize>>,
    /// The scope of each request; all of a page with one scope have that.
    of_request: Vec<usize>,
}

impl Scopes {
    /// Reads the nesting of a page: below a heading of its own, or between two sections about responses, a response is
    /// that of the requests there. Where some requests have none of their own, all sections speak about all.
    pub(in crate::lower) fn new(outline: &Outline<'_, '_>, requests: &[Request]) -> Self {
        let sections: Vec<(Part, &Section<'_>)> = outline.sections().collect();
        let all = || Self { sections: vec![responses(&sections, 0..sections.len())], of_request: Vec::new() };
        let tops: Vec<usize> = (0..sections.len()).filter(|at| is_top(&sections, *at)).collect();
        if tops.len() < 2 || requests.len() < 2 {
            return all();
        }
        let places: Vec<usize> = requests.iter().map(|request| section_of(&sections, request)).collect();
        let mut of_request: Vec<Option<usize>> = vec![None; requests.len()];
        let mut scopes = Vec::new();
        for top in &tops {
            let (mut start, mut end) = subtree(&sections, parent(&sections, *top));
            while !places.iter().any(|place| (start..end).contains(place)) && start > 0 {
                (start, end) = subtree(&sections, parent(&sections, start));
            }
            // Among neighbours, a response follows its requests.
            let previous = tops.iter().rev().find(|other| **other < *top && **other >= start);
            let from = previous.map_or(start, |previous| previous + 1);
            let own = places.iter().enumerate().filter(|(_, place)| (from..*top).contains(place));
            let own: Vec<usize> = own.map(|(request, _)| request).collect();
            if own.is_empty() {
                return all();
            }
            for request in own {
                if let Some(scope) = of_request.get_mut(request) {
                    *scope = Some(scopes.len());
                }
            }
            let (top_start, top_end) = subtree(&sections, Some(*top));
            scopes.push(responses(&sections, top_start..top_end));
        }
        match of_request.into_iter().collect::<Option<Vec<usize>>>() {
            Some(of_request) => Self { sections: scopes, of_request },
            None => all(),
        }
    }

    /// How many scopes there are: one at least.
    pub(in crate::lower) fn count(&self) -> usize {
        self.sections.len()
    }

    /// The scope of a request, by its position.
    pub(in crate::lower) fn of(&self, request: usize) -> usize {
        self.of_request.get(request).copied().unwrap_or_default()
    }

    /// The blocks about responses of a scope.
    pub(super) fn blocks<'p, 'a>(
        &self,
        scope: usize,
        outline: &'p Outline<'p, 'a>,
    ) -> impl Iterator<Item = &'p Block<'a>> {
        let own = self.sections.get(scope).cloned().unwrap_or_default();
        let sections = outline.sections().enumerate().filter(move |(at, _)| own.binary_search(at).is_ok());
        sections.flat_map(|(_, (_, section))| &section.blocks)
    }
}

/// The sections about responses in a range.
fn responses(sections: &[(Part, &Section<'_>)], range: std::ops::Range<usize>) -> Vec<usize> {
    range.filter(|at| sections.get(*at).is_some_and(|(part, _)| *part == Part::Response)).collect()
}

/// Whether a section is about responses and the one above it is not.
fn is_top(sections: &[(Part, &Section<'_>)], at: usize) -> bool {
    let is_response = |at: usize| sections.get(at).is_some_and(|(part, _)| *part == Part::Response);
    is_response(at) && !parent(sections, at).is_some_and(is_response)
}

/// The nearest section above with a larger heading.
fn parent(sections: &[(Part, &Section<'_>)], at: usize) -> Option<usize> {
    let level = sections.get(at)?.1.level;
    (0..at).rev().find(|above| sections.get(*above).is_some_and(|(_, section)| section.level < level))
}

/// Where a section begins, and where the next one that is not below it; the whole page when there is none.
fn subtree(sections: &[(Part, &Section<'_>)], at: Option<usize>) -> (usize, usize) {
    let Some((start, (_, section))) = at.and_then(|at| Some((at, sections.get(at)?))) else {
        return (0, sections.len());
    };
    let below = sections.iter().skip(start + 1).take_while(|(_, below)| below.level > section.level).count();
    (start, start + 1 + below)
}

/// The section that a request stands in.
fn section_of(sections: &[(Part, &Section<'_>)], request: &Request) -> usize {
    let is_above = |(_, section): &(Part, &Section<'_>)| {
        section.level == 0 || section.place.file == request.source.file && section.place.line <= request.source.line
    };
    sections.iter().rposition(is_above).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::lower::{SetContext, lower};

    /// The statuses of each operation of a page.
    fn read(markdown: &str) -> Vec<String> {
        let (page, _) = crate::parse("api/boats.md".into(), markdown, &());
        let (facts, _) = lower(&page, &SetContext::default());
        let statuses = |operation: &docbind_ir::Operation| {
            let own: Vec<String> = operation.responses.iter().map(|one| one.status.to_string()).collect();
            format!("{} {}", operation.method, own.join(" "))
        };
        facts.operations.iter().map(statuses).collect()
    }

    const GET: &str = "HTTP request\n\n```http\nGET /boats/{id}\n```\n\n";
    const DELETE: &str = "HTTP request\n\n```http\nDELETE /boats/{id}\n```\n\n";
    const FOUND: &str = "Response\n\nReturns `200 OK` and a [boat](../resources/boat.md) object.\n\n";
    const GONE: &str = "Response\n\nReturns `204 No Content`.\n\n";

    #[test]
    fn responses_below_headings_of_their_own() {
        let page = format!("# Boats\n\n## Get\n\n### {GET}### {FOUND}## Delete\n\n### {DELETE}### {GONE}");
        assert_eq!(read(&page), ["GET 200", "DELETE 204"]);
    }

    #[test]
    fn responses_after_their_requests() {
        let page = format!("# Boats\n\n## {GET}## {FOUND}## {DELETE}## {GONE}");
        assert_eq!(read(&page), ["GET 200", "DELETE 204"]);
    }

    #[test]
    fn one_response_for_all_requests() {
        let page = format!("# Boats\n\n## {GET}## {DELETE}## {FOUND}");
        assert_eq!(read(&page), ["GET 200", "DELETE 200"]);
    }
}
