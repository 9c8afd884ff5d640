//! The same types with serde derive: what a generator that leaves the work to macros would have written.

use std::collections::BTreeMap;

use docbind_ir::{Api, EnumDef, Primitive, Property, TypeDef, TypeRef};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// How many base types are followed, so that a cycle of the pages ends.
const ANCESTORS: usize = 32;

/// A module with every type and enum of `api`: one `rename` a field, `default`, `skip_serializing_if`, no `flatten`,
/// inherited properties as fields of the type itself, every edge to another type boxed.
pub(crate) fn source(api: &Api) -> syn::Result<String> {
    let names = Names::new(api);
    let types = api.types.iter().enumerate().map(|(index, ty)| structure(api, &names, index, ty));
    let enums = api.enums.iter().enumerate().map(|(index, definition)| enumeration(index, definition));
    let file = quote! {
        use serde::{Deserialize, Serialize};
        #(#types)*
        #(#enums)*
    };
    Ok(prettyplease::unparse(&syn::parse2(file)?))
}

/// The name of the twin of the type `name`, when it has one.
pub(crate) fn type_name(api: &Api, name: &str) -> Option<String> {
    let index = api.types.iter().position(|ty| ty.name.as_str().eq_ignore_ascii_case(name))?;
    Some(format!("T{index}"))
}

struct Names {
    types: BTreeMap<String, usize>,
    enums: BTreeMap<String, usize>,
}

impl Names {
    fn new(api: &Api) -> Self {
        Self {
            types: api.types.iter().enumerate().map(|(index, ty)| (ty.name.key(), index)).collect(),
            enums: api.enums.iter().enumerate().map(|(index, definition)| (definition.name.key(), index)).collect(),
        }
    }
}

fn structure(api: &Api, names: &Names, index: usize, ty: &TypeDef) -> TokenStream {
    let name = format_ident!("T{index}");
    let description = &ty.description;
    let fields = inherited(api, names, ty).into_iter().enumerate().map(|(index, property)| {
        let field = format_ident!("f{index}");
        let wire = &*property.name;
        let description = &property.description;
        let ty = rust_type(names, &property.ty);
        quote! {
            #[doc = #description]
            #[serde(rename = #wire, skip_serializing_if = "Option::is_none")]
            pub #field: Option<#ty>,
        }
    });
    quote! {
        #[doc = #description]
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct #name { #(#fields)* }
    }
}

fn inherited<'a>(api: &'a Api, names: &Names, ty: &'a TypeDef) -> Vec<&'a Property> {
    let mut properties: BTreeMap<&str, &Property> = BTreeMap::new();
    let mut current = Some(ty);
    for _ in 0..ANCESTORS {
        let Some(ty) = current else { break };
        for property in &ty.properties {
            properties.entry(&property.name).or_insert(property);
        }
        current = ty
            .base
            .as_ref()
            .and_then(|base| names.types.get(&base.name()?.key()))
            .and_then(|index| api.types.get(*index));
    }
    properties.into_values().filter(|property| !property.name.contains('@')).collect()
}

fn enumeration(index: usize, definition: &EnumDef) -> TokenStream {
    let name = format_ident!("E{index}");
    let members = definition.members.iter().enumerate().map(|(index, member)| {
        let variant = format_ident!("V{index}");
        let wire = &*member.name;
        quote! { #[serde(rename = #wire)] #variant, }
    });
    quote! {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum #name {
            #(#members)*
            #[serde(untagged)]
            Unknown(String),
        }
    }
}

fn rust_type(names: &Names, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Collection(inner) => {
            let inner = rust_type(names, inner);
            quote! { Vec<#inner> }
        }
        TypeRef::Named(name) => match (names.types.get(&name.key()), names.enums.get(&name.key())) {
            (Some(index), _) => {
                let name = format_ident!("T{index}");
                quote! { Box<#name> }
            }
            (None, Some(index)) => {
                let name = format_ident!("E{index}");
                quote! { #name }
            }
            (None, None) => quote! { serde_json::Value },
        },
        TypeRef::Primitive(primitive) => match primitive {
            Primitive::Boolean => quote! { bool },
            Primitive::Byte | Primitive::Int16 | Primitive::Int32 => quote! { i32 },
            Primitive::Int64 => quote! { i64 },
            Primitive::Single | Primitive::Double | Primitive::Decimal => quote! { f64 },
            Primitive::Untyped => quote! { serde_json::Value },
            _ => quote! { String },
        },
        TypeRef::Unresolved(_) => quote! { serde_json::Value },
    }
}
