//! Types of operations.

use docbind_ir::{Operation, Scheme, Status};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::{Draft, Piece};
use super::lists::Lists;
use super::record::deprecated;
use super::types::Place;
use super::{Context, ident, method, planned};
use crate::Broken;
use crate::doc::{Doc, code, escape, visible};
use crate::plan::{
    Area, OperationPlan, ParameterPlace, ResponseKind, Shape, Takes, argument_names, marker, parameters,
};

/// The argument names of required query parameters.
pub(super) fn query_names(plan: &OperationPlan<'_>) -> Vec<String> {
    argument_names(plan.required_query().map(|parameter| &*parameter.wire_name))
}

impl Context<'_> {
    /// The type of an operation with its constants.
    ///
    /// `call` is the chain of methods that leads to it, `example` a whole call from its page.
    pub(super) fn operation(
        &self,
        plan: &OperationPlan<'_>,
        area: &Area<'_>,
        lists: &Lists<'_>,
        call: &str,
        example: Option<&str>,
    ) -> Result<Piece, Broken> {
        let operation = plan.operation;
        let name = ident(&plan.name);
        let mut draft = Draft::default();

        let doc = draft.comment(self.operation_doc(plan, call, example));
        let aliases = aliases(plan);
        let id = Literal::string(&format!("{}.{}", area.module, plan.name));
        let method = method(operation.method);
        let path = Literal::string(&operation.path.to_string());
        let summary = Literal::string(&summary(plan));
        let table = ident(&Broken::at(&self.plan.permissions, plan.permissions, "permission table")?.name);
        let (options, headers) = (lists.query_options(operation)?, lists.headers(operation)?);
        let docs = Literal::string(&operation.source.file);
        let line = Literal::u32_unsuffixed(operation.source.line);
        let mut meta = vec![
            quote!(id = #id),
            quote!(method = #method),
            quote!(path = #path),
            quote!(summary = #summary),
            quote!(permissions = #table),
            quote!(query_options = #options),
            quote!(headers = #headers),
            quote!(docs = #docs),
            quote!(line = #line),
        ];
        let rare = [
            (quote!(roles), lists.roles(operation)),
            (quote!(clouds), lists.clouds(operation)),
            (quote!(errors), lists.errors(operation)),
            (quote!(stability), operation.deprecation.is_some().then(|| ident("Deprecated"))),
        ];
        meta.extend(rare.into_iter().filter_map(|(row, value)| value.map(|value| quote!(#row = #value))));
        let meta = draft.table(quote!(runtime::meta), meta);
        let response = self.response(plan)?;
        let markers = operation.query_options.iter().filter_map(|option| marker(*option)).map(|marker| {
            let marker = ident(marker);
            quote!(impl runtime::#marker for #name {})
        });
        let markers: TokenStream = markers.collect();
        let parameters = self.parameters(plan, &mut draft);
        let tokens = quote! {
            #[#doc]
            #(#[doc(alias = #aliases)])*
            pub struct #name;
            impl runtime::Operation for #name {
                #meta
                type Response = #response;
            }
            #markers
            #parameters
        };
        Ok(draft.piece(tokens, planned::operation(plan)))
    }

    /// A constant for each header and optional query parameter that the page documents.
    fn parameters(&self, plan: &OperationPlan<'_>, draft: &mut Draft) -> TokenStream {
        let parameters = parameters(plan.operation);
        if parameters.is_empty() {
            return TokenStream::new();
        }
        let constants: TokenStream = parameters
            .into_iter()
            .map(|parameter| {
                let mut doc = Doc::default();
                doc.markdown(parameter.description, parameter.file, &self.links);
                if doc.is_empty() {
                    doc = Doc::new(format!("{}.", code(parameter.wire)));
                }
                let (name, doc, wire) = (ident(&parameter.name), draft.comment(doc), Literal::string(parameter.wire));
                let ty = match parameter.takes {
                    Takes::Nothing => quote!(()),
                    Takes::Bool => quote!(bool),
                    Takes::Number => quote!(i64),
                    Takes::Text => quote!(String),
                };
                let value = match parameter.place {
                    ParameterPlace::Query => quote!(query(#wire)),
                    ParameterPlace::Header => quote!(header(#wire)),
                    ParameterPlace::Preference { quoted } => quote!(preference(#wire, #quoted)),
                };
                quote!(#[#doc] pub const #name: runtime::Parameter<Self, #ty> = runtime::request::#value;)
            })
            .collect();
        let name = ident(&plan.name);
        quote!(impl #name { #constants })
    }

    fn response(&self, plan: &OperationPlan<'_>) -> Result<TokenStream, Broken> {
        let ty = match &plan.response.kind {
            ResponseKind::Empty => quote!(()),
            ResponseKind::Model(index) => self.ty(&Shape::Model(*index), Place::Area)?,
            ResponseKind::Collection(shape) => {
                let item = self.ty(shape, Place::Area)?;
                quote!(runtime::Collection<#item>)
            }
            ResponseKind::Value(shape) => {
                let value = self.ty(shape, Place::Area)?;
                quote!(runtime::Value<#value>)
            }
            ResponseKind::Json => quote!(runtime::model::Json),
            ResponseKind::Bytes => quote!(runtime::bytes::Bytes),
            ResponseKind::Text => quote!(String),
            ResponseKind::Accepted => quote!(runtime::Accepted),
        };
        Ok(if plan.response.optional { quote!(Option<#ty>) } else { ty })
    }

    fn operation_doc(&self, plan: &OperationPlan<'_>, call: &str, example: Option<&str>) -> Doc {
        let operation = plan.operation;
        let file = &operation.source.file;
        let mut doc = Doc::default();
        if operation.title.trim().is_empty() {
            doc.paragraph(code(&operation.request_line()));
        } else {
            doc.paragraph(escape(operation.title.trim()));
        }
        if let Some(deprecation) = &operation.deprecation {
            doc.paragraph(deprecated(deprecation.date.as_deref()));
            doc.markdown(&deprecation.note, &deprecation.source.file, &self.links);
        }
        doc.markdown(&operation.description, file, &self.links);
        match example {
            Some(example) => {
                let line = visible(&operation.request_line()).replace('\n', " ");
                doc.rust(&format!("// {line}\n{example}"));
            }
            None => doc.code_block(&format!("{}\n{call}.await?", operation.request_line())),
        }
        let mut said = Said::default();
        said.is_new(&operation.description);
        self.permissions_doc(plan, &mut said, &mut doc);
        let options: Vec<String> = operation.query_options.iter().map(|option| code(option.wire())).collect();
        if !options.is_empty() {
            doc.paragraph(format!("Query options: {}.", options.join(", ")));
        }
        let query = operation.parameters.iter().filter(|p| p.location == docbind_ir::Location::Query);
        let rows: Vec<Vec<String>> = query
            .filter(|parameter| !parameter.wire_name.starts_with('$'))
            .map(|parameter| {
                let required = if parameter.required { "required" } else { "" };
                vec![
                    code(&parameter.wire_name),
                    required.to_owned(),
                    Doc::cell(&parameter.description, file, &self.links),
                ]
            })
            .collect();
        if !rows.is_empty() {
            doc.table(&["Parameter", "", "Meaning"], rows);
        }
        let headers: Vec<String> = operation
            .headers
            .iter()
            .map(|header| {
                let facts = header.value.as_deref().map(code).into_iter();
                let facts: Vec<String> = facts.chain(header.required.then(|| "required".to_owned())).collect();
                let name = code(&header.name);
                if facts.is_empty() { name } else { format!("{name} ({})", facts.join(", ")) }
            })
            .collect();
        if !headers.is_empty() {
            doc.paragraph(format!("Headers: {}.", headers.join(", ")));
        }
        if !operation.errors.is_empty() {
            let errors: Vec<String> = operation.errors.iter().map(|status| format!("`{status}`")).collect();
            doc.paragraph(format!("Errors the page names: {}.", errors.join(", ")));
        }
        for note in operation.notes.iter().filter(|note| said.is_new(note)) {
            doc.markdown(note, file, &self.links);
        }
        doc.paragraph(self.page_link(file, operation.source.line));
        doc
    }

    fn permissions_doc(&self, plan: &OperationPlan<'_>, said: &mut Said, doc: &mut Doc) {
        let operation = plan.operation;
        if operation.permissions.is_unknown() {
            doc.paragraph("Permissions: not documented.");
        } else {
            permission_table(operation, doc);
        }
        let notes = |scheme| operation.permissions.get(scheme).map_or(&[][..], |requirement| &requirement.notes);
        for note in Scheme::ALL.into_iter().flat_map(notes) {
            if said.is_new(note) {
                let schemes = Scheme::ALL.into_iter().filter(|scheme| notes(*scheme).contains(note));
                let schemes: Vec<&str> = schemes.map(scheme_name).collect();
                doc.paragraph(format!("{}: {}", schemes.join(", "), escape(note)));
            }
        }
        let roles: Vec<String> = operation
            .roles
            .iter()
            .map(|role| match &role.scenario {
                Some(scenario) => format!("{} ({})", escape(&role.name), escape(scenario)),
                None => escape(&role.name),
            })
            .collect();
        if !roles.is_empty() {
            doc.paragraph(format!("Roles for the user: {}.", roles.join(", ")));
        }
    }
}

/// What the documentation of an operation has said so far, in words alone: a note on a page is often found in several
/// of its parts.
#[derive(Default)]
struct Said(String);

impl Said {
    /// Whether the text says something that was not said yet; from now on it is.
    fn is_new(&mut self, text: &str) -> bool {
        let letters = |c: &char| c.is_alphanumeric();
        let text: String = text.chars().filter(letters).flat_map(char::to_lowercase).collect();
        let text = text.strip_prefix("note").unwrap_or(&text);
        let is_new = !text.is_empty() && !self.0.contains(text);
        if is_new {
            self.0.push_str(text);
            self.0.push('\n');
        }
        is_new
    }
}

fn permission_table(operation: &Operation, doc: &mut Doc) {
    let rows = Scheme::ALL.map(|scheme| {
        let (least, higher) = match operation.permissions.get(scheme) {
            Some(requirement) if requirement.status == Status::Supported => {
                let least = match requirement.least() {
                    Some(least) => alternative(least),
                    None if requirement.alternatives.is_empty() => "None needed".to_owned(),
                    None => "Not clear".to_owned(),
                };
                (least, requirement.higher().map(alternative).collect::<Vec<_>>().join(", "))
            }
            Some(requirement) if requirement.status == Status::NotSupported => {
                ("Not supported".to_owned(), String::new())
            }
            _ => ("Not documented".to_owned(), String::new()),
        };
        vec![scheme_name(scheme).to_owned(), least, higher]
    });
    doc.table(&["Permission as", "Least privileged", "Also sufficient"], rows);
}

/// The first sentence about the operation, as plain text.
fn summary(plan: &OperationPlan<'_>) -> String {
    let sentence = Doc::first_sentence(&plan.operation.description);
    if sentence.is_empty() { visible(plan.operation.title.trim()).replace('\n', " ") } else { sentence }
}

/// Names of the call in other tools that rustdoc takes as search terms.
fn aliases(plan: &OperationPlan<'_>) -> Vec<Literal> {
    let searchable = |alias: &&String| {
        !alias.is_empty()
            && alias.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
            && **alias != plan.name
    };
    let mut aliases: Vec<&String> = plan.operation.aliases.iter().filter(searchable).collect();
    aliases.sort();
    aliases.dedup();
    aliases.into_iter().map(|alias| Literal::string(alias)).collect()
}

/// Permissions that are needed together.
pub(super) fn alternative(alternative: &docbind_ir::Alternative) -> String {
    let names: Vec<String> = alternative.permissions.iter().map(|permission| code(permission)).collect();
    let mut text = names.join(" and ").replace('|', "\\|");
    if let Some(condition) = alternative.condition_text() {
        text.push_str(&format!(" ({})", escape(&condition).replace('|', "\\|")));
    }
    text
}

/// The name of a scheme in the words of the documentation.
pub(crate) fn scheme_name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::DelegatedWork => "Delegated (work or school)",
        Scheme::DelegatedPersonal => "Delegated (personal)",
        Scheme::Application => "Application",
    }
}
