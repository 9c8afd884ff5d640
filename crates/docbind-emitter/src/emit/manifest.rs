//! `Cargo.toml`.

use askama::Template;

use super::file::fill_in;
use super::{Context, GeneratedFile, runtime};
use crate::plan::names;
use crate::{Error, RuntimeChoice};

/// The oldest compiler that generated code and runtime are made for.
pub(super) const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// Crates with at most so many operations have all areas in `default`.
const SMALL: usize = 300;

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct Manifest<'a> {
    generator: &'static str,
    name: String,
    version: String,
    rust_version: &'static str,
    license: Option<String>,
    default: String,
    areas: Vec<&'a str>,
    runtime_features: Vec<&'static str>,
    runtime: String,
    member: bool,
    bundled: bool,
    tests: bool,
}

/// The manifest; it holds no text of pages but the names of areas, which are words of letters and digits.
pub(super) fn file(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let options = context.options;
    let manifest = Manifest {
        generator: env!("CARGO_PKG_VERSION"),
        name: toml(&options.crate_name),
        version: toml(&options.crate_version),
        rust_version: RUST_VERSION,
        license: options.license.as_deref().map(toml),
        default: default_features(context),
        areas: context.plan.areas.iter().map(|area| area.feature.as_str()).collect(),
        runtime_features: crate::runtime::features(),
        runtime: match &options.runtime {
            RuntimeChoice::Bundled => {
                format!("package = {}, path = \"runtime\"", toml(&runtime::package_name(context)))
            }
            RuntimeChoice::Path(path) => format!("path = {}", toml(path)),
            RuntimeChoice::Version(version) => format!("version = {}", toml(version)),
        },
        member: options.member,
        bundled: options.runtime == RuntimeChoice::Bundled,
        tests: options.tests.is_some(),
    };
    fill_in("Cargo.toml", &manifest)
}

/// The default features: what the runtime has by default, and all areas where that is not much.
fn default_features(context: &Context<'_>) -> String {
    let areas = is_small(context).then_some("\"full\"");
    let both: Vec<&str> =
        areas.into_iter().chain([crate::runtime::default_features()]).filter(|list| !list.is_empty()).collect();
    both.join(", ")
}

/// Whether all areas are on by default.
pub(super) fn is_small(context: &Context<'_>) -> bool {
    context.plan.api.operations.len() <= SMALL
}

/// A string as TOML writes it; the escapes of JSON are among those of TOML.
pub(super) fn toml(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// Refuses names that cannot be a package and a library.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let well_formed = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= 64
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !well_formed {
        return Err(Error::CrateName { name: name.to_owned() });
    }
    let library = name.replace('-', "_").to_ascii_lowercase();
    if is_reserved(&library) {
        return Err(Error::ReservedName { name: name.to_owned() });
    }
    Ok(())
}

/// Whether a library of this name could not be named in a program, would hide what every program has, or bears the name
/// of something that generated crates depend on.
fn is_reserved(library: &str) -> bool {
    const LIBRARIES: [&str; 7] = ["alloc", "core", "docbind", "docbind_runtime", "proc_macro", "std", "test"];
    const FOLDERS: [&str; 4] = ["build", "deps", "examples", "incremental"];
    let is_keyword = syn::parse_str::<proc_macro2::Ident>(library).is_err();
    is_keyword || LIBRARIES.contains(&library) || FOLDERS.contains(&library) || names::FILES.contains(&library)
}
