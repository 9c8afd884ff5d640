//! What one scheme needs to call an operation, and how two statements about it make one.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::{Condition, ConditionKind, Source};

/// What one scheme needs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    /// Whether the scheme can call the operation at all.
    pub status: Status,
    /// Any one of these suffices under its conditions, ordered from the least to the most privileged.
    pub alternatives: Vec<Alternative>,
    /// Conditions on the whole scheme in words, as plain text.
    pub notes: Vec<String>,
    /// The table cell or sentence.
    pub source: Source,
}

/// Whether a scheme can call an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// With one of the alternatives; none listed means that no permission is needed.
    Supported,
    /// The documentation says that it cannot.
    NotSupported,
    /// The documentation does not say.
    #[default]
    Unknown,
}

impl Status {
    /// The name in exports: `not_supported`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::NotSupported => "not_supported",
            Self::Unknown => "unknown",
        }
    }
}

/// The permissions of an alternative, sorted, and its conditions.
type Key = (Vec<Arc<str>>, Vec<Condition>);

/// Permissions that are needed together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// All of these are needed; one in the ordinary case.
    pub permissions: Vec<Arc<str>>,
    /// Whether the documentation marks it as least privileged, which it may do once a scenario; see
    /// [`Requirement::least`] for the one answer.
    pub least: bool,
    /// When it holds, each condition once; empty in the ordinary case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

impl Alternative {
    /// A single permission.
    pub fn one(permission: impl Into<Arc<str>>) -> Self {
        Self { permissions: vec![permission.into()], ..Self::default() }
    }

    /// Whether it need not suffice for every call of the operation.
    pub fn is_limited(&self) -> bool {
        self.conditions.iter().any(Condition::is_limit)
    }

    /// Whether a condition of this kind stands on it.
    pub fn has(&self, kind: ConditionKind) -> bool {
        self.conditions.iter().any(|condition| condition.kind == kind)
    }

    /// Adds a condition that it does not have yet.
    pub fn limit(&mut self, condition: Condition) {
        if !self.conditions.contains(&condition) {
            let place = self.conditions.partition_point(|known| known.kind <= condition.kind);
            self.conditions.insert(place, condition);
        }
    }

    /// The conditions in words, for text behind the names.
    pub fn condition_text(&self) -> Option<String> {
        let words: Vec<String> = self.conditions.iter().map(ToString::to_string).collect();
        (!words.is_empty()).then(|| words.join("; "))
    }

    /// All that is needed for this and for `other` together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for name in &other.permissions {
            if !both.permissions.contains(name) {
                both.permissions.push(name.clone());
            }
        }
        for condition in &other.conditions {
            both.limit(condition.clone());
        }
        both
    }

    /// Whether it needs the same permissions, in whatever order.
    pub fn needs_same(&self, other: &Self) -> bool {
        self.permissions == other.permissions
            || self.permissions.len() == other.permissions.len()
                && self.permissions.iter().all(|name| other.permissions.contains(name))
    }

    /// The permissions in the one order that two alternatives share when they need the same.
    fn needs(&self) -> Vec<Arc<str>> {
        let mut needs = self.permissions.clone();
        needs.sort_unstable();
        needs
    }

    /// What is equal for two alternatives that say the same, marks of privilege aside.
    fn key(&self) -> Key {
        (self.needs(), self.conditions.clone())
    }

    /// How far from an answer for any caller: 0 suffices for every call or once it was consented to, 1 under a
    /// condition that the call itself meets or not, 2 for the caller's own things alone, 3 should not be asked for.
    fn distance(&self) -> u8 {
        let of = |condition: &Condition| match condition.kind {
            ConditionKind::ResourceSpecific | ConditionKind::Remark | ConditionKind::Unclear => 0,
            ConditionKind::Scenario | ConditionKind::TargetType | ConditionKind::OthersOnly => 1,
            ConditionKind::OwnOnly => 2,
            ConditionKind::Deprecated => 3,
        };
        self.conditions.iter().map(of).max().unwrap_or(0)
    }
}

/// `A.Read and B.Read (channel)`
impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.permissions.iter().enumerate() {
            f.write_str(if position == 0 { "" } else { " and " })?;
            f.write_str(name)?;
        }
        match self.condition_text() {
            Some(text) => write!(f, " ({text})"),
            None => Ok(()),
        }
    }
}

impl Requirement {
    /// The least privileged alternative, the same in every output.
    ///
    /// Of those that the documentation marks, or of all when it marks none, it is the first of the ones that hold most
    /// generally. There is none when nothing is needed, supported or documented, and none when it is not clear what a
    /// mark on one of the alternatives means: see [`Self::is_least_unknown`].
    pub fn least(&self) -> Option<&Alternative> {
        self.least_index().and_then(|index| self.alternatives.get(index))
    }

    /// The place of [`Self::least`] among the alternatives.
    pub fn least_index(&self) -> Option<usize> {
        if self.status != Status::Supported || self.is_least_unknown() {
            return None;
        }
        let marked = self.alternatives.iter().any(|alternative| alternative.least);
        let candidates = self.alternatives.iter().enumerate().filter(|(_, alternative)| alternative.least || !marked);
        candidates.min_by_key(|(index, alternative)| (alternative.distance(), *index)).map(|(index, _)| index)
    }

