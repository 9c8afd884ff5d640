//! What docbind read off a page, in short lines that a person can write by hand.

use std::collections::BTreeSet;

use docbind_ir::{
    Api, BodyShape, EnumDef, Location, Operation, Parameter, PermissionTable, Primitive, Property, Requirement,
    Response, ResponseBody, Scheme, Status, TypeDef, TypeRef,
};

/// The facts that the page `file` gave, one a line; what its operations have in common stands once.
pub fn facts(api: &Api, file: &str) -> Vec<String> {
    let operations: Vec<&Operation> =
        api.operations.iter().filter(|operation| &*operation.source.file == file).collect();
    let mut requests: Vec<(u32, u32, String)> = operations
        .iter()
        .map(|one| (one.source.line, one.source.column, format!("{} {}", one.method, one.path)))
        .collect();
    requests.sort();
    let mut lines: Vec<String> = requests.into_iter().map(|(.., request)| request).collect();
    let parameters: BTreeSet<String> = operations.iter().flat_map(|one| &one.parameters).map(parameter).collect();
    if !parameters.is_empty() {
        lines.push(format!("parameters: {}", parameters.into_iter().collect::<Vec<_>>().join("; ")));
    }
    for operation in &operations {
        for line in of_operation(operation) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    for def in api.types.iter().filter(|def| def.pages.iter().any(|page| &**page == file)) {
        lines.extend(of_type(def));
    }
    let on_page = |page: &str| page.split('#').next() == Some(file);
    lines.extend(api.enums.iter().filter(|def| def.pages.iter().any(|page| on_page(page))).map(of_enum));
    lines
}

fn of_operation(operation: &Operation) -> Vec<String> {
    let mut lines = permissions(&operation.permissions);
    let roles: Vec<&str> = operation.roles.iter().map(|role| role.name.as_str()).collect();
    if !roles.is_empty() {
        lines.push(format!("roles: {}", roles.join(", ")));
    }
    if let Some(clouds) = &operation.clouds {
        lines.push(format!("clouds: {}; not {}", clouds.available.join(", "), clouds.unavailable.join(", ")));
    }
    lines.push(format!("body: {}", body(&operation.body.shape)));
    lines.extend(operation.responses.iter().map(response));
    if !operation.errors.is_empty() {
        let errors: Vec<String> = operation.errors.iter().map(u16::to_string).collect();
        lines.push(format!("errors: {}", errors.join(", ")));
    }
    lines
}

fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => return parameter.name.to_string(),
        Location::Function => "function",
        Location::Key => return format!("key {}", parameter.name),
        Location::Query => "query",
    };
    let required = if parameter.required { " required" } else { "" };
    format!("{place} {} {}{required}", parameter.name, short(&parameter.ty))
}

fn permissions(table: &PermissionTable) -> Vec<String> {
    if table.is_unknown() {
        return vec!["permissions: unknown".to_owned()];
    }
    let line = |scheme: Scheme| {
        let words = table.get(scheme).map_or_else(|| "unknown".to_owned(), requirement);
        format!("{}: {words}", scheme.kebab())
    };
    Scheme::ALL.into_iter().map(line).collect()
}

/// `least, least | higher, higher`.
fn requirement(requirement: &Requirement) -> String {
    match requirement.status {
        Status::Unknown => return "unknown".to_owned(),
        Status::NotSupported => return "not supported".to_owned(),
        Status::Supported => {}
    }
    let list = |least: bool| -> Vec<String> {
        let chosen = requirement.alternatives.iter().filter(|one| one.least == least);
        chosen
            .map(|one| {
                let scenario = one.condition_text().map(|text| format!(" [{text}]")).unwrap_or_default();
                format!("{}{scenario}", one.permissions.join(" and "))
            })
            .collect()
    };
    let (least, higher) = (list(true), list(false));
    if higher.is_empty() { least.join(", ") } else { format!("{} | {}", least.join(", "), higher.join(", ")) }
}

fn body(shape: &BodyShape) -> String {
    match shape {
        BodyShape::None => "none".to_owned(),
        BodyShape::Json(ty) => short(ty),
        BodyShape::Inline(parameters) => {
            let members: Vec<String> =
                parameters.iter().map(|one| format!("{}: {}", one.name, short(&one.ty))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => format!("{other:?}"),
    }
}

fn response(response: &Response) -> String {
    let page = if response.is_collection { " page" } else { "" };
    let body = match &response.body {
        ResponseBody::None => "nothing".to_owned(),
        ResponseBody::Json(ty) => short(ty),
        ResponseBody::Value(ty) => format!("value {}", short(ty)),
        other => format!("{other:?}"),
    };
    format!("{}: {body}{page}", response.status)
}

/// The type without its namespace.
fn short(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(Primitive::Untyped) => "any".to_owned(),
        TypeRef::Primitive(primitive) => format!("{primitive:?}"),
        TypeRef::Named(name) => name.short().to_owned(),
        TypeRef::Collection(inner) => format!("{} collection", short(inner)),
        TypeRef::Unresolved(written) => written.text.rsplit('.').next().unwrap_or_default().to_owned(),
    }
}

fn of_type(def: &TypeDef) -> Vec<String> {
    let base =
        def.base.as_ref().map(|base| format!(": {}", base.to_string().trim_end_matches('?'))).unwrap_or_default();
    let open = if def.is_open { ", open" } else { "" };
    let mut lines = vec![format!("type {}{base}{open}", def.name)];
    lines.extend(def.properties.iter().map(property));
    lines.extend(def.navigation.iter().map(|own| format!("relationship {}", property(own))));
    lines
}

fn property(own: &Property) -> String {
    let facts = [
        (own.key, " key"),
        (own.required, " required"),
        (own.read_only, " read-only"),
        (own.nullable == Some(true), " nullable"),
        (own.select_only, " select-only"),
        (!own.filter.is_empty(), " filter"),
        (own.orderby, " orderby"),
    ];
    let facts: String = facts.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect();
    format!("{} {}{facts}", own.name, short(&own.ty))
}

fn of_enum(def: &EnumDef) -> String {
    let members: BTreeSet<&str> = def.members.iter().map(|member| &*member.name).collect();
    let kind = if def.is_flags { "flags" } else { "enum" };
    format!("{kind} {}: {}", def.name.short(), members.into_iter().collect::<Vec<_>>().join(", "))
}
