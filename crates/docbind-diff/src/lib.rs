//! Compares two states of a set of pages: what was added, removed and changed, whether a caller needs more privilege than
//! before, and which version the generated client must get.

mod change;
mod operations;
mod pairs;
mod permissions;
mod shape;
mod types;

use docbind_ir::Api;

pub use change::{Change, Diff, Impact, Item, Kind, Place, Privilege};

/// Everything that `new` says otherwise than `old`; what matters most comes first.
pub fn compare(old: &Api, new: &Api) -> Diff {
    let mut changes = Vec::new();
    operations::compare(old, new, &mut changes);
    types::compare(old, new, &mut changes);
    changes.sort_by(|a, b| rank(a).cmp(&rank(b)));
    Diff { changes }
}

/// Privilege that rose, then what breaks programs, then the rest; by item and name.
fn rank(change: &Change) -> (bool, std::cmp::Reverse<Impact>, Item, &str, Kind, &str) {
    let has_risen = change.privilege == Some(Privilege::Rose);
    (!has_risen, std::cmp::Reverse(change.impact), change.item, &change.name, change.kind, &change.detail)
}
