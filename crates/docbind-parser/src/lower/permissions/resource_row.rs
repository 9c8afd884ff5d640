//! Which rows of a table with a row per resource an operation belongs to.

use docbind_ir::{PathTemplate, Segment};

use super::table::ResourceRow;

/// The rows whose resource the path ends in, or comes nearest to; none when the path has nothing of any row.
pub(super) fn rows_of<'r>(rows: &'r [ResourceRow], path: &PathTemplate) -> Vec<&'r ResourceRow> {
    let words: Vec<String> = path.segments.iter().filter_map(literal).collect();
    let fits: Vec<(Option<Fit>, &ResourceRow)> = rows.iter().map(|row| (fit(row, &words), row)).collect();
    let Some(best) = fits.iter().filter_map(|(fit, _)| *fit).max() else { return Vec::new() };
    fits.into_iter().filter(|(fit, _)| *fit == Some(best)).map(|(_, row)| row).collect()
}

/// How well a label fits a path: how deep its resource stands, how exactly it is named, how much of the label is met.
type Fit = (usize, bool, usize);

fn literal(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Literal(word) => Some(singular(&word.to_lowercase())),
        Segment::Function { name, .. } => Some(name.to_lowercase()),
        _ => None,
    }
}

fn fit(row: &ResourceRow, path: &[String]) -> Option<Fit> {
    let label = row.label.split_once('(').map_or(row.label.as_str(), |(label, _)| label).to_lowercase();
    let mut words: Vec<String> = label.split_whitespace().map(singular).collect();
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
        *segment == resource || row.page.as_ref() == Some(segment) || (resource == "user" && segment == "me")
    };
    if let Some(depth) = path.iter().rposition(names) {
        return Some((depth, true, met));
    }
    // `taskList` stands in paths as `lists`, `driveItem` as `items`.
    let ends =
        |segment: &String| segment.len() >= 4 && resource.len() > segment.len() && resource.ends_with(segment.as_str());
    path.iter().rposition(ends).map(|depth| (depth, false, met))
}

fn singular(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.len() > 2 => stem.to_owned(),
        _ => word.to_owned(),
    }
}
