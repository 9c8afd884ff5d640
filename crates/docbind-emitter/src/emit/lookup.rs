//! `lookup.rs`: all operations as a table for look-up by method and URL.

use docbind_ir::{Argument, ArgumentValue, Operation, Segment};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::Draft;
use super::file::RustFile;
use super::outline::Outline;
use super::{Context, GeneratedFile, ident, method};
use crate::doc::Doc;
use crate::{Broken, Error};

/// The feature that brings it; the whole API is in it, whatever areas are compiled.
pub(crate) const FEATURE: &str = "lookup";

/// The file.
pub(super) fn file(context: &Context<'_>) -> Result<GeneratedFile, Error> {
    let mut file = RustFile::new(context.source("lookup.rs"));
    let mut draft = Draft::default();
    let doc = "Which operation a method and a URL call, and which operations a permission is for, over the whole API.";
    let doc = draft.comment(Doc::new(doc));
    let table = draft.table(quote!(runtime::operations), rows(context)?);
    let tokens = quote! {
        #![#doc]
        use ::docbind_runtime as runtime;
        #table
    };
    let planned = Outline::default().with("use", "").with("macro", "operations");
    file.push(draft.piece(tokens, planned))?;
    Ok(file.finish())
}

/// The rows in the order in which the runtime searches: by the segments of their keys.
fn rows(context: &Context<'_>) -> Result<Vec<TokenStream>, Broken> {
    let mut rows = Vec::new();
    for area in &context.plan.areas {
        for plan in &area.operations {
            let operation = plan.operation;
            let key = key(operation);
            let source = &operation.source;
            let id = format!("{}.{}", area.module, plan.name);
            let text = format!(
                "{}\t{id}\t{}:{}\t{}",
                key.join("/"),
                printed(&source.file),
                source.line,
                printed(&operation.path.to_string())
            );
            let (method, text) = (method(operation.method), Literal::string(&text));
            let permissions = ident(&Broken::at(&context.plan.permissions, plan.permissions, "permission table")?.name);
            rows.push((key, operation.method, id, quote!(#method #text #permissions)));
        }
    }
    rows.sort_by(|a, b| (&a.0, a.1, &a.2).cmp(&(&b.0, b.1, &b.2)));
    Ok(rows.into_iter().map(|(_, _, _, row)| row).collect())
}

/// A text without the sign that separates the parts of a row.
fn printed(text: &str) -> String {
    text.replace('\t', " ")
}

/// The segments as the runtime spells those of a URL: in lower case, without a namespace, calls with the names of their
/// arguments, identifiers as `{}`, addresses in a drive as `:`.
fn key(operation: &Operation) -> Vec<String> {
    let mut key: Vec<String> = Vec::new();
    for segment in &operation.path.segments {
        match segment {
            Segment::Literal(word) => key.push(short(word)),
            Segment::Cast(name) => key.push(short(name)),
            Segment::Parameter(_) => key.push("{}".to_owned()),
            Segment::PathAddress { .. } => key.push(":".to_owned()),
            Segment::Function { name, arguments } => {
                key.push(short(name));
                call(&mut key, arguments);
            }
            Segment::Key(arguments) => call(&mut key, arguments),
        }
    }
    key
}

/// Adds arguments to the last segment; one without a name is an identifier of its own.
fn call(key: &mut Vec<String>, arguments: &[Argument]) {
    match arguments {
        [] => {}
        [argument] if argument.name.is_empty() => key.push(match &argument.value {
            ArgumentValue::Parameter(_) => "{}".to_owned(),
            ArgumentValue::Literal(value) => value.to_lowercase(),
        }),
        arguments => {
            let names: Vec<String> = arguments.iter().map(|argument| argument.name.to_lowercase()).collect();
            if let Some(last) = key.last_mut() {
                last.push_str(&format!("({})", names.join(",")));
            }
        }
    }
}

/// `delta` of `microsoft.graph.delta`.
fn short(name: &str) -> String {
    let short = match name.rsplit_once('.') {
        Some((namespace, short)) if namespace.starts_with("microsoft.") => short,
        _ => name,
    };
    short.to_lowercase().replace(['/', '\t', '\n'], "-")
}
