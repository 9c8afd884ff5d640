//! Secondary sources: pages of other kinds that say something about the operations of the API.

pub mod cmdlet;
mod cmdlet_notes;
mod cmdlet_syntax;
mod permission_reach;
mod provenance;
mod rendered;
mod rendered_table;

pub(super) use permission_reach::permission_reach;
pub(super) use provenance::mark_secondary;
pub(super) use rendered::restored;
