//! Reads API reference pages and writes typed Rust clients: the library behind the `docbind` command, for build
//! scripts.

mod discovery;
mod documentation;
mod error;
mod includes;
mod lock;
mod output;
mod pattern;
mod printable;
mod root;
mod set;
mod settings;
mod sniff;

pub use discovery::{find_page, find_sets};
pub use docbind_passes::Scope;
pub use documentation::Documentation;
pub use error::Error;
pub use lock::{LOCK_FILE, Lock};
pub use output::{Changes, Output, write_file};
pub use pattern::scope;
pub use printable::printable;
pub use root::{DocumentationRoot, MAX_FILE};
pub use set::DocSet;
pub use settings::{CrateSettings, SETTINGS_FILE, Settings};
