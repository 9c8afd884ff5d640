//! What labels, columns and headings limit the alternatives below or behind them to.

use docbind_ir::{Alternative, Condition, ConditionKind, Source};

/// The condition that a label in the words of the page makes.
pub(super) fn labelled(label: &str, source: Source) -> Condition {
    Condition::new(kind_of(label), label.trim(), source)
}

fn kind_of(label: &str) -> ConditionKind {
    let lower = label.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if has(&["other", "others", "another", "anyone"]) {
        ConditionKind::OthersOnly
    } else if has(&["self", "own", "oneself", "myself", "themselves", "owned"]) {
        ConditionKind::OwnOnly
    } else if has(&["resource", "resources", "entity", "type"]) || resources(label).next().is_some() {
        ConditionKind::TargetType
    } else {
        ConditionKind::Scenario
    }
}

/// Puts a label before those that the alternatives have: `group` over `acting on self`.
pub(super) fn label_all(alternatives: &mut [Alternative], label: &str, source: &Source) {
    for alternative in alternatives {
        alternative.limit(labelled(label, source.clone()));
    }
}

/// Whether a condition says where an alternative holds.
pub(super) fn is_place(condition: &Condition) -> bool {
    matches!(
        condition.kind,
        ConditionKind::Scenario | ConditionKind::TargetType | ConditionKind::OwnOnly | ConditionKind::OthersOnly
    )
}

/// The conditions that say where an alternative holds, which a list of its own ranks by privilege.
pub(super) fn places(alternative: &Alternative) -> Vec<Condition> {
    alternative.conditions.iter().filter(|condition| is_place(condition)).cloned().collect()
}

/// The resources that a label is about, in the spellings of paths: both of `For user or chat resource`, and `cloudpc`
/// of `Cloud PC provider`. A label that says more than a name is about no resource.
pub(super) fn resources(label: &str) -> impl Iterator<Item = String> {
    let label = label.split_once('(').map_or(label, |(label, _)| label).to_lowercase();
    let label = label.replace([',', '/'], " or ").replace(" and ", " or ");
    let mut resources = Vec::new();
    for part in label.split(" or ") {
        let name: Vec<&str> = part.split_whitespace().filter(|word| !INTRODUCTION.contains(word)).collect();
        let is_somebody = |word: &&str| matches!(*word, "acting" | "other" | "others" | "self" | "own");
        if (1..=2).contains(&name.len()) && !name.iter().any(is_somebody) {
            resources.extend([name.concat(), name.join(" ")]);
        }
    }
    resources.into_iter()
}

/// Words around the name of a resource.
const INTRODUCTION: [&str; 11] =
    ["for", "in", "on", "the", "a", "an", "permissions", "resource", "resources", "provider", "providers"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_labels() {
        for (label, kind) in [
            ("acting on self", ConditionKind::OwnOnly),
            ("apps the caller owned", ConditionKind::OwnOnly),
            ("acting on other users", ConditionKind::OthersOnly),
            ("For user or chat resource", ConditionKind::TargetType),
            ("channel", ConditionKind::TargetType),
            ("sending a message with an attachment", ConditionKind::Scenario),
        ] {
            assert_eq!(kind_of(label), kind, "{label}");
        }
    }
}
