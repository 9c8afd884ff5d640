//! The search for the least set: branch and bound over numbers, which knows nothing of names.

/// What one operation needs: any one of these sets, from the least to the most privileged. Permissions are numbers.
pub(super) type Row = Vec<Vec<usize>>;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The permissions, sorted.
    pub(super) set: Vec<usize>,
    /// Whether nothing better exists; the search gave up otherwise.
    pub(super) exact: bool,
}

/// So many choices are looked at; tables of real services need a small part of them.
const BUDGET: usize = 40_000;

/// How far beyond the operations a set reaches, then its size, in one number: costs of parts that share nothing add up.
type Cost = u64;

const REACH: Cost = 1 << 20;

/// The set that suffices for all rows at the least cost. The order of the rows does not matter.
pub(super) fn least(rows: &[Row]) -> Found {
    let mut sorted: Vec<&Row> = rows.iter().filter(|row| !row.is_empty()).collect();
    sorted.sort_unstable();
    let mut weighted: Vec<(&Row, Cost)> = Vec::new();
    for row in sorted {
        match weighted.last_mut() {
            Some((last, weight)) if *last == row => *weight += 1,
            _ => weighted.push((row, 1)),
        }
    }
    let permissions = rows.iter().flatten().flatten().max().map_or(0, |last| last + 1);
    let mut uses: Vec<Vec<(usize, usize)>> = vec![Vec::new(); permissions];
    for (index, (row, _)) in weighted.iter().enumerate() {
        for (place, set) in row.iter().enumerate() {
            for permission in set {
                if let Some(uses) = uses.get_mut(*permission) {
                    uses.push((index, place));
                }
            }
        }
    }
    let mut search = Search { rows: &weighted, uses, looked: 0 };
    let state =
        State { has: vec![false; permissions], barred: vec![false; permissions], reach: vec![None; weighted.len()] };
    let open = (0..weighted.len()).collect();
    let set = search.best(state, open, Cost::MAX).map(|(_, set)| set).unwrap_or_default();
    let mut set: Vec<usize> = set;
    set.sort_unstable();
    set.dedup();
    Found { set, exact: search.looked <= BUDGET }
}

struct Search<'r> {
    /// Each with the number of operations it stands for.
    rows: &'r [(&'r Row, Cost)],
    /// Where each permission stands: row and alternative.
    uses: Vec<Vec<(usize, usize)>>,
    looked: usize,
}

#[derive(Clone)]
struct State {
    has: Vec<bool>,
    /// Permissions that must not be taken, since the sets with them were looked at before.
    barred: Vec<bool>,
    /// The most privileged alternative that the set allows, once it allows one.
    reach: Vec<Option<usize>>,
}

impl State {
    fn has(&self, permission: usize) -> bool {
        self.has.get(permission).copied().unwrap_or(false)
    }

    fn is_open(&self, row: usize) -> bool {
        self.reach.get(row).is_some_and(Option::is_none)
    }

    fn lacks(&self, set: &[usize]) -> Vec<usize> {
        set.iter().copied().filter(|permission| !self.has(*permission)).collect()
    }
}

/// A way to satisfy a row, and what it costs beyond what was chosen before.
struct Choice {
    cost: Cost,
    lacks: Vec<usize>,
    /// The rows that reach further by it, alone or together with other choices.
    touched: Vec<usize>,
}

