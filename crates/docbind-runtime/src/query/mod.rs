//! The query options of OData from typed constants.

mod expand;
mod literal;
mod order;
mod predicate;
mod selection;
mod writer;

pub use expand::{Expanded, Expansion};
pub use literal::Literal;
pub use order::{Descending, Order};
pub use predicate::{Path, Predicate};
pub use selection::Selection;
pub use writer::Writer;
