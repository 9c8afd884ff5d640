//! From a folder to a model: finding sets of pages, reading them, and understanding them.

mod compact;
mod discovery;
mod documentation;
mod includes;
mod root;
mod set;
mod sniff;

pub use discovery::{find_page, find_sets};
pub use documentation::Documentation;
pub use root::{DocumentationRoot, MAX_FILE};
pub use set::DocSet;

pub(crate) use root::read_limited;
