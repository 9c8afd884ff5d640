//! Gives back the room that growing lists left unused.
//!
//! A list of large values that grows by one takes room for four, and a model has tens of thousands of lists: without
//! this, a third of the memory of a large set holds nothing.

use std::sync::Arc;

use docbind_ir::{Api, BodyShape, EnumDef, Operation, PermissionTable, Property, TypeDef};
use docbind_parser::lower::Facts;
use litemap::LiteMap;

/// Compacts what one page gave, while its memory is still warm.
pub(crate) fn facts(facts: &mut Facts) {
    facts.operations.shrink_to_fit();
    share_permissions(&mut facts.operations);
    facts.operations.iter_mut().for_each(operation);
    facts.types.iter_mut().for_each(type_def);
    facts.enums.iter_mut().for_each(enum_def);
}

/// Compacts a model after passes moved things about.
pub(crate) fn api(api: &mut Api) {
    api.operations.shrink_to_fit();
    api.types.shrink_to_fit();
    api.enums.shrink_to_fit();
    api.operations.iter_mut().for_each(operation);
    api.types.iter_mut().for_each(type_def);
    api.enums.iter_mut().for_each(enum_def);
}

fn operation(operation: &mut Operation) {
    operation.path.segments.shrink_to_fit();
    operation.parameters.shrink_to_fit();
    operation.query_options.shrink_to_fit();
    operation.headers.shrink_to_fit();
    operation.responses.shrink_to_fit();
    operation.examples.shrink_to_fit();
    operation.notes.shrink_to_fit();
    operation.pages.shrink_to_fit();
    properties(&mut operation.body.table);
    if let BodyShape::Inline(inline) = &mut operation.body.shape {
        properties(inline);
    }
    for example in &mut operation.examples {
        example.snippets.shrink_to_fit();
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
    schemes.shrink_to_fit();
    table.schemes = LiteMap::from_sorted_store_unchecked(schemes);
    for (_, requirement) in &mut table.schemes {
        requirement.alternatives.shrink_to_fit();
        requirement.notes.shrink_to_fit();
        for alternative in &mut requirement.alternatives {
            alternative.permissions.shrink_to_fit();
        }
    }
}

fn type_def(ty: &mut TypeDef) {
    ty.description.shrink_to_fit();
    ty.pages.shrink_to_fit();
    properties(&mut ty.properties);
    properties(&mut ty.navigation);
}

fn enum_def(def: &mut EnumDef) {
    def.description.shrink_to_fit();
    def.members.shrink_to_fit();
    for member in &mut def.members {
        member.description.shrink_to_fit();
    }
}

fn properties(properties: &mut Vec<Property>) {
    properties.shrink_to_fit();
    for property in properties {
        property.values.shrink_to_fit();
        property.filter.shrink_to_fit();
    }
}
