//! Which findings stop a run, and which are not to be told.

use std::collections::BTreeSet;

use docbind_ir::{Code, Diagnostic, Severity};

use crate::Error;

/// Which findings stop a run, and which are not to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    denies_warnings: bool,
    denied: BTreeSet<Code>,
    allowed: BTreeSet<Code>,
}

impl Policy {
    /// A policy from words: `warnings` or codes to deny, codes to allow. A code is written `DB404` or by its name.
    ///
    /// # Errors
    /// When a word is no code, or the same code is denied and allowed.
    pub fn new<S: AsRef<str>>(deny: &[S], allow: &[S]) -> Result<Self, Error> {
        let mut policy = Self::default();
        for word in deny.iter().map(S::as_ref) {
            if word.eq_ignore_ascii_case("warnings") {
                policy.denies_warnings = true;
            } else {
                policy.denied.insert(code(word)?);
            }
        }
        for word in allow.iter().map(S::as_ref) {
            policy.allowed.insert(code(word)?);
        }
        match policy.denied.intersection(&policy.allowed).next() {
            Some(code) => Err(Error::Settings(format!("{code} cannot be both denied and allowed"))),
            None => Ok(policy),
        }
    }

    /// Whether the finding is not to be told.
    pub fn is_allowed(&self, finding: &Diagnostic) -> bool {
        self.allowed.contains(&finding.code)
    }

    /// Whether the finding makes the run fail though it is no error by itself.
    pub fn is_denied(&self, finding: &Diagnostic) -> bool {
        self.denied.contains(&finding.code) || (self.denies_warnings && finding.severity == Severity::Warning)
    }
}

fn code(word: &str) -> Result<Code, Error> {
    word.parse().map_err(|()| {
        Error::Settings(format!("there is no finding `{word}`; `docbind explain` lists the codes of all findings"))
    })
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Code, Diagnostic, Source};

    use super::Policy;

    fn finding(code: Code) -> Diagnostic {
        Diagnostic::new(code, Source::default(), "")
    }

    #[test]
    fn codes_are_denied_and_allowed_by_number_or_name() {
        let policy = Policy::new(&["DB101"], &["no-permissions"]).unwrap();
        assert!(policy.is_denied(&finding(Code::MissingInclude)));
        assert!(!policy.is_denied(&finding(Code::NoPermissions)));
        assert!(policy.is_allowed(&finding(Code::NoPermissions)));
        let policy = Policy::new(&["warnings"], &[]).unwrap();
        assert!(policy.is_denied(&finding(Code::NoPermissions)));
    }

    #[test]
    fn contradictions_and_unknown_codes_are_refused() {
        for (deny, allow, hint) in [("DB101", "DB101", "both"), ("DB999", "DB101", "DB999"), ("DB101", "x", "`x`")] {
            let error = Policy::new(&[deny], &[allow]).unwrap_err();
            assert!(error.to_string().contains(hint), "{error}");
        }
    }
}
