//! `mod.rs` of an area: its operations and their bodies.

use quote::quote;

use super::draft::{Draft, Piece};
use super::example::Examples;
use super::file::RustFile;
use super::lists::Lists;
use super::pattern::Patterns;
use super::record::Struct;
use super::types::Place;
use super::{Context, GeneratedFile, ident};
use crate::Error;
use crate::doc::{Doc, code};
use crate::plan::{Area, BodyPlan, OperationPlan, fields};

/// The file of an area.
pub(super) fn file(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    let Some(area) = context.plan.areas.get(index) else { return Ok(RustFile::new(String::new()).finish()) };
    let mut file = RustFile::large(context.source(&format!("{}/mod.rs", area.module)), context.sink);
    let mut draft = Draft::default();
    draft.add("module", "nodes");
    draft.add("use", "");
    let doc = draft.comment(area_doc(area));
    file.push(draft.piece(quote!(#![#doc] pub mod nodes; use ::docbind_runtime as runtime;)))?;
    let lists = Lists::of(area);
    file.push(lists.piece())?;
    let calls = calls(area);
    let examples = Examples::new(context, index);
    let mut patterns = Patterns::default();
    for (place, operation) in area.operations.iter().enumerate() {
        let call = calls.get(place).map_or("", String::as_str);
        let example = examples.as_ref().and_then(|examples| examples.shown(place));
        file.push(context.operation(operation, area, &lists, call, example.as_deref()))?;
        if let BodyPlan::Inline(properties) = operation.body {
            let pieces = context.body(operation, properties, &mut patterns).map_err(|error| file.unplanned(error))?;
            for piece in pieces {
                file.push(piece)?;
            }
        }
    }
    Ok(file.finish())
}

fn area_doc(area: &Area<'_>) -> Doc {
    let path = area.nodes.first().map_or("", |node| &node.path);
    match path {
        "" => Doc::new("Operations whose path does not begin with a fixed segment."),
        path => Doc::new(format!("Operations on {} and below.", code(path))),
    }
}

/// How each operation of the area is called, as a chain of methods.
pub(super) fn calls(area: &Area<'_>) -> Vec<String> {
    let mut calls = vec![String::new(); area.operations.len()];
    let mut chains = vec![String::new(); area.nodes.len()];
    if let Some(first) = chains.first_mut() {
        *first = format!("client.{}()", area.method);
    }
    // Children stand behind their parents, so one pass reaches all.
    for (place, node) in area.nodes.iter().enumerate() {
        let chain = chains.get(place).cloned().unwrap_or_default();
        for (verb, operation) in &node.operations {
            if let (Some(call), Some(plan)) = (calls.get_mut(*operation), area.operations.get(*operation)) {
                let mut arguments: Vec<&str> = Vec::new();
                if !matches!(plan.body, BodyPlan::None) {
                    arguments.push("body");
                }
                let query: Vec<String> = super::operation::query_names(plan);
                arguments.extend(query.iter().map(String::as_str));
                *call = format!("{chain}.{verb}({})", arguments.join(", "));
            }
        }
        for child in &node.children {
            if let Some(slot) = chains.get_mut(child.node) {
                *slot = format!("{chain}.{}({})", child.method, child.arguments.join(", "));
            }
        }
    }
    calls
}

impl Context<'_> {
    /// The type of an operation's own body.
    fn body(
        &self,
        operation: &OperationPlan<'_>,
        properties: &[docbind_ir::Property],
        patterns: &mut Patterns,
    ) -> Result<[Piece; 3], syn::Error> {
        let mut doc = Doc::new(format!("The body of {}.", code(&operation.operation.request_line())));
        doc.markdown(&operation.operation.body.description, &operation.operation.body.source.file, &self.links);
        let def = Struct {
            name: &operation.body_name,
            doc,
            wire_name: "",
            bases: Vec::new(),
            fields: fields(properties.iter().filter(|property| &*property.name != "@odata.type")),
            index: None,
            place: Place::Area,
        };
        let slots = self.slots(&def)?;
        let mut draft = Draft::default();
        let structure = self.structure(&def, &slots, &mut draft);
        let structure = draft.piece(structure);

        let mut draft = Draft::default();
        draft.add("impl", def.name);
        self.setters(&def, &slots, patterns, &mut draft)?;
        let name = ident(def.name);
        let setters = draft.piece(quote!(impl #name {}));

        let mut draft = Draft::default();
        let record = self.record(&def, &slots, &mut draft);
        Ok([structure, setters, draft.piece(record)])
    }
}
