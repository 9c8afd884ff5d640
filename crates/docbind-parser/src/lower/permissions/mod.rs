//! Permissions: the tables, cells and sentences that say who may call an operation.

mod cell;
mod lexer;

pub use cell::{PermissionCell, Verdict, permission_cell};
