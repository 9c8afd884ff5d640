//! Declarations.

use std::sync::Arc;

use syn::{FnArg, ImplItem, TraitItem, UseTree};

use super::{Lower, name, ty};
use crate::source::{Expr, Function, Item, Module, Name, Struct, Type, Use};

impl Lower {
    pub(super) fn items(&mut self, items: Vec<syn::Item>) {
        for item in items {
            self.item(item);
        }
    }

    fn push(&mut self, item: Item) {
        if let Some(module) = self.module() {
            module.items.push(item);
        }
    }

    pub(super) fn item(&mut self, item: syn::Item) {
        match item {
            syn::Item::Fn(function) => {
                let function = self.function(&function.sig, Some(*function.block));
                self.push(Item::Function(function));
            }
            syn::Item::Const(item) => self.value(&item.ident, &item.ty, *item.expr),
            syn::Item::Static(item) => self.value(&item.ident, &item.ty, *item.expr),
            syn::Item::Type(item) => self.push(Item::Alias { name: name(&item.ident), ty: ty::ty(&item.ty) }),
            syn::Item::Struct(item) => {
                let item = Struct {
                    name: name(&item.ident),
                    generics: ty::generics(&item.generics),
                    fields: fields(&item.fields),
                };
                self.push(Item::Struct(item));
            }
            syn::Item::Enum(item) => {
                let generics = ty::generics(&item.generics);
                self.push(Item::Struct(Struct {
                    name: name(&item.ident),
                    generics: generics.clone(),
                    fields: Vec::new(),
                }));
                for variant in &item.variants {
                    let variant = Struct {
                        name: name(&variant.ident),
                        generics: generics.clone(),
                        fields: fields(&variant.fields),
                    };
                    self.push(Item::Struct(variant));
                }
            }
            syn::Item::Impl(item) => self.implementation(item),
            syn::Item::Trait(item) => {
                let mut functions = Vec::new();
                for member in item.items {
                    if let TraitItem::Fn(function) = member {
                        functions.push(self.function(&function.sig, function.default));
                    }
                }
                self.push(Item::Trait { name: name(&item.ident), functions });
            }
            syn::Item::Mod(item) => self.nested(item),
            syn::Item::Use(item) => {
                let mut uses = Vec::new();
                flatten(&item.tree, &mut Vec::new(), &mut uses);
                if let Some(module) = self.module() {
                    module.uses.extend(uses);
                }
            }
            syn::Item::ExternCrate(item) => {
                let alias = item.rename.as_ref().map_or_else(|| name(&item.ident), |(_, alias)| name(alias));
                let used = Use { path: vec![name(&item.ident)], name: Some(alias) };
                if let Some(module) = self.module() {
                    module.uses.push(used);
                }
            }
            syn::Item::Macro(item) => match &item.ident {
                Some(ident) => {
                    let text = item.mac.tokens.to_string();
                    self.push(Item::Macro { name: name(ident), text });
                }
                None if item.mac.path.is_ident("include") => {
                    if let Some(module) = self.module() {
                        module.includes = true;
                    }
                }
                None => {
                    let code = self.invocation(item.mac);
                    self.push(Item::Code(Arc::new(code)));
                }
            },
            _ => {}
        }
    }

    fn value(&mut self, ident: &syn::Ident, of: &syn::Type, expr: syn::Expr) {
        let body = Arc::new(self.expr(expr));
        self.push(Item::Value { name: name(ident), ty: ty::ty(of), body });
    }

    fn nested(&mut self, item: syn::ItemMod) {
        let child = name(&item.ident);
        if let Some(module) = self.module() {
            module.children.push(child);
        }
        let Some((_, items)) = item.content else { return };
        let before = self.at;
        self.modules.push(Module { name: item.ident.to_string(), ..Module::default() });
        self.at = self.modules.len() - 1;
        self.items(items);
        self.at = before;
    }

    fn implementation(&mut self, item: syn::ItemImpl) {
        let mut functions = Vec::new();
        let mut target = None;
        for member in item.items {
            match member {
                ImplItem::Fn(function) => functions.push(self.function(&function.sig, Some(function.block))),
                ImplItem::Type(associated) if associated.ident == "Target" => target = Some(ty::ty(&associated.ty)),
                ImplItem::Const(item) => self.value(&item.ident, &item.ty, item.expr),
                _ => {}
            }
        }
        let of = item.trait_.as_ref().and_then(|(path, _)| path.segments.last()).map(|last| name(&last.ident));
        let generics = ty::generics(&item.generics);
        self.push(Item::Impl { ty: ty::ty(&item.self_ty), of, generics, target, functions });
    }

    fn function(&mut self, signature: &syn::Signature, body: Option<syn::Block>) -> Arc<Function> {
        let mut has_self = false;
        let mut parameters = Vec::new();
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(_) => has_self = true,
                FnArg::Typed(typed) => parameters.push((self.pattern(&typed.pat), ty::ty(&typed.ty))),
            }
        }
        let body = body.map(|block| Arc::new(self.block(block)));
        Arc::new(Function {
            name: name(&signature.ident),
            generics: ty::generics(&signature.generics),
            has_self,
            parameters,
            output: ty::output(&signature.output),
            body,
        })
    }
}

fn fields(fields: &syn::Fields) -> Vec<(Name, Type)> {
    let named = |(index, field): (usize, &syn::Field)| {
        let field_name = field.ident.as_ref().map_or_else(|| name(&index), name);
        (field_name, ty::ty(&field.ty))
    };
    fields.iter().enumerate().map(named).collect()
}

fn flatten(tree: &UseTree, path: &mut Vec<Name>, uses: &mut Vec<Use>) {
    match tree {
        UseTree::Path(part) => {
            path.push(name(&part.ident));
            flatten(&part.tree, path, uses);
            path.pop();
        }
        UseTree::Name(part) if part.ident == "self" => {
            uses.push(Use { path: path.clone(), name: path.last().cloned() });
        }
        UseTree::Name(part) => {
            let own = name(&part.ident);
            let path = path.iter().cloned().chain([own.clone()]).collect();
            uses.push(Use { path, name: Some(own) });
        }
        UseTree::Rename(part) => {
            let own = (part.ident != "self").then(|| name(&part.ident));
            let path = path.iter().cloned().chain(own).collect();
            uses.push(Use { path, name: Some(name(&part.rename)) });
        }
        UseTree::Glob(_) => uses.push(Use { path: path.clone(), name: None }),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, path, uses);
            }
        }
    }
}

/// Expressions of which only the parts matter.
pub(super) fn parts(parts: Vec<Expr>) -> Expr {
    Expr::Parts(parts)
}
