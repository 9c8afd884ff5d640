use std::time::Duration;

use http::{Method, StatusCode};

use crate::transport::TransportErrorKind;

/// When a request is sent again, and after how long.
///
/// Only what is safe is sent again: requests that change something are, when the service said that it did nothing
/// (429, 503 with `Retry-After`) or nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// How often a request is sent at most: 4.
    pub attempts: u32,
    /// The longest wait before the second attempt: 0.5 s. It doubles with each further one.
    pub base: Duration,
    /// The longest wait that the runtime chooses: 30 s.
    pub cap: Duration,
    /// The longest wait that a service may ask for: 180 s. If it asks for more, its error is given at once.
    pub retry_after_cap: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(30),
            retry_after_cap: Duration::from_secs(180),
        }
    }
}

impl Retry {
    /// Nothing is sent twice.
    pub fn none() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// How often a request is sent at most.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt.
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The longest wait that the runtime chooses.
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// The longest wait that a service may ask for.
    #[must_use]
    pub fn retry_after_cap(mut self, cap: Duration) -> Self {
        self.retry_after_cap = cap;
        self
    }

    /// How long to wait before the next attempt. What a service asks for is a lower bound; anything else is drawn at
    /// random, so that callers who failed together do not come back together.
    pub(crate) fn wait(&self, attempt: u32, asked: Option<Duration>) -> Duration {
        match asked {
            Some(asked) => asked.saturating_add(asked.min(Duration::from_secs(5)).mul_f64(0.1 * fastrand::f64())),
            None => {
                let doubled = self.base.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
                doubled.min(self.cap).mul_f64(fastrand::f64())
            }
        }
    }
}

/// Whether an answer may be followed by another attempt.
pub(crate) fn may_repeat_answer(status: StatusCode, idempotent: bool, asked: Option<Duration>) -> bool {
    match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => idempotent || asked.is_some(),
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => idempotent,
        _ => false,
    }
}

/// Whether a failed connection may be followed by another attempt.
pub(super) fn may_repeat_failure(kind: TransportErrorKind, idempotent: bool) -> bool {
    match kind {
        TransportErrorKind::NotSent => true,
        TransportErrorKind::TimedOut | TransportErrorKind::Broken => idempotent,
        TransportErrorKind::Refused => false,
    }
}

/// Whether sending a request twice is the same as once, by its method.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_shorter_than_asked_and_never_longer_than_the_cap() {
        let retry = Retry::default();
        for attempt in 0..100 {
            let wait = retry.wait(attempt, Some(Duration::from_secs(2)));
            assert!((Duration::from_secs(2)..Duration::from_secs(3)).contains(&wait));
            assert!(retry.wait(attempt, None) <= retry.cap);
            assert!(retry.wait(1, None) <= retry.base);
        }
    }

    #[test]
    fn callers_who_failed_together_do_not_come_back_together() {
        let retry = Retry::default();
        for asked in [None, Some(Duration::from_secs(2))] {
            let waits: std::collections::HashSet<Duration> = (0..50).map(|_| retry.wait(3, asked)).collect();
            assert!(waits.len() > 40, "{waits:?}");
        }
        // Each further wait may be longer.
        let longest = |attempt| (0..200).map(|_| retry.wait(attempt, None)).max().unwrap();
        assert!(longest(1) <= Duration::from_millis(500) && longest(4) > Duration::from_secs(2));
    }
}
