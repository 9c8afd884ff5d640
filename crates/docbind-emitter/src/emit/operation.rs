//! Types of operations.

use docbind_ir::{Operation, QueryOption, Scheme, Status};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::draft::{Draft, Piece};
use super::lists::Lists;
use super::record::deprecated;
use super::types::Place;
use super::{Context, ident, method};
use crate::doc::{Doc, code, escape, visible};
use crate::plan::{Area, OperationPlan, ResponseKind, Shape, argument_names};

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
    ) -> Piece {
        let operation = plan.operation;
        let name = ident(&plan.name);
        let mut draft = Draft::default();
        draft.add("struct", &plan.name);
        draft.add("impl", format!("Operation for {}", plan.name));
        draft.add("macro", "meta");
        draft.add("type", "Response");

        let doc = draft.comment(self.operation_doc(plan, call, example));
        let aliases = aliases(plan);
        let id = Literal::string(&format!("{}.{}", area.module, plan.name));
        let method = method(operation.method);
        let path = Literal::string(&operation.path.to_string());
        let summary = Literal::string(&summary(plan));
        let table = self.plan.permissions.get(plan.permissions).map(|table| ident(&table.name));
        let (options, headers) = (lists.query_options(operation), lists.headers(operation));
        let docs = Literal::string(&operation.source.file);
        let line = Literal::u32_unsuffixed(operation.source.line);
        let is_deprecated = operation.deprecation.is_some();
        let meta = vec![
            quote!(id = #id),
            quote!(method = #method),
            quote!(path = #path),
            quote!(summary = #summary),
            quote!(permissions = #table),
            quote!(query_options = #options),
            quote!(headers = #headers),
            quote!(docs = #docs),
            quote!(line = #line),
            quote!(deprecated = #is_deprecated),
        ];
        let meta = draft.table(quote!(runtime::meta), meta);
        let response = self.response(plan);
        let markers = operation.query_options.iter().filter_map(|option| marker(*option)).map(|marker| {
            draft.add("impl", format!("{marker} for {}", plan.name));
            let marker = ident(marker);
            quote!(impl runtime::#marker for #name {})
        });
        let markers: TokenStream = markers.collect();
        let tokens = quote! {
            #[#doc]
            #(#[doc(alias = #aliases)])*
            pub struct #name;
            impl runtime::Operation for #name {
                #meta
                type Response = #response;
            }
            #markers
        };
        draft.piece(tokens)
    }

    fn response(&self, plan: &OperationPlan<'_>) -> TokenStream {
        let ty = match &plan.response.kind {
            ResponseKind::Empty => quote!(()),
            ResponseKind::Model(index) => self.ty(&Shape::Model(*index), Place::Area),
            ResponseKind::Collection(shape) => {
                let item = self.ty(shape, Place::Area);
                quote!(runtime::Collection<#item>)
            }
            ResponseKind::Value(shape) => {
                let value = self.ty(shape, Place::Area);
                quote!(runtime::Value<#value>)
            }
            ResponseKind::Json => quote!(runtime::model::Json),
            ResponseKind::Bytes => quote!(runtime::bytes::Bytes),
            ResponseKind::Text => quote!(String),
        };
        if plan.response.optional { quote!(Option<#ty>) } else { ty }
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
            Some(example) => doc.rust(&format!("// {}\n{example}", operation.request_line())),
            None => doc.code_block(&format!("{}\n{call}.await?", operation.request_line())),
        }
        self.permissions_doc(plan, &mut doc);
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
        for note in &operation.notes {
            doc.markdown(note, file, &self.links);
        }
        doc.paragraph(self.page_link(file, operation.source.line));
        doc
    }

    fn permissions_doc(&self, plan: &OperationPlan<'_>, doc: &mut Doc) {
        let operation = plan.operation;
        if operation.permissions.is_unknown() {
            doc.paragraph("Permissions: not documented.");
        } else {
            permission_table(operation, doc);
        }
        for scheme in Scheme::ALL {
            for note in operation.permissions.get(scheme).into_iter().flat_map(|requirement| &requirement.notes) {
                doc.paragraph(format!("{}: {}", scheme_name(scheme), escape(note)));
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

fn permission_table(operation: &Operation, doc: &mut Doc) {
    let rows = Scheme::ALL.map(|scheme| {
        let requirement = operation.permissions.get(scheme);
        let (least, higher) = match requirement {
            Some(requirement) if requirement.status == Status::Supported => {
                let least = requirement.least();
                let higher = requirement.alternatives.iter().filter(|other| Some(*other) != least);
                let higher: Vec<String> = higher.map(alternative).collect();
                (least.map_or_else(|| "None needed".to_owned(), alternative), higher.join(", "))
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

/// The trait of a query option that a request has a method for.
fn marker(option: QueryOption) -> Option<&'static str> {
    match option {
        QueryOption::Select => Some("Select"),
        QueryOption::Filter => Some("Filter"),
        QueryOption::Expand => Some("Expand"),
        QueryOption::Orderby => Some("Orderby"),
        QueryOption::Top => Some("Top"),
        QueryOption::Skip => Some("Skip"),
        QueryOption::Count => Some("Count"),
        QueryOption::Search => Some("Search"),
        QueryOption::Format => Some("Format"),
        QueryOption::Skiptoken | QueryOption::Deltatoken => None,
    }
}

/// Permissions that are needed together.
pub(super) fn alternative(alternative: &docbind_ir::Alternative) -> String {
    let names: Vec<String> = alternative.permissions.iter().map(|permission| code(permission)).collect();
    let mut text = names.join(" and ").replace('|', "\\|");
    if let Some(scenario) = &alternative.scenario {
        text.push_str(&format!(" ({})", escape(scenario)));
    }
    if alternative.resource_specific {
        text.push_str(" (consented per resource)");
    }
    text
}

/// The name of a scheme in the words of the documentation.
pub(super) fn scheme_name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::DelegatedWork => "Delegated (work or school)",
        Scheme::DelegatedPersonal => "Delegated (personal)",
        Scheme::Application => "Application",
    }
}
