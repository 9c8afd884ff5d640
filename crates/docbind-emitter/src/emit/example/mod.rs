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
mod sample;
mod shown;
mod value;

use docbind_ir::{ExampleRequest, RequestUrl, captures, spellings};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(crate) use self::fields::FieldTable;
pub(crate) use self::names::{Imports, ShortNames};
use super::{Context, ident};
use crate::Broken;
use crate::plan::{Area, OperationPlan};
use chain::Route;

/// Turns the examples of one area into calls.
pub(super) struct Examples<'c, 'a> {
    context: &'c Context<'a>,
    area: &'c Area<'a>,
    /// The place of the area, as sets of areas name it.
    number: u16,
    /// One for each operation.
    routes: Vec<Route<'c, 'a>>,
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
    /// The first thing that the plan should hold and does not.
    broken: Option<Broken>,
}

/// The query of a URL as it is meant: names and values in order.
fn asked(url: &RequestUrl<'_>) -> Vec<(String, String)> {
    url.query_pairs().map(|(name, value)| (options::decoded(name), options::decoded(value))).collect()
}

impl<'c, 'a> Examples<'c, 'a> {
    /// The examples of the area at a place.
    pub(super) fn new(context: &'c Context<'a>, index: usize) -> Result<Self, Broken> {
        let area = Broken::at(&context.plan.areas, index, "area")?;
        let number = u16::try_from(index).map_err(|_| Broken(format!("area {index} is one too many")))?;
        Ok(Self { context, area, number, routes: chain::routes(area)? })
    }

    /// The request of an example as a call of the operation at a place; nothing when the generated methods cannot ask
    /// for its URL.
    pub(super) fn call(&self, operation: usize, request: &ExampleRequest) -> Result<Option<Call>, Broken> {
        let plan = self.operation(operation)?;
        let route = Broken::at(&self.routes, operation, "route")?;
        let url = RequestUrl::parse(&request.url);
        let found = spellings(url.path, self.context.aliases).find_map(|spelling| {
            let values = captures(&route.segments, &spelling)?;
            let path = chain::filled(&route.segments, &values)?;
            chain::is_same(&path, &spelling).then_some((values, path))
        });
        let Some((values, path)) = found else { return Ok(None) };
        let mut writing = self.write();
        let tokens = writing.request(plan, route, &values, request, &url);
        writing.finish(tokens, path)
    }

    /// A call of the operation at a place with values made up for it; nothing when a part of it has no value that can
    /// be written.
    fn sample(&self, operation: usize) -> Result<Option<Call>, Broken> {
        let plan = self.operation(operation)?;
        let route = Broken::at(&self.routes, operation, "route")?;
        let values: Vec<String> = route.segments.iter().flat_map(sample::arguments).collect();
        let mut writing = self.write();
        let body = writing.sample_body(plan)?;
        let query = writing.sample_query(plan);
        let tokens = route.steps(&self.area.method, &values).zip(body).zip(query).map(|((chain, body), query)| {
            let (verb, arguments) = (ident(route.verb), body.into_iter().chain(query));
            quote!(#chain.#verb(#(#arguments),*))
        });
        writing.finish(tokens, String::new())
    }

    /// The request of an example by its URL alone, for one that asks for what no generated method does.
    pub(super) fn raw(&self, request: &ExampleRequest) -> Result<Option<Call>, Broken> {
        let Ok(method) = request.method.parse() else { return Ok(None) };
        let method = super::method(method);
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
        let body = writing.raw_body(request);
        let headers = writing.headers(None, request, &[]);
        let tokens = body.map(|body| quote!(client.raw(Method::#method, #encoded) #body #options #headers));
        writing.finish(tokens, path)
    }

    fn write(&self) -> Writing<'_, 'c, 'a> {
        Writing {
            examples: self,
            depth: 0,
            imports: Imports::default(),
            is_typed: true,
            query: Vec::new(),
            headers: Vec::new(),
            broken: None,
        }
    }

    /// The operation at a place.
    pub(super) fn operation(&self, place: usize) -> Result<&'c OperationPlan<'a>, Broken> {
        Broken::at(&self.area.operations, place, "operation")
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

    fn finish(self, tokens: Option<TokenStream>, path: String) -> Result<Option<Call>, Broken> {
        let Self { imports, is_typed, query, headers, broken, .. } = self;
        match broken {
            Some(broken) => Err(broken),
            None => Ok(tokens.map(|tokens| Call { tokens, path, is_typed, imports, query, headers })),
        }
    }

    /// What the plan holds; should it not, the whole example fails when it is finished.
    fn held<T>(&mut self, found: Result<T, Broken>) -> Option<T> {
        found.map_err(|broken| self.broken.get_or_insert(broken)).ok()
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
