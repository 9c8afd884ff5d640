//! The OData query options that a page says an operation supports.

use docbind_ir::QueryOption;

use super::outline::{Outline, Part};
use super::parameters::Documented;
use super::sentences::sentences;
use crate::markdown::{code_spans, plain};
use crate::page::BlockKind;

/// What a page says about query options.
#[derive(Clone, Debug, Default)]
pub(super) struct QueryOptions {
    /// The options it names.
    pub named: Vec<QueryOption>,
    /// Whether it says that the options are supported without naming them all.
    pub general: bool,
}

impl QueryOptions {
    /// The options for an operation that returns a collection or a single item.
    pub(super) fn resolve(&self, is_collection: bool) -> Vec<QueryOption> {
        use QueryOption::{Count, Expand, Filter, Orderby, Select, Skip, Top};
        let usual: &[QueryOption] = match (self.general, is_collection) {
            (false, _) => &[],
            (true, true) => &[Select, Filter, Expand, Orderby, Top, Skip, Count],
            (true, false) => &[Select, Expand],
        };
        let mut options: Vec<QueryOption> = self.named.iter().chain(usual).copied().collect();
        options.sort_unstable();
        options.dedup();
        options
    }
}

/// Reads the section on query parameters.
pub(super) fn query_options(outline: &Outline<'_, '_>, rows: &[Documented]) -> QueryOptions {
    let mut verdicts = Verdicts::default();
    for block in outline.blocks(Part::Query) {
        match &block.kind {
            BlockKind::Text(text) => verdicts.paragraph(&text.markdown),
            BlockKind::List(items) => items.iter().for_each(|item| verdicts.paragraph(&item.markdown)),
            BlockKind::Code(code) => verdicts.request(&code.text),
            _ => {}
        }
    }
    for option in rows.iter().filter_map(Documented::option) {
        verdicts.supported.push(option);
    }
    let mut named: Vec<QueryOption> = verdicts.supported;
    named.retain(|option| !verdicts.refused.contains(option));
    named.sort_unstable();
    named.dedup();
    let general = !verdicts.none && (verdicts.all || (verdicts.some && named.is_empty()));
    QueryOptions { named, general }
}

#[derive(Default)]
struct Verdicts {
    supported: Vec<QueryOption>,
    refused: Vec<QueryOption>,
    /// The page says that the options are supported.
    all: bool,
    /// The page says that some are.
    some: bool,
    /// The page says that none is.
    none: bool,
}

/// Phrases after which what is named is refused.
const REFUSES: [&str; 7] = [
    "not support",
    "n't support",
    "not currently support",
    "n't currently support",
    "cannot use",
    "can't use",
    "not allow",
];
/// Phrases before which what is named is refused.
const REFUSED: [&str; 8] = [
    "not supported",
    "n't supported",
    "not currently supported",
    "n't currently supported",
    "unsupported",
    "not allowed",
    "n't allowed",
    "not applicable",
];

impl Verdicts {
    fn paragraph(&mut self, markdown: &str) {
        for sentence in sentences(&markdown.replace(['\n', '\r'], " ")) {
            // What follows `but` or `except` is judged on its own.
            for (position, clause) in clauses(sentence).into_iter().enumerate() {
                self.clause(&clause, position > 0);
            }
        }
    }

    fn clause(&mut self, clause: &str, contrast: bool) {
        let lower = plain(clause).to_lowercase();
        let exception = contrast && lower.starts_with("except");
        let refused = REFUSED.iter().any(|phrase| lower.contains(phrase));
        let refuses = REFUSES.iter().find_map(|phrase| lower.find(phrase)).filter(|_| !refused);
        let odata = lower.contains("query parameter") || lower.contains("query option");
        match refuses {
            Some(position) => {
                let (before, after) = lower.split_at_checked(position).unwrap_or((&lower, ""));
                let named = options(after, "");
                if named.is_empty() && odata && options(before, "").is_empty() {
                    self.none = true;
                }
                self.refused.extend(named);
            }
            None if exception || refused => {
                let named = options(&lower, clause);
                // `The others are not supported` says nothing against those that were named.
                if named.is_empty()
                    && !lower.contains("other")
                    && lower.trim_matches(['*', '.', ' ']).starts_with("not supported")
                {
                    self.none = true;
                }
                if !lower.contains(" when ") && !lower.contains(" if ") {
                    self.refused.extend(named);
                }
            }
            None => {
                let named = options(&lower, clause);
                if odata && lower.contains("support") {
                    let some = lower.contains("some of") || lower.contains("some odata") || lower.contains("following");
                    self.some |= some;
                    self.all |= !some && (named.is_empty() || lower.contains("including"));
                }
                self.supported.extend(named);
            }
        }
    }

