//! What the manifests around sources say about the crates they use.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use foldhash::HashSet;
use toml::{Table, Value};

/// Crates with sources at hand that docbind did not generate: a `Client` of theirs is another one.
///
/// Without a manifest, and for crates from a registry, the calls themselves must tell.
pub(crate) fn other_crates(sources: &[PathBuf]) -> HashSet<String> {
    let manifests: BTreeSet<PathBuf> = sources.iter().filter_map(|source| manifest_above(source)).collect();
    let mut others = HashSet::default();
    for manifest in manifests {
        let Some(table) = read(&manifest) else { continue };
        let folder = manifest.parent().unwrap_or_else(|| Path::new("."));
        let workspace = folder.ancestors().find_map(|folder| {
            let table = read(&folder.join("Cargo.toml"))?;
            table.get("workspace")?.get("dependencies")?.as_table().cloned().map(|list| (folder.to_owned(), list))
        });
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let list = table.get(section).and_then(Value::as_table);
            for (name, dependency) in list.into_iter().flatten() {
                let inherited = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
                let path = match (&workspace, inherited) {
                    (Some((root, list)), true) => list
                        .get(name)
                        .and_then(|own| own.get("path"))
                        .and_then(Value::as_str)
                        .map(|path| root.join(path)),
                    _ => dependency.get("path").and_then(Value::as_str).map(|path| folder.join(path)),
                };
                if path.is_some_and(|path| !path.join("docbind.lock").is_file()) {
                    others.insert(name.replace('-', "_"));
                }
            }
        }
    }
    others
}

fn read(manifest: &Path) -> Option<Table> {
    fs::read_to_string(manifest).ok()?.parse().ok()
}

fn manifest_above(source: &Path) -> Option<PathBuf> {
    let source = fs::canonicalize(source).ok()?;
    source.ancestors().map(|folder| folder.join("Cargo.toml")).find(|manifest| manifest.is_file())
}
