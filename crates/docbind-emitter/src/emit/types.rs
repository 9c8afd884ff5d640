//! Types, paths and `cfg`s as tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, ident};
use crate::Layout;
use crate::plan::{AreaSet, Item, Shape};

/// The file that a path stands in. Paths are relative, so that the output works as a crate and as a module.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// A file of a type in this module of models.
    Models(usize),
    /// An area's `mod.rs`.
    Area,
    /// An area's `nodes.rs`.
    Nodes,
}

impl Context<'_> {
    /// The path of a type or enumeration.
    pub(super) fn item(&self, item: Item, place: Place) -> TokenStream {
        let found = match item {
            Item::Type(index) => self.plan.types.get(index).map(|plan| (&plan.name, plan.module)),
            Item::Enum(index) => self.plan.enums.get(index).map(|plan| (&plan.name, plan.module)),
        };
        let Some((name, module)) = found else { return quote!(()) };
        let name = ident(name);
        let inner = self.plan.modules.get(module).map(|module| module.name.as_str()).filter(|name| !name.is_empty());
        let inner = inner.map(|inner| {
            let inner = ident(inner);
            quote!(#inner::)
        });
        match place {
            Place::Models(own) if own == module => quote!(super::#name),
            Place::Models(own) => {
                let is_root = self.plan.modules.get(own).is_some_and(|module| module.name.is_empty());
                if is_root { quote!(super::#inner #name) } else { quote!(super::super::#inner #name) }
            }
            Place::Area => quote!(super::models::#inner #name),
            Place::Nodes => quote!(super::super::models::#inner #name),
        }
    }

    /// The Rust type of a value. The runtime's own types are reached through `model`, which every file of models
    /// imports, and through `runtime::model` elsewhere.
    pub(super) fn ty(&self, shape: &Shape, place: Place) -> TokenStream {
        let model = model(place);
        match shape {
            Shape::Text => quote!(String),
            Shape::Bool => quote!(bool),
            Shape::I32 => quote!(i32),
            Shape::I64 => quote!(i64),
            Shape::F64 => quote!(f64),
            Shape::Own(name) => {
                let name = ident(name);
                quote!(#model::#name)
            }
            Shape::Json => quote!(#model::Json),
            Shape::Model(index) => self.item(Item::Type(*index), place),
            Shape::Enum(index) => {
                let path = self.item(Item::Enum(*index), place);
                if self.is_flags(*index) { quote!(#model::Flags<#path>) } else { path }
            }
            Shape::List(inner) => {
                let inner = self.ty(inner, place);
                quote!(Vec<#inner>)
            }
        }
    }

    pub(super) fn is_flags(&self, index: usize) -> bool {
        self.plan.enums.get(index).is_some_and(|plan| plan.def.is_flags)
    }

    /// The condition under which an item of these areas is compiled, as an attribute.
    pub(super) fn cfg(&self, areas: &AreaSet) -> TokenStream {
        if self.options.layout == Layout::Module {
            return TokenStream::new();
        }
        let mut features: Vec<Literal> = areas
            .iter()
            .filter_map(|area| self.plan.areas.get(usize::from(*area)))
            .map(|area| Literal::string(&area.feature))
            .collect();
        match features.as_mut_slice() {
            [] => quote!(#[cfg(feature = "full")]),
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }

    /// The condition of one area.
    pub(super) fn cfg_area(&self, index: usize) -> TokenStream {
        self.cfg(&u16::try_from(index).map_or_else(|_| Vec::new(), |area| vec![area]))
    }
}

/// The path of the runtime's module of model types.
pub(super) fn model(place: Place) -> TokenStream {
    match place {
        Place::Models(_) => quote!(model),
        Place::Area | Place::Nodes => quote!(runtime::model),
    }
}
