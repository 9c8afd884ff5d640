//! JSON values as Rust expressions of the generated types.

use docbind_ir::Property;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::super::ident;
use super::fields::TypeFields;
use super::{Writing, text};
use crate::plan::{Item, Shape};

/// A JSON value of more parts than this is read from text instead of being written as a macro, which the compiler would
/// unroll part by part.
const LARGEST_MACRO: usize = 48;

/// The same for values inside one another.
const DEEPEST_MACRO: usize = 8;

/// Objects deeper inside one another than this are set as JSON: the grammar is followed by recursion.
const DEEPEST_MODEL: usize = 12;

impl Writing<'_, '_, '_> {
    /// A value in a place that takes whatever converts into the shape, as setters do; nothing when it does not fit.
    pub(super) fn argument(&mut self, value: &Value, shape: &Shape) -> Option<TokenStream> {
        match (shape, value) {
            (Shape::Text, Value::String(value)) => {
                let value = text(value);
                Some(quote!(#value))
            }
            (Shape::Json, value) if !value.is_null() => Some(self.convertible(value)),
            (Shape::Enum(index), Value::String(value)) if self.context().is_flags(*index) => self.flags(value, *index),
            (Shape::Enum(index), Value::String(value)) => Some(self.member(value, *index).unwrap_or_else(|| {
                let value = text(value);
                quote!(#value)
            })),
            (Shape::List(inner), Value::Array(values)) => self.list(values, inner),
            (shape, value) => self.exact(value, shape),
        }
    }

    /// A value that already has the type of the shape.
    pub(super) fn exact(&mut self, value: &Value, shape: &Shape) -> Option<TokenStream> {
        match (shape, value) {
            (Shape::Text, Value::String(value)) => {
                let value = text(value);
                Some(quote!(#value.to_owned()))
            }
            (Shape::Bool, Value::Bool(value)) => Some(quote!(#value)),
            (Shape::I32, Value::Number(number)) => {
                Some(signed(Literal::i32_unsuffixed(i32::try_from(number.as_i64()?).ok()?)))
            }
            (Shape::I64, Value::Number(number)) => Some(signed(Literal::i64_unsuffixed(number.as_i64()?))),
            (Shape::I64, Value::String(number)) => Some(signed(Literal::i64_unsuffixed(number.parse().ok()?))),
            (Shape::F64, Value::Number(number)) => {
                let number = number.as_f64().filter(|number| number.is_finite())?;
                Some(signed(Literal::f64_unsuffixed(number)))
            }
            (Shape::Own("Binary"), Value::String(value)) => {
                let binary = is_base64(value).then(|| self.imports.own("Binary"))?;
                let value = text(value);
                Some(quote!(#binary::from_base64(#value)?))
            }
            (Shape::Own(name), Value::String(value)) => {
                let (own, value) = (self.imports.own(name), text(value));
                Some(quote!(#own::from_text(#value)))
            }
            (Shape::Json, value) => Some(self.json(value)),
            (Shape::Enum(index), Value::String(value)) if !self.context().is_flags(*index) => {
                self.member(value, *index)
            }
            (Shape::Model(index), Value::Object(members)) if self.depth < DEEPEST_MODEL => {
                self.depth += 1;
                let model = self.model(members, *index);
                self.depth -= 1;
                model
            }
            _ => None,
        }
    }

    /// The elements of a list, for a place that takes anything to iterate over.
    pub(super) fn list(&mut self, values: &[Value], inner: &Shape) -> Option<TokenStream> {
        let converts = matches!(inner, Shape::Text | Shape::Enum(_));
        if values.is_empty() {
            // Where anything that converts is taken, an empty array would be of no type.
            return match inner {
                Shape::Text => Some(quote!(Vec::<String>::new())),
                Shape::Enum(index) if !self.context().is_flags(*index) => {
                    let path = self.path(Item::Enum(*index))?;
                    Some(quote!(Vec::<#path>::new()))
                }
                Shape::Enum(_) => None,
                _ => Some(quote!([])),
            };
        }
        let element = |writing: &mut Self, value| match inner {
            Shape::Text => writing.argument(value, inner),
            _ => writing.exact(value, inner),
        };
        let typed: Option<Vec<TokenStream>> = values.iter().map(|value| element(self, value)).collect();
        if let Some(values) = typed {
            return Some(quote!([#(#values),*]));
        }
        // One member that is not documented makes all of them text.
        let texts: Option<Vec<Literal>> = values.iter().map(|value| value.as_str().map(text)).collect();
        let texts =
            texts.filter(|_| converts && !matches!(inner, Shape::Enum(index) if self.context().is_flags(*index)))?;
        Some(quote!([#(#texts),*]))
    }

    /// An object as a chain of setters. What no setter takes is set by its name, so that nothing is lost.
    pub(super) fn model(&mut self, members: &Map<String, Value>, declared: usize) -> Option<TokenStream> {
        let plan = self.context().plan;
        let named = members.get("@odata.type").and_then(Value::as_str);
        let derived = named.and_then(|name| self.derived(name, declared));
        let index = derived.unwrap_or(declared);
        let path = self.path(Item::Type(index))?;
        let mut chain = quote!(#path::new());
        let wire_name = self.held(plan.type_at(index))?.def.name.as_str();
        let table = self.held(self.examples.context.fields.of_type(plan, index))?;
        for (name, value) in members {
            let is_own_type = name == "@odata.type" && named.and_then(|name| name.strip_prefix('#')) == Some(wire_name);
            if is_own_type {
                if derived.is_none() {
                    self.imports.own("Model");
                    chain.extend(quote!(.with_odata_type()));
                }
                // Going up to the base writes the type by itself.
                continue;
            }
            let is_settable = table
                .field(name)
                .is_some_and(|field| value.is_null() || plan.settable.has_setter(index, field.property));
            let step = if is_settable { self.set(name, value, table, Some(&path)) } else { None };
            let step = step.unwrap_or_else(|| {
                self.imports.own("Model");
                let (name, value) = (text(name), self.convertible(value));
                quote!(.with(#name, #value))
            });
            chain.extend(step);
        }
        if derived.is_some() {
            self.imports.own("Model");
            chain.extend(quote!(.into_base()));
        }
        Some(chain)
    }

    /// The body of an operation's own; nothing when a member has no setter, as such types have no other way.
    pub(super) fn inline(
        &mut self,
        members: &Map<String, Value>,
        name: &str,
        properties: &[Property],
    ) -> Option<TokenStream> {
        let table = TypeFields::of_body(properties);
        let path = ident(name);
        let mut chain = quote!(#path::new());
        for (name, value) in members {
            chain.extend(self.set(name, value, &table, None)?);
        }
        self.imports.bodies.insert(name.to_owned());
        Some(chain)
    }

    /// The call of a setter; nothing when there is none or it does not take the value.
    fn set(
        &mut self,
        name: &str,
        value: &Value,
        table: &TypeFields<'_>,
        model: Option<&TokenStream>,
    ) -> Option<TokenStream> {
        let field = table.field(name)?;
        if value.is_null() {
            let (model, constant) = (model?, ident(&field.constant));
            self.imports.own("Model");
            return Some(quote!(.null(#model::#constant)));
        }
        let argument = self.argument(value, &self.context().plan.shape(&field.property.ty))?;
        let setter = ident(&field.name);
        Some(quote!(.#setter(#argument)))
    }

    /// The documented type that `@odata.type` names, when it derives from the declared one and the area brings it.
    fn derived(&mut self, name: &str, declared: usize) -> Option<usize> {
        let plan = self.context().plan;
        let name = name.strip_prefix('#').unwrap_or(name);
        let Some(Item::Type(index)) = plan.item(name) else { return None };
        let is_here = self.held(plan.type_at(index))?.areas.contains(&self.examples.number);
        let chain = self.held(plan.chain(index))?;
        (index != declared && is_here && chain.contains(&declared)).then_some(index)
    }

    /// A documented member.
    fn member(&mut self, value: &str, index: usize) -> Option<TokenStream> {
        let plan = self.context().plan;
        let plan = self.held(plan.enum_at(index))?;
        let place = plan.def.members.iter().position(|member| &*member.name == value)?;
        let variant = ident(plan.variants.get(place)?);
        let path = self.path(Item::Enum(index))?;
        Some(quote!(#path::#variant))
    }

    /// Members that are sent as one text.
    fn flags(&mut self, value: &str, index: usize) -> Option<TokenStream> {
        let words: Vec<&str> = value.split(',').map(str::trim).collect();
        let mut members: Vec<TokenStream> = words.iter().map(|word| self.member(word, index)).collect::<Option<_>>()?;
        match members.len() {
            1 => members.pop(),
            _ => Some(quote!([#(#members),*])),
        }
    }

    /// What an item is called where the example stands.
    pub(super) fn path(&mut self, item: Item) -> Option<TokenStream> {
        let context = self.examples.context;
        let path = context.short_names.path(context.plan, item, &mut self.imports);
        self.held(path)
    }

    /// JSON in a place that takes what converts into it.
    pub(super) fn convertible(&mut self, value: &Value) -> TokenStream {
        match value {
            Value::String(value) => {
                let value = text(value);
                quote!(#value)
            }
            Value::Bool(value) => quote!(#value),
            Value::Number(number) => number
                .as_i64()
                .and_then(|number| i32::try_from(number).ok())
                .map_or_else(|| self.json(value), |number| signed(Literal::i32_unsuffixed(number))),
            value => self.json(value),
        }
    }

    /// JSON as it looks, or from its text when it is large.
    pub(super) fn json(&mut self, value: &Value) -> TokenStream {
        if value.is_null() {
            let json = self.imports.own("Json");
            return quote!(#json::Null);
        }
        if parts(value) > LARGEST_MACRO || depth(value) > DEEPEST_MACRO {
            let (json, value) = (self.imports.own("Json"), text(&value.to_string()));
            return quote!(#value.parse::<#json>()?);
        }
        let (json, value) = (self.imports.own("json"), macro_tokens(value));
        quote!(#json!(#value))
    }
}

/// A number with its sign, which literals do not have.
fn signed(literal: Literal) -> TokenStream {
    let text = literal.to_string();
    match text.strip_prefix('-').and_then(|digits| digits.parse::<Literal>().ok()) {
        Some(digits) => quote!(-#digits),
        None => quote!(#literal),
    }
}

/// Whether the runtime writes the text again as it is: base64 in the standard alphabet, padded.
fn is_base64(value: &str) -> bool {
    let digits = value.trim_end_matches('=');
    let padding = value.len() - digits.len();
    value.len().is_multiple_of(4)
        && padding <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        && match (padding, digits.bytes().last()) {
            // The last digit must not have bits that no byte takes.
            (1, Some(last)) => is_among(last, b"AEIMQUYcgkosw048"),
            (2, Some(last)) => is_among(last, b"AQgw"),
            (padding, _) => padding == 0,
        }
}

fn is_among(byte: u8, bytes: &[u8]) -> bool {
    bytes.contains(&byte)
}

/// The number of values in a value.
fn parts(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(parts).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(|value| 1 + parts(value)).sum::<usize>(),
        _ => 1,
    }
}

/// How many values are inside one another.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 1,
    }
}

/// The value between the parentheses of `json!`.
fn macro_tokens(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::Number(number) => number.to_string().parse().unwrap_or_default(),
        Value::String(value) => {
            let value = text(value);
            quote!(#value)
        }
        Value::Array(values) => {
            let values = values.iter().map(macro_tokens);
            quote!([#(#values),*])
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let (name, value) = (text(name), macro_tokens(value));
                quote!(#name: #value)
            });
            quote!({ #(#members),* })
        }
    }
}
