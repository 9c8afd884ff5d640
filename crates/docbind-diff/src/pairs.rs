//! Things of two states that bear the same name.

use std::collections::BTreeMap;

/// What is in one list, in the other, or in both.
pub(crate) enum Pair<'a, T> {
    Removed(&'a T),
    Added(&'a T),
    Both(&'a T, &'a T),
}

/// Pairs the things of two lists by their key, in the order of the keys.
pub(crate) fn pairs<'a, T, K: Ord>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&'a T) -> K,
) -> Vec<Pair<'a, T>> {
    let mut both: BTreeMap<K, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for thing in old {
        both.entry(key(thing)).or_default().0.get_or_insert(thing);
    }
    for thing in new {
        both.entry(key(thing)).or_default().1.get_or_insert(thing);
    }
    let pair = |pair| match pair {
        (Some(old), Some(new)) => Some(Pair::Both(old, new)),
        (Some(old), None) => Some(Pair::Removed(old)),
        (None, Some(new)) => Some(Pair::Added(new)),
        (None, None) => None,
    };
    both.into_values().filter_map(pair).collect()
}
