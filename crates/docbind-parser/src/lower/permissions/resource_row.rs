//! Which of the resources that a table or a cell names an operation belongs to.

use docbind_ir::{Alternative, ConditionKind, PathTemplate, Segment, singular};

use super::condition::{is_place, resources};
use super::table::ResourceRow;

/// The rows whose resource the path ends in, or comes nearest to; none when the path has nothing of any row.
pub(super) fn rows_of<'r>(rows: &'r [ResourceRow], path: &PathTemplate) -> Vec<&'r ResourceRow> {
    let words = words_of(path);
    let fits: Vec<(Option<Fit>, &ResourceRow)> =
        rows.iter().map(|row| (fit(&row.label, row.page.as_deref(), &words), row)).collect();
    let Some(best) = fits.iter().filter_map(|(fit, _)| *fit).max() else { return Vec::new() };
    fits.into_iter().filter(|(fit, _)| *fit == Some(best)).map(|(_, row)| row).collect()
}

/// Puts those alternatives first whose label names the resource that the path comes nearest to, without the label when
/// the path has that very resource, and leaves the others without a mark: what is least for `**contact** resource` is not least for the photo of a user.
///
/// Nothing changes when one is for everybody or when no label names anything in the path.
pub(super) fn prefer_nearest(alternatives: &mut [Alternative], path: &PathTemplate) {
    let is_general = |alternative: &Alternative| !alternative.conditions.iter().any(is_place);
    if alternatives.is_empty() || alternatives.iter().any(is_general) {
        return;
    }
    let words = words_of(path);
    let fit_of = |alternative: &Alternative| {
        let labels = alternative.conditions.iter().filter(|condition| is_place(condition));
        labels.flat_map(|label| resources(&label.text)).filter_map(|resource| fit(&resource, None, &words)).max()
    };
    let best = alternatives.iter().filter_map(fit_of).max();
    if best.is_none() {
        return;
    }
    alternatives.sort_by_cached_key(|alternative| fit_of(alternative) != best);
    for alternative in alternatives {
        if fit_of(alternative) != best {
            alternative.least = false;
        } else if best.is_some_and(|(_, is_named, _)| is_named) {
            // The path meets the condition.
            alternative.conditions.retain(|condition| {
                let mut named = resources(&condition.text);
                condition.kind != ConditionKind::TargetType || !named.any(|one| fit(&one, None, &words) == best)
            });
        }
    }
}

fn words_of(path: &PathTemplate) -> Vec<String> {
    path.segments.iter().filter_map(literal).collect()
}

/// How well a label fits a path: how deep its resource stands, how exactly it is named, how much of the label is met.
type Fit = (usize, bool, usize);

fn literal(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Literal(word) => Some(singular(&word.to_lowercase()).into_owned()),
        Segment::Function { name, .. } => Some(name.to_lowercase()),
        _ => None,
    }
}

/// `page` is the stem of the page that the label links to.
fn fit(label: &str, page: Option<&str>, path: &[String]) -> Option<Fit> {
    let label = label.split_once('(').map_or(label, |(label, _)| label).to_lowercase();
    let mut words: Vec<String> = label
        .split_whitespace()
        .map(|word| singular(word.trim_matches(|c: char| !c.is_alphanumeric())).into_owned())
        .collect();
    let resource = words.pop()?;
    let mut met = 0;
    for word in &words {
        // "personal contact", "security alert": an adjective that no path shows.
        if path.contains(word) || (word == "user" && path.iter().any(|segment| segment == "me")) {
            met += 1;
        } else if matches!(word.as_str(), "group" | "user" | "team" | "site" | "drive") {
            return None;
        }
    }
    let names = |segment: &String| {
        *segment == resource || page == Some(segment.as_str()) || (resource == "user" && segment == "me")
    };
    if let Some(depth) = path.iter().rposition(names) {
        return Some((depth, true, met));
    }
    // `taskList` stands in paths as `lists`, `driveItem` as `items`.
    let ends =
        |segment: &String| segment.len() >= 4 && resource.len() > segment.len() && resource.ends_with(segment.as_str());
    path.iter().rposition(ends).map(|depth| (depth, false, met))
}
