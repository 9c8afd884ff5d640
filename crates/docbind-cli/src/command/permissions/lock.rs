//! `docbind.permissions.lock`: what a program may need, kept beside its `Cargo.lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use docbind::Error;
use docbind_ir::{Api, Operation, Requirement, Scheme, Status};
use serde::{Deserialize, Serialize};

use super::usage::Usage;

/// The form of the file that this version writes and reads.
const VERSION: u32 = 1;

/// What is written.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Lock {
    version: u32,
    /// A fingerprint of the pages.
    pub(super) pages: String,
    /// Places that need not be resolved: `FILE` or `FILE:LINE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) allowed: Vec<String>,
    /// The least permissions for everything, by scheme.
    pub(super) least: BTreeMap<String, Vec<String>>,
    /// By path and method.
    #[serde(default, rename = "operation")]
    pub(super) operations: Vec<Entry>,
}

/// An operation that the program uses.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// `GET /users`
    pub(super) request: String,
    /// The page and its line.
    pub(super) page: String,
    /// Where it is called.
    #[serde(default)]
    pub(super) calls: Vec<String>,
    /// Schemes whose need is not documented, or not clear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unknown: Vec<String>,
    /// The least permissions, by scheme; without those that cannot call it.
    #[serde(default)]
    pub(super) needs: BTreeMap<String, Vec<String>>,
}

impl Lock {
    /// The lock of a program.
    pub(super) fn new(
        api: &Api,
        usage: &Usage,
        operations: &[&Operation],
        least: BTreeMap<String, Vec<String>>,
        pages: &str,
        allowed: Vec<String>,
    ) -> Self {
        let places = usage.places(api);
        let entry = |operation: &&Operation| {
            let mut entry =
                Entry { request: operation.request_line(), page: operation.source.to_string(), ..Entry::default() };
            let calls = places.get(&entry.request).map_or(&[][..], Vec::as_slice);
            entry.calls = calls.iter().map(|call| format!("{}:{}", call.file, call.line)).collect();
            for scheme in Scheme::ALL {
                let requirement = operation.permissions.get(scheme).cloned().unwrap_or_default();
                let name = scheme.kebab().to_owned();
                if requirement.status == Status::Unknown || requirement.is_least_unknown() {
                    entry.unknown.push(name);
                } else if requirement.needs_are_known() {
                    let least = requirement.least().map_or(&[][..], |least| least.permissions.as_slice());
                    entry.needs.insert(name, least.iter().map(ToString::to_string).collect());
                }
            }
            entry
        };
        Self {
            version: VERSION,
            pages: pages.to_owned(),
            allowed,
            least,
            operations: operations.iter().map(entry).collect(),
        }
    }

    /// Reads a lock; nothing when there is none yet.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Error> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
        };
        let wrong = |what: &str| {
            Error::Settings(format!(
                "{} {what}; write it again: the same command without `--locked`, after moving the old file away",
                path.display()
            ))
        };
        let table: toml::Table = text.parse().map_err(|_| wrong("is no lock of permissions"))?;
        match table.get("version").and_then(toml::Value::as_integer) {
            Some(version) if version == i64::from(VERSION) => {}
            Some(version) => {
                return Err(wrong(&format!(
                    "was written by another version of docbind (its form is {version}, this one reads {VERSION})"
                )));
            }
            None => return Err(wrong("is no lock of permissions")),
        }
        toml::from_str(&text).map(Some).map_err(|error| wrong(&format!("cannot be read ({})", error.message())))
    }

    /// The text of the file.
    pub(super) fn text(&self) -> Result<String, Error> {
        let body = toml::to_string(self)
            .map_err(|error| Error::Settings(format!("the lock cannot be written: {error}; please report this")))?;
        Ok(format!("# What the program may need, and why. Written by `docbind permissions`; do not edit.\n{body}"))
    }

    /// Whether a place may stay unresolved.
    pub(super) fn allows(&self, file: &str, line: u32) -> bool {
        let place = format!("{file}:{line}");
        self.allowed.iter().any(|allowed| *allowed == file || *allowed == place)
    }
}

