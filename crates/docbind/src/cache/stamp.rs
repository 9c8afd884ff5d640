//! What a look at a file's metadata tells of its content.

use std::fmt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Times of files are this coarse on some systems.
const GRAIN: Duration = Duration::from_millis(20);

/// Size, times and number of a file: when they are the same, so is its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: u64,
    changed: u64,
    number: u64,
}

impl Stamp {
    /// The stamp of a file that was read after `began`; unknown when it changed since, or so shortly before that it could
    /// change again without another stamp.
    pub(super) fn of(path: &Path, began: SystemTime) -> Self {
        let stamp = Self::now(path);
        let latest = nanoseconds(began.checked_sub(GRAIN).unwrap_or(UNIX_EPOCH));
        if stamp.modified.max(stamp.changed) >= latest { Self::default() } else { stamp }
    }

    /// The stamp as it is; unknown when there is no such file.
    pub(super) fn now(path: &Path) -> Self {
        let Ok(metadata) = path.metadata() else { return Self::default() };
        let modified = metadata.modified().map(nanoseconds).unwrap_or_default();
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt;
            let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
            let rest = u64::try_from(metadata.ctime_nsec()).unwrap_or_default();
            (seconds.wrapping_mul(1_000_000_000).wrapping_add(rest), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, number) = (0, 0);
        Self { length: metadata.len(), modified, changed, number }
    }

    /// Whether it says anything.
    pub(super) fn is_known(self) -> bool {
        self != Self::default()
    }

    pub(super) fn numbers(self) -> [u64; 4] {
        [self.length, self.modified, self.changed, self.number]
    }

    pub(super) fn from_numbers([length, modified, changed, number]: [u64; 4]) -> Self {
        Self { length, modified, changed, number }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [length, modified, changed, number] = self.numbers();
        write!(f, "{length:x} {modified:x} {changed:x} {number:x}")
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}
