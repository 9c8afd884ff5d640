//! Tests of the generated crate: its documented examples, compiled.
//!
//! What a page shows goes into a file of lines, so that thousands of examples cost the compiler one line of code each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use docbind_ir::{Api, ExampleBody, ExampleRequest, ExampleResponse, Method, RequestUrl, Segment};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Serialize;
use serde_json::Value;

use super::draft::Draft;
use super::example::{Examples, Imports};
use super::file::RustFile;
use super::{Context, GeneratedFile, ident, planned};
use crate::doc::Doc;
use crate::plan::{Item, OperationPlan, ResponseKind};
use crate::{Broken, CheckedExample, Error, ExampleHalf, ExampleOutcome};

/// The part of the harness that is the same for all crates.
const HARNESS: &str = include_str!("../../harness/harness.rs");

/// The tests of a crate.
pub(super) struct Suite<'a> {
    groups: Vec<Group<'a>>,
    shown: ExampleIndex<'a>,
}

/// The examples of one area, or of none.
struct Group<'a> {
    /// The area's place; none for examples that belong to no operation.
    area: Option<usize>,
    /// Each with the place of its operation in the area.
    examples: Vec<(&'a CheckedExample, Option<usize>)>,
}

/// What becomes of a group. Tokens stay in the thread that makes them, so that each file of a group makes its own.
#[derive(Default)]
struct Part {
    area: Option<usize>,
    /// What the pages show, one line of JSON an example.
    lines: String,
    requests: Vec<TokenStream>,
    responses: Vec<TokenStream>,
    casts: Vec<TokenStream>,
    imports: Imports,
}

/// What a page shows of one example, as the harness reads it.
#[derive(Debug, Default, Serialize)]
struct Line {
    name: String,
    /// Why the test is not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<Vec<(String, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Vec<(String, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// The files of a suite.
#[derive(Clone, Copy, Debug)]
pub(super) enum SuiteFile {
    Main,
    Harness,
    Lines(usize),
    Calls(usize),
}

impl<'a> Suite<'a> {
    /// The tests of these examples.
    pub(super) fn new(context: &Context<'a>, checked: &'a [CheckedExample]) -> Self {
        let plan = context.plan;
        let mut places: HashMap<String, (usize, usize)> = HashMap::new();
        for (area, operations) in plan.areas.iter().map(|area| &area.operations).enumerate() {
            places.extend(
                operations.iter().enumerate().map(|(index, plan)| (plan.operation.request_line(), (area, index))),
            );
        }
        let mut groups: BTreeMap<Option<usize>, Vec<(&CheckedExample, Option<usize>)>> = BTreeMap::new();
        for example in checked {
            let place = example.operation.as_ref().and_then(|operation| places.get(operation));
            groups.entry(place.map(|place| place.0)).or_default().push((example, place.map(|place| place.1)));
        }
        let groups = groups.into_iter().map(|(area, examples)| Group { area, examples }).collect();
        Self { groups, shown: ExampleIndex::new(plan.api) }
    }

    /// All files.
    pub(super) fn files(&self) -> Vec<SuiteFile> {
        let mut files = vec![SuiteFile::Main, SuiteFile::Harness];
        files.extend((0..self.groups.len()).map(SuiteFile::Lines));
        let with_area = self.groups.iter().enumerate().filter(|(_, group)| group.area.is_some());
        files.extend(with_area.map(|(index, _)| SuiteFile::Calls(index)));
        files
    }

    pub(super) fn file(&self, context: &Context<'_>, file: SuiteFile) -> Result<GeneratedFile, Error> {
        let part = |index| Part::new(context, Broken::at(&self.groups, index, "group of examples")?, &self.shown);
        match file {
            SuiteFile::Main => self.main(context),
            SuiteFile::Harness => {
                let mut rust = RustFile::new("tests/examples/harness.rs".to_owned());
                rust.verbatim(HARNESS);
                Ok(rust.finish())
            }
            SuiteFile::Lines(index) => {
                let part = part(index)?;
                let path = format!("tests/examples/{}.jsonl", file_name(context, part.area)?);
                Ok(GeneratedFile::new(path, part.lines))
            }
            SuiteFile::Calls(index) => part(index)?.calls(context),
        }
    }

