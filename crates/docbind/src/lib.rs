//! Reads API reference pages and writes typed Rust clients: the library behind the `docbind` command, for build
//! scripts.

mod compact;
mod config;
mod discovery;
mod documentation;
mod error;
mod generator;
mod growing;
mod includes;
mod lock;
mod output;
mod pattern;
mod printable;
mod root;
mod runtime;
mod set;
mod settings;
mod single_file;
mod sniff;
mod staging;

pub use config::Config;
pub use discovery::{find_page, find_sets};
pub use docbind_passes::Scope;
pub use documentation::Documentation;
pub use error::Error;
pub use generator::{find_set, read, write_crate};
pub use lock::{LOCK_FILE, Lock};
pub use output::{Changes, Output};
pub use pattern::scope;
pub use printable::printable;
pub use root::{DocumentationRoot, MAX_FILE};
pub use runtime::Runtime;
pub use set::DocSet;
pub use settings::{CrateSettings, SETTINGS_FILE, Settings};
pub use single_file::write_file;
