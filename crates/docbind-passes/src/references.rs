//! Walking over everything in a model that refers to a type.

use std::sync::Arc;

use docbind_ir::{Api, Body, BodyShape, Operation, Property, Response, ResponseBody, Source, TypeDef, TypeRef};

use crate::batches;

/// A reference to a type, and where it stands.
pub(crate) struct Reference<'a> {
    /// What is referred to.
    pub(crate) ty: &'a mut TypeRef,
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

/// What `work` makes of every reference of the model that pages make, in their order.
pub(crate) fn gather<'a, R: Send>(api: &'a mut Api, work: impl Fn(Reference<'a>) -> Option<R> + Sync) -> Vec<R> {
    let Api { types, operations, namespace, .. } = api;
    let namespace: &'a str = namespace;
    let types = types.iter_mut().map(Place::Type);
    let places = types.chain(operations.iter_mut().map(Place::Operation));
    batches::gather(places, |place| {
        let references = match place {
            Place::Type(def) => of_type(def),
            Place::Operation(operation) => of_operation(operation, namespace),
        };
        references.into_iter().filter_map(&work).collect::<Vec<R>>()
    })
}

/// What refers to types.
enum Place<'a> {
    Type(&'a mut TypeDef),
    Operation(&'a mut Operation),
}

fn of_type(def: &mut TypeDef) -> Vec<Reference<'_>> {
    let TypeDef { name, base, derived, properties, navigation, source, .. } = def;
    let (namespace, source) = (name.namespace(), &*source);
    let mut all: Vec<_> = base.iter_mut().chain(derived).map(|ty| plain(ty, namespace, source)).collect();
    properties.iter_mut().chain(navigation).for_each(|property| add_property(property, namespace, &mut all));
    all
}

fn of_operation<'a>(operation: &'a mut Operation, namespace: &'a str) -> Vec<Reference<'a>> {
    let Operation { parameters, body, responses, scenario_responses, .. } = operation;
    let mut all: Vec<_> =
        parameters.iter_mut().map(|parameter| plain(&mut parameter.ty, namespace, &parameter.source)).collect();
    let Body { shape, variants, resource, table, source, .. } = body;
    let source = &*source;
    match shape {
        BodyShape::Json(ty) => all.push(plain(ty, namespace, source)),
        BodyShape::Inline(properties) => {
            properties.iter_mut().for_each(|property| add_property(property, namespace, &mut all));
        }
        _ => {}
    }
    all.extend(variants.iter_mut().chain(resource).map(|ty| plain(ty, namespace, source)));
    table.iter_mut().for_each(|property| add_property(property, namespace, &mut all));
    for Response { body, leads_to, source, .. } in responses.iter_mut().chain(scenario_responses) {
        all.extend(leads_to.iter_mut().map(|ty| plain(ty, namespace, source)));
        if let ResponseBody::Json(ty) | ResponseBody::Value(ty) = body {
            all.push(plain(ty, namespace, source));
        }
    }
    all
}

fn add_property<'a>(property: &'a mut Property, namespace: &'a str, all: &mut Vec<Reference<'a>>) {
    let Property { ty, inherited_from, values, description, source, .. } = property;
    all.push(Reference { property: Some((values, description)), ..plain(ty, namespace, source) });
    if let Some(base) = inherited_from.as_deref_mut() {
        let is_hint = matches!(base, TypeRef::Unresolved(unresolved) if unresolved.link.is_none());
        all.push(Reference { is_hint, ..plain(base, namespace, source) });
    }
}

fn plain<'a>(ty: &'a mut TypeRef, namespace: &'a str, source: &'a Source) -> Reference<'a> {
    Reference { ty, namespace, source, property: None, is_hint: false }
}
