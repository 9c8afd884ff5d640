//! JSON as people write it in documentation.
//!
//! [`repair`] turns it into strict, compact JSON text with the order of the keys kept. It is one pass without
//! recursion, so hostile input costs no more than its length.

mod member;
mod repair;
mod scanner;

pub(crate) use member::holds_array;
pub use repair::{JsonError, Repaired, repair};
