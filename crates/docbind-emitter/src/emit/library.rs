//! `lib.rs` (or `mod.rs`) and the prelude.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::{Draft, Piece};
use super::file::RustFile;
use super::outline::Outline;
use super::tour::tour;
use super::{Context, GeneratedFile, ident, planned};
use crate::doc::{Doc, code};
use crate::{Broken, Error, Layout};

/// The contract between generated code and runtime that this version writes for.
const ABI: u32 = 2;

/// The root of the crate or module.
pub(super) fn file(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let is_crate = context.options.layout == Layout::Crate;
    let name = if is_crate { "lib.rs" } else { "mod.rs" };
    let mut file = RustFile::new(context.source(name));
    file.push(modules(context)?)?;
    file.push(abi())?;
    for piece in client(context)? {
        file.push(piece)?;
    }
    Ok(file.finish())
}

/// `prelude.rs`.
pub(super) fn prelude(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let mut draft = Draft::default();
    let doc = draft.comment(Doc::new("What most users need: `use …::prelude::*;`"));
    let tokens = quote! {
        #![#doc]
        pub use super::Client;
        pub use ::docbind_runtime::model::{Model as _, OpenEnum as _};
        pub use ::docbind_runtime::{Error, Operation as _, Scheme, StaticToken, TokenProvider as _};
    };
    let mut file = RustFile::new(context.source("prelude.rs"));
    file.push(draft.piece(tokens, planned::uses(3)))?;
    Ok(file.finish())
}

fn modules(context: &Context<'_>) -> Result<Piece, Error> {
    let mut draft = Draft::default();
    let inner = match context.options.layout {
        Layout::Module => TokenStream::new(),
        Layout::Crate => {
            let attributes = &["#![forbid(unsafe_code)]", "#![allow(clippy::pedantic)]"];
            let doc = draft.crate_comment(tour(context)?, attributes);
            quote!(#![#doc])
        }
    };
    let allowed = allowed(context);
    // Setters and constants are documented by the fields they are named after.
    let undocumented = if allowed.is_empty() { quote!(#[allow(missing_docs)]) } else { allowed.clone() };
    let mut areas = TokenStream::new();
    for (index, area) in context.plan.areas.iter().enumerate() {
        let (cfg, module) = (context.cfg_area(index)?, ident(&area.module));
        areas.extend(quote!(#cfg #undocumented pub mod #module;));
    }
    let lookup = context.cfg_feature(super::lookup::FEATURE);
    let tokens = quote! {
        #inner
        #undocumented
        pub mod models;
        #allowed
        pub mod permissions;
        #allowed
        pub mod prelude;
        #lookup
        #allowed
        pub mod lookup;
        #areas
        #allowed
        pub use ::docbind_runtime as runtime;
    };
    Ok(draft.piece(tokens, planned::modules(context.plan)))
}

/// A module that a build script writes is included, where inner attributes are not allowed; so each item says that what
/// the module around it thinks of code does not matter here. A private module does not use all of it, for one.
fn allowed(context: &Context<'_>) -> TokenStream {
    match context.options.layout {
        Layout::Module => quote!(#[allow(unused, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]),
        Layout::Crate => TokenStream::new(),
    }
}

fn abi() -> Piece {
    let abi = Literal::u32_unsuffixed(ABI);
    let message = Literal::string(
        "this crate was generated for another version of docbind-runtime: generate it again, or use the runtime it names",
    );
    let tokens = quote!(
        const _: () = assert!(runtime::ABI == #abi, #message);
    );
    Draft::default().piece(tokens, Outline::default().with("constant", "_"))
}

fn client(context: &Context<'_>) -> Result<[Piece; 3], Broken> {
    let base_url = Literal::string(context.base_url);
    let allowed = allowed(context);
    let definition = quote! {
        #allowed
        /// Where requests go unless the client is told otherwise.
        pub const BASE_URL: &str = #base_url;
        #allowed
        /// The client. Cheap to clone: clones share their connections and tokens.
        #[derive(Clone, Debug)]
        pub struct Client(runtime::Client);
    };
    let outline = Outline::default().with("constant", "BASE_URL").with("struct", "Client");
    let definition = Draft::default().piece(definition, outline);

    let mut draft = Draft::default();
    let mut areas = TokenStream::new();
    for (index, area) in context.plan.areas.iter().enumerate() {
        let (cfg, module, method) = (context.cfg_area(index)?, ident(&area.module), ident(&area.method));
        let root = area.root()?;
        let (node, path) = (ident(&root.name), root.path.as_str());
        let doc = draft.inline(Doc::new(code(if path.is_empty() { "/" } else { path })));
        let path = Literal::string(&super::nodes::encoded_path(path));
        areas.extend(quote! {
            #[#doc]
            #cfg
            pub fn #method(&self) -> #module::nodes::#node {
                #module::nodes::#node { path: runtime::Node::new(&self.0, #path) }
            }
        });
    }
    let methods = quote! {
        #allowed
        impl Client {
            /// A client that sends to [`BASE_URL`] with tokens from `tokens`.
            pub fn new(tokens: impl runtime::TokenProvider) -> Self {
                Self::with_base_url(BASE_URL, tokens)
            }
            /// A client for another base URL, such as that of a national cloud or of a test server.
            pub fn with_base_url(base_url: &str, tokens: impl runtime::TokenProvider) -> Self {
                Self(runtime::Client::new(base_url, tokens))
            }
            /// A client of the runtime to be set up in detail; [`Client::from`] takes what it builds.
            pub fn builder() -> runtime::ClientBuilder {
                runtime::Client::builder(BASE_URL)
            }
            /// The client of the runtime, for what has no method here.
            #[inline]
            pub fn runtime(&self) -> &runtime::Client {
                &self.0
            }
            /// A request that is not documented, with the same tokens, retries and errors.
            #[inline]
            pub fn raw(&self, method: runtime::Method, url: &str) -> runtime::Request<runtime::Raw> {
                self.0.raw(method, url)
            }
            /// Requests that are to be sent together, 20 at a time.
            #[inline]
            pub fn batch(&self) -> runtime::Batch {
                self.0.batch()
            }
            #areas
        }
    };
    let methods = draft.piece(methods, planned::client(context.plan));

    let from = quote! {
        #allowed
        impl From<runtime::Client> for Client {
            fn from(client: runtime::Client) -> Self {
                Self(client)
            }
        }
    };
    let outline = Outline::default().with("impl", "From for Client").with("function", "from");
    Ok([definition, methods, Draft::default().piece(from, outline)])
}