    /// A request that shows options at work.
    fn request(&mut self, text: &str) {
        for line in text.lines().filter(|line| line.contains('?')) {
            self.supported.extend(options(&line.to_lowercase(), ""));
        }
    }
}

fn clauses(sentence: &str) -> Vec<String> {
    let mut clauses = vec![String::new()];
    for word in sentence.split_inclusive(' ') {
        let bare = word.trim().trim_matches([',', '(', ';']);
        if ["but", "except", "however", "although"].iter().any(|contrast| bare.eq_ignore_ascii_case(contrast)) {
            clauses.push(String::new());
        }
        if let Some(last) = clauses.last_mut() {
            last.push_str(word);
        }
    }
    clauses
}

/// The options in lower case text, with a dollar sign; without one only as a whole code span of the Markdown.
fn options(lower: &str, markdown: &str) -> Vec<QueryOption> {
    let mut found = Vec::new();
    for part in lower.split('$').skip(1) {
        let word: String = part.chars().take_while(|c| c.is_ascii_lowercase()).collect();
        found
            .extend(QueryOption::ALL.into_iter().find(|option| option.wire().strip_prefix('$') == Some(word.as_str())));
    }
    for span in code_spans(markdown) {
        let span = span.to_lowercase();
        found
            .extend(QueryOption::ALL.into_iter().find(|option| option.wire().strip_prefix('$') == Some(span.as_str())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use QueryOption::*;

    fn read(paragraphs: &[&str]) -> (Vec<QueryOption>, bool) {
        let mut verdicts = Verdicts::default();
        paragraphs.iter().for_each(|paragraph| verdicts.paragraph(paragraph));
        let mut named = verdicts.supported;
        named.retain(|option| !verdicts.refused.contains(option));
        named.sort_unstable();
        named.dedup();
        let general = !verdicts.none && (verdicts.all || (verdicts.some && named.is_empty()));
        (named, general)
    }

    #[test]
    fn named_options() {
        assert_eq!(
            read(&["Use `$filter`, `$orderBy` and $top here. See [query parameters](x.md)."]),
            (vec![Filter, Orderby, Top], false)
        );
        assert_eq!(read(&["This method supports the `select` OData query parameter."]), (vec![Select], false));
        assert_eq!(read(&["This method supports some of the OData query parameters:", "`$skip`"]), (vec![Skip], false));
    }

    #[test]
    fn general_statements() {
        assert_eq!(
            read(&["This call supports the [OData query parameters](q.md) to shape the answer."]),
            (vec![], true)
        );
        assert_eq!(read(&["This call supports some of the OData query parameters."]), (vec![], true));
        assert_eq!(
            read(&["This call supports the OData query parameters, including `$search`."]),
            (vec![Search], true)
        );
    }

    #[test]
    fn negatives() {
        assert_eq!(read(&["This call does not support the OData query parameters."]), (vec![], false));
        assert_eq!(read(&["Not supported."]), (vec![], false));
        assert_eq!(
            read(&["This call supports `$select`, but not `$filter`; `$filter` isn't supported."]),
            (vec![Select], false)
        );
        assert_eq!(read(&["This call supports `$top`. It does not support `$skip`."]), (vec![Top], false));
        assert_eq!(read(&["`$filter` does not support `contains`."]), (vec![], false));
        assert_eq!(
            read(&["Use `$top`.", "The other OData query parameters are not currently supported."]),
            (vec![Top], false)
        );
        let skip = ["Use `$skip` to page.", "`$skip` is not supported when `$search` is used."];
        assert_eq!(read(&skip), (vec![Skip], false));
    }
}
