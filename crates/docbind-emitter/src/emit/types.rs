//! Types, paths and `cfg`s as tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, ident};
use crate::plan::{AreaSet, Item, Shape};
use crate::{Broken, Layout};

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
    pub(super) fn item(&self, item: Item, place: Place) -> Result<TokenStream, Broken> {
        let entry = self.plan.entry(item)?;
        let name = ident(entry.name);
        let inner = (!entry.module.name.is_empty()).then(|| {
            let inner = ident(&entry.module.name);
            quote!(#inner::)
        });
        Ok(match place {
            Place::Models(own) if own == entry.place => quote!(super::#name),
            Place::Models(own) => {
                let own = Broken::at(&self.plan.modules, own, "module")?;
                if own.name.is_empty() { quote!(super::#inner #name) } else { quote!(super::super::#inner #name) }
            }
            Place::Area => quote!(super::models::#inner #name),
            Place::Nodes => quote!(super::super::models::#inner #name),
        })
    }

    /// The Rust type of a value. The runtime's own types are reached through `model`, which every file of models
    /// imports, and through `runtime::model` elsewhere.
    pub(super) fn ty(&self, shape: &Shape, place: Place) -> Result<TokenStream, Broken> {
        let model = model(place);
        Ok(match shape {
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
            Shape::Model(index) => self.item(Item::Type(*index), place)?,
            Shape::Enum(index) => {
                let path = self.item(Item::Enum(*index), place)?;
                if self.plan.enum_at(*index)?.def.is_flags { quote!(#model::Flags<#path>) } else { path }
            }
            Shape::List(inner) => {
                let inner = self.ty(inner, place)?;
                quote!(Vec<#inner>)
            }
        })
    }

    pub(super) fn is_flags(&self, index: usize) -> bool {
        self.plan.enums.get(index).is_some_and(|plan| plan.def.is_flags)
    }

    /// The condition under which an item of these areas is compiled, as an attribute.
    pub(super) fn cfg(&self, areas: &AreaSet) -> Result<TokenStream, Broken> {
        self.cfg_with(areas, None)
    }

    /// The same, or another feature.
    pub(super) fn cfg_with(&self, areas: &AreaSet, other: Option<&str>) -> Result<TokenStream, Broken> {
        if self.options.layout == Layout::Module {
            return Ok(TokenStream::new());
        }
        let feature =
            |area: &u16| Ok(Literal::string(&Broken::at(&self.plan.areas, usize::from(*area), "area")?.feature));
        let other = other.map(|feature| Ok(Literal::string(feature)));
        let features = areas.iter().map(feature).chain(other).collect::<Result<Vec<Literal>, Broken>>()?;
        Ok(match features.as_slice() {
            [] => quote!(#[cfg(feature = "full")]),
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        })
    }

    /// The condition of a feature that stands for no area.
    pub(super) fn cfg_feature(&self, feature: &str) -> TokenStream {
        match self.options.layout {
            Layout::Module => TokenStream::new(),
            Layout::Crate => quote!(#[cfg(feature = #feature)]),
        }
    }

    /// The condition of one area.
    pub(super) fn cfg_area(&self, index: usize) -> Result<TokenStream, Broken> {
        let area = u16::try_from(index).map_err(|_| Broken(format!("area {index} is one too many")))?;
        self.cfg(&vec![area])
    }
}

/// The path of the runtime's module of model types.
pub(super) fn model(place: Place) -> TokenStream {
    match place {
        Place::Models(_) => quote!(model),
        Place::Area | Place::Nodes => quote!(runtime::model),
    }
}
