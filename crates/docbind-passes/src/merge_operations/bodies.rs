//! Request bodies and responses of an operation that several pages document.

use docbind_ir::{Body, BodyShape, Operation, Primitive, Property, Response, ResponseBody, TypeRef};

use crate::inheritance::Ancestry;
use crate::members::Members;

/// The resource a body holds.
pub(super) fn body_type(body: &Body) -> Option<&TypeRef> {
    match &body.shape {
        BodyShape::Json(ty) => Some(ty),
        _ => None,
    }
}

/// Several resources become their common base with variants; parameters of several pages are united.
pub(super) fn unite_bodies(own: &mut Body, other: Body, ancestry: &Ancestry, members: &Members<'_>) {
    let required = own.required && other.required;
    match (&mut own.shape, other.shape) {
        (_, BodyShape::None) => own.required = required,
        (BodyShape::Unknown, BodyShape::Unknown) => own.required = required,
        (BodyShape::None | BodyShape::Unknown, theirs) => {
            let description = std::mem::take(&mut own.description);
            *own = Body { shape: theirs, required, ..other };
            if own.description.is_empty() {
                own.description = description;
            }
        }
        (BodyShape::Json(ty), BodyShape::Json(theirs)) => {
            own.required = required;
            for variant in [ty.clone(), theirs.clone()].into_iter().chain(other.variants) {
                // Of types that no page documents, one stands for all.
                let is_known = |known: &TypeRef| *known == variant || (known.is_any() && variant.is_any());
                if !own.variants.iter().any(is_known) {
                    own.variants.push(variant);
                }
            }
            if let Some(base) = ancestry.common(ty, &theirs) {
                *ty = base;
            }
            let ty = ty.clone();
            own.variants.retain(|variant| *variant != ty && !(ty.is_any() && variant.is_any()));
        }
        (BodyShape::Inline(properties), BodyShape::Inline(theirs)) => {
            own.required = required;
            for property in properties.iter_mut() {
                let their = theirs.iter().find(|their| their.name == property.name);
                property.required &= their.is_some_and(|their| their.required);
                if let Some(their) = their {
                    adopt_integer(property, their);
                }
            }
            for mut property in theirs {
                if !properties.iter().any(|own| own.name == property.name) {
                    property.required = false;
                    properties.push(property);
                }
            }
        }
        // A page that only lists some of its properties means the resource that the other names.
        (BodyShape::Inline(rows), BodyShape::Json(ty)) if is_part(rows, &ty, members) => {
            own.required = required;
            own.shape = BodyShape::Json(ty);
        }
        _ => {}
    }
}

/// What one page calls a number is the integer that another page calls it.
fn adopt_integer(own: &mut Property, their: &Property) {
    use Primitive::{Double, Int16, Int32, Int64};
    if own.ty == TypeRef::Primitive(Double) && matches!(their.ty, TypeRef::Primitive(Int16 | Int32 | Int64)) {
        own.ty = their.ty.clone();
    }
}

fn is_part(rows: &[Property], ty: &TypeRef, members: &Members<'_>) -> bool {
    let is_own = |row: &Property| ty.name().is_some_and(|name| members.knows(name, &row.name));
    !rows.is_empty() && rows.iter().all(is_own)
}

/// Keeps what the page of another product says comes back apart, where the leading page says otherwise.
pub(super) fn set_aside(first: &mut Operation, responses: Vec<Response>) {
    if first.responses.is_empty() {
        first.responses = responses;
        return;
    }
    let same = |one: &Response, other: &Response| one.status == other.status && one.body == other.body;
    for response in responses {
        if !first.responses.iter().chain(&first.scenario_responses).any(|known| same(known, &response)) {
            first.scenario_responses.push(response);
        }
    }
}

/// Responses meet by status; several resources become their common base.
pub(super) fn unite_responses(own: &mut Vec<Response>, other: Vec<Response>, ancestry: &Ancestry) {
    for response in other {
        let Some(known) = own.iter_mut().find(|known| known.status == response.status) else {
            own.push(response);
            continue;
        };
        known.leads_to = known.leads_to.take().or(response.leads_to);
        match (&mut known.body, response.body) {
            (body @ ResponseBody::None, theirs) => {
                *body = theirs;
                known.is_collection = response.is_collection;
            }
            (ResponseBody::Json(ty), ResponseBody::Json(theirs)) => {
                if ty.is_any() {
                    *ty = theirs;
                    known.is_collection = response.is_collection;
                } else if let Some(base) = ancestry.common(ty, &theirs) {
                    *ty = base;
                }
            }
            _ => {}
        }
        for header in response.headers {
            if !known.headers.contains(&header) {
                known.headers.push(header);
            }
        }
    }
}
