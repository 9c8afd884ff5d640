//! Query options and headers of examples.

use docbind_ir::{ExampleBody, ExampleRequest, Primitive, QueryOption, TypeRef};
use percent_encoding::percent_decode_str;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::ident;
use super::fields::TypeFields;
use super::{Writing, text};
use crate::plan::{BodyPlan, Field, Item, OperationPlan, ResponseKind, Shape, is_within};

/// Headers that say who sends a request, where to, or how it is sent: the client's own business.
const NOT_SHOWN: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "expect",
];

/// The longest tuple that the runtime takes.
const LONGEST_TUPLE: usize = 12;

/// A part of a query as it is meant.
pub(super) fn decoded(part: &str) -> String {
    percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// The argument for a query parameter that the call is wrong without.
pub(super) fn argument(ty: &TypeRef, value: &str) -> Option<TokenStream> {
    match ty {
        TypeRef::Primitive(Primitive::Boolean) => value.parse::<bool>().ok().map(|value| quote!(#value)),
        TypeRef::Primitive(Primitive::Byte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64) => {
            let number = value.parse::<u32>().ok().map(Literal::u32_unsuffixed)?;
            Some(quote!(#number))
        }
        _ => {
            let value = text(value);
            Some(quote!(#value))
        }
    }
}

impl Writing<'_, '_, '_> {
    /// The calls for the query options, those with a method of their own first by name, the others as they are.
    pub(super) fn options(&mut self, plan: &OperationPlan<'_>, query: &[(String, String)]) -> TokenStream {
        let examples = self.examples;
        let item = match &plan.response.kind {
            ResponseKind::Model(index) => Some(*index),
            ResponseKind::Collection(Shape::Model(index)) => Some(*index),
            _ => None,
        };
        let item = item.and_then(|index| {
            let table = self.held(examples.context.fields.of_type(examples.context.plan, index))?;
            Some(ItemType { index, table })
        });
        let mut calls = TokenStream::new();
        let counts = query.iter().any(|(name, value)| name == "$count" && value == "true");
        for (name, value) in query {
            let is_raw = name == "$filter" && !counts && brings_count(plan, value);
            let offered = plan.operation.query_options.iter().find(|option| option.wire() == name);
            let item = item.as_ref().filter(|_| !is_raw);
            let call = offered.and_then(|option| self.option(*option, value, item));
            calls.extend(call.unwrap_or_else(|| {
                let (name, value) = (text(name), text(value));
                quote!(.query(#name, #value))
            }));
        }
        calls
    }

    /// The call of an option's own method; nothing when it would not send the value as it is.
    fn option(&mut self, option: QueryOption, value: &str, item: Option<&ItemType<'_>>) -> Option<TokenStream> {
        let raw = text(value);
        Some(match option {
            QueryOption::Select => {
                let names = self.tuple(value, |writing, name| writing.constant(name, item?, false));
                let names = names.unwrap_or_else(|| quote!(#raw));
                quote!(.select(#names))
            }
            QueryOption::Expand => {
                let names = self.tuple(value, |writing, name| writing.constant(name, item?, true));
                let names = names.unwrap_or_else(|| quote!(#raw));
                quote!(.expand(#names))
            }
            QueryOption::Orderby => {
                let names = self.tuple(value, |writing, name| match name.split_once(' ') {
                    None => writing.constant(name, item?, false),
                    Some((name, "desc")) => {
                        let constant = writing.constant(name, item?, false)?;
                        Some(quote!(#constant.desc()))
                    }
                    Some(_) => None,
                });
                let names = names.unwrap_or_else(|| quote!(#raw));
                quote!(.orderby(#names))
            }
            QueryOption::Filter => {
                let condition = item.and_then(|item| self.condition(value, item));
                let condition = condition.unwrap_or_else(|| quote!(#raw));
                quote!(.filter(#condition))
            }
            QueryOption::Top => {
                let number = Literal::u32_unsuffixed(value.parse().ok()?);
                quote!(.top(#number))
            }
            QueryOption::Skip => {
                let number = Literal::u32_unsuffixed(value.parse().ok()?);
                quote!(.skip(#number))
            }
            QueryOption::Count if value == "true" => quote!(.count()),
            QueryOption::Search if value.starts_with('"') => quote!(.search(#raw)),
            QueryOption::Format => quote!(.format(#raw)),
            _ => return None,
        })
    }

    /// One name, or several of them as a tuple; nothing when one of them is not known.
    fn tuple(
        &mut self,
        value: &str,
        mut name: impl FnMut(&mut Self, &str) -> Option<TokenStream>,
    ) -> Option<TokenStream> {
        let names: Vec<&str> = value.split(',').map(str::trim).collect();
        // A name that is not known must not leave behind what was noted for the others.
        let before = self.imports.clone();
        let mut names: Vec<TokenStream> = match names.iter().map(|part| name(self, part)).collect() {
            Some(names) => names,
            None => {
                self.imports = before;
                return None;
            }
        };
        match names.len() {
            1 => names.pop(),
            2..=LONGEST_TUPLE => Some(quote!((#(#names),*))),
            _ => {
                self.imports = before;
                None
            }
        }
    }

    /// The constant of a property of the items.
    pub(super) fn constant(&mut self, name: &str, item: &ItemType<'_>, is_navigation: bool) -> Option<TokenStream> {
        let field = match is_navigation {
            true => item.table.navigation(name).filter(|field| self.is_here(field, item.index) == Some(true)),
            false => item.table.field(name),
        }?;
        let constant = ident(&field.constant);
        let path = self.path(Item::Type(item.index))?;
        Some(quote!(#path::#constant))
    }

    /// Whether the area brings what a navigation property leads to, without which its constant is left out.
    fn is_here(&mut self, field: &Field<'_>, owner: usize) -> Option<bool> {
        let plan = self.context().plan;
        let target = match plan.shape(&field.property.ty).element() {
            Shape::Model(index) => Some(Item::Type(*index)),
            Shape::Enum(index) => Some(Item::Enum(*index)),
            _ => None,
        };
        let Some(target) = target else { return Some(true) };
        let areas = self.held(plan.areas_of(target))?;
        let owner = self.held(plan.type_at(owner))?;
        Some(is_within(&owner.areas, areas) || areas.contains(&self.examples.number))
    }

    /// The calls for the headers.
    pub(super) fn headers(
        &mut self,
        plan: Option<&OperationPlan<'_>>,
        request: &ExampleRequest,
        query: &[(String, String)],
    ) -> TokenStream {
        let mut calls = TokenStream::new();
        let is_sendable = |name: &str, value: &str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
                && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        };
        for (name, value) in &request.headers {
            let (lower, value) = (name.to_ascii_lowercase(), value.trim());
            if NOT_SHOWN.contains(&lower.as_str()) || value.is_empty() || !is_sendable(name, value) {
                continue;
            }
            self.headers.push((name.clone(), value.to_owned()));
            if lower == "consistencylevel" && plan.is_some_and(|plan| is_implied(plan, value, query)) {
                continue;
            }
            let (wire, text) = (text(name), text(value));
            calls.extend(match lower.as_str() {
                "content-type" if plan.is_some_and(|plan| !is_other_type(plan, request, value)) => continue,
                "content-type" if plan.is_none() => continue,
                "if-match" => quote!(.if_match(#text)),
                _ => quote!(.header(#wire, #text)),
            });
        }
        calls
    }
}

/// Whether the example sends its body as another type than the call does by itself.
fn is_other_type(plan: &OperationPlan<'_>, request: &ExampleRequest, value: &str) -> bool {
    let own = match (&request.body, &plan.body) {
        (ExampleBody::None, _) | (_, BodyPlan::Multipart) => return false,
        (_, BodyPlan::Binary(media_type) | BodyPlan::Text(media_type)) => media_type,
        (_, BodyPlan::JsonPatch) => "application/json-patch+json",
        // Text in place of JSON brings its type with it.
        (ExampleBody::Other(_), _) => return false,
        _ => "application/json",
    };
    let essence = |value: &str| value.split(';').next().unwrap_or_default().trim().to_lowercase();
    essence(own) != essence(value)
}

/// The type of what an operation answers with.
pub(super) struct ItemType<'t> {
    pub(super) index: usize,
    pub(super) table: &'t TypeFields<'t>,
}

/// Whether the typed condition would add `$count=true`, which the example does without.
fn brings_count(plan: &OperationPlan<'_>, filter: &str) -> bool {
    let is_advanced = filter.contains(" ne ") || filter.contains("endswith(") || filter.contains("not(");
    let headers = &plan.operation.headers;
    is_advanced
        && plan.operation.query_options.contains(&QueryOption::Count)
        && headers.iter().any(|header| header.name.eq_ignore_ascii_case("ConsistencyLevel"))
}

/// Whether counting or searching brings the header by itself.
fn is_implied(plan: &OperationPlan<'_>, value: &str, query: &[(String, String)]) -> bool {
    let offers = |option| plan.operation.query_options.contains(&option);
    let counts = |(name, value): &(String, String)| name == "$count" && value == "true" && offers(QueryOption::Count);
    let searches =
        |(name, value): &(String, String)| name == "$search" && value.starts_with('"') && offers(QueryOption::Search);
    let documented = plan.operation.headers.iter().find(|header| header.name.eq_ignore_ascii_case("ConsistencyLevel"));
    documented.is_some_and(|header| header.value.as_deref().unwrap_or("eventual") == value)
        && query.iter().any(|pair| counts(pair) || searches(pair))
}
