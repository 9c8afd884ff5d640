//! Files of enumerations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::Draft;
use super::file::RustFile;
use super::{Context, GeneratedFile, ident};
use crate::Error;
use crate::doc::{Doc, code};

/// The file of an enumeration.
pub(super) fn file(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    let Some(plan) = context.plan.enums.get(index) else { return Ok(RustFile::new(String::new()).finish()) };
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
    draft.add("enum", &plan.name);
    draft.member("variant", &plan.name, "Unknown");
    let variants = def.members.iter().zip(&plan.variants).map(|(member, variant)| {
        draft.member("variant", &plan.name, variant);
        let mut doc = Doc::default();
        doc.markdown(&member.description, &member.source.file, &context.links);
        doc.paragraph(match member.value {
            Some(value) => format!("{} ({value})", code(&member.name)),
            None => code(&member.name),
        });
        let (doc, variant) = (draft.comment(doc), ident(variant));
        quote!(#doc #variant,)
    });
    let variants: TokenStream = variants.collect();
    let doc = draft.comment(doc);
    let definition = quote! {
        #doc
        #[non_exhaustive]
        pub enum #name {
            #variants
            /// A value that the documentation does not list.
            Unknown(String),
        }
    };
    let mut file = RustFile::new(context.path(plan.module, &plan.file));
    let mut uses = Draft::default();
    uses.add("use", "");
    file.push(uses.piece(quote!(
        use ::docbind_runtime::model;
    )))?;
    file.push(draft.piece(definition))?;

    let mut draft = Draft::default();
    draft.add("impl", format!("OpenEnum for {}", plan.name));
    draft.add("macro", "open_enum");
    draft.member("constant", &plan.name, "NAMES");
    for function in ["index", "from_index"] {
        draft.member("function", &plan.name, function);
    }
    let names = def.members.iter().map(|member| Literal::string(&member.name));
    let variants: Vec<_> = plan.variants.iter().map(|variant| ident(variant)).collect();
    let numbers: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let tokens = quote! {
        impl model::OpenEnum for #name {
            const NAMES: &'static [&'static str] = &[#(#names),*];
            #[inline]
            fn index(&self) -> Result<usize, &str> {
                let index = match self { #(Self::#variants => #numbers,)* Self::Unknown(text) => return Err(text) };
                Ok(index)
            }
            #[inline]
            fn from_index(index: Result<usize, String>) -> Self {
                let index = match index {
                    Ok(index) => index,
                    Err(text) => return Self::Unknown(text),
                };
                match index {
                    #(#numbers => Self::#variants,)*
                    _ => Self::Unknown(String::new()),
                }
            }
        }
        ::docbind_runtime::open_enum!(#name);
    };
    file.push(draft.piece(tokens))?;
    Ok(file.finish())
}
