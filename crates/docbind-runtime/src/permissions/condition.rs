/// What a page says about one alternative beside the names of its permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// What kind of statement it is.
    pub kind: ConditionKind,
    /// The words of the page: `acting on self`, `channel`.
    pub text: &'static str,
}

/// The kinds of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
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
    /// The page marks it without saying why, so it need not suffice.
    Unclear,
}

impl Condition {
    /// Whether an alternative under it need not suffice for every call of the operation.
    pub const fn is_limit(&self) -> bool {
        !matches!(self.kind, ConditionKind::Deprecated)
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.text)
    }
}
