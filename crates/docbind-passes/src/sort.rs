//! Puts the model into the order of its names, so that output does not depend on the order of the pages.

use docbind_ir::Api;

/// Sorts operations by path and method, everything else by name.
pub fn sort(api: &mut Api) {
    api.operations.sort_by_cached_key(|operation| (operation.path.to_string(), operation.method));
    api.types.sort_by(|left, right| left.name.cmp(&right.name));
    api.enums.sort_by(|left, right| left.name.cmp(&right.name));
    api.permissions.sort_by(|left, right| (&left.name, left.kind).cmp(&(&right.name, right.kind)));
    api.cmdlets.sort_by(|left, right| left.name.cmp(&right.name));
    api.pages.sort();
}
