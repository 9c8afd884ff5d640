//! Members that stand in a crate ten thousand times.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprLit, ImplItem, Lit, LitStr, Type};

/// The patterns that files of one kind have needed so far.
#[derive(Default)]
pub(super) struct Patterns(BTreeMap<&'static str, Pattern>);

/// A member of an `impl`, with names such as `_name` in place of what differs from copy to copy.
///
/// Its tokens go through the grammar once; copying the tree and filling it in costs a fraction of reading them again.
pub(super) struct Pattern(ImplItem);

/// What takes the place of a name in a pattern.
pub(super) enum Filling<'a> {
    Name(&'a Ident),
    Type(&'a Type),
    Text(&'a str),
}

impl Patterns {
    /// The pattern of this name, made of `tokens` when it is first asked for.
    pub(super) fn get(
        &mut self,
        name: &'static str,
        tokens: impl FnOnce() -> TokenStream,
    ) -> Result<&Pattern, syn::Error> {
        use std::collections::btree_map::Entry;
        match self.0.entry(name) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => Ok(entry.insert(Pattern(syn::parse2(tokens())?))),
        }
    }
}

impl Pattern {
    pub(super) fn fill(&self, fillings: &[(&str, Filling<'_>)]) -> ImplItem {
        let mut item = self.0.clone();
        Filler(fillings).visit_impl_item_mut(&mut item);
        item
    }
}

struct Filler<'a>(&'a [(&'a str, Filling<'a>)]);

impl Filler<'_> {
    fn find(&self, name: &Ident) -> Option<&Filling<'_>> {
        self.0.iter().find(|(other, _)| name == other).map(|(_, filling)| filling)
    }
}

impl VisitMut for Filler<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if let Some(Filling::Name(name)) = self.find(ident) {
            *ident = (*name).clone();
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        let name = match ty {
            Type::Path(path) => path.path.get_ident(),
            _ => None,
        };
        match name.and_then(|name| self.find(name)) {
            Some(Filling::Type(other)) => *ty = (*other).clone(),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let name = match expr {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        };
        match name.and_then(|name| self.find(name)) {
            Some(Filling::Text(text)) => {
                let lit = Lit::Str(LitStr::new(text, Span::call_site()));
                *expr = Expr::Lit(ExprLit { attrs: Vec::new(), lit });
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
