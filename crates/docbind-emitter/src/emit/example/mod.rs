//! Documented examples as typed calls.
//!
//! The same tokens are shown in the documentation of an operation and compiled by the tests of the generated crate, so
//! that what is shown works. What a page says gets into them as literals and as names of the plan, never as code.

mod body;
mod chain;
mod condition;
mod fields;
mod layout;
mod names;
mod options;
mod shown;
mod value;

use docbind_ir::{ExampleRequest, RequestUrl, captures, spellings};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(crate) use self::fields::FieldTable;
pub(crate) use self::names::{Imports, ShortNames};
use super::{Context, ident};
use crate::plan::{Area, OperationPlan};
use chain::Route;

/// Turns the examples of one area into calls.
pub(super) struct Examples<'c, 'a> {
    context: &'c Context<'a>,
    area: &'c Area<'a>,
    /// The place of the area, as sets of areas name it.
    number: u16,
    /// One for each operation.
    routes: Vec<Option<Route<'c, 'a>>>,
}

/// A request as typed code.
pub(super) struct Call {
    /// The expression, from `client` to the last option. It may hold a `?`.
    pub(super) tokens: TokenStream,
    /// The decoded path that it asks for, below the base URL.
    pub(super) path: String,
    /// Whether the generated types say all of it: nothing is overridden by raw JSON or bytes.
    pub(super) is_typed: bool,
    /// What it names.
    pub(super) imports: Imports,
    /// The query parameters that it sends: those of the example, required ones by their documented names.
    pub(super) query: Vec<(String, String)>,
    /// The headers of the example that it sends, as the page shows them.
    pub(super) headers: Vec<(String, String)>,
}

/// What an example becomes while its parts are written.
struct Writing<'e, 'c, 'a> {
    examples: &'e Examples<'c, 'a>,
    /// How many objects the one that is being written is in.
    depth: usize,
    imports: Imports,
    is_typed: bool,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
}

/// The query of a URL as it is meant: names and values in order.
fn asked(url: &RequestUrl<'_>) -> Vec<(String, String)> {
    url.query_pairs().map(|(name, value)| (options::decoded(name), options::decoded(value))).collect()
}

impl<'c, 'a> Examples<'c, 'a> {
    /// The examples of the area at a place.
    pub(super) fn new(context: &'c Context<'a>, index: usize) -> Option<Self> {
        let area = context.plan.areas.get(index)?;
        let number = u16::try_from(index).ok()?;
        Some(Self { context, area, number, routes: chain::routes(area) })
    }

    /// The request of an example as a call of the operation at a place; nothing when the generated methods cannot ask
    /// for its URL.
    pub(super) fn call(&self, operation: usize, request: &ExampleRequest) -> Option<Call> {
        let plan = self.area.operations.get(operation)?;
        let route = self.routes.get(operation)?.as_ref()?;
        let url = RequestUrl::parse(&request.url);
        let (values, path) = spellings(url.path).find_map(|spelling| {
            let values = captures(&route.segments, &spelling)?;
            let path = chain::filled(&route.segments, &values)?;
            chain::is_same(&path, &spelling).then_some((values, path))
        })?;
        let mut writing = self.write();
        let tokens = writing.request(plan, route, &values, request, &url)?;
        Some(writing.finish(tokens, path))
    }

    /// The request of an example by its URL alone, for one that asks for what no generated method does.
    pub(super) fn raw(&self, request: &ExampleRequest) -> Option<Call> {
        let method = super::method(request.method.parse().ok()?);
        let url = RequestUrl::parse(&request.url);
        let path = percent_encoding::percent_decode_str(url.path).decode_utf8_lossy().into_owned();
        let encoded = text(&super::nodes::encoded_path(&path));
        let mut writing = self.write();
        writing.imports.own("Method");
        writing.query = asked(&url);
        let options = writing.query.iter().map(|(name, value)| {
            let (name, value) = (text(name), text(value));
            quote!(.query(#name, #value))
        });
        let options: TokenStream = options.collect();
        let body = writing.raw_body(request)?;
        let headers = writing.headers(None, request, &[]);
        Some(writing.finish(quote!(client.raw(Method::#method, #encoded) #body #options #headers), path))
    }

    fn write(&self) -> Writing<'_, 'c, 'a> {
        Writing {
            examples: self,
            depth: 0,
            imports: Imports::default(),
            is_typed: true,
            query: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// The operation at a place.
    pub(super) fn operation(&self, place: usize) -> Option<&'c OperationPlan<'a>> {
        self.area.operations.get(place)
    }

    /// The module of the area.
    pub(super) fn module(&self) -> &'c str {
        &self.area.module
    }
}

impl<'c, 'a> Writing<'_, 'c, 'a> {
    fn context(&self) -> &'c Context<'a> {
        self.examples.context
    }

    fn finish(self, tokens: TokenStream, path: String) -> Call {
        let Self { imports, is_typed, query, headers, .. } = self;
        Call { tokens, path, is_typed, imports, query, headers }
    }

    fn request(
        &mut self,
        plan: &OperationPlan<'_>,
        route: &Route<'_, '_>,
        values: &[String],
        request: &ExampleRequest,
        url: &RequestUrl<'_>,
    ) -> Option<TokenStream> {
        let chain = route.steps(&self.examples.area.method, values)?;
        let verb = ident(route.verb);
        let (mut arguments, instead) = self.body(plan, request)?;
        let mut query = asked(url);
        for parameter in plan.required_query() {
            let place = query.iter().position(|(name, _)| name.eq_ignore_ascii_case(&parameter.wire_name))?;
            let (_, value) = query.remove(place);
            arguments.push(options::argument(&parameter.ty, &value)?);
            self.query.push((parameter.wire_name.to_string(), value));
        }
        let options = self.options(plan, &query);
        let headers = self.headers(Some(plan), request, &query);
        self.query.extend(query);
        Some(quote!(#chain.#verb(#(#arguments),*) #instead #options #headers))
    }
}

/// Text as a literal.
fn text(text: &str) -> Literal {
    Literal::string(text)
}
