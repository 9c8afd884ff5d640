//! Everything that was extracted, laid out for a person: each fact with its place and the rule that chose it.

mod cmdlet;

use std::fmt;

use docbind::printable;
use docbind_ir::{
    Api, ArgumentValue, BodyShape, EnumDef, Example, Operation, Permission, PermissionTable, Property, ResponseBody,
    Rule, Scheme, Segment, Source, Status, TypeDef, TypeRef,
};

/// How wide the first column is, with what it is indented by.
const NAMES: usize = 38;
/// How wide the second column is.
const VALUES: usize = 60;

/// The facts of a model, or of a part of one.
pub(crate) struct FactSheet<'a> {
    api: &'a Api,
    pages: &'a [String],
}

impl<'a> FactSheet<'a> {
    /// The facts of `api`, which come from `pages`.
    pub(crate) fn new(api: &'a Api, pages: &'a [String]) -> Self {
        Self { api, pages }
    }
}

impl fmt::Display for FactSheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for page in &self.api.pages {
            if self.pages.iter().any(|file| **file == *page.file) {
                let kind = serde_json::to_value(page.kind).ok();
                let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default();
                writeln!(f, "{}: {} ({kind} page)", printable(&page.file), printable(&page.title))?;
            }
        }
        for operation in &self.api.operations {
            writeln!(f)?;
            write_operation(f, operation)?;
        }
        for cmdlet in &self.api.cmdlets {
            writeln!(f)?;
            cmdlet::write_cmdlet(f, cmdlet)?;
        }
        for example in &self.api.examples {
            writeln!(f, "\nexample of no documented operation")?;
            write_example(f, example)?;
        }
        for ty in &self.api.types {
            writeln!(f)?;
            write_type(f, ty)?;
        }
        for def in &self.api.enums {
            writeln!(f)?;
            write_enum(f, def)?;
        }
        for permission in &self.api.permissions {
            writeln!(f)?;
            let kind = format!("{:?} permission", permission.kind);
            fact(f, 0, &permission.name, &kind, &permission.source)?;
            let consent = permission.admin_consent.map(|needed| if needed { "required" } else { "not required" });
            let texts = [
                ("id", permission.id.as_deref()),
                ("display name", Some(&*permission.display_name)),
                ("description", Some(&*permission.description)),
                ("admin consent", Some(consent.unwrap_or("not documented"))),
            ];
            for (name, text) in texts {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    detail(f, 1, name, text)?;
                }
            }
        }
        write_reach(f, &self.api.permissions)?;
        Ok(())
    }
}

/// What pages about one permission show for it, which is the same for both kinds.
fn write_reach(f: &mut fmt::Formatter<'_>, permissions: &[Permission]) -> fmt::Result {
    let mut shown = std::collections::BTreeSet::new();
    for permission in permissions {
        if !shown.insert((&permission.source.file, &permission.name)) {
            continue;
        }
        section(f, "requests it allows", !permission.requests.is_empty())?;
        for request in &permission.requests {
            writeln!(f, "    {}", printable(request))?;
        }
        section(f, "properties of a resource without a name", !permission.properties.is_empty())?;
        permission.properties.iter().try_for_each(|property| write_property(f, property))?;
        section(f, "relationships of it", !permission.relationships.is_empty())?;
        permission.relationships.iter().try_for_each(|property| write_property(f, property))?;
    }
    Ok(())
}

