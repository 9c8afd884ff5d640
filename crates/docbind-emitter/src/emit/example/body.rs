//! Bodies of examples.

use docbind_ir::{ExampleBody, ExampleRequest};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::super::ident;
use super::{Writing, text};
use crate::plan::{BodyPlan, Item, OperationPlan, Shape};

impl Writing<'_, '_, '_> {
    /// The arguments of the verb for the body, and the option that replaces it where they cannot say it. Nothing for an
    /// example that cannot be read.
    pub(super) fn body(
        &mut self,
        plan: &OperationPlan<'_>,
        request: &ExampleRequest,
    ) -> Option<(Vec<TokenStream>, TokenStream)> {
        let value = match &request.body {
            ExampleBody::Json(json) => Some(serde_json::from_str::<Value>(json).ok()?),
            ExampleBody::BrokenJson(..) => return None,
            ExampleBody::None | ExampleBody::Other(_) => None,
        };
        let other = match &request.body {
            ExampleBody::Other(text) => Some(&**text),
            _ => None,
        };
        let typed = value.as_ref().and_then(|value| self.typed(plan, value));
        if let Some(argument) = typed {
            return Some((vec![argument], TokenStream::new()));
        }
        let media_type = header(request, "content-type");
        let content = other.map(str::to_owned).or_else(|| value.as_ref().map(Value::to_string));
        let content = text(content.as_deref().unwrap_or_default());
        match &plan.body {
            BodyPlan::Text(_) | BodyPlan::Binary(_) => return Some((vec![quote!(#content)], TokenStream::new())),
            BodyPlan::Multipart => {
                let media_type = text(media_type.unwrap_or("multipart/form-data"));
                return Some((vec![quote!(#media_type), quote!(#content)], TokenStream::new()));
            }
            _ => {}
        }
        let is_empty = |value: &Value| value.as_object().is_some_and(serde_json::Map::is_empty);
        let instead = match (&value, other) {
            (Some(value), _) if !(plan.body == BodyPlan::None && is_empty(value)) => {
                let json = self.json(value);
                quote!(.json(&#json))
            }
            (None, Some(_)) => {
                let media_type = text(media_type.unwrap_or("application/octet-stream"));
                quote!(.body_bytes(#media_type, #content))
            }
            _ => TokenStream::new(),
        };
        let empty = match &plan.body {
            BodyPlan::Model(index) => {
                let path = self.path(Item::Type(*index))?;
                vec![quote!(#path::new())]
            }
            BodyPlan::Inline(_) => {
                self.imports.bodies.insert(plan.body_name.clone());
                let path = ident(&plan.body_name);
                vec![quote!(#path::new())]
            }
            BodyPlan::List(_) => vec![quote!([])],
            BodyPlan::Value(_) | BodyPlan::JsonPatch => {
                let json = self.imports.own("Json");
                vec![quote!(#json::Null)]
            }
            _ => Vec::new(),
        };
        self.is_typed &= instead.is_empty() && empty.is_empty();
        Some((empty, instead))
    }

    /// The option that gives a request which is not documented its body.
    pub(super) fn raw_body(&mut self, request: &ExampleRequest) -> Option<TokenStream> {
        Some(match &request.body {
            ExampleBody::None => TokenStream::new(),
            ExampleBody::Json(json) => {
                let json = self.json(&serde_json::from_str(json).ok()?);
                quote!(.json(&#json))
            }
            ExampleBody::Other(content) => {
                let media_type = text(header(request, "content-type").unwrap_or("application/octet-stream"));
                let content = text(content);
                quote!(.body_bytes(#media_type, #content))
            }
            ExampleBody::BrokenJson(..) => return None,
        })
    }

    /// The argument that says the whole body.
    pub(super) fn typed(&mut self, plan: &OperationPlan<'_>, value: &Value) -> Option<TokenStream> {
        match (&plan.body, value) {
            (BodyPlan::Model(index), Value::Object(members)) => self.model(members, *index),
            (BodyPlan::Inline(properties), Value::Object(members)) => self.inline(members, &plan.body_name, properties),
            (BodyPlan::List(shape), Value::Array(values)) => match shape {
                // The verb takes values that already have their type.
                Shape::Text | Shape::Enum(_) => {
                    let values: Option<Vec<_>> = values.iter().map(|value| self.exact(value, shape)).collect();
                    values.map(|values| quote!([#(#values),*]))
                }
                _ => self.list(values, shape),
            },
            (BodyPlan::Value(_) | BodyPlan::JsonPatch, value) => Some(self.convertible(value)),
            _ => None,
        }
    }
}

/// The value of a header, whatever the case of its name.
pub(super) fn header<'r>(request: &'r ExampleRequest, name: &str) -> Option<&'r str> {
    let found = request.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}
