//! Files of enumerations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::Draft;
use super::file::RustFile;
use super::outline::Outline;
use super::{Context, GeneratedFile, ident, planned};
use crate::Error;
use crate::doc::{Doc, code};
use crate::plan::Item;

/// The file of an enumeration.
pub(super) fn file(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    let plan = context.plan.enum_at(index)?;
    let def = plan.def;
    let mut doc = Doc::default();
    doc.markdown(&def.description, &def.source.file, &context.links);
    if doc.is_empty() {
        doc.paragraph(format!("The values of {}.", code(def.name.as_str())));
    }
    let combined = if def.is_flags { "; several may be combined" } else { "" };
    doc.paragraph(format!("Wire name {}{combined}.", code(def.name.as_str())));
    doc.paragraph(context.page_link(&def.source.file, def.source.line));

    let name = ident(&plan.name);
    let mut draft = Draft::default();
    let variants = def.members.iter().zip(&plan.variants).map(|(member, variant)| {
        let mut doc = Doc::default();
        doc.markdown(&member.description, &member.source.file, &context.links);
        doc.paragraph(match member.value {
            Some(value) => format!("{} ({value})", code(&member.name)),
            None => code(&member.name),
        });
        let (doc, variant) = (draft.comment(doc), ident(variant));
        quote!(#[#doc] #variant,)
    });
    let variants: TokenStream = variants.collect();
    let doc = draft.comment(doc);
    let attributes = context.type_attributes(def.name.as_str());
    let definition = quote! {
        #[#doc]
        #attributes
        #[non_exhaustive]
        pub enum #name {
            #variants
            /// A value that the documentation does not list.
            Unknown(String),
        }
    };
    let mut file = RustFile::new(context.path(Item::Enum(index))?);
    file.push(draft.piece(definition, planned::enumeration(plan)))?;

    let mut draft = Draft::default();
    let members = def.members.iter().zip(&plan.variants).enumerate().map(|(index, (member, variant))| {
        let (index, wire_name) = (Literal::usize_unsuffixed(index), Literal::string(&member.name));
        let variant = ident(variant);
        quote!(#index #wire_name #variant)
    });
    let rows = std::iter::once(quote!(#name)).chain(members).collect();
    let tokens = draft.table(quote!(::docbind_runtime::open_enum), rows);
    file.push(draft.piece(tokens, Outline::default().with("macro", "open_enum")))?;
    Ok(file.finish())
}
