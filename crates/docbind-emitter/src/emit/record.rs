//! Structs of optional fields: models and bodies of operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{ImplItem, Type};

use super::draft::{Draft, braced};
use super::pattern::{Filling, Patterns};
use super::secret::holds_secret;
use super::types::{Place, model};
use super::{Context, ident};
use crate::Broken;
use crate::doc::{Doc, code, escape};
use crate::plan::{Field, Item, Settable, Shape};

/// A struct that is to be written.
pub(super) struct Struct<'a> {
    pub(super) name: &'a str,
    pub(super) doc: Doc,
    /// The qualified wire name; empty for bodies.
    pub(super) wire_name: &'a str,
    /// The wire names of its bases, the nearest first.
    pub(super) bases: Vec<&'a str>,
    pub(super) fields: Vec<Field<'a>>,
    /// The place of the type in the plan, unless it is a body.
    pub(super) index: Option<usize>,
    /// Its bases by their places, those left out that name this type among their own.
    pub(super) related: Vec<usize>,
    /// What requests can set of the type; nothing for a body, of which all can be set.
    pub(super) settable: Option<&'a Settable<'a>>,
    pub(super) place: Place,
}

/// A field with what its tokens need.
pub(super) struct Slot<'a> {
    pub(super) field: &'a Field<'a>,
    shape: Shape,
    boxed: bool,
    pub(super) ty: Type,
}

impl Struct<'_> {
    /// Whether a field has a setter: one that the service alone writes has none, nor has one of a type that no request
    /// holds.
    pub(super) fn has_setter(&self, field: &Field<'_>) -> bool {
        let (Some(settable), Some(index)) = (self.settable, self.index) else { return true };
        settable.has_setter(index, field.property)
    }

    /// Whether a field is left out of the body of a request.
    fn is_left_out(&self, field: &Field<'_>) -> bool {
        let (Some(settable), Some(index)) = (self.settable, self.index) else { return false };
        settable.is_left_out(index, field.property)
    }

    /// Whether it has a constructor from what its page calls required, as bodies of operations have.
    pub(super) fn has_constructor(&self) -> bool {
        self.index.is_none()
            && self.fields.iter().any(|field| field.property.required)
            && !self.fields.iter().any(|field| field.name == "with_required")
    }
}

