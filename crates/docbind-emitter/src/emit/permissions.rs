//! `permissions.rs`: the distinct permission tables.

use docbind_ir::{PermissionTable, Requirement, Scheme, Status};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::Draft;
use super::file::RustFile;
use super::{Context, GeneratedFile, ident};
use crate::Error;
use crate::doc::Doc;

/// The file of all permission tables.
pub(super) fn file(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let mut file = RustFile::new(context.source("permissions.rs"));
    let mut draft = Draft::default();
    let doc = "Who may call what, and the least set of permissions for several operations.";
    let doc = draft.inner_comment(Doc::new(doc));
    draft.add("use", "");
    let names = quote!(Least, Permissions, Requirement, Scheme, Status, least_for);
    file.push(draft.piece(quote!(#doc pub use ::docbind_runtime::permissions::{#names};)))?;
    for plan in &context.plan.permissions {
        let mut draft = Draft::default();
        draft.add("static", &plan.name);
        let name = ident(&plan.name);
        let [work, personal, application] = Scheme::ALL.map(|scheme| requirement(plan.table, scheme));
        let tokens = quote! {
            pub(crate) static #name: Permissions = Permissions {
                delegated_work: #work,
                delegated_personal: #personal,
                application: #application,
            };
        };
        file.push(draft.piece(tokens))?;
    }
    Ok(file.finish())
}

fn requirement(table: &PermissionTable, scheme: Scheme) -> TokenStream {
    let Some(requirement) = table.get(scheme) else { return quote!(Requirement::UNKNOWN) };
    let notes = notes(requirement);
    match requirement.status {
        Status::Unknown if notes.is_empty() => quote!(Requirement::UNKNOWN),
        Status::NotSupported if notes.is_empty() => quote!(Requirement::NOT_SUPPORTED),
        Status::Unknown => quote!(Requirement { notes: &[#(#notes),*], ..Requirement::UNKNOWN }),
        Status::NotSupported => quote!(Requirement { notes: &[#(#notes),*], ..Requirement::NOT_SUPPORTED }),
        Status::Supported => {
            let set = |permissions: &[std::sync::Arc<str>]| {
                let names = permissions.iter().map(|name| Literal::string(name));
                quote!(&[#(#names),*])
            };
            let alternatives = requirement.alternatives.iter().map(|alternative| set(&alternative.permissions));
            let least = requirement.least().map_or_else(|| quote!(&[]), |least| set(&least.permissions));
            quote! {
                Requirement {
                    status: Status::Supported,
                    alternatives: &[#(#alternatives),*],
                    least: #least,
                    notes: &[#(#notes),*],
                }
            }
        }
    }
}

/// Conditions in words, those of single alternatives included.
fn notes(requirement: &Requirement) -> Vec<Literal> {
    let limited = requirement.alternatives.iter().filter_map(|alternative| {
        let names = alternative.permissions.join(" and ");
        match (&alternative.scenario, alternative.resource_specific) {
            (Some(scenario), _) => Some(format!("{names}: {scenario}")),
            (None, true) => Some(format!("{names}: consented per resource")),
            (None, false) => None,
        }
    });
    requirement.notes.iter().cloned().chain(limited).map(|note| Literal::string(&note)).collect()
}
