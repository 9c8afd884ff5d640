//! Gives back the room that growing lists left unused.
//!
//! A list of large values that grows by one takes room for four, and a model has tens of thousands of lists: without
//! this, a third of the memory of a large set holds nothing.

use std::sync::Arc;

use docbind_ir::{Api, BodyShape, EnumDef, Operation, PermissionTable, Property, TypeDef};
use docbind_parser::lower::Facts;
use litemap::LiteMap;
use rayon::prelude::*;

/// Compacts what one page gave, while its memory is still warm.
pub(crate) fn facts(facts: &mut Facts) {
    fit(&mut facts.operations);
    share_permissions(&mut facts.operations);
    facts.operations.iter_mut().for_each(operation);
    facts.types.iter_mut().for_each(type_def);
    facts.enums.iter_mut().for_each(enum_def);
}

/// Compacts a model after passes moved things about.
pub(crate) fn api(api: &mut Api) {
    api.operations.shrink_to_fit();
    fit(&mut api.types);
    fit(&mut api.enums);
    api.operations.par_iter_mut().for_each(operation);
    api.types.iter_mut().for_each(type_def);
    api.enums.iter_mut().for_each(enum_def);
}

fn operation(operation: &mut Operation) {
    fit(&mut operation.path.segments);
    fit(&mut operation.parameters);
    fit(&mut operation.query_options);
    fit(&mut operation.headers);
    fit(&mut operation.responses);
    fit(&mut operation.examples);
    fit(&mut operation.notes);
    fit(&mut operation.pages);
    properties(&mut operation.body.table);
    if let BodyShape::Inline(inline) = &mut operation.body.shape {
        properties(inline);
    }
    for example in &mut operation.examples {
        fit(&mut example.snippets);
    }
    if let Some(table) = Arc::get_mut(&mut operation.permissions) {
        permissions(table);
    }
}

/// The requests of a page differ in few of their facts, and seldom in who may send them.
fn share_permissions(operations: &mut [Operation]) {
    let mut tables: Vec<Arc<PermissionTable>> = Vec::new();
    for operation in operations {
        match tables.iter().find(|table| **table == operation.permissions) {
            Some(known) => operation.permissions.clone_from(known),
            None => {
                if let Some(table) = Arc::get_mut(&mut operation.permissions) {
                    permissions(table);
                }
                tables.push(operation.permissions.clone());
            }
        }
    }
}

fn permissions(table: &mut PermissionTable) {
    let mut schemes = std::mem::take(&mut table.schemes).into_tuple_vec();
    fit(&mut schemes);
    table.schemes = LiteMap::from_sorted_store_unchecked(schemes);
    for (_, requirement) in &mut table.schemes {
        fit(&mut requirement.alternatives);
        fit(&mut requirement.notes);
        for alternative in &mut requirement.alternatives {
            fit(&mut alternative.permissions);
            fit(&mut alternative.conditions);
        }
    }
}

fn type_def(ty: &mut TypeDef) {
    ty.description.shrink_to_fit();
    fit(&mut ty.pages);
    properties(&mut ty.properties);
    properties(&mut ty.navigation);
}

fn enum_def(def: &mut EnumDef) {
    def.description.shrink_to_fit();
    fit(&mut def.members);
    for member in &mut def.members {
        member.description.shrink_to_fit();
    }
}

fn properties(properties: &mut Vec<Property>) {
    fit(properties);
    for property in properties.iter_mut() {
        property.values.shrink_to_fit();
        property.filter.shrink_to_fit();
    }
}

/// Gives a list exactly the room it takes. Shrinking alone would leave it where it is: an allocator keeps a block of
/// which half is used.
fn fit<T>(list: &mut Vec<T>) {
    if list.len() < list.capacity() {
        let mut fitting = Vec::with_capacity(list.len());
        fitting.append(list);
        *list = fitting;
    }
}
