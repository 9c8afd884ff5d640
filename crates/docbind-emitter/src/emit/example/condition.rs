//! Simple conditions of `$filter` as typed ones.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::super::ident;
use super::options::ItemType;
use super::{Writing, text};
use crate::plan::Shape;

impl Writing<'_, '_, '_> {
    /// Comparisons of properties with values, and calls of text functions, joined by `and`. Nothing for any other
    /// condition, and where the typed one would be written otherwise than the page writes it.
    pub(super) fn condition(&mut self, filter: &str, item: &ItemType<'_>) -> Option<TokenStream> {
        let before = self.imports.clone();
        let conditions: Option<Vec<TokenStream>> =
            parts(filter).map(|part| part.and_then(|part| self.comparison(part, item))).collect();
        let Some(conditions) = conditions else {
            self.imports = before;
            return None;
        };
        let mut conditions = conditions.into_iter();
        let first = conditions.next()?;
        Some(conditions.fold(first, |all, condition| quote!(#all.and(#condition))))
    }

    fn comparison(&mut self, condition: &str, item: &ItemType<'_>) -> Option<TokenStream> {
        if let Some((function, arguments)) = condition.split_once('(') {
            let method = ident(match function {
                "startswith" => "starts_with",
                "endswith" => "ends_with",
                "contains" => "contains",
                _ => return None,
            });
            let (property, value) = arguments.strip_suffix(')')?.split_once(',')?;
            let value = text(&unquoted(value.trim_start())?);
            let is_text = self.shape(property, item)? == Shape::Text;
            let constant = is_text.then(|| self.constant(property, item, false))??;
            return Some(quote!(#constant.#method(#value)));
        }
        let (property, rest) = condition.split_once(' ')?;
        let (operator, value) = rest.split_once(' ')?;
        let shape = self.shape(property, item)?;
        if value == "null" {
            let method = ident(match operator {
                "eq" => "is_null",
                "ne" => "is_not_null",
                _ => return None,
            });
            let constant = self.constant(property, item, false)?;
            return Some(quote!(#constant.#method()));
        }
        let method = match operator {
            "eq" | "ne" | "gt" | "ge" | "lt" | "le" => ident(operator),
            _ => return None,
        };
        let value = match &shape {
            Shape::Text => {
                let value = text(&unquoted(value)?);
                quote!(#value)
            }
            Shape::Bool => {
                let value: bool = value.parse().ok()?;
                quote!(#value)
            }
            // The text of a number must be the one that the number is written as.
            Shape::I32 => {
                let number: i32 =
                    value.parse().ok().filter(|number: &i32| *number >= 0 && number.to_string() == value)?;
                let number = Literal::i32_unsuffixed(number);
                quote!(#number)
            }
            Shape::Enum(_) => self.exact(&Value::String(unquoted(value)?), &shape)?,
            _ => return None,
        };
        let constant = self.constant(property, item, false)?;
        Some(quote!(#constant.#method(#value)))
    }

    fn shape(&self, property: &str, item: &ItemType<'_>) -> Option<Shape> {
        Some(self.context().plan.shape(&item.table.field(property)?.property.ty))
    }
}

/// The text between quotes, inner ones undone.
fn unquoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('\'')?.strip_suffix('\'')?;
    let undone = inner.replace("''", "\u{0}");
    (!undone.contains('\'')).then(|| undone.replace('\u{0}', "'"))
}

/// The conditions that `and` joins outside quotes; nothing for one that quotes end in the middle of.
fn parts(filter: &str) -> impl Iterator<Item = Option<&str>> {
    let whole = filter.split(" and ");
    whole.map(|part| (part.matches('\'').count() % 2 == 0).then_some(part))
}
