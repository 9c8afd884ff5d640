//! A copy of a set in which some pages are changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use docbind::{CrateSettings, DocSet, Documentation};

/// The text of every file of a set, what pages include with them.
///
/// # Errors
/// When a file cannot be read.
pub fn texts(set: &DocSet, documentation: &Documentation) -> Result<BTreeMap<String, String>> {
    let files = set.files.iter().chain(&documentation.included);
    files
        .map(|file| {
            let path = set.root.path().join(&**file);
            let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
            Ok((file.to_string(), String::from_utf8_lossy(&bytes).into_owned()))
        })
        .collect()
}

/// Writes the set below `root`, with other texts for some files.
///
/// # Errors
/// When a file cannot be written.
pub fn write(root: &Path, texts: &BTreeMap<String, String>, changed: &BTreeMap<&str, &str>) -> Result<()> {
    for (file, text) in texts {
        let path = root.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = changed.get(&**file).copied().unwrap_or(text);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// The settings that read a copy below `root` as the set itself is read.
pub fn settings(set: &DocSet, root: &Path) -> CrateSettings {
    let below = set.folder.strip_prefix(set.root.path()).unwrap_or(Path::new(""));
    CrateSettings {
        docs: root.join(below),
        base_url: Some(set.base.url.clone()).filter(|url| !url.is_empty()),
        namespace: Some(set.namespace.clone()),
        ..CrateSettings::default()
    }
}
