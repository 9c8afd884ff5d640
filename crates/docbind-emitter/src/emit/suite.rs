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
use super::{Context, GeneratedFile, ident};
use crate::doc::Doc;
use crate::plan::{Item, OperationPlan, ResponseKind};
use crate::{CheckedExample, Error, ExampleHalf, ExampleOutcome};

/// The part of the harness that is the same for all crates.
const HARNESS: &str = include_str!("../../harness/harness.rs");

/// The tests of a crate.
pub(super) struct Suite<'a> {
    groups: Vec<Group<'a>>,
    shown: Shown<'a>,
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
        Self { groups, shown: Shown::new(plan.api) }
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
        let part = |index| {
            let group: Option<&Group<'_>> = self.groups.get(index);
            group.map(|group| Part::new(context, group, &self.shown)).unwrap_or_default()
        };
        match file {
            SuiteFile::Main => self.main(context),
            SuiteFile::Harness => {
                let mut rust = RustFile::new("tests/examples/harness.rs".to_owned());
                rust.verbatim(HARNESS);
                Ok(rust.finish())
            }
            SuiteFile::Lines(index) => {
                let part = part(index);
                let path = format!("tests/examples/{}.jsonl", file_name(context, part.area));
                Ok(GeneratedFile::new(path, part.lines))
            }
            SuiteFile::Calls(index) => part(index).calls(context),
        }
    }

    fn main(&self, context: &Context<'_>) -> Result<GeneratedFile, Error> {
        let mut file = RustFile::new("tests/examples/main.rs".to_owned());
        let mut draft = Draft::default();
        let doc = draft.comment(Doc::new("The examples of the documentation, as tests."));
        let krate = ident(&context.options.crate_name.replace('-', "_"));
        draft.add("module", "harness");
        draft.add("use", "");
        draft.add("module", "areas");
        draft.add("function", "main");
        let mut modules = TokenStream::new();
        let mut added = TokenStream::new();
        for group in &self.groups {
            let path = Literal::string(&format!("{}.jsonl", file_name(context, group.area)));
            match group.area.and_then(|index| Some((index, context.plan.areas.get(index)?))) {
                Some((index, area)) => {
                    let (cfg, module, name) =
                        (context.cfg_area(index), ident(&area.module), Literal::string(&area.module));
                    modules.extend(quote!(#cfg pub mod #module;));
                    added.extend(quote!(#cfg suite.add(#name, include_str!(#path), &areas::#module::TABLES);));
                }
                None => added.extend(quote! {
                    #[cfg(feature = "full")]
                    suite.add("undocumented", include_str!(#path), &harness::NO_TABLES);
                }),
            }
        }
        file.push(draft.piece(quote! {
            #![#doc]
            mod harness;
            use #krate as api;
            mod areas { #modules }
            fn main() -> std::process::ExitCode {
                let mut suite = harness::Suite::default();
                #added
                suite.run()
            }
        }))?;
        Ok(file.finish())
    }
}

impl Part {
    fn new(context: &Context<'_>, group: &Group<'_>, shown: &Shown<'_>) -> Self {
        let examples = group.area.and_then(|area| Examples::new(context, area));
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
                                    part.request(&number, examples, operation, request, &mut shown_as);
                                }
                            }
                            ExampleHalf::Response => {
                                if let Some(response) = shown.responses.get(&place) {
                                    part.response(&number, examples, operation, response, &mut shown_as);
                                    named_types(shown_as.json.as_ref(), &mut types);
                                }
                            }
                        }
                    }
                }
            }
            // A line of plain values can always be written.
            part.lines.push_str(&serde_json::to_string(&shown_as).unwrap_or_default());
            part.lines.push('\n');
        }
        part.casts(context, types);
        part
    }

    fn request(
        &mut self,
        number: &Literal,
        examples: &Examples<'_, '_>,
        operation: usize,
        request: &ExampleRequest,
        line: &mut Line,
    ) {
        let Some(call) = examples.call(operation, request).or_else(|| examples.raw(request)) else { return };
        let tokens = call.tokens;
        self.requests.push(quote!((#number, |client| Ok(#tokens.build()?))));
        self.imports.merge(call.imports);
        line.method = Some(request.method.to_uppercase());
        line.path = Some(call.path);
        line.query = Some(call.query);
        line.headers = Some(call.headers);
        line.body(&request.body);
    }

    fn response(
        &mut self,
        number: &Literal,
        examples: &Examples<'_, '_>,
        operation: usize,
        Exchange { response, request }: &Exchange<'_>,
        line: &mut Line,
    ) {
        let Some(plan) = examples.operation(operation) else { return };
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
    }

    /// The types that values of the examples say they are of.
    fn casts(&mut self, context: &Context<'_>, types: BTreeSet<String>) {
        let plan = context.plan;
        let Some(number) = self.area.and_then(|area| u16::try_from(area).ok()) else { return };
        for name in types {
            let Some(item @ Item::Type(index)) = plan.item(&name) else { continue };
            if plan.type_at(index).is_some_and(|ty| ty.areas.contains(&number)) {
                let path = context.short_names.path(plan, item, &mut self.imports);
                let name = Literal::string(&name);
                self.casts.push(quote!((#name, cast_to::<#path>)));
            }
        }
    }

    fn calls(&self, context: &Context<'_>) -> Result<GeneratedFile, Error> {
        let mut file = RustFile::new(format!("tests/examples/{}.rs", file_name(context, self.area)));
        let mut draft = Draft::default();
        let module = self.area.and_then(|index| context.plan.areas.get(index)).map_or("", |area| &area.module);
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
        let uses: Vec<TokenStream> = models.chain(bodies).chain(runtime).chain(qualified).collect();
        uses.iter().for_each(|_| draft.add("use", ""));
        for _ in 0..3 {
            draft.add("use", "");
        }
        draft.add("static", "TABLES");
        let (requests, responses, casts) = (&self.requests, &self.responses, &self.casts);
        file.push(draft.piece(quote! {
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
        }))?;
        Ok(file.finish())
    }
}

/// The name of the files of an area.
fn file_name(context: &Context<'_>, area: Option<usize>) -> String {
    let area = area.and_then(|index| context.plan.areas.get(index));
    area.map_or_else(|| "undocumented".to_owned(), |area| format!("areas/{}", area.module))
}

/// The examples of the pages by page and line.
struct Shown<'a> {
    requests: HashMap<(Arc<str>, u32), &'a ExampleRequest>,
    responses: HashMap<(Arc<str>, u32), Exchange<'a>>,
}

/// A response, and what it answers.
struct Exchange<'a> {
    response: &'a ExampleResponse,
    request: Option<&'a ExampleRequest>,
}

impl<'a> Shown<'a> {
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
        ResponseKind::Empty => "Nothing",
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
