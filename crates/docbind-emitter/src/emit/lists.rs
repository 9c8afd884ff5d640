//! What many operations of an area document alike, written once: their query options, headers, roles, clouds and errors.

use std::collections::{BTreeMap, BTreeSet};

use docbind_ir::{Header, Operation};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::draft::{Draft, Piece};
use super::ident;
use super::outline::Outline;
use crate::Broken;
use crate::plan::Area;
use crate::plan::words::words;

/// The constants of an area. Spelled out at each operation, these lists would be a twentieth of the lines of a crate.
#[derive(Debug, Default)]
pub(super) struct Lists<'a> {
    names: BTreeMap<List<'a>, String>,
    taken: BTreeSet<String>,
}

/// A list as it stands in `Meta`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List<'a> {
    QueryOptions(Vec<&'static str>),
    /// Name, value, whether it is required.
    Headers(Vec<(&'a str, Option<&'a str>, bool)>),
    /// Name and scenario.
    Roles(Vec<(&'a str, &'a str)>),
    /// Those with and those without the operation.
    Clouds(&'a [String], &'a [String]),
    Errors(&'a [u16]),
}

impl<'a> Lists<'a> {
    pub(super) fn of(area: &'a Area<'_>) -> Self {
        let mut lists = Self::default();
        for plan in &area.operations {
            lists.add(query_options(plan.operation));
            lists.add(headers(plan.operation));
            let rare = [roles(plan.operation), clouds(plan.operation), errors(plan.operation)];
            rare.into_iter().flatten().for_each(|list| lists.add(list));
        }
        lists
    }

    fn add(&mut self, list: List<'a>) {
        if self.names.contains_key(&list) {
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
        let mut tokens = TokenStream::new();
        for (list, name) in &self.names {
            let (name, ty, values) = (ident(name), list.ty(), list.values());
            tokens.extend(quote!(const #name: #ty = #values;));
        }
        Draft::default().piece(tokens, Outline::default().with_all("constant", self.names.values()))
    }

    /// The constant with the documented query options of an operation.
    pub(super) fn query_options(&self, operation: &Operation) -> Result<Ident, Broken> {
        self.name(&query_options(operation), operation)
    }

    /// The constant with the documented headers of an operation.
    pub(super) fn headers(&self, operation: &Operation) -> Result<Ident, Broken> {
        self.name(&headers(operation), operation)
    }

    fn name(&self, list: &List<'_>, operation: &Operation) -> Result<Ident, Broken> {
        let name = self.names.get(list).map(|name| ident(name));
        name.ok_or_else(|| Broken(format!("a list of `{}` has no constant", operation.request_line())))
    }

    /// The constant with the roles that an operation asks for, when it does.
    pub(super) fn roles(&self, operation: &Operation) -> Option<Ident> {
        self.names.get(&roles(operation)?).map(|name| ident(name))
    }

    /// The constant with the clouds of an operation, when they are documented.
    pub(super) fn clouds(&self, operation: &Operation) -> Option<Ident> {
        self.names.get(&clouds(operation)?).map(|name| ident(name))
    }

    /// The constant with the documented error codes of an operation, when there are any.
    pub(super) fn errors(&self, operation: &Operation) -> Option<Ident> {
        self.names.get(&errors(operation)?).map(|name| ident(name))
    }
}

impl List<'_> {
    /// What the name of the constant says.
    fn words(&self) -> String {
        match self {
            Self::QueryOptions(options) if options.is_empty() => "no query options".to_owned(),
            Self::Headers(headers) if headers.is_empty() => "no headers".to_owned(),
            Self::QueryOptions(options) => options.join(" "),
            Self::Headers(headers) => {
                let header = |(name, value, required): &(&str, Option<&str>, bool)| {
                    let required = if *required { "required" } else { "" };
                    format!("{required} {name} {}", value.unwrap_or_default())
                };
                headers.iter().map(header).collect::<Vec<_>>().join(" ")
            }
            Self::Roles(roles) => {
                let first = roles.first().map_or("", |(name, _)| name);
                match roles.len() {
                    1 => format!("roles {first}"),
                    number => format!("roles {first} and {} more", number - 1),
                }
            }
            Self::Clouds(available, _) => format!("clouds {}", available.join(" ")),
            Self::Errors(errors) => {
                errors.iter().fold("errors".to_owned(), |words, status| format!("{words} {status}"))
            }
        }
    }

    fn ty(&self) -> TokenStream {
        match self {
            Self::QueryOptions(_) => quote!(&[&str]),
            Self::Headers(_) => quote!(&[runtime::HeaderMeta]),
            Self::Roles(_) => quote!(&[runtime::Role]),
            Self::Clouds(..) => quote!(&runtime::Clouds),
            Self::Errors(_) => quote!(&[u16]),
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
                    let value = value.map(Literal::string);
                    let value = value.map_or_else(|| quote!(None), |value| quote!(Some(#value)));
                    quote!(runtime::HeaderMeta { name: #name, value: #value, required: #required })
                });
                quote!(&[#(#headers),*])
            }
            Self::Roles(roles) => {
                let roles = roles.iter().map(|(name, scenario)| {
                    let (name, scenario) = (Literal::string(name), Literal::string(scenario));
                    quote!(runtime::Role { name: #name, scenario: #scenario })
                });
                quote!(&[#(#roles),*])
            }
            Self::Clouds(available, unavailable) => {
                let [available, unavailable] = [available, unavailable].map(|names| {
                    let names = names.iter().map(|name| Literal::string(name));
                    quote!(&[#(#names),*])
                });
                quote!(&runtime::Clouds { available: #available, unavailable: #unavailable })
            }
            Self::Errors(errors) => {
                let errors = errors.iter().map(|status| Literal::u16_unsuffixed(*status));
                quote!(&[#(#errors),*])
            }
        }
    }
}

fn query_options(operation: &Operation) -> List<'_> {
    List::QueryOptions(operation.query_options.iter().map(|option| option.wire()).collect())
}

fn headers(operation: &Operation) -> List<'_> {
    List::Headers(operation.headers.iter().map(header).collect())
}

fn header(header: &Header) -> (&str, Option<&str>, bool) {
    (&header.name, header.value.as_deref(), header.required)
}

fn roles(operation: &Operation) -> Option<List<'_>> {
    let roles = operation.roles.iter().map(|role| (&*role.name, role.scenario.as_deref().unwrap_or_default()));
    (!operation.roles.is_empty()).then(|| List::Roles(roles.collect()))
}

fn clouds(operation: &Operation) -> Option<List<'_>> {
    operation.clouds.as_ref().map(|clouds| List::Clouds(&clouds.available, &clouds.unavailable))
}

fn errors(operation: &Operation) -> Option<List<'_>> {
    (!operation.errors.is_empty()).then_some(List::Errors(&operation.errors))
}
