//! Reads API reference pages and writes typed Rust clients: the library behind the `docbind` command, for build
//! scripts.

mod config;
mod error;
mod generator;
mod pattern;
mod printable;
mod read;
mod runtime;
mod settings;
mod write;

pub use config::Config;
pub use docbind_passes::Scope;
pub use error::Error;
pub use generator::{find_set, read, write_crate};
pub use pattern::scope;
pub use printable::printable;
pub use read::{DocSet, Documentation, DocumentationRoot, MAX_FILE, find_page, find_sets};
pub use runtime::Runtime;
pub use settings::{CrateSettings, SETTINGS_FILE, Settings};
pub use write::{Changes, LOCK_FILE, Lock, Output, write_file};
