//! The rule under which the facts of a secondary source stand.

use std::sync::Arc;

use docbind_ir::{BodyShape, Example, Operation, Property, Rule};

/// Notes at every fact of an operation that a secondary source gives it.
pub(in crate::lower) fn mark_secondary(operation: &mut Operation) {
    operation.source.rule = Rule::Secondary;
    operation.body.source.rule = Rule::Secondary;
    operation.body.table.iter_mut().for_each(mark_property);
    if let BodyShape::Inline(properties) = &mut operation.body.shape {
        properties.iter_mut().for_each(mark_property);
    }
    let parameters = operation.parameters.iter_mut().map(|parameter| &mut parameter.source);
    let headers = operation.headers.iter_mut().map(|header| &mut header.source);
    let responses = operation.responses.iter_mut().map(|response| &mut response.source);
    let permissions =
        Arc::make_mut(&mut operation.permissions).schemes.iter_mut().map(|(_, requirement)| &mut requirement.source);
    let roles = operation.roles.iter_mut().map(|role| &mut role.source);
    let clouds = operation.clouds.iter_mut().map(|clouds| &mut Arc::make_mut(clouds).source);
    let deprecation = operation.deprecation.iter_mut().map(|deprecation| &mut deprecation.source);
    for source in
        parameters.chain(headers).chain(responses).chain(permissions).chain(roles).chain(clouds).chain(deprecation)
    {
        source.rule = Rule::Secondary;
    }
    operation.examples.iter_mut().for_each(mark_example);
}

fn mark_property(property: &mut Property) {
    property.source.rule = Rule::Secondary;
}

fn mark_example(example: &mut Example) {
    if let Some(request) = &mut example.request {
        request.source.rule = Rule::Secondary;
    }
    if let Some(response) = &mut example.response {
        response.source.rule = Rule::Secondary;
    }
}
