//! Facts that are to be other than the pages say, each with a reason.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use docbind_ir::{
    Alternative, Api, BodyShape, Operation, Primitive, Requirement, ResponseBody, Scheme, Status, TypeName, TypeRef,
};
use docbind_passes::{Pattern, PatternError};
use serde::Deserialize;

use crate::Error;
use crate::pattern::unfit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "override")]
    overrides: Vec<Override>,
}

/// One `[[override]]`: what is meant, why, and what is to hold for it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Override {
    reason: String,
    /// `METHOD /path`.
    operation: Option<String>,
    /// `microsoft.graph.user.displayName`.
    property: Option<String>,
    /// The type of the property.
    #[serde(rename = "type")]
    ty: Option<String>,
    /// The type of the body, or `none`.
    body: Option<String>,
    /// The type of the response, `Collection(…)` for a page of items, or `none`.
    response: Option<String>,
    /// By scheme: what suffices, the least first; `A and B` where both are needed; an empty list where none is.
    #[serde(default)]
    permissions: BTreeMap<String, Vec<String>>,
}

/// Applies the overrides of a file. Comes back with a remark for each that says what the pages say by now.
///
/// # Errors
/// When the file cannot be read, or an override means nothing that is there.
pub(crate) fn apply(api: &mut Api, path: &Path) -> Result<Vec<String>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::read(path))?;
    let wrong = |reason: &dyn std::fmt::Display| Error::Settings(format!("{}: {reason}", path.display()));
    let File { overrides } = toml::from_str(&text).map_err(|error| wrong(&error))?;
    let mut remarks = Vec::new();
    for entry in &overrides {
        if entry.reason.trim().is_empty() {
            return Err(wrong(&format!("the override of `{}` has no reason", entry.target())));
        }
        if !entry.apply(api).map_err(|error| wrong(&error))? {
            let (file, target) = (path.display(), entry.target());
            remarks.push(format!("{file}: the override of `{target}` is no longer needed: the pages say the same"));
        }
    }
    Ok(remarks)
}

impl Override {
    fn target(&self) -> &str {
        self.operation.as_deref().or(self.property.as_deref()).unwrap_or_default()
    }

    /// Whether it changes anything.
    fn apply(&self, api: &mut Api) -> Result<bool, Error> {
        match (&self.operation, &self.property, &self.ty) {
            (Some(operation), None, None) => self.apply_to_operation(api, operation),
            (None, Some(property), Some(ty)) if self.body.is_none() && self.response.is_none() => {
                let ty = type_ref(api, ty)?;
                retype(api, property, &ty)
            }
            _ => Err(Error::Settings(
                "an override names an `operation` with `body`, `response` or `permissions`, or a `property` with a `type`"
                    .to_owned(),
            )),
        }
    }

    fn apply_to_operation(&self, api: &mut Api, pattern: &str) -> Result<bool, Error> {
        let pattern: Pattern = pattern.parse().map_err(|error: PatternError| Error::Settings(error.to_string()))?;
        let body = self.body.as_deref().map(|ty| body(api, ty)).transpose()?;
        let response = self.response.as_deref().map(|ty| response(api, ty)).transpose()?;
        let fitting: Vec<usize> = api
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| pattern.matches(operation))
            .map(|(i, _)| i)
            .collect();
        if fitting.is_empty() {
            return Err(Error::Settings(unfit(&pattern, api)));
        }
        let mut has_changed = false;
        for index in fitting {
            let Some(operation) = api.operations.get_mut(index) else { continue };
            let before = operation.clone();
            if let Some(body) = &body {
                operation.body.shape.clone_from(body);
            }
            if let Some((body, is_collection)) = &response {
                answer(operation, body, *is_collection)?;
            }
            self.permit(operation)?;
            has_changed |= before != *operation;
        }
        Ok(has_changed)
    }

    fn permit(&self, operation: &mut Operation) -> Result<(), Error> {
        for (name, alternatives) in &self.permissions {
            let Some(scheme) = Scheme::ALL.into_iter().find(|scheme| scheme.kebab() == name) else {
                let names = Scheme::ALL.map(Scheme::kebab).join(", ");
                return Err(Error::Settings(format!("there is no scheme `{name}`; the schemes are {names}")));
            };
            let alternatives = alternatives.iter().enumerate().map(|(place, text)| Alternative {
                permissions: text.split(" and ").map(|name| Arc::from(name.trim())).collect(),
                least: place == 0,
                ..Alternative::default()
            });
            let table = Arc::make_mut(&mut operation.permissions);
            let known = table.schemes.get(&scheme).cloned().unwrap_or_default();
            let source = if known.source.line > 0 { known.source } else { operation.source.clone() };
            let requirement = Requirement {
                status: Status::Supported,
                alternatives: alternatives.collect(),
                source,
                ..Requirement::default()
            };
            table.schemes.insert(scheme, requirement);
        }
        Ok(())
    }
}

