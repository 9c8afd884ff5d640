use std::sync::atomic::{AtomicU32, Ordering};

/// What all calls of a client together may spend on sending again: when a service is down, a thousand callers must
/// not each send four times. A call that succeeds pays something back.
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;
    const RETRY: u32 = 5;
    const SUCCESS: u32 = 1;

    /// Takes what one more attempt costs, if that much is left.
    pub(super) fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(Self::RETRY)).is_ok()
    }

    /// Pays back for a success: the attempt's cost when it was one more, else a little.
    pub(super) fn success(&self, attempts: u32) {
        let gain = if attempts > 1 { Self::RETRY } else { Self::SUCCESS };
        // The closure always gives a value, so the update always happens.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some((left + gain).min(Self::FULL)));
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_earned_back_by_successes() {
        let budget = Budget::default();
        let spend = || (0..1000).filter(|_| budget.take()).count();
        assert_eq!(spend(), 100);
        // A success after a further attempt pays for it; five at once pay for one.
        budget.success(2);
        assert_eq!(spend(), 1);
        (0..10).for_each(|_| budget.success(1));
        assert_eq!(spend(), 2);
        // Nobody saves more than there was.
        (0..9999).for_each(|_| budget.success(1));
        assert_eq!(spend(), 100);
    }
}
