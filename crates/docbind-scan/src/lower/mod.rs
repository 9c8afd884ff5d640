//! From the syntax of a file to what calls need of it.

mod expression;
mod item;
mod ty;

use std::sync::Arc;

use proc_macro2::Span;

use crate::source::{Expr, File, Module, Name};

/// Reads a file; the reason when it is no Rust.
pub(crate) fn file(path: &str, text: &str) -> Result<File, String> {
    let parsed = syn::parse_file(text).map_err(|error| {
        let start = error.span().start();
        format!("line {}: {error}", start.line)
    });
    let file = parsed.map(|parsed| {
        let mut lower = Lower::new();
        lower.items(parsed.items);
        File { path: path.to_owned(), modules: lower.modules }
    });
    // The texts of files that are done with would stay in memory to the end.
    proc_macro2::extra::invalidate_current_thread_spans();
    file
}

/// Reads what a macro was expanded to, as the body of a block; its items come as a module.
pub(crate) fn expansion(text: &str) -> Option<(Expr, Module)> {
    let block: syn::Result<syn::Block> = syn::parse_str(&format!("{{ {text} }}"));
    let mut lower = Lower::new();
    let expr = block.map(|block| lower.block(block)).ok();
    proc_macro2::extra::invalidate_current_thread_spans();
    Some((expr?, lower.modules.into_iter().next()?))
}

/// Reads what a macro that stands among declarations was expanded to; all of it counts as written in one line.
pub(crate) fn items(text: &str, line: u32) -> Option<Module> {
    let parsed = syn::parse_file(text).ok();
    let mut lower = Lower::new();
    lower.line = Some(line);
    if let Some(file) = parsed {
        lower.items(file.items);
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    lower.modules.into_iter().next()
}

/// Where what is read goes to.
pub(super) struct Lower {
    modules: Vec<Module>,
    at: usize,
    /// The line that everything is in, should it come from elsewhere.
    line: Option<u32>,
}

impl Lower {
    fn new() -> Self {
        Self { modules: vec![Module::default()], at: 0, line: None }
    }

    fn line(&self, span: Span) -> u32 {
        self.line.unwrap_or_else(|| u32::try_from(span.start().line).unwrap_or(u32::MAX))
    }

    fn module(&mut self) -> Option<&mut Module> {
        self.modules.get_mut(self.at)
    }
}

pub(super) fn name(ident: &impl ToString) -> Name {
    let text = ident.to_string();
    Arc::from(text.strip_prefix("r#").unwrap_or(&text))
}

pub(super) fn path(path: &syn::Path) -> Vec<Name> {
    path.segments.iter().map(|segment| name(&segment.ident)).collect()
}
