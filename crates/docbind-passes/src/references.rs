//! Walking over everything in a model that refers to a type.

use std::sync::Arc;

use docbind_ir::{Api, Body, BodyShape, Operation, Property, Response, ResponseBody, Source, TypeRef};

/// Where a reference stands.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The namespace of the page.
    pub(crate) namespace: &'a str,
    /// The place to report.
    pub(crate) source: &'a Source,
    /// The values and the description of the property that has the type.
    pub(crate) property: Option<(&'a [Arc<str>], &'a str)>,
    /// Whether it is a word of a sentence, which may be no name at all.
    pub(crate) is_hint: bool,
}

/// The type that an operation returns.
pub(crate) fn returned_type(operation: &Operation) -> Option<&TypeRef> {
    operation.responses.iter().find_map(|response| match &response.body {
        ResponseBody::Json(ty) => Some(ty),
        _ => None,
    })
}

/// Calls `visit` with every reference of the model that pages make.
pub(crate) fn visit(api: &mut Api, visit: &mut dyn FnMut(&mut TypeRef, Context<'_>)) {
    let Api { types, operations, namespace, .. } = api;
    for def in types {
        let context = Context { namespace: def.name.namespace(), source: &def.source, property: None, is_hint: false };
        def.base.iter_mut().chain(&mut def.derived).for_each(|ty| visit(ty, context));
        for property in def.properties.iter_mut().chain(&mut def.navigation) {
            visit_property(property, context.namespace, visit);
        }
    }
    for operation in operations {
        visit_operation(operation, namespace, visit);
    }
}

fn visit_operation(operation: &mut Operation, namespace: &str, visit: &mut dyn FnMut(&mut TypeRef, Context<'_>)) {
    for parameter in &mut operation.parameters {
        visit(&mut parameter.ty, Context { namespace, source: &parameter.source, property: None, is_hint: false });
    }
    let Body { shape, variants, resource, table, source, .. } = &mut operation.body;
    let context = Context { namespace, source, property: None, is_hint: false };
    match shape {
        BodyShape::Json(ty) => visit(ty, context),
        BodyShape::Inline(properties) => {
            properties.iter_mut().for_each(|property| visit_property(property, namespace, visit));
        }
        _ => {}
    }
    variants.iter_mut().chain(resource).for_each(|ty| visit(ty, context));
    table.iter_mut().for_each(|property| visit_property(property, namespace, visit));
    for Response { body, source, .. } in &mut operation.responses {
        if let ResponseBody::Json(ty) | ResponseBody::Value(ty) = body {
            visit(ty, Context { namespace, source, property: None, is_hint: false });
        }
    }
}

fn visit_property(property: &mut Property, namespace: &str, visit: &mut dyn FnMut(&mut TypeRef, Context<'_>)) {
    let Property { ty, inherited_from, values, description, source, .. } = property;
    visit(ty, Context { namespace, source, property: Some((values, description)), is_hint: false });
    if let Some(base) = inherited_from.as_deref_mut() {
        let is_hint = matches!(base, TypeRef::Unresolved(unresolved) if unresolved.link.is_none());
        visit(base, Context { namespace, source, property: None, is_hint });
    }
}