    /// Whether permissions are documented, and which of them suffice is not clear.
    pub fn is_least_unknown(&self) -> bool {
        self.alternatives.iter().any(|alternative| alternative.has(ConditionKind::Unclear))
    }

    /// The alternatives that are not [`Self::least`].
    pub fn higher(&self) -> impl Iterator<Item = &Alternative> {
        let least = self.least_index();
        let others = self.alternatives.iter().enumerate().filter(move |(index, _)| Some(*index) != least);
        others.map(|(_, alternative)| alternative)
    }

    /// Whether the scheme can call the operation and it is clear with what.
    pub fn needs_are_known(&self) -> bool {
        self.status == Status::Supported && !self.is_least_unknown()
    }

    /// The alternatives that count when permissions are chosen or compared, the least first: that one, and all others
    /// that hold for every call.
    pub fn counting(&self) -> impl Iterator<Item = &Alternative> {
        let general = self.higher().filter(|alternative| !alternative.is_limited());
        self.least().into_iter().chain(general)
    }

    /// Whether these permissions suffice, as [`least_for`](crate::least_for) counts; its answer always does.
    pub fn suffices<S: AsRef<str>>(&self, granted: &[S]) -> bool {
        let is_granted = |name: &Arc<str>| granted.iter().any(|one| one.as_ref() == &**name);
        let mut counting = self.counting().peekable();
        self.needs_are_known()
            && (counting.peek().is_none() || counting.any(|one| one.permissions.iter().all(is_granted)))
    }

    /// Every permission named, in order, each once.
    pub fn names(&self) -> Vec<&Arc<str>> {
        let mut seen = BTreeSet::new();
        let names = self.alternatives.iter().flat_map(|alternative| &alternative.permissions);
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// Whether both need the same of a caller: status and permissions, in whatever order, conditions aside.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let needs = |of: &Self| of.alternatives.iter().map(Alternative::needs).collect::<BTreeSet<_>>();
        // Most statements that agree do so to the letter.
        let equal = || {
            self.alternatives.len() == other.alternatives.len()
                && self.alternatives.iter().zip(&other.alternatives).all(|(a, b)| a.permissions == b.permissions)
        };
        self.status == other.status && (equal() || needs(self) == needs(other))
    }

    /// Adds what another statement about the same scheme says: its alternatives, each before those that it lists after
    /// it, and its notes. What supports a call wins over what does not, and both over silence.
    pub fn merge(&mut self, other: Self) {
        let supersedes = match (self.status, other.status) {
            (Status::Unknown, theirs) => theirs != Status::Unknown,
            (Status::NotSupported, theirs) => theirs == Status::Supported,
            (Status::Supported, _) => false,
        };
        if supersedes {
            self.status = other.status;
            self.source = other.source;
        }
        let known = std::mem::take(&mut self.alternatives);
        self.alternatives = if known.is_empty() { other.alternatives } else { weave(known, other.alternatives) };
        if !other.notes.is_empty() {
            self.notes.extend(other.notes);
            let mut seen = BTreeSet::new();
            self.notes.retain(|note| seen.insert(note.clone()));
        }
    }

    /// Drops what is said twice; the first of equal alternatives keeps its place, a mark of either stays.
    pub fn dedup(&mut self) {
        self.alternatives = each_once(std::mem::take(&mut self.alternatives));
    }
}

/// The first of each group of equal alternatives, marked when one of the group is.
fn each_once(alternatives: Vec<Alternative>) -> Vec<Alternative> {
    let mut kept: Vec<Alternative> = Vec::with_capacity(alternatives.len());
    let mut places = BTreeMap::new();
    for alternative in alternatives {
        match places.entry(alternative.key()) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(alternative);
            }
            Entry::Occupied(place) => {
                if let Some(known) = kept.get_mut(*place.get()) {
                    known.least |= alternative.least;
                }
            }
        }
    }
    kept
}

/// Both lists as one: what only the second has stands in front of the first known one that it lists later.
fn weave(mut known: Vec<Alternative>, theirs: Vec<Alternative>) -> Vec<Alternative> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for (place, alternative) in known.iter().enumerate() {
        places.entry(alternative.key()).or_insert(place);
    }
    let mut added = Vec::new();
    let mut next = known.len();
    for alternative in each_once(theirs).into_iter().rev() {
        let place = places.get(&alternative.key()).copied();
        match place.and_then(|place| known.get_mut(place)) {
            Some(same) => {
                same.least |= alternative.least;
                next = next.min(place.unwrap_or(next));
            }
            None => added.push((next, alternative)),
        }
    }
    // The sort is stable, so that what is added stays in front of the one whose place it shares.
    let mut woven: Vec<(usize, Alternative)> = added.into_iter().rev().chain(known.into_iter().enumerate()).collect();
    woven.sort_by_key(|(place, _)| *place);
    woven.into_iter().map(|(_, alternative)| alternative).collect()
}
