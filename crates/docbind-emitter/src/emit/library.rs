//! `lib.rs` (or `mod.rs`) and the prelude.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::{Draft, Piece};
use super::file::RustFile;
use super::{Context, GeneratedFile, ident};
use crate::doc::{Doc, code, escape};
use crate::{Error, Layout};

/// The contract between generated code and runtime that this version writes for.
const ABI: u32 = 1;

/// The root of the crate or module.
pub(super) fn file(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let is_crate = context.options.layout == Layout::Crate;
    let name = if is_crate { "lib.rs" } else { "mod.rs" };
    let mut file = RustFile::new(context.source(name));
    file.push(modules(context))?;
    file.push(abi())?;
    for piece in client(context) {
        file.push(piece)?;
    }
    Ok(file.finish())
}

/// `prelude.rs`.
pub(super) fn prelude(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let mut draft = Draft::default();
    for _ in 0..3 {
        draft.add("use", "");
    }
    let doc = draft.comment(Doc::new("What most users need: `use …::prelude::*;`"));
    let tokens = quote! {
        #![#doc]
        pub use super::Client;
        pub use ::docbind_runtime::model::{Model, OpenEnum};
        pub use ::docbind_runtime::{Error, Operation, Scheme, StaticToken, TokenProvider};
    };
    let mut file = RustFile::new(context.source("prelude.rs"));
    file.push(draft.piece(tokens))?;
    Ok(file.finish())
}

fn modules(context: &Context<'_>) -> Piece {
    let mut draft = Draft::default();
    // A module that a build script writes is included, where inner attributes are not allowed.
    let inner = match context.options.layout {
        Layout::Module => TokenStream::new(),
        Layout::Crate => {
            let doc = draft.comment(crate_doc(context));
            quote!(#![#doc] #![forbid(unsafe_code)])
        }
    };
    // Setters and constants are documented by the fields they are named after.
    let undocumented = quote!(#[allow(missing_docs)]);
    for module in ["models", "permissions", "prelude"] {
        draft.add("module", module);
    }
    let areas = context.plan.areas.iter().enumerate().map(|(index, area)| {
        draft.add("module", &area.module);
        let (cfg, module) = (context.cfg_area(index), ident(&area.module));
        quote!(#cfg #undocumented pub mod #module;)
    });
    let areas: TokenStream = areas.collect();
    draft.add("use", "");
    let tokens = quote! {
        #inner
        #undocumented
        pub mod models;
        pub mod permissions;
        pub mod prelude;
        #areas
        pub use ::docbind_runtime as runtime;
    };
    draft.piece(tokens)
}

fn crate_doc(context: &Context<'_>) -> Doc {
    let api = context.plan.api;
    let mut doc = Doc::new(format!("A typed client for the API at {}.", code(context.base_url)));
    let version = if api.version.is_empty() { String::new() } else { format!(", version {}", escape(&api.version)) };
    let text = format!(
        "Made from {} documented operations and {} types{version}. Path segments are methods, an identifier is \
         `by_id(…)`, the HTTP verb is the last call (`list` for a GET of a collection), and awaiting it sends the request.",
        api.operations.len(),
        api.types.len() + api.enums.len(),
    );
    doc.markdown(&text, "", &context.links);
    doc.paragraph(
        "Each area is a module with its operations and a Cargo feature of the same name; `full` has them all.",
    );
    doc
}

fn abi() -> Piece {
    let mut draft = Draft::default();
    draft.add("constant", "_");
    let abi = Literal::u32_unsuffixed(ABI);
    let message = Literal::string(
        "this crate was generated for another version of docbind-runtime: generate it again, or use the runtime it names",
    );
    draft.piece(quote!(
        const _: () = assert!(runtime::ABI == #abi, #message);
    ))
}

fn client(context: &Context<'_>) -> [Piece; 3] {
    let base_url = Literal::string(context.base_url);
    let mut draft = Draft::default();
    draft.add("constant", "BASE_URL");
    draft.add("struct", "Client");
    let definition = quote! {
        /// Where requests go unless the client is told otherwise.
        pub const BASE_URL: &str = #base_url;
        /// The client. Cheap to clone: clones share their connections and tokens.
        #[derive(Clone, Debug)]
        pub struct Client(runtime::Client);
    };
    let definition = draft.piece(definition);

    let mut draft = Draft::default();
    draft.add("impl", "Client");
    for function in ["new", "with_base_url", "builder", "runtime", "raw"] {
        draft.add("function", function);
    }
    let areas = context.plan.areas.iter().enumerate().map(|(index, area)| {
        draft.add("function", &area.method);
        let (cfg, module, method) = (context.cfg_area(index), ident(&area.module), ident(&area.method));
        let node = area.nodes.first().map_or("", |node| &node.name);
        let path = area.nodes.first().map_or("", |node| &node.path);
        let node = ident(node);
        let doc = draft.inline(Doc::new(code(if path.is_empty() { "/" } else { path })));
        let path = Literal::string(&super::nodes::encoded_path(path));
        quote! {
            #[#doc]
            #cfg
            pub fn #method(&self) -> #module::nodes::#node {
                #module::nodes::#node { path: runtime::Node::new(&self.0, #path) }
            }
        }
    });
    let areas: TokenStream = areas.collect();
    let methods = quote! {
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
            #areas
        }
    };
    let methods = draft.piece(methods);

    let mut draft = Draft::default();
    draft.add("impl", "From for Client");
    draft.add("function", "from");
    let from = quote! {
        impl From<runtime::Client> for Client {
            fn from(client: runtime::Client) -> Self {
                Self(client)
            }
        }
    };
    [definition, methods, draft.piece(from)]
}
