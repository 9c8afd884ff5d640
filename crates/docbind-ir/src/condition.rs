//! What limits an alternative of a requirement.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::Source;

/// Something that a page says about one alternative beside the names of its permissions.
///
/// Two conditions are equal when they say the same, wherever they stand.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// What kind of statement it is.
    pub kind: ConditionKind,
    /// The words of the page, as plain text: `acting on self`, `channel`. Empty when the kind says it all.
    pub text: Arc<str>,
    /// The heading, label, mark or sentence.
    pub source: Source,
}

/// The kinds of conditions, in the order in which a reader wants them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    /// It holds for one of several ways to use the operation.
    Scenario,
    /// It holds when the operation acts on this kind of thing.
    TargetType,
    /// It holds for what the caller is or owns, and for nothing else.
    OwnOnly,
    /// It holds for what belongs to others.
    OthersOnly,
    /// It is consented to for a single resource, by whoever owns that.
    ResourceSpecific,
    /// Something has to be done or to exist beside it: a policy, a licence.
    Remark,
    /// It still works and should not be asked for any more.
    Deprecated,
    /// The page marks it and docbind could not tell why, so it need not suffice.
    Unclear,
}

impl ConditionKind {
    /// The name in exports: `target_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::TargetType => "target_type",
            Self::OwnOnly => "own_only",
            Self::OthersOnly => "others_only",
            Self::ResourceSpecific => "resource_specific",
            Self::Remark => "remark",
            Self::Deprecated => "deprecated",
            Self::Unclear => "unclear",
        }
    }
}

impl Condition {
    /// A condition in the words of a page.
    pub fn new(kind: ConditionKind, text: impl Into<Arc<str>>, source: Source) -> Self {
        Self { kind, text: text.into(), source }
    }

    /// Whether an alternative under it need not suffice for every call of the operation.
    pub fn is_limit(&self) -> bool {
        self.kind != ConditionKind::Deprecated
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.text) == (other.kind, &other.text)
    }
}

impl Eq for Condition {}

impl Ord for Condition {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.kind, &self.text).cmp(&(other.kind, &other.text))
    }
}

impl PartialOrd for Condition {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The words of the page, made readable where they are a mere mark.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, &*self.text) {
            (ConditionKind::ResourceSpecific, _) => f.write_str("consented per resource"),
            (ConditionKind::Deprecated, "") => f.write_str("deprecated"),
            (ConditionKind::Unclear, "") => f.write_str("unclear whether it suffices"),
            (ConditionKind::Unclear, text) => write!(f, "unclear whether it suffices: {text}"),
            (_, text) => f.write_str(text),
        }
    }
}
