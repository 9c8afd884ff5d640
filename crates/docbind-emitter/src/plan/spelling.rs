//! How the fixed words of paths are spelled where pages disagree in their letter case.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use docbind_ir::{Api, Segment};
use foldhash::HashMap;

/// Odd spellings, each with the usual one: that of most operations.
#[derive(Debug, Default)]
pub(crate) struct Spellings<'a>(HashMap<&'a str, &'a str>);

impl<'a> Spellings<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut counts: HashMap<&'a str, usize> = HashMap::default();
        for segment in api.operations.iter().flat_map(|operation| &operation.path.segments) {
            if let Some(word) = word(segment) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut groups: BTreeMap<String, Vec<(&'a str, usize)>> = BTreeMap::new();
        let mut counts: Vec<(&'a str, usize)> = counts.into_iter().collect();
        counts.sort_unstable();
        for (word, count) in counts {
            groups.entry(word.to_lowercase()).or_default().push((word, count));
        }
        let mut usual = HashMap::default();
        for group in groups.into_values().filter(|group| group.len() > 1) {
            // Without a capital inside, the parts of a name run together.
            let runs_together = |word: &str| !word.chars().skip(1).any(char::is_uppercase);
            let rank = |word: &'a str, count| {
                (runs_together(word), Reverse(count), word.starts_with(char::is_uppercase), word)
            };
            if let Some((winner, _)) = group.iter().min_by_key(|(word, count)| rank(word, *count)) {
                usual.extend(group.iter().filter(|(word, _)| word != winner).map(|(word, _)| (*word, *winner)));
            }
        }
        Self(usual)
    }

    /// The usual spelling.
    pub(super) fn usual<'w>(&self, word: &'w str) -> &'w str
    where
        'a: 'w,
    {
        self.0.get(word).copied().unwrap_or(word)
    }

    /// Whether the segment is spelled as usual.
    pub(super) fn is_usual(&self, segment: &Segment) -> bool {
        word(segment).is_none_or(|word| !self.0.contains_key(word))
    }
}

/// The fixed word of a segment.
fn word(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(word) => Some(word),
        Segment::Function { name, .. } => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_spelling_among_several_names_nothing() {
        let path = |word: &str| docbind_ir::PathTemplate { segments: [Segment::Literal(word.into())].into() };
        let words =
            ["oAuth2Permissiongrants", "oauth2PermissionGrants", "oauth2PermissionGrants", "signins", "signins"];
        let operations = words
            .into_iter()
            .chain(["signIns"])
            .map(|word| docbind_ir::Operation::new(docbind_ir::Method::Get, path(word)))
            .collect();
        let api = Api { operations, ..Api::default() };
        let spellings = Spellings::of(&api);
        assert_eq!(spellings.usual("oAuth2Permissiongrants"), "oauth2PermissionGrants");
        assert_eq!(spellings.usual("signins"), "signIns");
        assert_eq!(spellings.usual("users"), "users");
    }
}
