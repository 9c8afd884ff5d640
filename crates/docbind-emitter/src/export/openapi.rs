//! The model as an OpenAPI 3.1 document.

use std::collections::BTreeMap;
use std::io::{self, Write};

use docbind_ir::{
    Api, Body, BodyShape, Condition, Location, Operation, Permission, PermissionTable, Requirement, Response,
    ResponseBody, Scheme, Segment, Status, TypeRef,
};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::path::PathItem;
use super::schema::{Schemas, describe, of_enum};

#[derive(Serialize)]
struct Document<'a> {
    openapi: &'static str,
    info: Value,
    servers: Value,
    paths: Paths<'a>,
    components: Components<'a>,
    /// What permission reference pages say of the permissions.
    #[serde(rename = "x-permissions", skip_serializing_if = "Vec::is_empty")]
    permissions: Vec<Value>,
}

struct Paths<'a> {
    items: Vec<(String, PathItem<'a>)>,
    schemas: &'a Schemas<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Components<'a> {
    schemas: Definitions<'a>,
    security_schemes: Value,
}

struct Definitions<'a> {
    api: &'a Api,
    schemas: &'a Schemas<'a>,
}

/// Writes an OpenAPI 3.1 document.
///
/// Paths that differ in the names of their parameters alone share a key, spelled as on the page that comes first. Types
/// keep their full names; a collection is an object with `value` and `@odata.nextLink`.
///
/// # Errors
/// When `out` cannot be written.
pub fn openapi(api: &Api, mut out: impl Write) -> io::Result<()> {
    let schemas = Schemas::new(api);
    let version = if api.version.is_empty() { "1.0" } else { &api.version };
    let document = Document {
        openapi: "3.1.0",
        info: json!({"title": format!("{} {version}", api.namespace), "version": version}),
        servers: if api.base_url.is_empty() { json!([{"url": "/"}]) } else { json!([{"url": api.base_url}]) },
        paths: Paths { items: PathItem::group(&api.operations), schemas: &schemas },
        components: Components {
            schemas: Definitions { api, schemas: &schemas },
            security_schemes: Scheme::ALL
                .into_iter()
                .map(|scheme| (scheme.kebab().to_owned(), security_scheme(scheme)))
                .collect::<Map<_, _>>()
                .into(),
        },
        permissions: api.permissions.iter().map(described).collect(),
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    out.write_all(b"\n")
}

/// A permission as its reference page describes it.
fn described(permission: &Permission) -> Value {
    json!({
        "name": permission.name,
        "kind": permission.kind,
        "id": permission.id,
        "displayName": permission.display_name,
        "description": permission.description,
        "adminConsent": permission.admin_consent,
    })
}

fn security_scheme(scheme: Scheme) -> Value {
    let who = match scheme {
        Scheme::DelegatedWork => "On behalf of a user with a work or school account",
        Scheme::DelegatedPersonal => "On behalf of a user with a personal account",
        Scheme::Application => "As the application itself",
    };
    json!({"type": "http", "scheme": "bearer", "description": who})
}

impl Serialize for Paths<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut ids = BTreeMap::new();
        serializer.collect_map(self.items.iter().map(|(path, item)| {
            let alias = item.alias_of.iter().map(|original| ("x-alias-of".to_owned(), json!(original)));
            let operations = item.operations.iter().map(|operation| {
                let method = operation.method.as_str().to_lowercase();
                let id = unique(operation_id(operation), &mut ids);
                (method, describe_operation(operation, item, id, self.schemas))
            });
            (path, alias.chain(operations).collect::<Map<_, _>>())
        }))
    }
}

impl Serialize for Definitions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum Definition<'a> {
            Object(&'a docbind_ir::TypeDef),
            Enum(&'a docbind_ir::EnumDef),
        }
        let mut definitions = BTreeMap::new();
        for def in &self.api.enums {
            definitions.insert(def.name.as_str(), Definition::Enum(def));
        }
        for def in &self.api.types {
            definitions.insert(def.name.as_str(), Definition::Object(def));
        }
        serializer.collect_map(definitions.into_iter().map(|(name, definition)| match definition {
            Definition::Object(def) => (name, self.schemas.object(def)),
            Definition::Enum(def) => (name, of_enum(def)),
        }))
    }
}

