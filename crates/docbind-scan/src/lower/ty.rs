//! Types.

use syn::punctuated::Punctuated;
use syn::{GenericArgument, Generics, PathArguments, ReturnType, TypeParamBound, WherePredicate};

use super::name;
use crate::source::{Generic, Name, Type};

pub(super) fn ty(ty: &syn::Type) -> Type {
    match ty {
        syn::Type::Array(array) => Type::List(Box::new(self::ty(&array.elem))),
        syn::Type::Slice(slice) => Type::List(Box::new(self::ty(&slice.elem))),
        syn::Type::FnPtr(pointer) => Type::Function(
            pointer.inputs.iter().map(|input| self::ty(&input.ty)).collect(),
            Box::new(output(&pointer.output)),
        ),
        syn::Type::Group(group) => self::ty(&group.elem),
        syn::Type::Paren(paren) => self::ty(&paren.elem),
        syn::Type::Ptr(pointer) => self::ty(&pointer.elem),
        syn::Type::Reference(reference) => self::ty(&reference.elem),
        syn::Type::ImplTrait(bounds) => self::bounds(&bounds.bounds),
        syn::Type::TraitObject(bounds) => self::bounds(&bounds.bounds),
        syn::Type::Infer(_) => Type::Inferred,
        // `<T as Trait>::Name` is left open.
        syn::Type::Path(path) if path.qself.is_some() => Type::Inferred,
        syn::Type::Path(path) => self::path(&path.path),
        syn::Type::Tuple(tuple) if tuple.elems.is_empty() => Type::Other,
        syn::Type::Tuple(tuple) => Type::Tuple(tuple.elems.iter().map(self::ty).collect()),
        syn::Type::Macro(_) => Type::Inferred,
        _ => Type::Other,
    }
}

pub(super) fn path(path: &syn::Path) -> Type {
    let mut arguments = Vec::new();
    if let Some(last) = path.segments.last() {
        match &last.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(list) => {
                for argument in &list.args {
                    match argument {
                        GenericArgument::Type(ty) => arguments.push(self::ty(ty)),
                        GenericArgument::AssocType(associated) => {
                            let ty = Box::new(self::ty(&associated.ty));
                            arguments.push(Type::Associated(name(&associated.ident), ty));
                        }
                        _ => {}
                    }
                }
            }
            PathArguments::Parenthesized(call) => {
                let inputs = call.inputs.iter().map(|input| self::ty(&input.ty)).collect();
                return Type::Function(inputs, Box::new(output(&call.output)));
            }
        }
    }
    Type::Path(super::path(path), arguments)
}

pub(super) fn output(output: &ReturnType) -> Type {
    match output {
        ReturnType::Default => Type::Other,
        ReturnType::Type(_, ty) => self::ty(ty),
    }
}

fn bounds<P>(list: &Punctuated<TypeParamBound, P>) -> Type {
    Type::Bounds(bound_types(list))
}

fn bound_types<P>(list: &Punctuated<TypeParamBound, P>) -> Vec<Type> {
    list.iter()
        .filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => Some(path(&bound.path)),
            _ => None,
        })
        .collect()
}

pub(super) fn generics(generics: &Generics) -> Vec<Generic> {
    let mut list: Vec<Generic> = generics
        .type_params()
        .map(|parameter| Generic { name: name(&parameter.ident), bounds: bound_types(&parameter.bounds) })
        .collect();
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let WherePredicate::Type(predicate) = predicate
            && let Type::Path(path, _) = ty(&predicate.bounded_ty)
            && let [only] = path.as_slice()
            && let Some(generic) = list.iter_mut().find(|generic| same(&generic.name, only))
        {
            generic.bounds.extend(bound_types(&predicate.bounds));
        }
    }
    list
}

fn same(a: &Name, b: &Name) -> bool {
    **a == **b
}
