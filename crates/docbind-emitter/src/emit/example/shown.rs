//! The example that the documentation of an operation shows.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::ident;
use super::Examples;
use super::layout::{self, INDENT};
use crate::Broken;
use crate::plan::{OperationPlan, ResponseKind};

/// A longer example is left out: it would hide the rest of the documentation.
const LONGEST: usize = 30;

/// Lines of a chain are filled up to this many bytes.
const WIDTH: usize = 100;

/// A body longer than this in bytes never fits.
const LARGEST_BODY: usize = 1500;

impl Examples<'_, '_> {
    /// The first example of the operation at a place that the generated types say in full, laid out; where the pages
    /// have none that is short enough, a call with made up values.
    pub(in super::super) fn shown(&self, operation: usize) -> Result<Option<String>, Broken> {
        let plan = self.operation(operation)?;
        let requests = plan.operation.examples.iter().filter_map(|example| example.request.as_ref());
        let fits = requests.filter(|request| {
            let body = match &request.body {
                docbind_ir::ExampleBody::Json(text) | docbind_ir::ExampleBody::Other(text) => text.len(),
                _ => 0,
            };
            body <= LARGEST_BODY && plan.operation.method.as_str().eq_ignore_ascii_case(&request.method)
        });
        for request in fits {
            if let Some(call) = self.call(operation, request)?.filter(|call| call.is_typed) {
                let lines = self.laid_out(plan, call.tokens)?;
                if lines.len() <= LONGEST {
                    return Ok(Some(lines.join("\n")));
                }
            }
        }
        self.sampled(operation)
    }

    /// A call of the operation at a place with values made up for it, laid out.
    pub(in super::super) fn sampled(&self, operation: usize) -> Result<Option<String>, Broken> {
        let plan = self.operation(operation)?;
        let Some(call) = self.sample(operation)? else { return Ok(None) };
        Ok(Some(self.laid_out(plan, call.tokens)?.join("\n")))
    }

    /// The lines of a statement that awaits the call.
    fn laid_out(&self, plan: &OperationPlan<'_>, tokens: TokenStream) -> Result<Vec<String>, Broken> {
        let statement = match self.answer(plan)? {
            Some(name) => {
                let name = ident(name);
                quote!(let #name = #tokens.await?;)
            }
            None => quote!(#tokens.await?;),
        };
        if let Some(lines) = layout::filled(statement.clone(), WIDTH) {
            return Ok(lines);
        }
        let file: syn::File = syn::parse2(quote!(fn example() { #statement }))?;
        let printed = prettyplease::unparse(&file);
        Ok(compact(printed.lines().filter_map(|line| line.strip_prefix(INDENT))))
    }

    /// What the answer is called; nothing when there is none.
    fn answer(&self, plan: &OperationPlan<'_>) -> Result<Option<&str>, Broken> {
        Ok(Some(match &plan.response.kind {
            ResponseKind::Empty => return Ok(None),
            ResponseKind::Accepted => "accepted",
            ResponseKind::Model(index) => &self.context.plan.type_at(*index)?.file,
            ResponseKind::Collection(_) => "page",
            ResponseKind::Value(_) => "value",
            ResponseKind::Json => "json",
            ResponseKind::Bytes => "bytes",
            ResponseKind::Text => "text",
        }))
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
