//! The page of a permission.

use std::collections::BTreeMap;

use askama::Template;
use docbind_ir::{Alternative, Method, Operation, PermissionKind, ResponseBody, Scheme, TypeRef};

use super::Explorer;
use super::list::operations;
use super::view::UP;
use crate::doc::visible;

#[derive(Template)]
#[template(path = "explorer/permission.html")]
pub(super) struct PermissionPage<'a> {
    root: &'static str,
    name: &'a str,
    permission: String,
    kinds: Vec<Kind>,
    count: String,
    methods: Vec<MethodGroup>,
    resources: Vec<Resource>,
}

/// What a permission reference says of one of its two kinds.
struct Kind {
    title: &'static str,
    text: String,
    description: String,
    id: Option<String>,
    consent: &'static str,
}

struct MethodGroup {
    id: String,
    method: &'static str,
    rows: Vec<OperationRow>,
}

struct OperationRow {
    href: String,
    path: String,
    title: String,
    /// The ways in which the permission serves, by scheme.
    cells: Vec<Vec<Way>>,
}

struct Way {
    least: bool,
    text: String,
}

struct Resource {
    text: String,
    href: Option<String>,
    note: String,
}

impl Explorer<'_> {
    pub(super) fn permission(&self, name: &str) -> PermissionPage<'_> {
        let uses = self.uses.get(name).map_or(&[][..], Vec::as_slice);
        let kinds = self.api.permissions.iter().filter(|known| *known.name == *name).map(|known| Kind {
            title: match known.kind {
                PermissionKind::Application => "Application",
                PermissionKind::Delegated => "Delegated",
            },
            text: visible(known.display_name.trim()).into_owned(),
            description: visible(known.description.trim()).into_owned(),
            id: known.id.as_deref().map(|id| visible(id).into_owned()),
            consent: match known.admin_consent {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not documented",
            },
        });
        let mut methods: BTreeMap<Method, Vec<OperationRow>> = BTreeMap::new();
        let mut resources: BTreeMap<String, Resource> = BTreeMap::new();
        let mut used: Vec<(String, usize, &Operation)> = uses
            .iter()
            .filter_map(|place| self.api.operations.get(*place).map(|one| (one.path.to_string(), *place, one)))
            .collect();
        used.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        for (path, place, operation) in used {
            methods.entry(operation.method).or_default().push(OperationRow {
                href: format!("{UP}{}", self.addresses.operation(place)),
                path: visible(&path).into_owned(),
                title: visible(operation.title.trim()).into_owned(),
                cells: Scheme::ALL.into_iter().map(|scheme| ways(operation, scheme, name)).collect(),
            });
            self.exposed(operation, &mut resources);
        }
        self.of_reference(name, &mut resources);
        PermissionPage {
            root: UP,
            name: &self.name,
            permission: visible(name).into_owned(),
            kinds: kinds.collect(),
            count: capitalized(&operations(uses.len())),
            methods: methods
                .into_iter()
                .map(|(method, rows)| MethodGroup {
                    id: format!("method-{}", method.as_str().to_lowercase()),
                    method: method.as_str(),
                    rows,
                })
                .collect(),
            resources: resources.into_values().collect(),
        }
    }

    /// The types that an operation takes or gives, with their properties.
    fn exposed(&self, operation: &Operation, resources: &mut BTreeMap<String, Resource>) {
        let answers = operation.responses.iter().filter_map(|response| match &response.body {
            ResponseBody::Json(ty) | ResponseBody::Value(ty) => Some(ty),
            _ => None,
        });
        let taken = match &operation.body.shape {
            docbind_ir::BodyShape::Json(ty) => Some(ty),
            _ => None,
        };
        for ty in answers.chain(taken) {
            let mut inner = ty;
            while let TypeRef::Collection(item) = inner {
                inner = item;
            }
            let TypeRef::Named(name) = inner else { continue };
            if resources.contains_key(name.as_str()) {
                continue;
            }
            let properties = self.api.types.iter().find(|known| known.name == *name).map(|known| {
                let names: Vec<&str> = known.properties.iter().map(|property| &*property.name).collect();
                names.join(", ")
            });
            let resource = Resource {
                text: visible(name.as_str()).into_owned(),
                href: self.addresses.of_type(inner).map(|address| format!("{UP}{address}")),
                note: visible(&properties.unwrap_or_default()).into_owned(),
            };
            resources.insert(name.as_str().to_owned(), resource);
        }
    }

    /// Properties and relationships that the permission's own page shows, without the name of their resource.
    fn of_reference(&self, name: &str, resources: &mut BTreeMap<String, Resource>) {
        for known in self.api.permissions.iter().filter(|known| *known.name == *name) {
            let all = known.properties.iter().chain(&known.relationships);
            let names: Vec<&str> = all.map(|property| &*property.name).collect();
            if !names.is_empty() {
                let resource = Resource {
                    text: "Properties and relationships on its own page".to_owned(),
                    href: None,
                    note: visible(&names.join(", ")).into_owned(),
                };
                resources.insert("\u{10ffff}".to_owned(), resource);
            }
        }
    }
}

/// The alternatives of an operation that name the permission.
fn ways(operation: &Operation, scheme: Scheme, name: &str) -> Vec<Way> {
    let Some(requirement) = operation.permissions.get(scheme) else { return Vec::new() };
    let least = requirement.least_index();
    let is_own = |(_, alternative): &(usize, &Alternative)| alternative.permissions.iter().any(|one| **one == *name);
    let way = |(index, alternative): (usize, &Alternative)| {
        let others: Vec<&str> =
            alternative.permissions.iter().map(|one| &**one).filter(|other| *other != name).collect();
        let mut parts =
            vec![if others.is_empty() { "yes".to_owned() } else { format!("with {}", others.join(" and ")) }];
        parts.extend(alternative.conditions.iter().map(ToString::to_string));
        Way { least: Some(index) == least, text: visible(&parts.join("; ")).into_owned() }
    };
    requirement.alternatives.iter().enumerate().filter(is_own).map(way).collect()
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default() + letters.as_str()
}
