//! The query options of OData from typed constants.

mod entity;
mod expand;
mod literal;
mod order;
mod predicate;
mod selection;
mod writer;

pub use entity::{Anything, Entity, Queried, Related};
pub use expand::{Expanded, Expansion};
pub use literal::Literal;
pub use order::{Descending, Order};
pub(crate) use predicate::ConditionText;
pub use predicate::{Condition, Path, Predicate};
pub use selection::Selection;
pub use writer::Writer;
