//! Files of enumerations.

use proc_macro2::Literal;
use quote::quote;

use super::file::{Piece, RustFile};
use super::outline::Outline;
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
    let mut outline = Outline::default();
    outline.add("enum", &plan.name);
    outline.member("variant", &plan.name, "Unknown");
    let variants = def.members.iter().zip(&plan.variants).map(|(member, variant)| {
        outline.member("variant", &plan.name, variant);
        let mut doc = Doc::default();
        doc.markdown(&member.description, &member.source.file, &context.links);
        doc.paragraph(match member.value {
            Some(value) => format!("{} ({value})", code(&member.name)),
            None => code(&member.name),
        });
        let (doc, variant) = (doc.outer(), ident(variant));
        quote!(#doc #variant,)
    });
    let (doc, variants) = (doc.outer(), variants.collect::<proc_macro2::TokenStream>());
    let definition = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            /// A value that the documentation does not list.
            Unknown(String),
        }
    };
    let mut file = RustFile::new(context.path(plan.module, &plan.file));
    let mut uses = Outline::default();
    uses.add("use", "");
    file.push(Piece::new(
        quote!(
            use ::docbind_runtime::model;
        ),
        uses,
    ))?;
    file.push(Piece::new(definition, outline))?;

    let mut outline = Outline::default();
    outline.add("impl", format!("OpenEnum for {}", plan.name));
    outline.add("macro", "open_enum");
    outline.member("constant", &plan.name, "NAMES");
    for function in ["index", "from_index", "unknown"] {
        outline.member("function", &plan.name, function);
    }
    let names = def.members.iter().map(|member| Literal::string(&member.name));
    let variants: Vec<_> = plan.variants.iter().map(|variant| ident(variant)).collect();
    let numbers: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let (from, parameter) = if variants.is_empty() {
        (quote!(None), quote!(_index))
    } else {
        (quote!(match index { #(#numbers => Some(Self::#variants),)* _ => None }), quote!(index))
    };
    let tokens = quote! {
        impl model::OpenEnum for #name {
            const NAMES: &'static [&'static str] = &[#(#names),*];
            #[inline]
            fn index(&self) -> Result<usize, &str> {
                match self { #(Self::#variants => Ok(#numbers),)* Self::Unknown(text) => Err(text) }
            }
            #[inline]
            fn from_index(#parameter: usize) -> Option<Self> { #from }
            #[inline]
            fn unknown(text: String) -> Self { Self::Unknown(text) }
        }
        ::docbind_runtime::open_enum!(#name);
    };
    file.push(Piece::new(tokens, outline))?;
    Ok(file.finish())
}
