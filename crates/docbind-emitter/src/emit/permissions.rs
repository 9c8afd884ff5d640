//! `permissions.rs`: the distinct permission tables.

use docbind_ir::{Alternative, ConditionKind, PermissionTable, Requirement, Scheme, Status};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::Draft;
use super::file::RustFile;
use super::outline::Outline;
use super::{Context, GeneratedFile, ident, planned};
use crate::doc::Doc;
use crate::plan::AreaSet;
use crate::{Broken, Error};

/// The file of all permission tables.
pub(super) fn file(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let mut file = RustFile::new(context.source("permissions.rs"));
    let mut draft = Draft::default();
    let doc = "Who may call what, and the least set of permissions for several operations.";
    let doc = draft.comment(Doc::new(doc));
    let names = quote!(
        Condition,
        ConditionKind,
        Entry,
        Least,
        Missing,
        Permissions,
        Requirement,
        Scheme,
        Status,
        covers,
        explain,
        least_for,
        missing
    );
    file.push(draft.piece(quote!(#![#doc] pub use ::docbind_runtime::permissions::{#names};), planned::uses(1)))?;
    for (plan, cfg) in context.plan.permissions.iter().zip(conditions(context)?) {
        let name = ident(&plan.name);
        let [work, personal, application] = Scheme::ALL.map(|scheme| requirement(plan.table, scheme));
        let tokens = quote! {
            #cfg
            pub(crate) static #name: Permissions = Permissions {
                delegated_work: #work,
                delegated_personal: #personal,
                application: #application,
            };
        };
        file.push(Draft::default().piece(tokens, Outline::default().with("static", &plan.name)))?;
    }
    Ok(file.finish())
}

fn requirement(table: &PermissionTable, scheme: Scheme) -> TokenStream {
    let Some(requirement) = table.get(scheme) else { return quote!(Requirement::UNKNOWN) };
    let mut tokens = match requirement.status {
        Status::Unknown => quote!(Requirement::UNKNOWN),
        Status::NotSupported => quote!(Requirement::NOT_SUPPORTED),
        Status::Supported => supported(requirement),
    };
    if !requirement.notes.is_empty() {
        let notes = requirement.notes.iter().map(|note| Literal::string(note));
        tokens.extend(quote!(.notes(&[#(#notes),*])));
    }
    tokens
}

/// The alternatives of a requirement, flat where each is one permission.
fn supported(requirement: &Requirement) -> TokenStream {
    let names = |permissions: &[std::sync::Arc<str>]| {
        let names = permissions.iter().map(|name| Literal::string(name));
        quote!(#(#names),*)
    };
    let sets = requirement.alternatives.iter().map(|alternative| names(&alternative.permissions));
    let mut tokens = if requirement.alternatives.iter().all(|alternative| alternative.permissions.len() == 1) {
        quote!(Requirement::any_of(&[#(#sets),*]))
    } else {
        quote!(Requirement::any_set_of(&[#(&[#sets]),*]))
    };
    match requirement.least_index().map(u16::try_from) {
        Some(Ok(0)) => {}
        Some(Ok(place)) => {
            let place = Literal::u16_unsuffixed(place);
            tokens.extend(quote!(.least_at(#place)));
        }
        None if requirement.alternatives.is_empty() => {}
        _ => tokens.extend(quote!(.unclear())),
    }
    let rows: Vec<TokenStream> =
        (0_u16..).zip(&requirement.alternatives).flat_map(|(place, one)| rows(place, one)).collect();
    if !rows.is_empty() {
        tokens.extend(quote!(.when(&[#(#rows),*])));
    }
    tokens
}

/// The conditions of an alternative.
fn rows(place: u16, alternative: &Alternative) -> impl Iterator<Item = TokenStream> {
    let place = Literal::u16_unsuffixed(place);
    alternative.conditions.iter().map(move |condition| {
        let kind = ident(match condition.kind {
            ConditionKind::Scenario => "Scenario",
            ConditionKind::TargetType => "TargetType",
            ConditionKind::OwnOnly => "OwnOnly",
            ConditionKind::OthersOnly => "OthersOnly",
            ConditionKind::ResourceSpecific => "ResourceSpecific",
            ConditionKind::Remark => "Remark",
            ConditionKind::Deprecated => "Deprecated",
            ConditionKind::Unclear => "Unclear",
        });
        let words = Literal::string(&condition.to_string());
        quote!((#place, ConditionKind::#kind, #words))
    })
}

/// The condition of each table: that of the areas whose operations have it, and that of the look-up, which has all.
fn conditions(context: &Context<'_>) -> Result<Vec<TokenStream>, Broken> {
    let mut areas = vec![AreaSet::new(); context.plan.permissions.len()];
    for (number, area) in (0..).zip(&context.plan.areas) {
        for operation in &area.operations {
            let place = operation.permissions;
            let areas = areas.get_mut(place).ok_or_else(|| Broken(format!("permission table {place} is not there")))?;
            if areas.last() != Some(&number) {
                areas.push(number);
            }
        }
    }
    areas.iter().map(|areas| context.cfg_with(areas, Some(super::lookup::FEATURE))).collect()
}
