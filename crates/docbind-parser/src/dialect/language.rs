//! The languages of code fences, as far as it matters what can stand in them.

/// What a fence of a language can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// HTTP messages, or no language at all.
    Http,
    /// Data, in which some writers put requests too.
    Data,
    /// A program: what looks like a request in it is a text of that program.
    Program,
}

/// The languages of programs that documentation sets show.
const PROGRAMS: &[&str] = &[
    "bash",
    "c",
    "c#",
    "c++",
    "cmd",
    "console",
    "cpp",
    "cs",
    "csharp",
    "curl",
    "dart",
    "go",
    "java",
    "javascript",
    "js",
    "jsx",
    "kotlin",
    "node",
    "objc",
    "objectivec",
    "perl",
    "php",
    "powershell",
    "ps",
    "ps1",
    "python",
    "py",
    "ruby",
    "rust",
    "sh",
    "shell",
    "sql",
    "swift",
    "ts",
    "tsx",
    "typescript",
    "vb",
    "vbnet",
    "vba",
    "xml",
    "html",
    "yaml",
    "yml",
    "azurecli",
    "azurepowershell",
    "al",
];

/// The language of a fence by its info string: `http`, `msgraph-interactive`, `json`.
pub(crate) fn language(info: &str) -> Language {
    let word = info.split([' ', ',', '{', '\t']).find(|word| !word.is_empty()).unwrap_or_default().to_lowercase();
    let word = word.strip_suffix("-interactive").unwrap_or(&word);
    match word {
        "json" | "jsonc" | "json5" | "odata" => Language::Data,
        _ if PROGRAMS.contains(&word) => Language::Program,
        _ => Language::Http,
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, language};

    #[test]
    fn what_fences_hold() {
        assert_eq!(language(""), Language::Http);
        assert_eq!(language("msgraph-interactive"), Language::Http);
        assert_eq!(language("JSON"), Language::Data);
        assert_eq!(language("csharp"), Language::Program);
        assert_eq!(language("powershell-interactive"), Language::Program);
    }
}
