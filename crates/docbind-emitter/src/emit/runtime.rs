//! The runtime's files in a crate that carries its own.

use askama::Template;

use super::file::fill_in;
use super::manifest::{RUST_VERSION, toml};
use super::{Context, GeneratedFile};
use crate::Error;
use crate::runtime::{SOURCES, sections};

#[derive(Template)]
#[template(path = "runtime-Cargo.toml.txt", escape = "none")]
struct Manifest<'a> {
    generator: &'static str,
    name: String,
    rust_version: &'static str,
    license: &'static str,
    sections: &'a str,
}

/// Number of files of the runtime, its manifest included.
pub(super) fn count() -> usize {
    SOURCES.len() + 1
}

/// A file of the runtime.
pub(super) fn file(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    match SOURCES.get(index) {
        Some((path, text)) => Ok(GeneratedFile::new(format!("runtime/src/{path}"), (*text).to_owned())),
        None => {
            let manifest = Manifest {
                generator: env!("CARGO_PKG_VERSION"),
                name: toml(&package_name(context)),
                rust_version: RUST_VERSION,
                license: env!("CARGO_PKG_LICENSE"),
                sections: &sections(),
            };
            fill_in("runtime/Cargo.toml", &manifest)
        }
    }
}

/// The package name of a crate's own runtime.
pub(super) fn package_name(context: &Context<'_>) -> String {
    format!("{}-runtime", context.options.crate_name)
}