impl Context<'_> {
    /// The struct itself.
    pub(super) fn structure(&self, def: &Struct<'_>, slots: &[Slot<'_>], draft: &mut Draft) -> TokenStream {
        let name = ident(def.name);
        let doc = draft.comment(def.doc.clone());
        let model = model(def.place);
        let mut fields = TokenStream::new();
        for slot in slots {
            let doc = draft.comment(self.field_doc(slot.field));
            let (name, ty) = (ident(&slot.field.name), slot.held());
            let attributes = self.field_attributes(def.wire_name, &slot.field.property.name);
            fields.extend(quote!(#[#doc] #attributes pub #name: Option<#ty>,));
        }
        let extra = Doc::new("What the documentation does not list, and which properties are explicitly null.");
        let extra = draft.comment(extra);
        fields.extend(quote!(#[#extra] pub extra: #model::Extra,));
        // Models get it from their macro, which needs a slot for every field; bodies have none to be written to.
        let clone = def.index.is_none().then(|| quote!(#[derive(Clone)]));
        let attributes = self.type_attributes(def.wire_name);
        braced(quote!(#[#doc] #clone #attributes #[non_exhaustive] pub struct #name), fields)
    }

    /// A setter for each field, which needs no documentation of its own.
    pub(super) fn setters(
        &self,
        def: &Struct<'_>,
        slots: &[Slot<'_>],
        patterns: &mut Patterns,
        draft: &mut Draft,
    ) -> Result<(), Broken> {
        for slot in slots.iter().filter(|slot| def.has_setter(slot.field)) {
            draft.member(self.setter(slot, def.place, patterns)?);
        }
        Ok(())
    }

    /// A constructor of a body from what its page calls required.
    pub(super) fn required(&self, def: &Struct<'_>, slots: &[Slot<'_>], draft: &mut Draft) -> Result<(), Broken> {
        if !def.has_constructor() {
            return Ok(());
        }
        let mut parameters = TokenStream::new();
        let mut calls = TokenStream::new();
        for slot in slots.iter().filter(|slot| slot.field.property.required) {
            let (name, ty) = (ident(&slot.field.name), &slot.ty);
            let parameter = match &slot.shape {
                Shape::Text | Shape::Own(_) | Shape::Json | Shape::Enum(_) => quote!(impl Into<#ty>),
                Shape::List(inner) => {
                    let item = self.ty(inner, def.place)?;
                    match &**inner {
                        Shape::Text | Shape::Enum(_) => quote!(impl IntoIterator<Item = impl Into<#item>>),
                        _ => quote!(impl IntoIterator<Item = #item>),
                    }
                }
                _ => quote!(#ty),
            };
            parameters.extend(quote!(#name: #parameter,));
            calls.extend(quote!(.#name(#name)));
        }
        let doc = draft.comment(Doc::new("One with what the page calls required."));
        draft.member(syn::parse2(quote! {
            #[#doc]
            pub fn with_required(#parameters) -> Self { Self::new()#calls }
        })?);
        Ok(())
    }

    fn setter(&self, slot: &Slot<'_>, place: Place, patterns: &mut Patterns) -> Result<ImplItem, Broken> {
        let model = model(place);
        let setter = |generics: TokenStream, parameter: TokenStream, value: TokenStream| {
            quote! {
                #[inline]
                pub fn _name #generics(mut self, #parameter) -> Self {
                    self._name = #value;
                    self
                }
            }
        };
        let mut item = None;
        let pattern = match &slot.shape {
            Shape::Text | Shape::Own(_) | Shape::Json | Shape::Enum(_) => patterns
                .get("any value", || setter(quote!(), quote!(value: impl Into<_type>), quote!(#model::some(value)))),
            Shape::Model(_) if slot.boxed => {
                patterns.get("boxed value", || setter(quote!(), quote!(value: _type), quote!(#model::some(value))))
            }
            Shape::List(inner) => {
                item = Some(syn::parse2(self.ty(inner, place)?)?);
                match &**inner {
                    Shape::Text | Shape::Enum(_) => patterns.get("any values", || {
                        let parameter = quote!(values: impl IntoIterator<Item = T>);
                        setter(quote!(<T: Into<_type>>), parameter, quote!(#model::list(values)))
                    }),
                    _ => patterns.get("values", || {
                        let parameter = quote!(values: impl IntoIterator<Item = _type>);
                        setter(quote!(), parameter, quote!(#model::list(values)))
                    }),
                }
            }
            _ => patterns.get("value", || setter(quote!(), quote!(value: _type), quote!(Some(value)))),
        };
        let name = ident(&slot.field.name);
        let ty = item.as_ref().unwrap_or(&slot.ty);
        Ok(pattern?.fill(&[("_name", Filling::Name(&name)), ("_type", Filling::Type(ty))]))
    }

    /// The call of the macro that makes a struct a record, with its table of the fields.
    pub(super) fn record(
        &self,
        def: &Struct<'_>,
        slots: &[Slot<'_>],
        draft: &mut Draft,
    ) -> Result<TokenStream, Broken> {
        let name = ident(def.name);
        let is_secret = |slot: &Slot<'_>| match slot.shape {
            Shape::Text | Shape::Own("Binary") => holds_secret(&slot.field.property.name, def),
            _ => false,
        };
        let secrets = slots.iter().enumerate().filter(|(_, slot)| is_secret(slot));
        let secrets = secrets.map(|(index, _)| Literal::usize_unsuffixed(index));
        let (kind, mut rows) = match def.index {
            Some(_) => {
                let type_name = Literal::string(def.wire_name);
                let bases = def.bases.iter().map(|base| Literal::string(base));
                ("model", vec![quote!(#name), quote!(type_name = #type_name), quote!(bases = [#(#bases)*])])
            }
            // Bodies of operations are only sent, and have no name on the wire.
            None => ("body", vec![quote!(#name)]),
        };
        rows.push(quote!(secrets = [#(#secrets)*]));
        let left_out: Vec<Literal> = slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| def.is_left_out(slot.field))
            .map(|(place, _)| Literal::usize_unsuffixed(place))
            .collect();
        if !left_out.is_empty() {
            rows.push(quote!(read_only = [#(#left_out)*]));
        }
        if !def.related.is_empty() {
            let bases: Vec<TokenStream> =
                def.related.iter().map(|base| self.item(Item::Type(*base), def.place)).collect::<Result<_, _>>()?;
            rows.push(quote!(related = [#(#bases),*]));
        }
        for (index, slot) in slots.iter().enumerate() {
            let (index, wire_name) = (Literal::usize_unsuffixed(index), Literal::string(&slot.field.property.name));
            let (kind, field) = (slot.kind(), ident(&slot.field.name));
            rows.push(quote!(#index #wire_name #kind #field));
        }
        let kind = ident(kind);
        Ok(draft.table(quote!(::docbind_runtime::#kind), rows))
    }

    /// The fields of a struct, in their order.
    pub(super) fn slots<'a>(&self, def: &'a Struct<'a>) -> Result<Vec<Slot<'a>>, Broken> {
        let slot = |field: &'a Field<'a>| {
            let shape = self.plan.shape(&field.property.ty);
            let boxed = match (&shape, def.index) {
                (Shape::Model(to), Some(from)) => self.plan.is_boxed(from, *to)?,
                _ => false,
            };
            let ty = syn::parse2(self.ty(&shape, def.place)?)?;
            Ok(Slot { field, shape, boxed, ty })
        };
        def.fields.iter().map(slot).collect()
    }

    /// What the pages say about a property.
    fn field_doc(&self, field: &Field<'_>) -> Doc {
        let property = field.property;
        let mut doc = Doc::default();
        doc.markdown(&property.description, &property.source.file, &self.links);
        if doc.is_empty() {
            doc.paragraph(format!("The property {}.", code(&property.name)));
        }
        let mut facts = Vec::new();
        let said = property.description.to_lowercase();
        if property.read_only && !said.contains("read-only") {
            facts.push("Read-only.".to_owned());
        }
        if property.required && !said.contains("required") {
            facts.push("Required.".to_owned());
        }
        if let Some(default) = property.default.as_ref().filter(|_| !said.contains("default")) {
            facts.push(format!("Default: {}.", code(default)));
        }
        if !property.values.is_empty() && !property.values.iter().all(|value| said.contains(&value.to_lowercase())) {
            let values: Vec<String> = property.values.iter().map(|value| code(value)).collect();
            facts.push(format!("Values: {}.", values.join(", ")));
        }
        if property.undocumented {
            facts.push("Only examples show it.".to_owned());
        }
        doc.paragraph(facts.join(" "));
        if let Some(deprecation) = &property.deprecation {
            doc.paragraph(deprecated(deprecation.date.as_deref()));
            doc.markdown(&deprecation.note, &deprecation.source.file, &self.links);
        }
        doc
    }
}

/// A line that says that something ends.
pub(super) fn deprecated(date: Option<&str>) -> String {
    match date {
        Some(date) => format!("**Deprecated**, ends {}.", escape(date)),
        None => "**Deprecated.**".to_owned(),
    }
}

impl Slot<'_> {
    /// What is inside the field's `Option`.
    fn held(&self) -> TokenStream {
        let ty = &self.ty;
        if self.boxed { quote!(Box<#ty>) } else { quote!(#ty) }
    }

    /// The variant of the runtime's `Mut` and `Ref`.
    fn kind(&self) -> proc_macro2::Ident {
        ident(match &self.shape {
            Shape::Text => "Str",
            Shape::Bool => "Bool",
            Shape::I32 => "I32",
            Shape::I64 => "I64",
            Shape::F64 => "F64",
            Shape::Own(name) => name,
            Shape::Json => "Json",
            Shape::Model(_) => "Obj",
            Shape::Enum(_) => "Enum",
            Shape::List(inner) if **inner == Shape::Text => "StrList",
            Shape::List(_) => "List",
        })
    }
}
