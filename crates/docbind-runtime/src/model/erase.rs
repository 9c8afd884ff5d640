//! The way from a type to an object of it.
//!
//! Wherever a program makes an object of a value, the compilation unit it happens in gets the tables of the type, the
//! code that drops it, and the same for every type within. So it happens here: functions that are compiled once, all
//! in one unit. What they lead to makes objects in place, for it is in that unit already.

use super::{Element, Record, Slot};

#[inline(never)]
pub(super) fn record<R: Record>(record: &R) -> &dyn Record {
    record
}

#[inline(never)]
pub(crate) fn record_mut<R: Record>(record: &mut R) -> &mut dyn Record {
    record
}

/// A field that stands for itself.
#[inline(never)]
pub(crate) fn slot<E: Element>(slot: &mut Option<E>) -> &mut dyn Slot {
    slot
}
