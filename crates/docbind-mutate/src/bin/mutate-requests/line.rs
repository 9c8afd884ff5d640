//! What can happen to a request line.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_pcg::Pcg64;

/// The signs that give a request line its structure.
const SIGNS: &str = "/{}():',";

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Part {
    /// A sign: it goes, or another takes its place.
    Signs,
    /// The method: another one, or a slip of the pen.
    Method,
    /// A letter of a word in the path.
    Letters,
}

/// The line with one change; none when it has nothing of the kind.
pub(crate) fn mutate(line: &str, part: Part, random: &mut Pcg64) -> Option<String> {
    let end = line.find([' ', '/'])?;
    let (method, rest) = line.split_at_checked(end)?;
    match part {
        Part::Method => {
            let slip = method.get(..method.len() - 1).unwrap_or_default();
            let others = METHODS.iter().copied().filter(|other| *other != method).chain([slip]);
            let other = *others.collect::<Vec<_>>().choose(random)?;
            Some(format!("{other}{rest}"))
        }
        Part::Signs => {
            let (at, sign) = place(rest, random, |c| SIGNS.contains(c))?;
            let others: Vec<char> = SIGNS.chars().filter(|other| *other != sign).collect();
            let other = if random.random() { None } else { others.choose(random) };
            Some(replaced(method, rest, at, other.copied()))
        }
        Part::Letters => {
            let (at, letter) = place(rest, random, |c| c.is_ascii_alphabetic())?;
            let other = if letter == 'q' { 'x' } else { 'q' };
            Some(replaced(method, rest, at, Some(other)))
        }
    }
}

/// A character of a kind, with its place; those of the scheme and host do not count.
fn place(rest: &str, random: &mut Pcg64, is_wanted: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let from = rest.find("://").map_or(0, |at| at + 3);
    let path = rest.split('?').next().unwrap_or(rest);
    let places: Vec<_> = path.char_indices().filter(|(at, c)| *at >= from && is_wanted(*c)).collect();
    // The slash that begins a path says nothing: lines are written without it too.
    let places: Vec<_> =
        places.into_iter().filter(|(at, _)| !rest.get(..*at).unwrap_or_default().trim().is_empty()).collect();
    places.choose(random).copied()
}

fn replaced(method: &str, rest: &str, at: usize, other: Option<char>) -> String {
    let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
    let mut after = after.chars();
    after.next();
    format!("{method}{before}{}{}", other.map(String::from).unwrap_or_default(), after.as_str())
}