/// Gives every success response that has a body this one in its place.
fn answer(operation: &mut Operation, body: &ResponseBody, is_collection: bool) -> Result<(), Error> {
    if operation.responses.is_empty() {
        let line = operation.request_line();
        return Err(Error::Settings(format!("the pages name no status that `{line}` answers with")));
    }
    let is_bodiless = operation.responses.iter().all(|response| response.body == ResponseBody::None);
    for response in operation.responses.iter_mut().filter(|one| is_bodiless || one.body != ResponseBody::None) {
        response.body.clone_from(body);
        response.is_collection = is_collection;
    }
    Ok(())
}

fn body(api: &Api, text: &str) -> Result<BodyShape, Error> {
    if text == "none" { Ok(BodyShape::None) } else { type_ref(api, text).map(BodyShape::Json) }
}

fn response(api: &Api, text: &str) -> Result<(ResponseBody, bool), Error> {
    if text == "none" {
        return Ok((ResponseBody::None, false));
    }
    Ok(match type_ref(api, text)? {
        TypeRef::Collection(inner) => (ResponseBody::Json(*inner), true),
        ty @ TypeRef::Primitive(_) => (ResponseBody::Value(ty), false),
        ty => (ResponseBody::Json(ty), false),
    })
}

fn retype(api: &mut Api, name: &str, ty: &TypeRef) -> Result<bool, Error> {
    let missing = || Error::Settings(format!("no page documents the property `{name}`"));
    let (owner, property) = name.rsplit_once('.').ok_or_else(missing)?;
    let def = api.types.iter_mut().find(|def| def.name.as_str() == owner).ok_or_else(missing)?;
    let mut properties = def.properties.iter_mut().chain(&mut def.navigation);
    let property = properties.find(|candidate| &*candidate.name == property).ok_or_else(missing)?;
    Ok(std::mem::replace(&mut property.ty, ty.clone()) != *ty)
}

/// A type as `docbind inspect` spells it: `String`, `microsoft.graph.user`, `Collection(Int32)`.
fn type_ref(api: &Api, text: &str) -> Result<TypeRef, Error> {
    const PRIMITIVES: [Primitive; 17] = [
        Primitive::String,
        Primitive::Boolean,
        Primitive::Byte,
        Primitive::Int16,
        Primitive::Int32,
        Primitive::Int64,
        Primitive::Single,
        Primitive::Double,
        Primitive::Decimal,
        Primitive::Guid,
        Primitive::Date,
        Primitive::DateTimeOffset,
        Primitive::TimeOfDay,
        Primitive::Duration,
        Primitive::Binary,
        Primitive::Stream,
        Primitive::Untyped,
    ];
    if let Some(inner) = text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(TypeRef::Collection(Box::new(type_ref(api, inner)?)));
    }
    let primitive = PRIMITIVES.into_iter().find(|primitive| format!("{primitive:?}") == text);
    if let Some(primitive) = primitive {
        return Ok(TypeRef::Primitive(primitive));
    }
    let mut names = api.types.iter().map(|def| &def.name).chain(api.enums.iter().map(|def| &def.name));
    match names.any(|name| name.as_str() == text) {
        true => Ok(TypeRef::Named(TypeName::new(text))),
        false => Err(Error::Settings(format!("no page documents the type `{text}`"))),
    }
}