fn describe_operation(operation: &Operation, item: &PathItem<'_>, id: String, schemas: &Schemas<'_>) -> Value {
    let mut object = Map::new();
    object.insert("operationId".to_owned(), Value::String(id));
    if !operation.title.is_empty() {
        object.insert("summary".to_owned(), json!(operation.title));
    }
    describe(&mut object, &operation.description);
    let parameters = parameters(operation, item, schemas);
    if !parameters.is_empty() {
        object.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(body) = request_body(&operation.body, schemas) {
        object.insert("requestBody".to_owned(), body);
    }
    object.insert("responses".to_owned(), responses(operation, schemas));
    if operation.deprecation.is_some() {
        object.insert("deprecated".to_owned(), Value::Bool(true));
    }
    let security = security(&operation.permissions);
    if !security.is_empty() {
        object.insert("security".to_owned(), Value::Array(security));
    }
    if !operation.permissions.schemes.is_empty() {
        object.insert("x-permissions".to_owned(), permissions(&operation.permissions));
    }
    object.insert("x-source".to_owned(), json!(operation.source.to_string()));
    Value::Object(object)
}

fn parameters(operation: &Operation, item: &PathItem<'_>, schemas: &Schemas<'_>) -> Vec<Value> {
    let mut parameters: Vec<Value> = Vec::new();
    let mut add = |name: &str, place: &str, required: bool, schema: Value, description: &str| {
        if parameters.iter().any(|known| known["name"] == name && known["in"] == place) {
            return;
        }
        let mut parameter = Map::from_iter([("name".to_owned(), json!(name)), ("in".to_owned(), json!(place))]);
        if required {
            parameter.insert("required".to_owned(), Value::Bool(true));
        }
        describe(&mut parameter, description);
        parameter.insert("schema".to_owned(), schema);
        parameters.push(Value::Object(parameter));
    };
    // The path is spelled as on the first page; this operation may call the same parameters by other names.
    let mut own = operation.path.parameters();
    for name in item.path.parameters() {
        let own = if item.alias_of.is_some() { name } else { own.next().unwrap_or(name) };
        let known = operation.parameters.iter().find(|parameter| {
            parameter.location != Location::Query && (parameter.name == *own || parameter.name == *name)
        });
        let schema = known.map_or_else(|| schemas.of(&TypeRef::STRING), |parameter| schemas.of(&parameter.ty));
        add(name, "path", true, schema, known.map_or("", |parameter| &parameter.description));
    }
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == Location::Query) {
        let schema = schemas.of(&parameter.ty);
        add(&parameter.wire_name, "query", parameter.required, schema, &parameter.description);
    }
    for option in &operation.query_options {
        use docbind_ir::QueryOption::{Count, Skip, Top};
        let schema = match option {
            Top | Skip => json!({"type": "integer", "minimum": 0}),
            Count => json!({"type": "boolean"}),
            _ => json!({"type": "string"}),
        };
        add(option.wire(), "query", false, schema, "");
    }
    for header in &operation.headers {
        // OpenAPI describes these elsewhere and ignores parameters of these names.
        let reserved = ["accept", "content-type", "authorization"];
        if !reserved.iter().any(|name| header.name.eq_ignore_ascii_case(name)) {
            add(&header.name, "header", header.required, json!({"type": "string"}), &header.description);
        }
    }
    parameters
}

fn request_body(body: &Body, schemas: &Schemas<'_>) -> Option<Value> {
    let (media, schema) = match &body.shape {
        BodyShape::None => return None,
        BodyShape::Unknown => ("application/json", json!({})),
        BodyShape::Json(ty) => ("application/json", schemas.of(ty)),
        BodyShape::Inline(properties) => ("application/json", schemas.inline(properties)),
        BodyShape::JsonPatch => ("application/json-patch+json", json!({"type": "array", "items": {"type": "object"}})),
        BodyShape::Binary(media) => (media.as_str(), json!({"type": "string", "format": "binary"})),
        BodyShape::Text(media) => (media.as_str(), json!({"type": "string"})),
        BodyShape::Multipart => ("multipart/form-data", json!({"type": "object"})),
    };
    let mut object = Map::new();
    describe(&mut object, &body.description);
    if body.required {
        object.insert("required".to_owned(), Value::Bool(true));
    }
    object.insert("content".to_owned(), content(media, schema));
    Some(Value::Object(object))
}

fn content(media: &str, schema: Value) -> Value {
    Value::Object(Map::from_iter([(media.to_owned(), json!({"schema": schema}))]))
}

fn responses(operation: &Operation, schemas: &Schemas<'_>) -> Value {
    let mut object = Map::new();
    for response in &operation.responses {
        let status = match response.status {
            status @ 100..=599 => status.to_string(),
            _ => "default".to_owned(),
        };
        object.entry(status).or_insert_with(|| describe_response(response, schemas));
    }
    for status in operation.errors.iter().filter(|status| (400..=599).contains(*status)) {
        object.entry(status.to_string()).or_insert_with(|| json!({"description": "An error"}));
    }
    if object.is_empty() {
        object.insert("default".to_owned(), json!({"description": "Not documented"}));
    }
    Value::Object(object)
}

