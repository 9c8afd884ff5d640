//! What happens to a page.

use std::fmt;

use rand::{Rng, RngExt};

/// One change of a page. Lines are counted from 1, in the page as it was before the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// The line is gone.
    Cut(usize),
    /// The line stands there twice.
    Duplicate(usize),
    /// The two lines changed places.
    Swap(usize, usize),
    /// One bit of the byte at this offset is flipped.
    Flip(usize, u8),
    /// After these lines the page goes on as the other one does from this line.
    Splice(usize, usize),
}

impl fmt::Display for Mutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut(line) => write!(f, "line {line} cut"),
            Self::Duplicate(line) => write!(f, "line {line} twice"),
            Self::Swap(one, other) => write!(f, "lines {one} and {other} swapped"),
            Self::Flip(offset, bit) => write!(f, "bit {bit} of byte {offset} flipped"),
            Self::Splice(lines, from) => write!(f, "{lines} lines, then the other page from line {from}"),
        }
    }
}

/// The most changes that one page suffers.
const MOST: usize = 4;

/// Changes a page one to four times, and says how. `other` is the page that splicing goes on with.
pub fn mutate(page: &mut Vec<u8>, other: &[u8], random: &mut impl Rng) -> Vec<Mutation> {
    let times = random.random_range(1..=MOST);
    (0..times)
        .filter_map(|_| {
            let mutation = choose(page, other, random)?;
            *page = mutation.apply(page, other);
            Some(mutation)
        })
        .collect()
}

/// A change that the page allows; an empty one allows none.
fn choose(page: &[u8], other: &[u8], random: &mut impl Rng) -> Option<Mutation> {
    let (lines, others) = (lines(page).len(), lines(other).len());
    if lines == 0 || others == 0 {
        return None;
    }
    let kind = random.random_range(0..5);
    let line = random.random_range(1..=lines);
    Some(match kind {
        0 => Mutation::Cut(line),
        1 => Mutation::Duplicate(line),
        2 => Mutation::Swap(line, random.random_range(1..=lines)),
        3 => Mutation::Flip(random.random_range(0..page.len()), random.random_range(0..8)),
        _ => Mutation::Splice(line, random.random_range(1..=others)),
    })
}

impl Mutation {
    /// The page after the change, which [`choose`] made for it.
    fn apply(&self, page: &[u8], other: &[u8]) -> Vec<u8> {
        let mut lines = lines(page);
        match *self {
            Self::Cut(line) => drop(lines.remove(line - 1)),
            Self::Duplicate(line) => {
                if let Some(copy) = lines.get(line - 1).copied() {
                    lines.insert(line, copy);
                }
            }
            Self::Swap(one, other) => lines.swap(one - 1, other - 1),
            Self::Flip(offset, bit) => {
                let mut page = page.to_vec();
                if let Some(byte) = page.get_mut(offset) {
                    *byte ^= 1 << bit;
                }
                return page;
            }
            Self::Splice(count, from) => {
                lines.truncate(count);
                lines.extend(self::lines(other).into_iter().skip(from - 1));
            }
        }
        lines.concat()
    }
}

/// The lines of a page, their ends included.
fn lines(page: &[u8]) -> Vec<&[u8]> {
    page.split_inclusive(|byte| *byte == b'\n').collect()
}
