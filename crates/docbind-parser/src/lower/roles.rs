//! Directory roles that a page asks for beside the permission.

use docbind_ir::{Role, Rule};

use super::outline::{Outline, Part};
use super::sentences::sentences;
use crate::markdown::plain;
use crate::page::{BlockKind, Place};

/// The roles that the words beside the permission tables name.
pub(super) fn roles(outline: &Outline<'_, '_>) -> Vec<Role> {
    let mut reader = Reader::default();
    for block in outline.blocks(Part::Permissions).chain(outline.blocks(Part::Text)) {
        match &block.kind {
            BlockKind::Text(text) => reader.text(&text.markdown, &text.place),
            BlockKind::List(items) => {
                for item in items {
                    if reader.list {
                        reader.item(&item.markdown, &item.place);
                    } else {
                        reader.text(&item.markdown, &item.place);
                    }
                }
                reader.list = false;
            }
            _ => reader.list = false,
        }
    }
    reader.roles
}

#[derive(Default)]
struct Reader {
    roles: Vec<Role>,
    scenario: Option<String>,
    /// Whether the last sentence announced a list of roles.
    list: bool,
}

impl Reader {
    /// A paragraph, or a block quote that may hold lists.
    fn text(&mut self, markdown: &str, place: &Place) {
        self.list = false;
        if !mentions_role(markdown) {
            return;
        }
        let mut paragraph = String::new();
        for line in markdown.lines() {
            let line = line.trim();
            match ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)) {
                Some(item) => {
                    self.paragraph(&paragraph, place);
                    paragraph.clear();
                    // An item of an announced list names a role; any other may announce one itself.
                    if self.list && !asks_for_role(&plain(item).to_lowercase()) {
                        self.item(item, place);
                    } else {
                        self.paragraph(item, place);
                    }
                }
                None => {
                    paragraph.push_str(line);
                    paragraph.push(' ');
                }
            }
        }
        self.paragraph(&paragraph, place);
    }

    fn paragraph(&mut self, markdown: &str, place: &Place) {
        for sentence in sentences(markdown).filter(|sentence| mentions_role(sentence)) {
            let lower = plain(sentence).to_lowercase();
            if !asks_for_role(&lower) {
                continue;
            }
            self.scenario = scenario(sentence);
            let names: Vec<String> = emphasised(sentence).filter(|name| is_role(name)).collect();
            self.list = names.is_empty() && (lower.contains("following") || lower.ends_with(':'));
            for name in names {
                self.push(name, place);
            }
        }
    }

    fn item(&mut self, markdown: &str, place: &Place) {
        let name = emphasised(markdown)
            .next()
            .filter(|name| markdown.trim_start().trim_start_matches(['*', '_', '`']).starts_with(name.as_str()));
        let text = plain(markdown);
        let name = name.unwrap_or_else(|| {
            let text = text.trim_end_matches('.').trim_end_matches(" roles").trim_end_matches(" role");
            let end = text.find([':', '.', '\u{2013}', '(']).unwrap_or(text.len());
            let start = text.get(..end).unwrap_or_default();
            start.split(" - ").next().unwrap_or(start).trim().to_owned()
        });
        let name = name.strip_suffix(" roles").or_else(|| name.strip_suffix(" role")).unwrap_or(&name);
        if is_role(name) {
            self.push(name.to_owned(), place);
        }
    }

    fn push(&mut self, name: String, place: &Place) {
        let role = Role { name, scenario: self.scenario.clone(), source: place.source(Rule::Prose) };
        if !self.roles.iter().any(|known| known.name == role.name && known.scenario == role.scenario) {
            self.roles.push(role);
        }
    }
}

/// Whether the word may be there: cheaper than taking the markup off every sentence of a page.
fn mentions_role(text: &str) -> bool {
    text.contains("ole") || text.contains("OLE")
}

/// Whether a sentence says that the caller needs a role.
fn asks_for_role(lower: &str) -> bool {
    let need = [
        "must be assigned",
        "must also be assigned",
        "be assigned at least",
        "must have",
        "needs to have",
        "needs to be assigned",
        "least privileged role",
        "must be a member of",
        "must be in one of",
        "must also be in one of",
        "requires one of the following",
        "must be granted",
        "must be in ",
        "must also be in ",
        "be in one of the following",
        "belong to one of the following",
    ];
    lower.contains("role") && !lower.contains("app role") && need.iter().any(|words| lower.contains(words))
}

/// Roles are written in capitals, without the dots of permissions.
fn is_role(name: &str) -> bool {
    let words = name.split_whitespace().count();
    name.starts_with(char::is_uppercase)
        && (1..=6).contains(&words)
        && name.chars().all(|c| c.is_alphanumeric() || " -/&'".contains(c))
        && !name.chars().all(char::is_uppercase)
        && !matches!(name, "Note" | "Important" | "Known issue" | "Microsoft Entra roles")
}

/// The emphasised words of a sentence: between asterisks, underscores at word edges, or backticks.
fn emphasised(markdown: &str) -> impl Iterator<Item = String> {
    let text = markdown.replace("**", "*").replace('`', "*");
    let parts: Vec<String> = text.split('*').skip(1).step_by(2).map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| !part.is_empty())
}

/// The clause before the first comma, when it says what for.
fn scenario(sentence: &str) -> Option<String> {
    let (clause, _) = sentence.split_once(',')?;
    let clause = plain(clause);
    let clause = clause.trim();
    let lower = clause.to_lowercase();
    let limits = ["to ", "for "].iter().any(|word| lower.starts_with(word))
        || (lower.starts_with("when ") && !lower.contains("delegated"));
    (limits && !lower.contains("delegated")).then(|| clause.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> Vec<(String, Option<String>)> {
        let mut reader = Reader::default();
        reader.text(markdown, &Place::default());
        reader.roles.into_iter().map(|role| (role.name, role.scenario)).collect()
    }

    #[test]
    fn roles_in_a_sentence() {
        let text = "To water plants, the user must also be assigned at least the *Garden Keeper* or **Chief Gardener** [role](r.md).";
        let scenario = Some("To water plants".to_owned());
        assert_eq!(
            read(text),
            [("Garden Keeper".to_owned(), scenario.clone()), ("Chief Gardener".to_owned(), scenario)]
        );
    }

    #[test]
    fn roles_in_a_list() {
        let text = "- When using delegated permissions, the user must be assigned one of the following [roles](r.md):\n  - Garden Keeper.\n  - Seed Keeper - sows only. More.";
        assert_eq!(read(text), [("Garden Keeper".to_owned(), None), ("Seed Keeper".to_owned(), None)]);
        let text =
            "The caller must also be in one of the following [roles](r.md):\n\n+ Garden Keeper\n+ Seed Keeper roles";
        assert_eq!(read(text), [("Garden Keeper".to_owned(), None), ("Seed Keeper".to_owned(), None)]);
    }

    #[test]
    fn the_last_item_may_repeat_the_word() {
        let text = "The user must also be in one of the following [roles](r.md):\n- Garden Keeper\n- Seed Keeper roles";
        assert_eq!(read(text), [("Garden Keeper".to_owned(), None), ("Seed Keeper".to_owned(), None)]);
    }

    #[test]
    fn other_sentences() {
        assert!(read("The **Garden** role has *Plants.Read* rights.").is_empty());
    }
}
