//! The parts of a page: which section says what.

use crate::dialect::heading::{Topic, topic};
use crate::page::{Block, Page, Section};

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The title, the description and what no other part claims.
    Text,
    /// Permissions, called prerequisites by some.
    Permissions,
    /// The HTTP requests.
    Request,
    /// Parameters in the path or of a function.
    PathParameters,
    /// Parameters of any kind.
    Parameters,
    /// Parameters and options of the query string.
    Query,
    /// Request headers.
    Headers,
    /// The request body.
    Body,
    /// What comes back.
    Response,
    /// What comes back when it fails.
    Errors,
    /// Examples.
    Examples,
    /// Pointers to other pages.
    Related,
}

/// A page's sections with their parts.
pub(super) struct Outline<'p, 'a> {
    parts: Vec<(Part, &'p Section<'a>)>,
}

impl<'p, 'a> Outline<'p, 'a> {
    /// Tells the parts of a page by its headings; a heading that says nothing belongs to the one above it.
    pub(super) fn new(page: &'p Page<'a>) -> Self {
        let mut parts: Vec<(Part, &Section<'_>)> = Vec::with_capacity(page.sections.len());
        let mut open: Vec<(u8, Part)> = Vec::new();
        // Whether the current chapter lists requests; in one that does not, a response is no operation's.
        let mut requested = true;
        for section in &page.sections {
            while open.last().is_some_and(|(level, _)| *level >= section.level) {
                open.pop();
            }
            let parent = open.last().map_or(Part::Text, |(_, part)| *part);
            if section.level == 2 {
                requested = !parts.iter().any(|(part, _)| *part == Part::Request);
            }
            let after_example = parts.last().is_some_and(|(part, _)| *part == Part::Examples);
            let documented = !after_example && (parent != Part::Text || requested);
            let part = part(section, parent, documented);
            requested |= part == Part::Request;
            open.push((section.level, part));
            parts.push((part, section));
        }
        Self { parts }
    }

    /// All sections in order.
    pub(super) fn sections(&self) -> impl Iterator<Item = (Part, &'p Section<'a>)> {
        self.parts.iter().copied()
    }

    /// The sections of one part in order.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = &'p Section<'a>> {
        self.sections().filter(move |(own, _)| *own == part).map(|(_, section)| section)
    }

    /// The blocks of one part in order.
    pub(super) fn blocks(&self, part: Part) -> impl Iterator<Item = &'p Block<'a>> {
        self.of(part).flat_map(|section| &section.blocks)
    }

    /// The heading of the page.
    pub(super) fn title(&self) -> Option<&'p str> {
        self.parts.iter().find(|(_, section)| section.level == 1).map(|(_, section)| &*section.heading)
    }

    /// Whether the page has this part.
    pub(super) fn has(&self, part: Part) -> bool {
        self.parts.iter().any(|(own, _)| *own == part)
    }
}

fn part(section: &Section<'_>, parent: Part, documented: bool) -> Part {
    if section.level <= 1 {
        return Part::Text;
    }
    if parent == Part::Examples {
        return Part::Examples;
    }
    match topic(&section.heading) {
        Some(Topic::Examples) => Part::Examples,
        Some(Topic::Permissions) => Part::Permissions,
        Some(Topic::Headers) => Part::Headers,
        Some(Topic::Body) => Part::Body,
        Some(Topic::PathParameters) => Part::PathParameters,
        Some(Topic::Query) => Part::Query,
        Some(Topic::Parameters) => Part::Parameters,
        Some(Topic::Errors) => Part::Errors,
        Some(Topic::Related) => Part::Related,
        Some(Topic::Request) => Part::Request,
        // Below level 2, a heading with nothing but the word titles a request of an example.
        Some(Topic::BareRequest) if section.level == 2 => Part::Request,
        Some(Topic::BareRequest) => Part::Examples,
        Some(Topic::Response) => Part::Response,
        // A request before it, or the heading of an example, makes it the response of that.
        Some(Topic::BareResponse) if section.level == 2 || documented => Part::Response,
        Some(Topic::BareResponse) => Part::Examples,
        None => parent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(headings: &[(u8, &'static str)]) -> Vec<Part> {
        let sections = headings
            .iter()
            .map(|(level, heading)| Section {
                heading: (*heading).into(),
                level: *level,
                place: Default::default(),
                blocks: Vec::new(),
            })
            .collect();
        let page = Page { sections, ..Page::default() };
        Outline::new(&page).sections().map(|(part, _)| part).collect()
    }

    #[test]
    fn the_usual_order() {
        let headings = [
            (1, "List plants"),
            (2, "Prerequisites"),
            (3, "For groups"),
            (2, "HTTP Request"),
            (2, "Optional query parameters"),
            (2, "Request headers"),
            (2, "Request body"),
            (2, "Response"),
            (3, "CSV"),
            (2, "Examples"),
            (3, "Example 1: all"),
            (5, "Request"),
            (5, "Response"),
        ];
        use Part::*;
        let expected = [
            Text,
            Permissions,
            Permissions,
            Request,
            Query,
            Headers,
            Body,
            Response,
            Response,
            Examples,
            Examples,
            Examples,
            Examples,
        ];
        assert_eq!(parts(&headings), expected);
    }

    #[test]
    fn requests_below_scenarios() {
        let headings =
            [(1, "Get a shed"), (2, "Get my shed"), (3, "HTTP request"), (3, "Path parameters"), (2, "HTTP response")];
        assert_eq!(parts(&headings), [Part::Text, Part::Text, Part::Request, Part::PathParameters, Part::Response]);
    }

    #[test]
    fn a_response_below_the_request_body() {
        let headings = [(2, "Request body"), (3, "Response"), (3, "Example"), (5, "Request"), (5, "Response")];
        let expected = [Part::Body, Part::Response, Part::Examples, Part::Examples, Part::Examples];
        assert_eq!(parts(&headings), expected);
    }

    #[test]
    fn a_response_below_the_body() {
        let headings = [(2, "Request body"), (3, "Response"), (4, "Response code"), (3, "Request"), (3, "Response")];
        assert_eq!(parts(&headings), [Part::Body, Part::Response, Part::Response, Part::Examples, Part::Examples]);
    }

    #[test]
    fn a_response_of_a_later_step() {
        let headings = [(2, "Water"), (3, "HTTP request"), (3, "Response"), (2, "When it leaks"), (3, "Response")];
        assert_eq!(parts(&headings), [Part::Text, Part::Request, Part::Response, Part::Text, Part::Examples]);
    }

    #[test]
    fn an_example_below_the_response() {
        let headings = [(2, "Response"), (3, "Examples"), (4, "Request"), (4, "Response")];
        assert_eq!(parts(&headings), [Part::Response, Part::Examples, Part::Examples, Part::Examples]);
    }
}
