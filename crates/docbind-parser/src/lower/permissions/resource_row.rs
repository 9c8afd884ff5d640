//! Which of the resources that a table or a cell names an operation belongs to.

use docbind_ir::{Alternative, PathTemplate, Segment, singular};

use super::table::ResourceRow;

/// The rows whose resource the path ends in, or comes nearest to; none when the path has nothing of any row.
pub(super) fn rows_of<'r>(rows: &'r [ResourceRow], path: &PathTemplate) -> Vec<&'r ResourceRow> {
    let words = words_of(path);
    let fits: Vec<(Option<Fit>, &ResourceRow)> =
        rows.iter().map(|row| (fit(&row.label, row.page.as_deref(), &words), row)).collect();
    let Some(best) = fits.iter().filter_map(|(fit, _)| *fit).max() else { return Vec::new() };
    fits.into_iter().filter(|(fit, _)| *fit == Some(best)).map(|(_, row)| row).collect()
}

/// Puts those alternatives first whose label names the resource that the path comes nearest to, and leaves the others
/// without a mark: what is least for `**contact** resource` is not least for the photo of a user.
///
/// Nothing changes when one is for everybody or when no label names anything in the path.
pub(super) fn prefer_nearest(alternatives: &mut [Alternative], path: &PathTemplate) {
    if alternatives.is_empty() || alternatives.iter().any(|alternative| alternative.scenario.is_none()) {
        return;
    }
    let words = words_of(path);
    let fit_of = |alternative: &Alternative| {
        let label = alternative.scenario.as_ref()?;
        resources(label).filter_map(|resource| fit(&resource, None, &words)).max()
    };
    let best = alternatives.iter().filter_map(fit_of).max();
    if best.is_none() {
        return;
    }
    alternatives.sort_by_cached_key(|alternative| fit_of(alternative) != best);
    for alternative in alternatives.iter_mut().filter(|alternative| fit_of(alternative) != best) {
        alternative.least = false;
    }
}

/// The resources that a label is about, in the spellings of paths: both of `For user or chat resource`, and `cloudpc`
/// of `Cloud PC provider`. A label that says more than a name is about no resource.
fn resources(label: &str) -> impl Iterator<Item = String> {
    let label = label.split_once('(').map_or(label, |(label, _)| label).to_lowercase();
    let label = label.replace([',', '/'], " or ").replace(" and ", " or ");
    let mut resources = Vec::new();
    for part in label.split(" or ") {
        let name: Vec<&str> = part.split_whitespace().filter(|word| !INTRODUCTION.contains(word)).collect();
        if (1..=2).contains(&name.len()) && !name.iter().any(|word| matches!(*word, "acting" | "other" | "others")) {
            resources.extend([name.concat(), name.join(" ")]);
        }
    }
    resources.into_iter()
}

/// Words around the name of a resource.
const INTRODUCTION: [&str; 11] =
    ["for", "in", "on", "the", "a", "an", "permissions", "resource", "resources", "provider", "providers"];

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
