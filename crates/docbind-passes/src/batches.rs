//! The same work for many items, on all cores.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

/// How many items a thread takes at a time: some pages have many examples, so the last batch must not be a large one.
const BATCH: usize = 96;

/// What `work` makes of the items, in their order.
pub(crate) fn gather<T: Send, R: IntoIterator<Item: Send>>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R::Item> {
    fold(items, |made: &mut Vec<R::Item>, item| made.extend(work(item))).into_iter().flatten().collect()
}

/// What `work` makes of each batch of items, one item after the other; the batches are in order.
pub(crate) fn fold<T: Send, A: Default + Send>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(&mut A, T) + Sync,
) -> Vec<A> {
    let mut items = items.into_iter();
    let next = || Some(items.by_ref().take(BATCH).collect::<Vec<T>>()).filter(|batch| !batch.is_empty());
    let batches: Vec<_> = std::iter::from_fn(next).map(|batch| Mutex::new((batch, A::default()))).collect();
    each(batches.len(), &|place| {
        let Some(batch) = batches.get(place) else { return };
        let (items, made) = &mut *batch.lock().unwrap_or_else(PoisonError::into_inner);
        items.drain(..).for_each(|item| work(made, item));
    });
    batches.into_iter().map(|batch| batch.into_inner().unwrap_or_else(PoisonError::into_inner).1).collect()
}

/// The one parallel loop behind all of them: each kind of it in a program is ten kilobytes of code.
fn each(count: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..count).into_par_iter().with_max_len(1).for_each(work);
}

#[cfg(test)]
mod tests {
    use super::gather;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let even = gather(0..1000, |number| (number % 2 == 0).then_some(number));
        assert_eq!(even, (0..1000).step_by(2).collect::<Vec<_>>());
    }
}
