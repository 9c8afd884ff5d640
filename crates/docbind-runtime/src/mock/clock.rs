use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::BoxFuture;
use crate::timer::Timer;

/// A clock on which time passes only while everybody waits for it, and then at once. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: Duration,
    manual: bool,
    /// Who waits until when. The number tells apart those who wait for the same moment.
    waiting: BTreeMap<(Duration, u64), Option<Waker>>,
    next: u64,
}

/// So often others may go on before time passes: they may have something to do that takes no time.
const PATIENCE: u8 = 3;

impl Clock {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(State { now: Duration::ZERO, manual: false, waiting: BTreeMap::new(), next: 0 })))
    }

    /// From now on time passes only by [`advance`](Clock::advance).
    pub fn stop(&self) {
        self.lock().manual = true;
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        let mut state = self.lock();
        let now = state.now.saturating_add(time);
        state.go_to(now);
    }

    /// The time since the clock was made.
    pub fn elapsed(&self) -> Duration {
        self.lock().now
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn go_to(&mut self, now: Duration) {
        self.now = self.now.max(now);
        for (_, waker) in self.waiting.range_mut(..=(self.now, u64::MAX)) {
            if let Some(waker) = waker.take() {
                waker.wake();
            }
        }
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        self.elapsed()
    }

    /// The clock starts in 2031, on the first of January.
    fn unix_time(&self) -> Duration {
        Duration::from_secs(1_924_992_000).saturating_add(self.elapsed())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.lock();
        let key = (state.now.saturating_add(duration), state.next);
        state.next += 1;
        state.waiting.insert(key, None);
        Box::pin(Sleep { clock: self, key, patience: PATIENCE })
    }
}

struct Sleep<'a> {
    clock: &'a Clock,
    key: (Duration, u64),
    patience: u8,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.lock();
        let (until, is_next) = (self.key.0, state.waiting.keys().next() == Some(&self.key));
        if state.now < until && is_next && !state.manual && self.patience == 0 {
            state.go_to(until);
        }
        if state.now >= until {
            return Poll::Ready(());
        }
        let poll_again = is_next && !state.manual;
        if let Some(waker) = state.waiting.get_mut(&self.key) {
            *waker = Some(cx.waker().clone());
        }
        drop(state);
        if poll_again {
            self.patience -= 1;
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        let mut state = self.clock.lock();
        state.waiting.remove(&self.key);
        // Whoever is next now may not know.
        if let Some(waker) = state.waiting.values().next().and_then(Clone::clone) {
            waker.wake();
        }
    }
}