fn describe_response(response: &Response, schemas: &Schemas<'_>) -> Value {
    let description = if response.description.is_empty() { "Success" } else { &response.description };
    let mut object = Map::from_iter([("description".to_owned(), json!(description))]);
    if !response.headers.is_empty() {
        let headers: Map<_, _> =
            response.headers.iter().map(|name| (name.clone(), json!({"schema": {"type": "string"}}))).collect();
        object.insert("headers".to_owned(), headers.into());
    }
    let json = "application/json";
    let content = match &response.body {
        ResponseBody::None => None,
        ResponseBody::Json(item) if response.is_collection => Some(content(json, schemas.collection(item))),
        ResponseBody::Json(ty) => Some(content(json, schemas.of(ty))),
        ResponseBody::Value(ty) => {
            Some(content(json, serde_json::json!({"type": "object", "properties": {"value": schemas.of(ty)}})))
        }
        ResponseBody::Binary(media) => Some(content(media, serde_json::json!({"type": "string", "format": "binary"}))),
        ResponseBody::Text(media) => Some(content(media, serde_json::json!({"type": "string"}))),
        ResponseBody::EventStream => Some(content("text/event-stream", serde_json::json!({"type": "string"}))),
    };
    if let Some(content) = content {
        object.insert("content".to_owned(), content);
    }
    Value::Object(object)
}

/// Each alternative of each scheme suffices; its permissions stand in for scopes and roles alike. What holds under a
/// condition is no requirement for every call, so it is listed where there is nothing else.
fn security(table: &PermissionTable) -> Vec<Value> {
    let mut requirements: Vec<Value> = Vec::new();
    for (scheme, requirement) in &table.schemes {
        if requirement.status != Status::Supported {
            continue;
        }
        let name = scheme.kebab().to_owned();
        if requirement.alternatives.is_empty() {
            requirements.push(Value::Object(Map::from_iter([(name.clone(), json!([]))])));
        }
        let is_general = requirement.alternatives.iter().any(|alternative| !alternative.is_limited());
        for alternative in requirement.alternatives.iter().filter(|one| !is_general || !one.is_limited()) {
            let needed = Value::Object(Map::from_iter([(name.clone(), json!(alternative.permissions))]));
            if !requirements.contains(&needed) {
                requirements.push(needed);
            }
        }
    }
    requirements
}

fn permissions(table: &PermissionTable) -> Value {
    let schemes = table
        .schemes
        .iter()
        .map(|(scheme, requirement)| (scheme.kebab().to_owned(), describe_requirement(requirement)));
    Value::Object(schemes.collect())
}

/// The alternatives as lists of names, the least of them, and the conditions by the place of their alternative.
fn describe_requirement(requirement: &Requirement) -> Value {
    let mut object = Map::from_iter([("status".to_owned(), json!(requirement.status))]);
    if !requirement.alternatives.is_empty() {
        let names: Vec<_> = requirement.alternatives.iter().map(|alternative| &alternative.permissions).collect();
        object.insert("alternatives".to_owned(), json!(names));
    }
    if let Some(least) = requirement.least() {
        object.insert("least".to_owned(), json!(least.permissions));
    }
    let conditions = requirement.alternatives.iter().enumerate().flat_map(|(place, alternative)| {
        let condition = move |one: &Condition| json!({"alternative": place, "kind": one.kind, "text": one.to_string()});
        alternative.conditions.iter().map(condition)
    });
    let conditions: Vec<Value> = conditions.collect();
    if !conditions.is_empty() {
        object.insert("conditions".to_owned(), Value::Array(conditions));
    }
    if !requirement.notes.is_empty() {
        object.insert("notes".to_owned(), json!(requirement.notes));
    }
    Value::Object(object)
}

/// `get.users.id.messages`
fn operation_id(operation: &Operation) -> String {
    let mut id = operation.method.as_str().to_lowercase();
    let mut push = |word: &str| {
        id.push('.');
        id.extend(word.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }));
    };
    for segment in &operation.path.segments {
        match segment {
            Segment::Literal(word) | Segment::Cast(word) => push(word),
            Segment::Function { name, arguments } => {
                push(name);
                arguments.iter().for_each(|argument| push(&argument.name));
            }
            Segment::Parameter(_) | Segment::Key(_) | Segment::PathAddress { .. } => {
                segment.parameters().for_each(|name| push(name));
            }
        }
    }
    id
}

fn unique(id: String, uses: &mut BTreeMap<String, u32>) -> String {
    let count = uses.entry(id.clone()).or_insert(0);
    *count += 1;
    // No other identifier holds a tilde.
    if *count == 1 { id } else { format!("{id}~{count}") }
}

#[cfg(test)]
mod tests;