fn write_operation(f: &mut fmt::Formatter<'_>, operation: &Operation) -> fmt::Result {
    let line = operation.request_line();
    fact(f, 0, &line, "", &operation.source)?;
    let description = first_line(&operation.description);
    for (name, text) in [("title", &*operation.title), ("description", &*description)] {
        if !text.is_empty() {
            detail(f, 1, name, text)?;
        }
    }
    for alias in &operation.aliases {
        detail(f, 1, "also known as", alias)?;
    }
    if let Some(deprecation) = &operation.deprecation {
        fact(f, 1, "deprecated", &first_line(&deprecation.note), &deprecation.source)?;
    }
    section(f, "parameters", !operation.parameters.is_empty())?;
    for parameter in &operation.parameters {
        let required = if parameter.required { "" } else { ", optional" };
        let place = format!("{:?}", parameter.location).to_lowercase();
        fact(f, 2, &parameter.name, &format!("{}, in the {place}{required}", shown(&parameter.ty)), &parameter.source)?;
    }
    for segment in &operation.path.segments {
        if let Segment::Function { name, arguments } = segment {
            for argument in arguments {
                if let ArgumentValue::Literal(value) = &argument.value {
                    detail(f, 2, &format!("{} of {name}", argument.name), &format!("always {value}"))?;
                }
            }
        }
    }
    if !operation.query_options.is_empty() {
        let options: Vec<_> = operation.query_options.iter().map(|option| option.wire()).collect();
        detail(f, 1, "query options", &options.join(" "))?;
    }
    section(f, "headers", !operation.headers.is_empty())?;
    for header in &operation.headers {
        let value = header.value.as_deref().unwrap_or("any value");
        let required = if header.required { ", required" } else { "" };
        fact(f, 2, &header.name, &format!("{value}{required}"), &header.source)?;
    }
    write_body(f, operation)?;
    section(f, "responses", !operation.responses.is_empty())?;
    for response in &operation.responses {
        let mut what = match &response.body {
            ResponseBody::None => "nothing".to_owned(),
            ResponseBody::Json(ty) if response.is_collection => format!("a page of {}", shown(ty)),
            ResponseBody::Json(ty) => shown(ty),
            ResponseBody::Value(ty) => format!("{} in `value`", shown(ty)),
            ResponseBody::Binary(media) => format!("bytes ({media})"),
            ResponseBody::Text(media) => format!("text ({media})"),
            ResponseBody::EventStream => "server-sent events".to_owned(),
        };
        for header in &response.headers {
            what += &format!(", {header}");
        }
        fact(f, 2, &response.status.to_string(), &what, &response.source)?;
    }
    write_table(f, &operation.permissions)?;
    section(f, "roles", !operation.roles.is_empty())?;
    for role in &operation.roles {
        fact(f, 2, &role.name, role.scenario.as_deref().unwrap_or_default(), &role.source)?;
    }
    if operation.clouds.is_none() && operation.source.rule == Rule::Secondary {
        detail(f, 1, "clouds", "unknown")?;
    }
    if let Some(clouds) = &operation.clouds {
        let parts = [("", &clouds.available), ("not: ", &clouds.unavailable), ("not said: ", &clouds.unsaid)];
        let named = parts.iter().filter(|(_, names)| !names.is_empty());
        let value: Vec<String> = named.map(|(label, names)| format!("{label}{}", names.join(", "))).collect();
        fact(f, 1, "clouds", &value.join("; "), &clouds.source)?;
    }
    section(f, "examples", !operation.examples.is_empty())?;
    operation.examples.iter().try_for_each(|example| write_example(f, example))
}

fn write_body(f: &mut fmt::Formatter<'_>, operation: &Operation) -> fmt::Result {
    let body = &operation.body;
    let what = match &body.shape {
        BodyShape::None => return Ok(()),
        BodyShape::Unknown => "not documented".to_owned(),
        BodyShape::Json(ty) => shown(ty),
        BodyShape::Inline(_) => "an object of its own".to_owned(),
        BodyShape::JsonPatch => "JSON Patch".to_owned(),
        BodyShape::Binary(media) => format!("bytes ({media})"),
        BodyShape::Text(media) => format!("text ({media})"),
        BodyShape::Multipart => "multipart/form-data".to_owned(),
    };
    let variants: String = body.variants.iter().map(|variant| format!(", or {}", shown(variant))).collect();
    fact(f, 1, "body", &(what + &variants), &body.source)?;
    if !body.description.is_empty() {
        detail(f, 3, "in the page's words", &first_line(&body.description))?;
    }
    if let BodyShape::Inline(properties) = &body.shape {
        properties.iter().try_for_each(|property| write_property(f, property))?;
    }
    Ok(())
}

fn write_table(f: &mut fmt::Formatter<'_>, table: &PermissionTable) -> fmt::Result {
    section(f, "permissions", !table.schemes.is_empty())?;
    for scheme in Scheme::ALL {
        let Some(requirement) = table.get(scheme) else { continue };
        let head = match requirement.status {
            Status::Unknown => "not documented",
            Status::NotSupported => "not supported",
            Status::Supported if requirement.alternatives.is_empty() => "no permission needed",
            Status::Supported => "",
        };
        let mut alternatives = requirement.alternatives.iter().map(|alternative| {
            let least = if alternative.least { " (least)" } else { "" };
            let condition = alternative.condition_text().map(|text| format!(" ({text})")).unwrap_or_default();
            format!("{}{least}{condition}", alternative.permissions.join(" and "))
        });
        let first = alternatives.next().unwrap_or_else(|| head.to_owned());
        fact(f, 2, scheme.kebab(), &first, &requirement.source)?;
        for alternative in alternatives {
            detail(f, 3, "or", &alternative)?;
        }
        for note in &requirement.notes {
            detail(f, 3, "note", note)?;
        }
    }
    Ok(())
}

