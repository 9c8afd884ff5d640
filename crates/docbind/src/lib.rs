//! Reads API reference pages and writes typed Rust clients: the library behind the `docbind` command, for build
//! scripts.

mod cache;
mod cargo_directives;
mod config;
mod error;
mod examples;
mod generator;
mod overrides;
mod pattern;
mod policy;
mod printable;
mod read;
mod report;
mod runtime;
mod settings;
mod used;
mod write;

pub use config::Config;
pub use docbind_ir::{Code, Diagnostic, Label, Severity, Source};
pub use docbind_passes::Scope;
pub use error::Error;
pub use generator::{Generator, Step, find_set, read, write_crate};
pub use pattern::scope;
pub use policy::Policy;
pub use printable::printable;
pub use read::{DocSet, Documentation, DocumentationRoot, MAX_FILE, find_page, find_sets};
pub use report::{Counts, Report};
pub use runtime::Runtime;
pub use settings::{CrateSettings, SETTINGS_FILE, Settings};
pub use write::{Changes, Difference, LOCK_FILE, Lock, Mode, Output, write_file};
