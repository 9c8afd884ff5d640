//! What many operations of an area document alike, written once: their query options and headers.

use std::collections::{BTreeMap, BTreeSet};

use docbind_ir::{Header, Operation};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::draft::{Draft, Piece};
use super::ident;
use crate::plan::Area;
use crate::plan::words::words;

/// The constants of an area. Spelled out at each operation, these lists would be a twentieth of the lines of a crate.
#[derive(Debug, Default)]
pub(super) struct Lists {
    names: BTreeMap<List, String>,
    taken: BTreeSet<String>,
}

/// A list as it stands in `Meta`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    QueryOptions(Vec<&'static str>),
    Headers(Vec<(String, Option<String>, bool)>),
}

impl Lists {
    pub(super) fn of(area: &Area<'_>) -> Self {
        let mut lists = Self::default();
        for plan in &area.operations {
            lists.add(query_options(plan.operation));
            lists.add(headers(plan.operation));
        }
        lists
    }

    fn add(&mut self, list: List) {
        if list.is_empty() || self.names.contains_key(&list) {
            return;
        }
        let name = words(&list.words()).join("_").to_uppercase();
        let mut unique = name.clone();
        let mut number = 2;
        while !self.taken.insert(unique.clone()) {
            unique = format!("{name}_{number}");
            number += 1;
        }
        self.names.insert(list, unique);
    }

    /// The items, to stand above the operations.
    pub(super) fn piece(&self) -> Piece {
        let mut draft = Draft::default();
        let mut tokens = TokenStream::new();
        for (list, name) in &self.names {
            draft.add("constant", name);
            let (name, ty, values) = (ident(name), list.ty(), list.values());
            tokens.extend(quote!(const #name: #ty = #values;));
        }
        draft.piece(tokens)
    }

    /// The documented query options of an operation.
    pub(super) fn query_options(&self, operation: &Operation) -> TokenStream {
        self.reference(&query_options(operation))
    }

    /// The documented headers of an operation.
    pub(super) fn headers(&self, operation: &Operation) -> TokenStream {
        self.reference(&headers(operation))
    }

    fn reference(&self, list: &List) -> TokenStream {
        let name: Option<Ident> = self.names.get(list).map(|name| ident(name));
        name.map_or_else(|| list.values(), |name| quote!(#name))
    }
}

impl List {
    fn is_empty(&self) -> bool {
        match self {
            Self::QueryOptions(options) => options.is_empty(),
            Self::Headers(headers) => headers.is_empty(),
        }
    }

    /// What the name of the constant says.
    fn words(&self) -> String {
        match self {
            Self::QueryOptions(options) => options.join(" "),
            Self::Headers(headers) => {
                let header = |(name, value, required): &(String, Option<String>, bool)| {
                    let required = if *required { "required" } else { "" };
                    format!("{required} {name} {}", value.as_deref().unwrap_or_default())
                };
                headers.iter().map(header).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn ty(&self) -> TokenStream {
        match self {
            Self::QueryOptions(_) => quote!(&[&str]),
            Self::Headers(_) => quote!(&[runtime::HeaderMeta]),
        }
    }

    fn values(&self) -> TokenStream {
        match self {
            Self::QueryOptions(options) => {
                let options = options.iter().map(|option| Literal::string(option));
                quote!(&[#(#options),*])
            }
            Self::Headers(headers) => {
                let headers = headers.iter().map(|(name, value, required)| {
                    let name = Literal::string(name);
                    let value = value.as_ref().map(|value| Literal::string(value));
                    let value = value.map_or_else(|| quote!(None), |value| quote!(Some(#value)));
                    quote!(runtime::HeaderMeta { name: #name, value: #value, required: #required })
                });
                quote!(&[#(#headers),*])
            }
        }
    }
}

fn query_options(operation: &Operation) -> List {
    List::QueryOptions(operation.query_options.iter().map(|option| option.wire()).collect())
}

fn headers(operation: &Operation) -> List {
    let header =
        |header: &Header| (header.name.to_string(), header.value.as_ref().map(ToString::to_string), header.required);
    List::Headers(operation.headers.iter().map(header).collect())
}
