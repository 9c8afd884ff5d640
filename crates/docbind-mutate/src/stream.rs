//! Where chance comes from.

use rand_pcg::Pcg64;

/// The random numbers for one thing of a run: the same seed and number give the same ones for ever.
///
/// The algorithm is a named one whose output its crate keeps stable, and each number is a stream of its own, so that
/// one mutated page can be made again without all those before it.
pub fn stream(seed: u64, number: u64) -> Pcg64 {
    Pcg64::new(seed.into(), number.into())
}