    fn main(&self, context: &Context<'_>) -> Result<GeneratedFile, Error> {
        let mut file = RustFile::new("tests/examples/main.rs".to_owned());
        let mut draft = Draft::default();
        let doc = draft.comment(Doc::new("The examples of the documentation, as tests."));
        let krate = ident(&context.options.crate_name.replace('-', "_"));
        let mut modules = TokenStream::new();
        let mut added = TokenStream::new();
        for group in &self.groups {
            let path = Literal::string(&format!("{}.jsonl", file_name(context, group.area)?));
            match group.area {
                Some(index) => {
                    let area = Broken::at(&context.plan.areas, index, "area")?;
                    let (cfg, module, name) =
                        (context.cfg_area(index)?, ident(&area.module), Literal::string(&area.module));
                    modules.extend(quote!(#cfg pub mod #module;));
                    added.extend(quote!(#cfg suite.add(#name, include_str!(#path), &areas::#module::TABLES);));
                }
                None => added.extend(quote! {
                    #[cfg(feature = "full")]
                    suite.add("undocumented", include_str!(#path), &harness::NO_TABLES);
                }),
            }
        }
        let tokens = quote! {
            #![#doc]
            mod harness;
            use #krate as api;
            mod areas { #modules }
            fn main() -> std::process::ExitCode {
                let mut suite = harness::Suite::default();
                #added
                suite.run()
            }
        };
        file.push(draft.piece(tokens, planned::suite()))?;
        Ok(file.finish())
    }
}

impl Part {
    fn new(context: &Context<'_>, group: &Group<'_>, shown: &ExampleIndex<'_>) -> Result<Self, Broken> {
        let examples = group.area.map(|area| Examples::new(context, area)).transpose()?;
        let mut part = Self { area: group.area, ..Self::default() };
        let mut types = BTreeSet::new();
        for (number, (example, operation)) in group.examples.iter().enumerate() {
            let half = match example.half {
                ExampleHalf::Request => "request",
                ExampleHalf::Response => "response",
            };
            let mut shown_as = Line { name: format!("{}:{} {half}", example.page, example.line), ..Line::default() };
            match &example.outcome {
                ExampleOutcome::Differs(reason) => shown_as.ignored = Some(format!("differs: {reason}")),
                ExampleOutcome::Skipped(reason) => shown_as.ignored = Some(format!("skipped: {reason}")),
                ExampleOutcome::Passed => {
                    let place = (example.page.clone(), example.line);
                    let operation = operation.and_then(|operation| Some((examples.as_ref()?, operation)));
                    if let Some((examples, operation)) = operation {
                        let number = Literal::usize_unsuffixed(number);
                        match example.half {
                            ExampleHalf::Request => {
                                if let Some(request) = shown.requests.get(&place) {
                                    part.request(&number, examples, operation, request, &mut shown_as)?;
                                }
                            }
                            ExampleHalf::Response => {
                                if let Some(response) = shown.responses.get(&place) {
                                    part.response(&number, examples, operation, response, &mut shown_as)?;
                                    named_types(shown_as.json.as_ref(), &mut types);
                                }
                            }
                        }
                    }
                }
            }
            let line = serde_json::to_string(&shown_as);
            part.lines.push_str(&line.map_err(|error| Broken(format!("{}: {error}", shown_as.name)))?);
            part.lines.push('\n');
        }
        part.casts(context, types)?;
        Ok(part)
    }

    fn request(
        &mut self,
        number: &Literal,
        examples: &Examples<'_, '_>,
        operation: usize,
        request: &ExampleRequest,
        line: &mut Line,
    ) -> Result<(), Broken> {
        let call = match examples.call(operation, request)? {
            Some(call) => Some(call),
            None => examples.raw(request)?,
        };
        let Some(call) = call else { return Ok(()) };
        let tokens = call.tokens;
        self.requests.push(quote!((#number, |client| Ok(#tokens.build()?))));
        self.imports.merge(call.imports);
        line.method = Some(request.method.to_uppercase());
        line.path = Some(call.path);
        line.query = Some(call.query);
        line.headers = Some(call.headers);
        line.body(&request.body);
        Ok(())
    }

    fn response(
        &mut self,
        number: &Literal,
        examples: &Examples<'_, '_>,
        operation: usize,
        Exchange { response, request }: &Exchange<'_>,
        line: &mut Line,
    ) -> Result<(), Broken> {
        let plan = examples.operation(operation)?;
        let module = ident(examples.module());
        let (operation, kind) = if request.is_some_and(|request| is_count(request, plan)) {
            (quote!(Raw), quote!(AnyJson))
        } else {
            let name = ident(&plan.name);
            (quote!(api::#module::#name), kind(plan))
        };
        self.responses.push(quote!((#number, response::<#operation, #kind>)));
        line.status = Some(response.status);
        line.body(&response.body);
        Ok(())
    }

    /// The types that values of the examples say they are of.
    fn casts(&mut self, context: &Context<'_>, types: BTreeSet<String>) -> Result<(), Broken> {
        let plan = context.plan;
        let Some(area) = self.area else { return Ok(()) };
        for name in types {
            let Some(item @ Item::Type(index)) = plan.item(&name) else { continue };
            if plan.type_at(index)?.areas.iter().any(|own| usize::from(*own) == area) {
                let path = context.short_names.path(plan, item, &mut self.imports)?;
                let name = Literal::string(&name);
                self.casts.push(quote!((#name, cast_to::<#path>)));
            }
        }
        Ok(())
    }

    fn calls(&self, context: &Context<'_>) -> Result<GeneratedFile, Error> {
        let mut file = RustFile::new(format!("tests/examples/{}.rs", file_name(context, self.area)?));
        let mut draft = Draft::default();
        let area = self.area.ok_or_else(|| Broken("calls belong to no area".to_owned()))?;
        let module = &Broken::at(&context.plan.areas, area, "area")?.module;
        let doc = draft.comment(Doc::new("Each line stands for the example with that number beside this file."));
        let module = ident(module);
        let Imports { models, bodies, runtime, is_qualified } = &self.imports;
        let models = models.iter().map(|(inner, name)| {
            let name = ident(name);
            match inner.as_str() {
                "" => quote!(use crate::api::models::#name;),
                inner => {
                    let inner = ident(inner);
                    quote!(use crate::api::models::#inner::#name;)
                }
            }
        });
        let bodies = bodies.iter().map(|name| {
            let name = ident(name);
            quote!(use crate::api::#module::#name;)
        });
        let runtime = runtime.iter().map(|name| match *name {
            "Method" => quote!(
                use docbind_runtime::Method;
            ),
            name => {
                let name = ident(name);
                quote!(use docbind_runtime::model::#name;)
            }
        });
        let qualified = is_qualified.then(|| {
            quote!(
                use crate::api::models;
            )
        });
        let uses = models.chain(bodies).chain(runtime).chain(qualified);
        let (requests, responses, casts) = (&self.requests, &self.responses, &self.casts);
        let tokens = quote! {
            #![#doc]
            #[allow(unused_imports, reason = "what is used depends on the examples")]
            use crate::api;
            #(#uses)*
            #[allow(unused_imports, reason = "what is used depends on the examples")]
            use crate::harness::{
                AnyJson, Bytes, Nothing, Object, Optional, Page, Single, Tables, Text, cast_to, response,
            };
            #[allow(unused_imports, reason = "what is used depends on the examples")]
            use docbind_runtime::Raw;
            pub static TABLES: Tables = Tables {
                requests: &[#(#requests),*],
                responses: &[#(#responses),*],
                casts: &[#(#casts),*],
            };
        };
        file.push(draft.piece(tokens, planned::calls(&self.imports)))?;
        Ok(file.finish())
    }
}

/// The name of the files of an area.
fn file_name(context: &Context<'_>, area: Option<usize>) -> Result<String, Broken> {
    Ok(match area {
        Some(index) => format!("areas/{}", Broken::at(&context.plan.areas, index, "area")?.module),
        None => "undocumented".to_owned(),
    })
}

/// The examples of the pages by page and line.
struct ExampleIndex<'a> {
    requests: HashMap<(Arc<str>, u32), &'a ExampleRequest>,
    responses: HashMap<(Arc<str>, u32), Exchange<'a>>,
}

/// A response, and what it answers.
struct Exchange<'a> {
    response: &'a ExampleResponse,
    request: Option<&'a ExampleRequest>,
}

impl<'a> ExampleIndex<'a> {
    fn new(api: &'a Api) -> Self {
        let all = api.operations.iter().flat_map(|operation| &operation.examples).chain(&api.examples);
        let (mut requests, mut responses) = (HashMap::new(), HashMap::new());
        for example in all {
            let request = example.request.as_ref();
            if let Some(request) = request {
                requests.insert((request.source.file.clone(), request.source.line), request);
            }
            if let Some(response) = &example.response {
                responses.insert((response.source.file.clone(), response.source.line), Exchange { response, request });
            }
        }
        Self { requests, responses }
    }
}

impl Line {
    fn body(&mut self, body: &ExampleBody) {
        match body {
            ExampleBody::None | ExampleBody::BrokenJson(..) => {}
            ExampleBody::Json(text) => match serde_json::from_str(text) {
                Ok(value) => self.json = Some(value),
                Err(_) => self.text = Some((**text).to_owned()),
            },
            ExampleBody::Other(text) => self.text = Some((**text).to_owned()),
        }
    }
}

/// Whether a request asks for the number of items of an operation that lists them.
fn is_count(request: &ExampleRequest, plan: &OperationPlan<'_>) -> bool {
    let is_own = matches!(plan.operation.path.segments.last(), Some(Segment::Literal(word)) if &**word == "$count");
    plan.operation.method == Method::Get && !is_own && RequestUrl::parse(&request.url).path.ends_with("/$count")
}

/// What the harness calls the kind of an operation's answer.
fn kind(plan: &OperationPlan<'_>) -> TokenStream {
    let kind = ident(match &plan.response.kind {
        ResponseKind::Empty | ResponseKind::Accepted => "Nothing",
        ResponseKind::Model(_) => "Object",
        ResponseKind::Collection(_) => "Page",
        ResponseKind::Value(_) => "Single",
        ResponseKind::Json => "AnyJson",
        ResponseKind::Bytes => "Bytes",
        ResponseKind::Text => "Text",
    });
    if plan.response.optional { quote!(Optional<#kind>) } else { quote!(#kind) }
}

/// The names that `@odata.type` has in a value.
fn named_types(value: Option<&Value>, names: &mut BTreeSet<String>) {
    match value {
        Some(Value::Array(values)) => values.iter().for_each(|value| named_types(Some(value), names)),
        Some(Value::Object(members)) => {
            if let Some(name) = members.get("@odata.type").and_then(Value::as_str) {
                names.insert(name.strip_prefix('#').unwrap_or(name).to_owned());
            }
            members.values().for_each(|value| named_types(Some(value), names));
        }
        _ => {}
    }
}
