//! The runtime that the tool carries, for crates that have their own copy.

/// Paths below `src/` and their texts, sorted; the build script makes the list.
pub(crate) const SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The runtime's own manifest.
const MANIFEST: &str = include_str!("../runtime.toml");

/// The features of the runtime that a generated crate passes on, in the order of the runtime's manifest.
pub(crate) fn features() -> Vec<&'static str> {
    let lines = section_lines("[features]").filter_map(|line| line.split_once('='));
    lines.map(|(name, _)| name.trim()).filter(|name| !name.starts_with('#') && *name != "default").collect()
}

/// The features that the runtime's manifest has by default, as it lists them.
pub(crate) fn default_features() -> &'static str {
    let default =
        section_lines("[features]").filter_map(|line| line.split_once('=')).find(|(name, _)| name.trim() == "default");
    default.map_or("", |(_, list)| list.trim().trim_start_matches('[').trim_end_matches(']').trim())
}

/// The parts of the runtime's manifest that do not depend on its workspace.
pub(crate) fn sections() -> String {
    let kept = ["[lib]", "[features]", "[dependencies]"];
    let sections = kept.map(|header| {
        let lines: Vec<&str> = section_lines(header).collect();
        format!("{header}\n{}", lines.join("\n").trim_end())
    });
    sections.join("\n\n")
}

fn section_lines(header: &str) -> impl Iterator<Item = &'static str> {
    let mut lines = MANIFEST.lines();
    lines.by_ref().find(|line| line.trim() == header);
    lines.take_while(|line| !line.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_runtime_is_the_workspaces_own() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docbind-runtime");
        assert_eq!(std::fs::read_to_string(root.join("Cargo.toml")).unwrap(), MANIFEST);
        for (path, text) in SOURCES {
            assert_eq!(&std::fs::read_to_string(root.join("src").join(path)).unwrap(), text, "{path}");
        }
        assert!(SOURCES.iter().any(|(path, _)| *path == "lib.rs"));
    }

    #[test]
    fn the_manifest_stands_without_its_workspace() {
        let sections = sections();
        assert!(sections.contains("name = \"docbind_runtime\"") && sections.contains("serde_json"));
        assert!(!sections.contains("workspace"), "{sections}");
        assert!(features().contains(&"serde") && !features().contains(&"default"));
    }

    #[test]
    fn the_templates_are_the_workspaces_own() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut folders, mut compared) = (vec![std::path::PathBuf::from("templates")], 0);
        while let Some(templates) = folders.pop() {
            for entry in std::fs::read_dir(folder.join(&templates)).unwrap() {
                let path = templates.join(entry.unwrap().file_name());
                let own = folder.join(&path);
                if own.is_dir() {
                    folders.push(path);
                } else {
                    let top = folder.join("../..").join(&path);
                    assert_eq!(std::fs::read(own).unwrap(), std::fs::read(top).unwrap(), "{path:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 0, "there are no templates");
    }
}