fn write_example(f: &mut fmt::Formatter<'_>, example: &Example) -> fmt::Result {
    if let Some(request) = &example.request {
        fact(f, 2, &example.title, &format!("{} {}", request.method, request.url), &request.source)?;
    }
    if let Some(response) = &example.response {
        let ty = response.odata_type.as_deref().unwrap_or_default();
        fact(f, 2, "", &format!("{} {ty}", response.status), &response.source)?;
    }
    if !example.snippets.is_empty() {
        let languages: Vec<_> = example.snippets.iter().map(|snippet| snippet.language.as_str()).collect();
        detail(f, 2, "", &format!("also in {}", languages.join(", ")))?;
    }
    Ok(())
}

fn write_type(f: &mut fmt::Formatter<'_>, ty: &TypeDef) -> fmt::Result {
    let mut what = "type".to_owned();
    if let Some(base) = &ty.base {
        what += &format!(" based on {base}");
    }
    for (is_set, word) in [(ty.is_abstract, ", abstract"), (ty.is_open, ", open")] {
        what += if is_set { word } else { "" };
    }
    fact(f, 0, ty.name.as_str(), &what, &ty.source)?;
    section(f, "properties", !ty.properties.is_empty())?;
    ty.properties.iter().try_for_each(|property| write_property(f, property))?;
    section(f, "relationships", !ty.navigation.is_empty())?;
    ty.navigation.iter().try_for_each(|property| write_property(f, property))
}

fn write_property(f: &mut fmt::Formatter<'_>, property: &Property) -> fmt::Result {
    let mut what = shown(&property.ty);
    let flags = [
        (property.key, "key"),
        (property.required, "required"),
        (property.read_only, "read-only"),
        (property.nullable == Some(true), "nullable"),
        (property.nullable == Some(false), "not nullable"),
        (property.select_only, "only on $select"),
        (property.orderby, "$orderby"),
        (property.undocumented, "in no table"),
    ];
    for (_, word) in flags.iter().filter(|(is_set, _)| *is_set) {
        what += &format!(", {word}");
    }
    if !property.filter.is_empty() {
        what += &format!(", $filter ({})", property.filter.join(" "));
    }
    if let Some(default) = &property.default {
        what += &format!(", default {default}");
    }
    if let Some(TypeRef::Named(base)) = property.inherited_from.as_deref() {
        what += &format!(", from {base}");
    }
    fact(f, 2, &property.name, &what, &property.source)
}

fn write_enum(f: &mut fmt::Formatter<'_>, def: &EnumDef) -> fmt::Result {
    let mut what = "enumeration".to_owned();
    for (is_set, word) in [(def.is_flags, ", flags"), (def.is_evolvable, ", evolvable")] {
        what += if is_set { word } else { "" };
    }
    fact(f, 0, def.name.as_str(), &what, &def.source)?;
    for member in &def.members {
        let value = member.value.map(|value| value.to_string()).unwrap_or_default();
        fact(f, 2, &member.name, &value, &member.source)?;
    }
    Ok(())
}

/// A type in words; one without a page says so.
fn shown(ty: &TypeRef) -> String {
    fn named(ty: &TypeRef) -> String {
        match ty {
            TypeRef::Collection(inner) => format!("Collection({})", named(inner)),
            TypeRef::Unresolved(unresolved) => unresolved.text.to_string(),
            _ => ty.to_string(),
        }
    }
    let note = if matches!(ty.element(), TypeRef::Unresolved(_)) { ", undocumented here" } else { "" };
    named(ty) + note
}

fn section(f: &mut fmt::Formatter<'_>, name: &str, is_shown: bool) -> fmt::Result {
    if is_shown { writeln!(f, "  {name}") } else { Ok(()) }
}

/// One line: name, value, place and rule.
fn fact(f: &mut fmt::Formatter<'_>, depth: usize, name: &str, value: &str, source: &Source) -> fmt::Result {
    let (name, value) = (printable(name), printable(value));
    let names = NAMES - depth * 2;
    write!(f, "{:indent$}", "", indent = depth * 2)?;
    match &*value {
        "" => write!(f, "{name:<width$}", width = names + 1 + VALUES)?,
        value => write!(f, "{name:<names$} {value:<VALUES$}")?,
    }
    match (source.line, source.rule) {
        (0, Rule::Inferred) => writeln!(f, " from other facts"),
        (_, rule) => writeln!(f, " {}:{} ({})", printable(&source.file), source.line, rule.describe()),
    }
}

/// One line of what has no place of its own: name and value.
fn detail(f: &mut fmt::Formatter<'_>, depth: usize, name: &str, value: &str) -> fmt::Result {
    let names = NAMES - depth * 2;
    writeln!(f, "{:indent$}{:<names$} {}", "", printable(name), printable(value), indent = depth * 2)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
