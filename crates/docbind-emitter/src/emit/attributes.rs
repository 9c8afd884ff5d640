//! Attributes that the user wants on types and fields.

use proc_macro2::TokenStream;
use syn::parse::Parser;

use super::Context;
use crate::{Attribute, Error};

/// Refuses what is no attribute.
pub(super) fn check(attributes: &[Attribute]) -> Result<(), Error> {
    let is_attribute = |text: &str| syn::Attribute::parse_outer.parse_str(text).is_ok_and(|found| !found.is_empty());
    match attributes.iter().find(|attribute| !is_attribute(&attribute.tokens)) {
        Some(attribute) => Err(Error::Attribute { text: attribute.tokens.clone() }),
        None => Ok(()),
    }
}

impl Context<'_> {
    /// The attributes of a struct or an enum.
    pub(super) fn type_attributes(&self, name: &str) -> TokenStream {
        self.attributes(name, false)
    }

    /// The attributes of a field.
    pub(super) fn field_attributes(&self, name: &str, field: &str) -> TokenStream {
        // Names of fields are put together for those alone who ask.
        if self.options.attributes.is_empty() {
            TokenStream::new()
        } else {
            self.attributes(&format!("{name}.{field}"), true)
        }
    }

    fn attributes(&self, name: &str, is_field: bool) -> TokenStream {
        let wanted = self.options.attributes.iter().filter(|attribute| attribute.is_field == is_field);
        // They were checked before the first file was begun.
        wanted
            .filter(|attribute| attribute.fits(name))
            .filter_map(|found| found.tokens.parse::<TokenStream>().ok())
            .collect()
    }
}
