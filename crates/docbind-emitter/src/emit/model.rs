//! Files of types, and the modules they stand in.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::Draft;
use super::file::RustFile;
use super::pattern::{Filling, Patterns};
use super::record::{Slot, Struct, deprecated};
use super::types::Place;
use super::{Context, GeneratedFile, ident, planned};
use crate::doc::{Doc, code, escape};
use crate::plan::{AreaSet, Field, Item, TypePlan, fields, is_within};
use crate::{Broken, Error};

/// The file of a type.
pub(super) fn file(context: &Context<'_>, index: usize, patterns: &mut Patterns) -> Result<GeneratedFile, Error> {
    let plan = context.plan;
    let ty = plan.type_at(index)?;
    let place = Place::Models(ty.module);
    let name_of = |base: usize| Ok(plan.type_at(base)?.def.name.as_str());
    let bases = plan.chain(index)?.into_iter().rev().skip(1).map(name_of).collect::<Result<Vec<&str>, Broken>>()?;
    let structural = plan.properties(index)?;
    let count = structural.len();
    let mut own = fields(structural.into_iter().chain(plan.navigation(index)?));
    let navigation = own.split_off(count);
    let def = Struct {
        name: &ty.name,
        doc: context.type_doc(ty, &bases),
        wire_name: ty.def.name.as_str(),
        bases,
        fields: own,
        index: Some(index),
        related: context.related(index)?,
        settable: Some(&plan.settable),
        place,
    };
    let mut file = RustFile::new(context.path(Item::Type(index))?);
    let uses = match property_name(&def) {
        _ if def.fields.is_empty() => quote!(
            use ::docbind_runtime::model;
        ),
        "Property" => quote!(
            use ::docbind_runtime::model::{self, Property};
        ),
        other => {
            let other = ident(other);
            quote!(use ::docbind_runtime::model::{self, Property as #other};)
        }
    };
    file.push(Draft::default().piece(uses, planned::uses(1)))?;

    let slots = context.slots(&def).map_err(|error| file.unplanned(error))?;
    let mut draft = Draft::default();
    let tokens = context.structure(&def, &slots, &mut draft);
    file.push(draft.piece(tokens, planned::structure(&def)))?;

    let mut draft = Draft::default();
    context
        .constants(&def, &slots, &navigation, ty, patterns, &mut draft)
        .and_then(|()| context.setters(&def, &slots, patterns, &mut draft))
        .map_err(|error| file.unplanned(error))?;
    let name = ident(def.name);
    file.push(draft.piece(quote!(impl #name {}), planned::members(&def, &navigation)))?;

    let mut draft = Draft::default();
    let record = context.record(&def, &slots, &mut draft).map_err(|error| file.unplanned(error))?;
    file.push(draft.piece(record, planned::record(&def)))?;
    Ok(file.finish())
}

/// `mod.rs` of a module of models.
pub(super) fn module(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    let plan = context.plan;
    let module = Broken::at(&plan.modules, index, "module")?;
    let is_root = module.name.is_empty();
    let doc = if is_root {
        Doc::new("The types that operations take and return.")
    } else {
        Doc::new(format!("Types of the namespace {}.", code(&module.namespace)))
    };
    let mut draft = Draft::default();
    let doc = draft.comment(doc);
    let mut tokens = quote!(#![#doc]);
    if is_root {
        for (other, inner) in plan.modules.iter().enumerate().filter(|(other, _)| *other != index) {
            let name = ident(&inner.name);
            let cfg = context.cfg_module(other)?;
            tokens.extend(quote!(#cfg pub mod #name;));
        }
    }
    let path = if is_root { "models/mod.rs".to_owned() } else { format!("models/{}/mod.rs", module.name) };
    let mut rust = RustFile::new(context.source(&path));
    rust.push(draft.piece(tokens, planned::inner_modules(plan, module)))?;
    for item in &module.items {
        let entry = plan.entry(*item)?;
        let (file, name, cfg) = (ident(entry.file), ident(entry.name), context.cfg(entry.areas)?);
        let tokens = quote!(#cfg mod #file; #cfg pub use #file::#name;);
        rust.push(Draft::default().piece(tokens, planned::item(plan, *item)?))?;
    }
    Ok(rust.finish())
}

impl Context<'_> {
    /// The bases of a type, the nearest first. In a circle of bases each pair is named once.
    fn related(&self, index: usize) -> Result<Vec<usize>, Broken> {
        let mut related = Vec::new();
        for base in self.plan.chain(index)?.into_iter().rev().skip(1) {
            if index < base || !self.plan.chain(base)?.contains(&index) {
                related.push(base);
            }
        }
        Ok(related)
    }

    /// The path of the file for an item.
    pub(super) fn path(&self, item: Item) -> Result<String, Broken> {
        let entry = self.plan.entry(item)?;
        let (inner, file) = (&entry.module.name, entry.file);
        let slash = if inner.is_empty() { "" } else { "/" };
        Ok(self.source(&format!("models/{inner}{slash}{file}.rs")))
    }

    /// The condition of a module: that of any item in it.
    fn cfg_module(&self, index: usize) -> Result<TokenStream, Broken> {
        let mut areas = AreaSet::new();
        for item in &Broken::at(&self.plan.modules, index, "module")?.items {
            areas.extend(self.plan.areas_of(*item)?);
        }
        areas.sort_unstable();
        areas.dedup();
        self.cfg(&areas)
    }

    /// A constant for each property.
    fn constants(
        &self,
        def: &Struct<'_>,
        slots: &[Slot<'_>],
        navigation: &[Field<'_>],
        ty: &TypePlan<'_>,
        patterns: &mut Patterns,
        draft: &mut Draft,
    ) -> Result<(), Broken> {
        let property = ident(property_name(def));
        for Slot { field, ty, .. } in slots {
            let doc = query_facts(field).map(|facts| draft.comment(Doc::new(facts)));
            let constant =
                |doc: TokenStream| quote!(#doc pub const _name: _Property<Self, _type> = model::property(_wire););
            let pattern = match doc {
                None => patterns.get("constant", || constant(quote!())),
                Some(_) => patterns.get("documented constant", || constant(quote!(#[_doc]))),
            };
            let name = ident(&field.constant);
            let doc = doc.unwrap_or_else(|| name.clone());
            draft.member(pattern?.fill(&[
                ("_doc", Filling::Name(&doc)),
                ("_name", Filling::Name(&name)),
                ("_Property", Filling::Name(&property)),
                ("_type", Filling::Type(ty)),
                ("_wire", Filling::Text(&field.property.name)),
            ]));
        }
        for field in navigation {
            let shape = self.plan.shape(&field.property.ty);
            let target = match shape.element() {
                crate::plan::Shape::Model(index) => Some(Item::Type(*index)),
                crate::plan::Shape::Enum(index) => Some(Item::Enum(*index)),
                _ => None,
            };
            let areas = target.map(|item| self.plan.areas_of(item)).transpose()?;
            let cfg = areas.filter(|areas| !is_within(&ty.areas, areas)).map(|areas| self.cfg(areas)).transpose()?;
            let shape = self.ty(&shape, def.place)?;
            let (constant, wire) = (ident(&field.constant), Literal::string(&field.property.name));
            let mut doc = Doc::default();
            doc.markdown(&field.property.description, &field.property.source.file, &self.links);
            doc.paragraph(format!("The relationship {}, for `expand` and `expanded`.", code(&field.property.name)));
            let doc = draft.comment(doc);
            draft.member(syn::parse2(quote! {
                #[#doc]
                #cfg
                pub const #constant: model::Navigation<Self, #shape> = model::navigation(#wire);
            })?);
        }
        Ok(())
    }

    fn type_doc(&self, ty: &TypePlan<'_>, bases: &[&str]) -> Doc {
        let def = ty.def;
        let mut doc = Doc::default();
        doc.markdown(&def.description, &def.source.file, &self.links);
        if doc.is_empty() {
            doc.paragraph(format!("The type {}.", code(def.name.as_str())));
        }
        if let Some(deprecation) = &def.deprecation {
            doc.paragraph(deprecated(deprecation.date.as_deref()));
            doc.markdown(&deprecation.note, &deprecation.source.file, &self.links);
        }
        let mut facts = vec![format!("Wire name {}", code(def.name.as_str()))];
        if let Some(base) = bases.first() {
            facts.push(format!("inherits from {}", code(base)));
        }
        if def.is_abstract {
            facts.push("abstract".to_owned());
        }
        if def.is_open {
            facts.push("open to further properties".to_owned());
        }
        doc.paragraph(format!("{}.", facts.join(", ")));
        doc.paragraph(self.page_link(&def.source.file, def.source.line));
        doc
    }

    /// Where something is documented: a link when the pages are published.
    pub(super) fn page_link(&self, file: &str, line: u32) -> String {
        if file.is_empty() {
            return String::new();
        }
        let place = if line > 0 { format!("{file}:{line}") } else { file.to_owned() };
        match self.links.page(file) {
            Some(address) => format!("Documented in [{}]({address}).", escape(&place)),
            None => format!("Documented in {}.", code(&place)),
        }
    }
}

/// What the type of constants is called in the file of a type, which may be called the same.
fn property_name(def: &Struct<'_>) -> &'static str {
    if def.name == "Property" { "ModelProperty" } else { "Property" }
}

/// What a query can do with a property; all else is said at the field.
fn query_facts(field: &Field<'_>) -> Option<String> {
    let property = field.property;
    let mut facts = Vec::new();
    if property.select_only {
        facts.push("Returned only when selected.".to_owned());
    }
    if !property.filter.is_empty() {
        let operators: Vec<String> = property.filter.iter().map(|operator| code(operator)).collect();
        facts.push(format!("Filters with {}.", operators.join(", ")));
    }
    if property.orderby {
        facts.push("Sorts.".to_owned());
    }
    (!facts.is_empty()).then(|| facts.join(" "))
}
