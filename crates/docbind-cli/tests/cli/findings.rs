//! Every finding is as its file in `tests/diagnostics` says: the page there gets it, and no other, and it looks so.
//!
//! With `DOCBIND_REWRITE` set, the files are brought up to date instead; read what changed.

use std::fs;
use std::path::Path;

use docbind_ir::Code;

use crate::docs::Docs;

/// Findings whose pages cannot stand here: broken bytes, unreadable or huge files and pages, links, other sources.
const WITHOUT_PAGE: &[&str] = &["DB001", "DB002", "DB006", "DB008", "DB009", "DB104", "DB801"];

#[test]
fn each_page_gets_its_finding_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/diagnostics");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (sound, shelf) = (read("sound.md"), read("shelf.md"));
    let rewrite = std::env::var_os("DOCBIND_REWRITE").is_some();
    let mut problems = Vec::new();
    for code in Code::ALL {
        let name = format!("{code}-{}.md", code.name());
        let text = read(&name);
        if !text.starts_with(&format!("# {code} {}\n", code.name())) {
            problems.push(format!("{name}: the first line is not `# {code} {}`", code.name()));
        }
        let Some(case) = Case::read(&text) else {
            if !WITHOUT_PAGE.contains(&code.as_str()) {
                problems.push(format!("{name}: has no `## Page` with a fence, or no `## Finding` with a fence"));
            }
            continue;
        };
        let shown = case.shown(*code, &sound, &shelf);
        if rewrite {
            fs::write(folder.join(&name), text.replace(&case.block, &block(&shown))).unwrap();
        } else if shown != case.finding {
            problems.push(format!("{name}: expected\n{}\nfound\n{shown}", case.finding));
        }
    }
    assert!(problems.is_empty(), "DOCBIND_REWRITE=1 accepts what is found\n{}", problems.join("\n"));
    let sound_page = Case { files: Vec::new(), finding: String::new(), block: String::new() };
    assert_eq!(sound_page.shown(Code::InvalidUtf8, &sound, &shelf), "", "a sound page has no finding");
}

/// What a file says: pages, and the finding they get.
struct Case {
    files: Vec<(String, String)>,
    finding: String,
    /// The finding with its heading and fence.
    block: String,
}

fn block(finding: &str) -> String {
    let finding = if finding.is_empty() { String::new() } else { format!("{finding}\n") };
    format!("## Finding\n\n```text\n{finding}```\n")
}

impl Case {
    fn read(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once("\n## Page\n")?;
        let (pages, finding) = rest.split_once("\n## Finding\n\n```text\n")?;
        let (finding, _) = if finding.starts_with("```") { ("", finding) } else { finding.split_once("\n```")? };
        let mut files = Vec::new();
        let mut lines = pages.lines();
        while let Some(line) = lines.next() {
            let Some(path) = line.strip_prefix('`').and_then(|line| line.strip_suffix('`')) else { continue };
            let fence = lines.by_ref().find(|line| line.starts_with("```"))?.trim_end_matches("markdown");
            let page: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            files.push((path.to_owned(), page.join("\n") + "\n"));
        }
        (!files.is_empty()).then(|| Self { files, finding: finding.to_owned(), block: block(finding) })
    }

    /// What docbind says about the pages.
    fn shown(&self, code: Code, sound: &str, shelf: &str) -> String {
        let docs = Docs::empty();
        docs.write("v1.0/api/shelf-rename.md", sound);
        docs.write("v1.0/resources/shelf.md", shelf);
        for (path, page) in &self.files {
            let is_part = path.starts_with("api/") && page.starts_with('#');
            let page = if is_part { with_sections(sound, page) } else { page.clone() };
            docs.write(&format!("v1.0/{path}"), page);
        }
        if code != Code::NameCollision {
            return docs.run(&["lint", "v1.0"]).stdout.trim().to_owned();
        }
        // Names are given only when the crate is written.
        let run = docs.run(&["generate", "v1.0", "--out", "out", "--name", "library"]);
        let (found, _) = run.stderr.split_once("\n\n").unwrap_or((&run.stderr, ""));
        found.trim().to_owned()
    }
}

/// The page with sections in place of those with the same headings.
fn with_sections(page: &str, sections: &str) -> String {
    let sections = split(sections);
    let with = |(heading, text): (String, String)| {
        let other = sections.iter().find(|(other, text)| *other == heading && !text.is_empty());
        other.map_or(text, |(_, text)| text.clone())
    };
    let texts: Vec<String> = split(page).into_iter().map(with).collect();
    texts.iter().map(|text| text.trim_matches('\n')).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The sections by their headings; what stands above the first one has none.
fn split(page: &str) -> Vec<(String, String)> {
    let mut sections = vec![(String::new(), String::new())];
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        match fence {
            None if line.starts_with("```") => fence = Some(line.trim_end_matches(|c: char| c != '`')),
            None if line.starts_with("# ") || line.starts_with("## ") => {
                sections.push((line.to_owned(), String::new()));
            }
            Some(open) if line == open => fence = None,
            _ => {}
        }
        if let Some((_, text)) = sections.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    sections
}
