/// Which fields of a record have a value. A field that is said to have one may still be empty.
#[derive(Clone, Copy)]
pub struct Present([u64; WORDS]);

/// Slots from 256 on are always looked at. Few types have so many.
const WORDS: usize = 4;

impl Present {
    /// From one answer per slot.
    #[inline]
    pub fn of<const N: usize>(slots: [bool; N]) -> Self {
        let mut present = Self::all();
        for (word, slots) in present.0.iter_mut().zip(slots.chunks(64)) {
            *word = slots.iter().rev().fold(0, |word, present| word << 1 | u64::from(*present));
        }
        present
    }

    /// Every field may have a value.
    #[inline]
    pub(super) fn all() -> Self {
        Self([u64::MAX; WORDS])
    }

    /// The slots that may have a value, below a number of slots.
    #[inline]
    pub(super) fn slots(self, count: usize) -> Slots {
        Slots { words: self.0.into_iter(), word: 0, base: 0, next_base: 0, count }
    }
}

/// The positions of the bits that are set, then all positions beyond the bits.
pub(super) struct Slots {
    words: std::array::IntoIter<u64, WORDS>,
    word: u64,
    base: usize,
    next_base: usize,
    count: usize,
}

impl Iterator for Slots {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            if self.next_base >= self.count {
                return None;
            }
            self.word = self.words.next().unwrap_or(u64::MAX);
            (self.base, self.next_base) = (self.next_base, self.next_base + 64);
        }
        let slot = self.base + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        (slot < self.count).then_some(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slots_that_are_set_are_listed() {
        let slots = |present: Present, count| present.slots(count).collect::<Vec<_>>();
        assert_eq!(slots(Present::of([true, false, true]), 3), [0, 2]);
        let mut many = [false; 300];
        (many[63], many[64], many[130], many[255]) = (true, true, true, true);
        assert_eq!(slots(Present::of(many), 258), [63, 64, 130, 255, 256, 257]);
        assert_eq!(slots(Present::all(), 2), [0, 1]);
        assert_eq!(slots(Present::of([]), 0), [0; 0]);
    }
}
