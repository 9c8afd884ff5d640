//! `nodes.rs` of an area: a struct for each path with a method for each next segment and each verb.

use docbind_ir::{Argument, ArgumentValue, Primitive, Segment, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::ImplItem;

use super::draft::Draft;
use super::file::RustFile;
use super::pattern::{Filling, Pattern, Patterns};
use super::types::Place;
use super::{Context, GeneratedFile, ident, planned};
use crate::doc::{Doc, code, escape};
use crate::plan::{BodyPlan, Child, NodePlan, OperationPlan};
use crate::{Broken, Error};

/// The file of an area's nodes.
pub(super) fn file(context: &Context<'_>, index: usize) -> Result<GeneratedFile, Error> {
    let area = Broken::at(&context.plan.areas, index, "area")?;
    let mut file = RustFile::large(context.source(&format!("{}/nodes.rs", area.module)), context.sink);
    let doc =
        Doc::new("Paths of the area as they are built: a method for each segment, and the verb as the last call.");
    let mut draft = Draft::default();
    let doc = draft.comment(doc);
    file.push(draft.piece(quote!(#![#doc] use ::docbind_runtime as runtime;), planned::uses(1)))?;
    let mut patterns = Patterns::default();
    for node in &area.nodes {
        let mut draft = Draft::default();
        let name = ident(&node.name);
        let path = if node.path.is_empty() { "/" } else { &node.path };
        let doc = draft.comment(Doc::new(format!("The path {}.", code(path))));
        for child in &node.children {
            let target = Broken::at(&area.nodes, child.node, "node")?;
            let step = step(node, child, target, &mut patterns, &mut draft).map_err(|error| file.unplanned(error))?;
            draft.member(step);
        }
        for (method, operation) in &node.operations {
            let plan = Broken::at(&area.operations, *operation, "operation")?;
            let verb = context.verb(method, plan, &mut patterns, &mut draft).map_err(|error| file.unplanned(error))?;
            draft.member(verb);
        }
        if let Some(plan) = area.lone_list(node) {
            draft.member(hint(plan, &mut patterns).map_err(|error| file.unplanned(error))?);
        }
        let tokens = quote! {
            #[#doc]
            #[derive(Clone)]
            pub struct #name {
                pub(crate) path: runtime::Node,
            }
            impl #name {}
        };
        file.push(draft.piece(tokens, planned::node(area, node)))?;
    }
    Ok(file.finish())
}

/// The method for the next segment.
fn step(
    node: &NodePlan<'_>,
    child: &Child<'_>,
    target: &NodePlan<'_>,
    patterns: &mut Patterns,
    draft: &mut Draft,
) -> Result<ImplItem, Broken> {
    let doc = draft.inline(Doc::new(code(&target.path)));
    let method = ident(&child.method);
    let next = ident(&target.name);
    let names: Vec<_> = child.arguments.iter().map(|name| ident(name)).collect();
    // Whatever follows a path address is told apart from it by a colon.
    let colon = if node.after_path { ":" } else { "" };
    let path = |word: &str| format!("{colon}/{}", encoded(word));
    let fill = |pattern: &Pattern, path: &str| {
        pattern.fill(&[
            ("_doc", Filling::Name(&doc)),
            ("_method", Filling::Name(&method)),
            ("_next", Filling::Name(&next)),
            ("_path", Filling::Text(path)),
        ])
    };
    let step = match child.segment {
        Segment::Literal(word) | Segment::Cast(word) => {
            let pattern = patterns.get("word", || {
                quote!(
                    #[_doc]
                    pub fn _method(self) -> _next {
                        _next { path: self.path.literal(_path) }
                    }
                )
            });
            return Ok(fill(pattern?, &path(word)));
        }
        Segment::Parameter(_) if colon.is_empty() => {
            let pattern = patterns.get("parameter", || {
                quote!(
                    #[_doc]
                    pub fn _method(self, id: impl runtime::Identify) -> _next {
                        _next { path: self.path.segment(id) }
                    }
                )
            });
            return Ok(fill(pattern?, ""));
        }
        Segment::Parameter(_) => quote!(literal(":").segment(id)),
        Segment::Function { name, arguments } => {
            let (path, arguments) = (Literal::string(&path(name)), values(arguments, &names)?);
            quote!(function(#path, &[#(#arguments),*]))
        }
        Segment::Key(arguments) => {
            let arguments = values(arguments, &names)?;
            quote!(key(&[#(#arguments),*]))
        }
        Segment::PathAddress { .. } => quote!(path_address(path.as_ref(), false)),
    };
    Ok(syn::parse2(quote! {
        #[#doc]
        pub fn #method(self, #(#names: impl AsRef<str>),*) -> #next { #next { path: self.path.#step } }
    })?)
}

/// `get` where the answer is a collection: it does what was meant, and says what it is called.
fn hint(plan: &OperationPlan<'_>, patterns: &mut Patterns) -> Result<ImplItem, syn::Error> {
    let name = ident(&plan.name);
    let pattern = patterns.get("hint", || {
        quote! {
            #[doc(hidden)]
            #[deprecated(note = "the answer is a collection: the last call is `list`")]
            pub fn get(self) -> runtime::Request<super::_name> { self.path.request() }
        }
    });
    Ok(pattern?.fill(&[("_name", Filling::Name(&name))]))
}

/// Names and values of a call.
fn values(arguments: &[Argument], names: &[proc_macro2::Ident]) -> Result<Vec<TokenStream>, Broken> {
    let mut names = names.iter();
    arguments
        .iter()
        .map(|argument| {
            let name = Literal::string(&encoded(&argument.name));
            let variant = ident(if argument.quoted { "Quoted" } else { "Bare" });
            match &argument.value {
                ArgumentValue::Parameter(parameter) => {
                    let value = names.next().ok_or_else(|| Broken(format!("no argument says `{parameter}`")))?;
                    Ok(quote!((#name, runtime::Arg::#variant(#value.as_ref()))))
                }
                ArgumentValue::Literal(value) => {
                    let value = Literal::string(value);
                    Ok(quote!((#name, runtime::Arg::#variant(#value))))
                }
            }
        })
        .collect()
}

/// A documented path of fixed segments as it stands in a URL.
pub(super) fn encoded_path(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

/// A documented segment as it stands in a URL.
fn encoded(word: &str) -> String {
    let mut url = String::with_capacity(word.len());
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

impl Context<'_> {
    /// The verb: the last call of the chain.
    fn verb(
        &self,
        method: &str,
        plan: &OperationPlan<'_>,
        patterns: &mut Patterns,
        draft: &mut Draft,
    ) -> Result<ImplItem, Broken> {
        let operation = plan.operation;
        let title = operation.title.trim();
        let title = if title.is_empty() { String::new() } else { format!("{}: ", escape(title)) };
        let doc =
            draft.inline(Doc::new(format!("{title}[{}](super::{}).", code(&operation.request_line()), plan.name)));
        let (method, name) = (ident(method), ident(&plan.name));
        let mut query = plan.required_query().zip(super::operation::query_names(plan)).peekable();
        if query.peek().is_none() && matches!(plan.body, BodyPlan::None) {
            let pattern = patterns.get("verb", || {
                quote! {
                    #[_doc]
                    pub fn _method(self) -> runtime::Request<super::_name> { self.path.request() }
                }
            });
            return Ok(pattern?.fill(&[
                ("_doc", Filling::Name(&doc)),
                ("_method", Filling::Name(&method)),
                ("_name", Filling::Name(&name)),
            ]));
        }
        let (body, request) = self.body_of(plan)?;
        let mut parameters: Vec<TokenStream> = body.into_iter().collect();
        let mut node = quote!(self.path);
        for (parameter, name) in query {
            let (name, wire) = (ident(&name), Literal::string(&parameter.wire_name));
            let (ty, value) = query_value(&parameter.ty, &name);
            parameters.push(quote!(#name: #ty));
            node = quote!(#node.query(#wire, #value));
        }
        Ok(syn::parse2(quote! {
            #[#doc]
            pub fn #method(self, #(#parameters),*) -> runtime::Request<super::#name> { #node.#request }
        })?)
    }

    /// The parameter for the body, and the call that makes the request of a node.
    fn body_of(&self, plan: &OperationPlan<'_>) -> Result<(Option<TokenStream>, TokenStream), Broken> {
        let with_json = || quote!(request_with_json(&body));
        let (parameter, request) = match &plan.body {
            BodyPlan::None => return Ok((None, quote!(request()))),
            BodyPlan::Model(index) => {
                let ty = self.item(crate::plan::Item::Type(*index), Place::Nodes)?;
                (quote!(body: #ty), with_json())
            }
            BodyPlan::Inline(_) => {
                let ty = ident(&plan.body_name);
                (quote!(body: super::#ty), with_json())
            }
            BodyPlan::List(shape) => {
                let ty = self.ty(shape, Place::Nodes)?;
                let request = quote!(request_with_list(&body.into_iter().collect::<Vec<#ty>>()));
                (quote!(body: impl IntoIterator<Item = #ty>), request)
            }
            BodyPlan::Value(_) => {
                (quote!(body: impl Into<runtime::model::Json>), quote!(request_with_value(&body.into())))
            }
            BodyPlan::JsonPatch => {
                let request = quote!(request_with_bytes("application/json-patch+json", body.into().to_string()));
                (quote!(body: impl Into<runtime::model::Json>), request)
            }
            BodyPlan::Binary(media_type) => {
                let media_type = Literal::string(media_type);
                (quote!(body: impl Into<runtime::bytes::Bytes>), quote!(request_with_bytes(#media_type, body)))
            }
            BodyPlan::Text(media_type) => {
                let media_type = Literal::string(media_type);
                (quote!(body: impl Into<String>), quote!(request_with_bytes(#media_type, body.into())))
            }
            BodyPlan::Multipart => (
                quote!(content_type: &str, body: impl Into<runtime::bytes::Bytes>),
                quote!(request_with_bytes(content_type, body)),
            ),
        };
        Ok((Some(parameter), request))
    }
}

/// The Rust type of a query parameter, and its text.
fn query_value(ty: &TypeRef, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    match ty {
        TypeRef::Primitive(Primitive::Boolean) => (quote!(bool), quote!(&#name.to_string())),
        TypeRef::Primitive(Primitive::Byte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64) => {
            (quote!(i64), quote!(&#name.to_string()))
        }
        _ => (quote!(impl AsRef<str>), quote!(#name.as_ref())),
    }
}
