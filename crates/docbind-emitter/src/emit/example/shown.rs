//! The example that the documentation of an operation shows.

use quote::quote;

use super::super::ident;
use super::Examples;
use super::layout::{self, INDENT};
use crate::plan::{OperationPlan, ResponseKind};

/// A longer example is left out: it would hide the rest of the documentation.
const LONGEST: usize = 30;

/// Lines of a chain are filled up to this many bytes.
const WIDTH: usize = 100;

/// A body longer than this in bytes never fits.
const LARGEST_BODY: usize = 1500;

impl Examples<'_, '_> {
    /// The first example of the operation at a place that the generated types say in full, laid out.
    pub(in super::super) fn shown(&self, operation: usize) -> Option<String> {
        let plan = self.area.operations.get(operation)?;
        let requests = plan.operation.examples.iter().filter_map(|example| example.request.as_ref());
        let fits = requests.filter(|request| {
            let body = match &request.body {
                docbind_ir::ExampleBody::Json(text) | docbind_ir::ExampleBody::Other(text) => text.len(),
                _ => 0,
            };
            body <= LARGEST_BODY && plan.operation.method.as_str().eq_ignore_ascii_case(&request.method)
        });
        let call = fits.filter_map(|request| self.call(operation, request)).find(|call| call.is_typed)?;
        let tokens = call.tokens;
        let statement = match self.answer(plan) {
            Some(name) => {
                let name = ident(name);
                quote!(let #name = #tokens.await?;)
            }
            None => quote!(#tokens.await?;),
        };
        let lines = match layout::filled(statement.clone(), WIDTH) {
            Some(lines) => lines,
            None => {
                let file: syn::File = syn::parse2(quote!(fn example() { #statement })).ok()?;
                let printed = prettyplease::unparse(&file);
                compact(printed.lines().filter_map(|line| line.strip_prefix(INDENT)))
            }
        };
        (lines.len() <= LONGEST).then(|| lines.join("\n"))
    }

    /// What the answer is called; nothing when there is none.
    fn answer(&self, plan: &OperationPlan<'_>) -> Option<&str> {
        Some(match &plan.response.kind {
            ResponseKind::Empty => return None,
            ResponseKind::Model(index) => &self.context.plan.type_at(*index)?.file,
            ResponseKind::Collection(_) => "page",
            ResponseKind::Value(_) => "value",
            ResponseKind::Json => "json",
            ResponseKind::Bytes => "bytes",
            ResponseKind::Text => "text",
        })
    }
}

/// The chain of the call with several steps on a line: the printer gives each a line of its own.
fn compact<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<String> {
    let mut compact: Vec<String> = Vec::new();
    let mut is_broken = false;
    for line in lines {
        let step = line.strip_prefix(INDENT).filter(|step| step.starts_with('.'));
        match (step, compact.last_mut()) {
            // A line that opens the arguments of a step is not continued.
            (Some(step), Some(last)) if last.len() + step.len() <= WIDTH && !last.ends_with(['(', '[', '{', ',']) => {
                last.push_str(step);
            }
            _ => {
                is_broken |= step.is_some();
                compact.push(without_space_before_colons(line));
            }
        }
    }
    if !is_broken {
        // What stood below a step stands below the first line now.
        for line in compact.iter_mut().skip(1).filter(|line| line.starts_with(INDENT)) {
            line.drain(..INDENT.len());
        }
    }
    compact
}

/// `"name": value`, which the printer takes for tokens of any macro and spaces apart. A quote inside a literal has a
/// backslash in front.
fn without_space_before_colons(line: &str) -> String {
    let mut parts = line.split("\" : ");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        whole.push_str(if whole.ends_with('\\') { "\" : " } else { "\": " });
        whole.push_str(part);
    }
    whole
}
