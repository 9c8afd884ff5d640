//! `mod.rs` of an area: its operations and their bodies.

use std::collections::BTreeMap;

use quote::quote;

use super::draft::{Draft, Piece};
use super::example::Examples;
use super::file::RustFile;
use super::lists::Lists;
use super::pattern::Patterns;
use super::record::Struct;
use super::types::Place;
use super::{Context, GeneratedFile, ident, planned};
use crate::doc::{Doc, code};
use crate::plan::{Area, BodyPlan, OperationPlan, fields};
use crate::{Broken, Error};

/// The file of an area.
pub(super) fn file(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    let area = Broken::at(&context.plan.areas, index, "area")?;
    let mut file = RustFile::large(context.source(&format!("{}/mod.rs", area.module)), context.sink);
    let mut draft = Draft::default();
    let doc = draft.comment(area_doc(area)?);
    let head = quote!(#![#doc] pub mod nodes; use ::docbind_runtime as runtime;);
    file.push(draft.piece(head, planned::area()))?;
    let lists = Lists::of(area);
    file.push(lists.piece())?;
    let calls = calls(area)?;
    let examples = Examples::new(context, index)?;
    let mut patterns = Patterns::default();
    for (place, (operation, call)) in area.operations.iter().zip(&calls).enumerate() {
        let example = examples.shown(place).map_err(|error| file.unplanned(error))?;
        let piece = context.operation(operation, area, &lists, call, example.as_deref());
        file.push(piece.map_err(|error| file.unplanned(error))?)?;
        if let BodyPlan::Inline(properties) = operation.body {
            let pieces = context.body(operation, properties, &mut patterns).map_err(|error| file.unplanned(error))?;
            for piece in pieces {
                file.push(piece)?;
            }
        }
    }
    Ok(file.finish())
}

fn area_doc(area: &Area<'_>) -> Result<Doc, Broken> {
    Ok(match area.root()?.path.as_str() {
        "" => Doc::new("Operations whose path does not begin with a fixed segment."),
        path => Doc::new(format!("Operations on {} and below.", code(path))),
    })
}

/// How each operation of the area is called, as a chain of methods.
pub(crate) fn calls(area: &Area<'_>) -> Result<Vec<String>, Broken> {
    let mut calls: BTreeMap<usize, String> = BTreeMap::new();
    let mut chains = BTreeMap::from([(0, format!("client.{}()", area.method))]);
    // Children stand behind their parents, so one pass reaches all.
    for (place, node) in area.nodes.iter().enumerate() {
        let unreached = || Broken(format!("no method leads to `{}`", node.path));
        let chain = chains.remove(&place).ok_or_else(unreached)?;
        for (verb, operation) in &node.operations {
            let plan = Broken::at(&area.operations, *operation, "operation")?;
            let mut arguments: Vec<&str> = Vec::new();
            if !matches!(plan.body, BodyPlan::None) {
                arguments.push("body");
            }
            let query: Vec<String> = super::operation::query_names(plan);
            arguments.extend(query.iter().map(String::as_str));
            calls.insert(*operation, format!("{chain}.{verb}({})", arguments.join(", ")));
        }
        for child in &node.children {
            chains.insert(child.node, format!("{chain}.{}({})", child.method, child.arguments.join(", ")));
        }
    }
    if calls.len() != area.operations.len() {
        return Err(Broken(format!("an operation of the area `{}` has no call", area.module)));
    }
    Ok(calls.into_values().collect())
}

impl Context<'_> {
    /// The type of an operation's own body.
    fn body(
        &self,
        operation: &OperationPlan<'_>,
        properties: &[docbind_ir::Property],
        patterns: &mut Patterns,
    ) -> Result<[Piece; 3], Broken> {
        let mut doc = Doc::new(format!("The body of {}.", code(&operation.operation.request_line())));
        doc.markdown(&operation.operation.body.description, &operation.operation.body.source.file, &self.links);
        let def = Struct {
            name: &operation.body_name,
            doc,
            wire_name: "",
            bases: Vec::new(),
            fields: fields(properties.iter().filter(|property| &*property.name != "@odata.type")),
            index: None,
            related: Vec::new(),
            settable: None,
            place: Place::Area,
        };
        let slots = self.slots(&def)?;
        let mut draft = Draft::default();
        let structure = self.structure(&def, &slots, &mut draft);
        let structure = draft.piece(structure, planned::structure(&def));

        let mut draft = Draft::default();
        self.required(&def, &slots, &mut draft)?;
        self.setters(&def, &slots, patterns, &mut draft)?;
        let name = ident(def.name);
        let setters = draft.piece(quote!(impl #name {}), planned::members(&def, &[]));

        let mut draft = Draft::default();
        let record = self.record(&def, &slots, &mut draft)?;
        Ok([structure, setters, draft.piece(record, planned::record(&def))])
    }
}