/// How a program differs from its lock.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) raised: Vec<Raised>,
    /// Scheme and permission.
    pub(super) fallen: Vec<(String, String)>,
    /// Operations of which it is not documented what they need, and which the lock does not have.
    pub(super) unknown: Vec<Cause>,
    pub(super) pages_changed: bool,
    /// Whether the operations differ.
    pub(super) operations_changed: bool,
}

/// A permission that the lock does not have.
#[derive(Debug)]
pub(super) struct Raised {
    pub(super) scheme: String,
    pub(super) permission: String,
    pub(super) causes: Vec<Cause>,
}

/// An operation that something is due to.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    pub(super) request: String,
    pub(super) page: String,
    pub(super) calls: Vec<String>,
}

impl From<&Entry> for Cause {
    fn from(entry: &Entry) -> Self {
        Self { request: entry.request.clone(), page: entry.page.clone(), calls: entry.calls.clone() }
    }
}

/// Whether a permission is among some.
fn is_in(name: &str, names: &[String]) -> bool {
    names.iter().any(|one| one == name)
}

impl Change {
    /// What `new`, the lock of these operations, needs beyond `old`, for these schemes.
    ///
    /// Privilege rises only where an operation cannot be called with what `old` grants: a smaller least set is a fall,
    /// although it may name permissions that `old` does not have.
    pub(super) fn between(old: &Lock, new: &Lock, operations: &[&Operation], schemes: &[Scheme]) -> Self {
        let mut change = Self { pages_changed: old.pages != new.pages, ..Self::default() };
        let names_of = |lock: &Lock, scheme: Scheme| lock.least.get(scheme.kebab()).cloned().unwrap_or_default();
        for scheme in schemes {
            let (before, after) = (names_of(old, *scheme), names_of(new, *scheme));
            let refused = operations.iter().zip(&new.operations).filter_map(|(operation, entry)| {
                let requirement = operation.permissions.get(*scheme)?;
                let is_refused = requirement.needs_are_known() && !requirement.suffices(&before);
                is_refused.then_some((requirement, entry))
            });
            let refused: Vec<(&Requirement, &Entry)> = refused.collect();
            for permission in after.iter().filter(|permission| !before.contains(permission)) {
                let helps = |requirement: &Requirement| {
                    let counting = requirement.counting();
                    let mut taken = counting.filter(|one| one.permissions.iter().all(|name| is_in(name, &after)));
                    taken.any(|one| one.permissions.iter().any(|name| **name == **permission))
                };
                let causes = refused.iter().filter(|(requirement, _)| helps(requirement));
                let causes: Vec<Cause> = causes.map(|(_, entry)| Cause::from(*entry)).collect();
                if !causes.is_empty() {
                    let scheme = scheme.kebab().to_owned();
                    change.raised.push(Raised { scheme, permission: permission.clone(), causes });
                }
            }
            let gone = before.iter().filter(|permission| !after.contains(permission));
            change.fallen.extend(gone.map(|permission| (scheme.kebab().to_owned(), permission.clone())));
        }
        let names: Vec<&str> = schemes.iter().map(|scheme| scheme.kebab()).collect();
        for entry in &new.operations {
            let known = old.operations.iter().find(|old| old.request == entry.request);
            let is_new = |scheme: &&String| {
                names.contains(&scheme.as_str()) && known.is_none_or(|known| !known.unknown.contains(scheme))
            };
            if entry.unknown.iter().any(|scheme| is_new(&scheme)) {
                change.unknown.push(Cause::from(entry));
            }
        }
        let requests = |lock: &Lock| lock.operations.iter().map(|entry| entry.request.clone()).collect::<BTreeSet<_>>();
        change.operations_changed = requests(old) != requests(new);
        change
    }

    /// Whether the program may need what the lock does not have.
    pub(super) fn is_rise(&self) -> bool {
        !self.raised.is_empty() || !self.unknown.is_empty()
    }
}
