//! Why a service refuses a call, from what is at hand: the documentation and the token.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;

use super::{Missing, Scheme, missing};
use crate::Meta;

/// What a token says that its holder may do. It is a hint: nobody has checked the token, and nothing depends on it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) scheme: Scheme,
    pub(crate) names: Vec<String>,
}

/// The tenant in which personal accounts live.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Longer tokens and lists are none of those that a hint can be had from.
const LONGEST: usize = 32 << 10;
const MOST: usize = 100;

impl Held {
    /// What the claims `scp` and `roles` of a token say; nothing for a token that is no JWT or says neither.
    pub(crate) fn of(token: &str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let mut parts = token.split('.');
        let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
        let claims: Json = serde_json::from_slice(&claims).ok()?;
        let text = |name: &str| claims.get(name).and_then(Json::as_str);
        if let Some(scopes) = text("scp") {
            let scheme = if text("tid") == Some(PERSONAL) { Scheme::DelegatedPersonal } else { Scheme::DelegatedWork };
            return Some(Self::new(scheme, scopes.split_ascii_whitespace()));
        }
        match claims.get("roles").and_then(Json::as_array) {
            Some(roles) => Some(Self::new(Scheme::Application, roles.iter().filter_map(Json::as_str))),
            None if text("idtyp") == Some("app") => Some(Self::new(Scheme::Application, std::iter::empty())),
            None => None,
        }
    }

    /// Names alone are kept: whatever else a claim may hold is not to be printed.
    fn new<'n>(scheme: Scheme, names: impl Iterator<Item = &'n str>) -> Self {
        let is_name = |name: &&str| {
            name.len() <= 100 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        Self { scheme, names: names.filter(is_name).take(MOST).map(str::to_owned).collect() }
    }
}

/// What a refused call needs, what the token says it has, and what to do about it.
#[derive(Clone, Debug)]
pub struct Explanation {
    meta: &'static Meta,
    held: Option<Held>,
}

/// Why an operation is refused, offline: what it needs by the documentation, what the token says it has (`scp` and `roles`,
/// a hint that nothing depends on), which is missing, roles, clouds, the page with its line, and what to run.
///
/// Of the token nothing is kept or printed but the names of permissions. One that is no JWT gives no hint.
///
/// ```
/// # use docbind_runtime::{Meta, permissions::{Permissions, Requirement, explain}};
/// # static LIST: Meta = Meta { id: "users.List", path: "/users", docs: "api/user-list.md", line: 34,
/// #     permissions: &Permissions { application: Requirement::any_of(&["User.Read.All"]), ..Permissions::UNKNOWN },
/// #     ..Meta::UNDOCUMENTED };
/// // {"roles":["Mail.Read"]}
/// let text = explain(&LIST, Some("e30.eyJyb2xlcyI6WyJNYWlsLlJlYWQiXX0.sig")).to_string();
/// assert!(text.contains("needs User.Read.All"));
/// assert!(text.contains("the token says it has: Mail.Read"));
/// assert!(text.contains("missing: User.Read.All"));
/// assert!(text.contains("api/user-list.md:34"));
/// ```
pub fn explain(operation: &'static Meta, token: Option<&str>) -> Explanation {
    Explanation::new(operation, token.and_then(Held::of))
}

impl Explanation {
    pub(crate) fn new(meta: &'static Meta, held: Option<Held>) -> Self {
        Self { meta, held }
    }

    /// What is missing from what the token says it has; nothing when the token tells nothing.
    pub fn missing(&self) -> Option<Missing> {
        let held = self.held.as_ref()?;
        let granted: Vec<&str> = held.names.iter().map(String::as_str).collect();
        Some(missing(held.scheme, &granted, self.meta))
    }

    /// The schemes that it is about: that of the token, or all.
    fn schemes(&self) -> impl Iterator<Item = Scheme> + use<> {
        let own = self.held.as_ref().map(|held| held.scheme);
        Scheme::ALL.into_iter().filter(move |scheme| own.is_none_or(|own| own == *scheme))
    }
}

/// One line for each thing to know.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meta = self.meta;
        write!(f, "{} {}", meta.method, meta.path)?;
        for scheme in self.schemes() {
            let requirement = meta.permissions.get(scheme);
            write!(f, "\n{scheme} access: ")?;
            match missing(scheme, &[], meta) {
                Missing::NotSupported => f.write_str("not supported")?,
                Missing::Unknown => f.write_str("not documented")?,
                Missing::Nothing => f.write_str("needs no permission")?,
                Missing::Permissions(_) => {
                    write!(f, "needs {}", requirement.least().join(" and "))?;
                    for other in requirement.higher() {
                        write!(f, ", or {}", other.permissions.join(" and "))?;
                        for condition in other.conditions() {
                            write!(f, " ({condition})")?;
                        }
                    }
                }
            }
            for note in requirement.notes {
                write!(f, "\n  {note}")?;
            }
        }
        if let Some(held) = &self.held {
            let names = if held.names.is_empty() { "no permission".to_owned() } else { held.names.join(", ") };
            write!(f, "\nthe token says it has: {names}")?;
            match self.missing() {
                Some(Missing::Permissions(lacking)) => write!(f, "\nmissing: {}", lacking.join(" and "))?,
                Some(Missing::Nothing) => {
                    f.write_str("\nnothing is missing by the documentation: see roles and notes")?
                }
                _ => {}
            }
        }
        let roles: Vec<&str> = meta.roles.iter().map(|role| role.name).collect();
        if !roles.is_empty() {
            write!(f, "\nroles for a signed-in user: {}", roles.join(", "))?;
        }
        if !meta.clouds.unavailable.is_empty() {
            write!(f, "\nnot offered in: {}", meta.clouds.unavailable.join(", "))?;
        }
        if meta.docs.is_empty() {
            return Ok(());
        }
        write!(f, "\ndocumented in: {}:{}", meta.docs, meta.line)?;
        let scheme = match self.held.as_ref().map(|held| held.scheme) {
            Some(Scheme::DelegatedWork) => " --scheme delegated-work",
            Some(Scheme::DelegatedPersonal) => " --scheme delegated-personal",
            Some(Scheme::Application) => " --scheme application",
            None => "",
        };
        write!(
            f,
            "\nto grant it: docbind permissions DOCS --operation \"{} {}\"{scheme} --as azure-cli",
            meta.method, meta.path
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn scopes_and_roles_are_read_and_nothing_else() {
        let held =
            Held::of(&token(r#"{"scp":"User.Read Mail.Read <b>","upn":"ada"}"#)).map(|held| (held.scheme, held.names));
        assert_eq!(held, Some((Scheme::DelegatedWork, vec!["User.Read".to_owned(), "Mail.Read".to_owned()])));
        let held = Held::of(&token(r#"{"roles":["User.Read.All"]}"#)).map(|held| (held.scheme, held.names));
        assert_eq!(held, Some((Scheme::Application, vec!["User.Read.All".to_owned()])));
        let personal = format!(r#"{{"scp":"User.Read","tid":"{PERSONAL}"}}"#);
        assert_eq!(Held::of(&token(&personal)).map(|held| held.scheme), Some(Scheme::DelegatedPersonal));
    }

    #[test]
    fn a_token_that_is_none_of_these_gives_no_hint() {
        for text in ["", "secret", "a.b", "a.b.c", &token("[]"), &token("{\"sub\":\"x\"}"), &"x.".repeat(40_000)] {
            assert!(Held::of(text).is_none(), "{text:.20}");
        }
    }
}
