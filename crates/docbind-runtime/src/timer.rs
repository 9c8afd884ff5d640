use std::time::Duration;

use crate::BoxFuture;

/// Tells the time and waits. Apart from the transport, so that tests can run on a clock of their own and an executor
/// of any kind can be used; the default is the clock of tokio.
pub trait Timer: Send + Sync + 'static {
    /// The time since some fixed moment. It never goes back.
    fn now(&self) -> Duration;

    /// The time since 1970-01-01T00:00:00Z by the clock on the wall, which may be wrong.
    fn unix_time(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// The clock of tokio, which can be paused in tests.
#[cfg(feature = "tokio")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioTimer;

#[cfg(feature = "tokio")]
impl Timer for TokioTimer {
    #[expect(clippy::disallowed_methods, reason = "tokio does not run where the standard library has no clock")]
    fn now(&self) -> Duration {
        static START: std::sync::OnceLock<tokio::time::Instant> = std::sync::OnceLock::new();
        let now = tokio::time::Instant::now();
        now.duration_since(*START.get_or_init(|| now))
    }

    #[expect(clippy::disallowed_methods, reason = "tokio does not run where the standard library has no clock")]
    fn unix_time(&self) -> Duration {
        std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            match tokio::runtime::Handle::try_current() {
                Ok(_) => tokio::time::sleep(duration).await,
                // Outside of a runtime the transport is what fails; a wait must not panic before it can.
                Err(_) => std::future::pending().await,
            }
        })
    }
}

/// The clock of a client that is given none.
#[cfg(feature = "tokio")]
pub(crate) fn default() -> Option<std::sync::Arc<dyn Timer>> {
    Some(std::sync::Arc::new(TokioTimer))
}

/// The clock of a client that is given none: none.
#[cfg(not(feature = "tokio"))]
pub(crate) fn default() -> Option<std::sync::Arc<dyn Timer>> {
    None
}
