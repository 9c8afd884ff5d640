//! Permissions in Kibali's format, the schema of Microsoft's `permissions.json`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use docbind_ir::{Api, Permission, PermissionKind, Requirement, Scheme, Status};
use serde::Serialize;

use super::path::PathItem;

#[derive(Serialize)]
struct Document<'a> {
    permissions: BTreeMap<&'a str, Entry<'a>>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    schemes: BTreeMap<&'static str, Consent<'a>>,
    path_sets: Vec<PathSet<'a>>,
    #[serde(skip)]
    uses: BTreeMap<(&'a str, &'static str), Vec<Use>>,
}

/// How one scheme asks for a permission.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Consent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    admin_display_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    admin_description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    requires_admin_consent: Option<bool>,
}

/// Paths that schemes and methods share.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PathSet<'a> {
    scheme_keys: Vec<&'static str>,
    methods: Vec<&'static str>,
    paths: BTreeMap<&'a str, String>,
}

/// What a permission is to one scheme of an operation.
struct Use {
    scheme: Scheme,
    least: bool,
    /// The permissions that are needed beside it; nothing when it suffices alone.
    also: Vec<String>,
}

/// Writes the permissions of all operations in Kibali's format.
///
/// A permission that several alternatives name needs no other one as soon as one of them needs no other, unless that
/// one holds under a condition alone. Texts, consent and identifiers come from permission reference pages. National
/// clouds, roles and conditions in words have no place in this format.
///
/// # Errors
/// When `out` cannot be written.
pub fn kibali(api: &Api, mut out: impl Write) -> io::Result<()> {
    let items = PathItem::group(&api.operations);
    let mut permissions: BTreeMap<&str, Entry<'_>> = BTreeMap::new();
    for (path, item) in &items {
        for operation in &item.operations {
            for (&scheme, requirement) in &operation.permissions.schemes {
                if requirement.status == Status::Supported {
                    add_uses(&mut permissions, requirement, scheme, (path, operation.method.as_str()));
                }
            }
        }
    }
    for permission in &api.permissions {
        if let Some(entry) = permissions.get_mut(&*permission.name) {
            entry.describe(permission);
        }
    }
    for entry in permissions.values_mut() {
        entry.collect_paths();
    }
    serde_json::to_writer_pretty(&mut out, &Document { permissions })?;
    out.write_all(b"\n")
}

fn add_uses<'a>(
    permissions: &mut BTreeMap<&'a str, Entry<'a>>,
    requirement: &'a Requirement,
    scheme: Scheme,
    place: (&'a str, &'static str),
) {
    let index = requirement.least_index();
    // What holds for every call comes first: what a condition limits must not make a permission look sufficient alone.
    let mut alternatives: Vec<_> = requirement.alternatives.iter().enumerate().collect();
    alternatives.sort_by_key(|(_, alternative)| alternative.is_limited());
    for (position, alternative) in alternatives {
        let least = index == Some(position);
        for name in &alternative.permissions {
            let others = alternative.permissions.iter().filter(|other| *other != name);
            let mut also: Vec<String> = others.map(ToString::to_string).collect();
            let entry = permissions.entry(name).or_default();
            entry.schemes.entry(scheme.kibali()).or_default();
            let uses = entry.uses.entry(place).or_default();
            match uses.iter_mut().find(|known| known.scheme == scheme) {
                Some(known) => {
                    if also.is_empty() && !alternative.is_limited() || known.also.is_empty() {
                        known.also.clear();
                    }
                    known.least |= least;
                }
                None => {
                    also.sort();
                    uses.push(Use { scheme, least, also });
                }
            }
        }
    }
}

impl<'a> Entry<'a> {
    fn describe(&mut self, permission: &'a Permission) {
        for (name, consent) in &mut self.schemes {
            let application = *name == Scheme::Application.kibali();
            if application == (permission.kind == PermissionKind::Application) {
                consent.id = permission.id.as_deref();
                consent.admin_display_name = &permission.display_name;
                consent.admin_description = &permission.description;
                consent.requires_admin_consent = permission.admin_consent;
            }
        }
    }

    /// Methods of a path that mean the same share a line, and paths whose lines have the same schemes and methods share
    /// a set.
    fn collect_paths(&mut self) {
        let mut lines: BTreeMap<(&str, Vec<&'static str>, String), Vec<&'static str>> = BTreeMap::new();
        for ((path, method), mut uses) in std::mem::take(&mut self.uses) {
            uses.sort_by(|left, right| (&left.also, left.scheme).cmp(&(&right.also, right.scheme)));
            for together in uses.chunk_by(|left, right| left.also == right.also) {
                let schemes = together.iter().map(|one| one.scheme.kibali()).collect();
                lines.entry((path, schemes, annotation(together))).or_default().push(method);
            }
        }
        let mut sets: BTreeMap<_, BTreeMap<&str, String>> = BTreeMap::new();
        for ((path, schemes, text), methods) in lines {
            sets.entry((schemes, methods)).or_default().insert(path, text);
        }
        let sets = sets.into_iter();
        self.path_sets = sets.map(|((scheme_keys, methods), paths)| PathSet { scheme_keys, methods, paths }).collect();
    }
}

/// `least=DelegatedWork;alsoRequires=User.Read`
fn annotation(uses: &[Use]) -> String {
    let least: Vec<_> = uses.iter().filter(|one| one.least).map(|one| one.scheme.kibali()).collect();
    let also = uses.first().map_or(&[][..], |one| one.also.as_slice());
    let mut parts = Vec::new();
    if !least.is_empty() {
        parts.push(format!("least={}", least.join(",")));
    }
    if !also.is_empty() {
        parts.push(format!("alsoRequires={}", also.join(",")));
    }
    parts.join(";")
}

#[cfg(test)]
mod tests {
    use docbind_ir::{
        Alternative, Api, Method, Operation, PathTemplate, PermissionTable, Requirement, Scheme, Segment, Status,
    };

    fn operation(method: Method, alternatives: Vec<Alternative>) -> Operation {
        let requirement = |scheme| {
            let alternatives = alternatives.clone();
            (scheme, Requirement { status: Status::Supported, alternatives, ..Requirement::default() })
        };
        Operation {
            permissions: PermissionTable {
                schemes: [requirement(Scheme::DelegatedWork), requirement(Scheme::Application)].into_iter().collect(),
            }
            .into(),
            ..Operation::new(
                method,
                PathTemplate { segments: vec![Segment::Literal("users".into()), Segment::Parameter("id".into())] },
            )
        }
    }

    #[test]
    fn methods_share_a_set_and_conjunctions_are_kept() {
        let both = Alternative { permissions: vec!["B.Read".into(), "C.Read".into()], ..Alternative::default() };
        let alternatives = vec![Alternative::one("A.Read"), both];
        let operations = vec![operation(Method::Get, alternatives.clone()), operation(Method::Patch, alternatives)];
        let mut out = Vec::new();
        super::kibali(&Api { operations, ..Api::default() }, &mut out).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let set = |name: &str, text: &str| {
            serde_json::json!([{
                "schemeKeys": ["DelegatedWork", "Application"],
                "methods": ["GET", "PATCH"],
                "paths": {"/users/{id}": text},
            }])
            .eq(&document["permissions"][name]["pathSets"])
        };
        assert!(set("A.Read", "least=DelegatedWork,Application"), "{document:#}");
        assert!(set("B.Read", "alsoRequires=C.Read"), "{document:#}");
        assert!(set("C.Read", "alsoRequires=B.Read"), "{document:#}");
    }
}
