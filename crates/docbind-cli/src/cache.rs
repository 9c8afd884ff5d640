//! Where runs leave what lets the next one see that nothing has changed.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder that `DOCBIND_CACHE` names, or docbind's own among the caches of the user; none when the variable is empty
/// or there is no such place.
pub(crate) fn folder() -> Option<PathBuf> {
    match std::env::var_os("DOCBIND_CACHE") {
        Some(folder) => Some(PathBuf::from(folder)).filter(|folder| !folder.as_os_str().is_empty()),
        None => etcetera::choose_base_strategy().ok().map(|places| places.cache_dir().join("docbind")),
    }
}