impl Search<'_> {
    /// The cheapest completion of a state that satisfies these rows, if one is cheaper than the limit.
    fn best(&mut self, mut state: State, mut open: Vec<usize>, limit: Cost) -> Option<(Cost, Vec<usize>)> {
        self.looked += 1;
        // There is a set already when the cost is limited, so that it may rest there.
        if self.looked > BUDGET && limit < Cost::MAX / 2 {
            return None;
        }
        let (mut spent, mut taken) = (0, Vec::new());
        // Rows that leave no choice come first: they make others cheaper.
        let choices = loop {
            open.retain(|row| state.is_open(*row));
            let mut all = Vec::with_capacity(open.len());
            let mut forced = None;
            for row in &open {
                let choices = self.choices(&state, *row);
                match choices.as_slice() {
                    [] => return None,
                    [only] => forced = Some((only.cost, only.lacks.clone())),
                    [first, ..] if first.cost == size(&first.lacks) && self.is_private(&state, &first.lacks, *row) => {
                        forced = Some((first.cost, first.lacks.clone()));
                    }
                    _ => {}
                }
                if forced.is_some() {
                    break;
                }
                all.push(choices);
            }
            let Some((cost, lacks)) = forced else { break all };
            spent += cost;
            if spent >= limit {
                return None;
            }
            self.take(&mut state, &lacks);
            taken.extend(lacks);
        };
        if open.is_empty() {
            return Some((spent, taken));
        }
        if spent + bound(&choices) >= limit {
            return None;
        }
        let parts = parts(&open, &choices);
        if parts.len() > 1 {
            for part in parts {
                let (cost, set) = self.best(state.clone(), part, limit - spent)?;
                spent += cost;
                taken.extend(set);
                if spent >= limit {
                    return None;
                }
            }
            return Some((spent, taken));
        }
        let hardest = choices.into_iter().min_by_key(|choices| {
            (choices.len(), std::cmp::Reverse(choices.first().map_or(0, |choice| choice.cost)))
        })?;
        let mut best: Option<(Cost, Vec<usize>)> = None;
        for Choice { cost, lacks, .. } in hardest {
            let limit = best.as_ref().map_or(limit, |(cost, _)| (*cost).min(limit)) - spent.min(limit);
            if cost < limit {
                let mut next = state.clone();
                self.take(&mut next, &lacks);
                if let Some((rest, set)) = self.best(next, open.clone(), limit - cost) {
                    best = Some((spent + cost + rest, taken.iter().chain(&lacks).copied().chain(set).collect()));
                }
            }
            if self.looked > BUDGET && best.is_some() {
                break;
            }
            if let [only] = lacks.as_slice()
                && let Some(barred) = state.barred.get_mut(*only)
            {
                *barred = true;
            }
        }
        best
    }

    /// The ways to satisfy a row, the cheapest first.
    fn choices(&self, state: &State, row: usize) -> Vec<Choice> {
        let Some((alternatives, _)) = self.rows.get(row) else { return Vec::new() };
        let is_barred = |set: &Vec<usize>| set.iter().any(|one| state.barred.get(*one).copied().unwrap_or(false));
        let mut choices: Vec<Choice> = alternatives
            .iter()
            .filter(|set| !is_barred(set))
            .map(|set| {
                let lacks = state.lacks(set);
                let (cost, touched) = self.cost(state, &lacks);
                Choice { cost, lacks, touched }
            })
            .collect();
        choices.sort_by_key(|choice| choice.cost);
        choices
    }

    /// What some more permissions cost, and the rows that tell.
    fn cost(&self, state: &State, more: &[usize]) -> (Cost, Vec<usize>) {
        let mut gains: Vec<(usize, usize)> = Vec::new();
        let mut touched = Vec::new();
        for (row, place) in more.iter().filter_map(|one| self.uses.get(*one)).flatten() {
            let known = state.reach.get(*row).copied().flatten();
            let set = self.rows.get(*row).and_then(|(row, _)| row.get(*place));
            if known.is_some_and(|known| *place <= known) {
                continue;
            }
            // What another row takes may complete a set of several, so that such rows belong together.
            touched.push(*row);
            if set.is_some_and(|set| set.iter().all(|one| state.has(*one) || more.contains(one))) {
                gains.push((*row, *place));
            }
        }
        gains.sort_unstable();
        let mut cost = size(more);
        for gains in gains.chunk_by(|a, b| a.0 == b.0) {
            if let Some((row, place)) = gains.last() {
                let known = state.reach.get(*row).copied().flatten().unwrap_or(0);
                let weight = self.rows.get(*row).map_or(1, |(_, weight)| *weight);
                cost += Cost::try_from(place - known).unwrap_or(0) * weight * REACH;
            }
        }
        touched.sort_unstable();
        touched.dedup();
        (cost, touched)
    }

    fn take(&self, state: &mut State, more: &[usize]) {
        for permission in more {
            if let Some(has) = state.has.get_mut(*permission) {
                *has = true;
            }
        }
        for (row, place) in more.iter().filter_map(|one| self.uses.get(*one)).flatten() {
            let set = self.rows.get(*row).and_then(|(row, _)| row.get(*place));
            let is_allowed = set.is_some_and(|set| set.iter().all(|one| state.has(*one)));
            if is_allowed && let Some(reach) = state.reach.get_mut(*row) {
                *reach = (*reach).max(Some(*place));
            }
        }
    }

    /// Whether a row's cheapest choice, a single permission that reaches no further anywhere, is as good as any: all
    /// open rows that another choice of the row would satisfy are satisfied by it as well.
    fn is_private(&self, state: &State, lacks: &[usize], row: usize) -> bool {
        let [only] = lacks else { return false };
        let Some((alternatives, _)) = self.rows.get(row) else { return false };
        let uses = self.uses.get(*only).map_or(&[][..], Vec::as_slice);
        let is_alone = |(row, place): &(usize, usize)| {
            self.rows.get(*row).and_then(|(row, _)| row.get(*place)).is_some_and(|set| set.len() == 1)
        };
        if !uses.iter().all(is_alone) {
            return false;
        }
        let own: Vec<usize> = uses.iter().map(|(row, _)| *row).collect();
        alternatives.iter().flatten().filter(|other| *other != only && !state.has(**other)).all(|other| {
            let uses = self.uses.get(*other).map_or(&[][..], Vec::as_slice);
            uses.iter().all(|(row, _)| !state.is_open(*row) || own.contains(row))
        })
    }
}

fn size(set: &[usize]) -> Cost {
    Cost::try_from(set.len()).unwrap_or(0)
}

/// What the rows cost at least: those that touch nothing in common add up.
fn bound(choices: &[Vec<Choice>]) -> Cost {
    let mut order: Vec<&Vec<Choice>> = choices.iter().collect();
    let least = |choices: &[Choice]| choices.first().map_or(0, |choice| choice.cost);
    order.sort_by_key(|choices| std::cmp::Reverse(least(choices)));
    let mut seen: Vec<usize> = Vec::new();
    let mut bound = 0;
    for choices in order {
        let touched = || choices.iter().flat_map(|choice| &choice.touched);
        if touched().all(|row| seen.binary_search(row).is_err()) {
            bound += least(choices);
            seen.extend(touched());
            seen.sort_unstable();
            seen.dedup();
        }
    }
    bound
}

/// The rows in groups that touch nothing in common.
fn parts(open: &[usize], choices: &[Vec<Choice>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (row, choices) in open.iter().zip(choices) {
        let mut touched: Vec<usize> = choices.iter().flat_map(|choice| &choice.touched).copied().collect();
        touched.push(*row);
        let mut rows = vec![*row];
        let (joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(_, other)| other.iter().any(|row| touched.contains(row)));
        for (others, also) in joined {
            rows.extend(others);
            touched.extend(also);
        }
        touched.sort_unstable();
        touched.dedup();
        groups = apart;
        groups.push((rows, touched));
    }
    groups
        .into_iter()
        .map(|(mut rows, _)| {
            rows.sort_unstable();
            rows
        })
        .collect()
}
