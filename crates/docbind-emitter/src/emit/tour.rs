//! The front page of the crate: what a user does first, with calls that the crate has.

use std::cmp::Reverse;

use docbind_ir::QueryOption;

use super::Context;
use super::example::Examples;
use crate::Error;
use crate::doc::{Doc, code, escape};
use crate::plan::{Area, BodyPlan, OperationPlan, ResponseKind, Shape};

/// What the features are called: as the areas, but where the runtime has one of the name.
fn features(areas: &[Area<'_>]) -> String {
    let renamed: Vec<String> = areas
        .iter()
        .filter_map(|area| Some((area, area.feature.strip_suffix('_')?)))
        .map(|(area, taken)| {
            format!("{} has {}, since {} is another one", code(&area.module), code(&area.feature), code(taken))
        })
        .collect();
    let renamed = if renamed.is_empty() { String::new() } else { format!(" ({})", renamed.join("; ")) };
    format!(
        "Each area is a module with its operations and a Cargo feature of the same name{renamed}; `full` has them all."
    )
}

/// A call that the tour shows.
struct Stop<'c, 'a> {
    area: &'c Area<'a>,
    plan: &'c OperationPlan<'a>,
    /// The whole statement.
    call: String,
}

/// The comment of the crate.
pub(super) fn tour(context: &Context<'_>) -> Result<Doc, Error> {
    let api = context.plan.api;
    let library = context.options.crate_name.replace('-', "_");
    let version = if api.version.is_empty() { String::new() } else { format!(", version {}", escape(&api.version)) };
    let mut doc = Doc::new(format!("A typed client for the API at {}{version}.", code(context.base_url)));
    let text = format!(
        "Made from {} documented operations and {} types. One rule to learn: path segments are methods, an identifier is \
         `by_id(…)`, the HTTP verb is the last call (`list` for a GET of a collection), and awaiting it sends the request.",
        api.operations.len(),
        api.types.len() + api.enums.len(),
    );
    doc.markdown(&text, "", &context.links);
    doc.rust(&format!("use {library}::prelude::*;\n\nlet client = {library}::Client::new(StaticToken::new(token));"));
    doc.paragraph("Anything that implements [`runtime::TokenProvider`] can stand in place of the fixed token.");
    doc.markdown(&features(&context.plan.areas), "", &context.links);
    doc.paragraph("Types are in [`models`].");
    let list = stop(context, |plan| {
        let is_list = matches!(plan.response.kind, ResponseKind::Collection(Shape::Model(_)));
        is_list.then(|| {
            let offers = |option| plan.operation.query_options.contains(&option);
            [QueryOption::Select, QueryOption::Top].into_iter().filter(|option| !offers(*option)).count()
        })
    })?;
    if let Some(stop) = &list {
        reading(context, stop, &mut doc)?;
    }
    let body = stop(context, |plan| matches!(plan.body, BodyPlan::Model(_) | BodyPlan::Inline(_)).then_some(0))?;
    if let Some(stop) = &body {
        doc.paragraph("# Writing");
        doc.paragraph("Types and bodies have a setter for each property; what is not set is not sent.");
        doc.rust(&stop.call);
    }
    if let Some(Stop { area, plan, .. }) = list.as_ref().or(body.as_ref()) {
        let operation = format!("{library}::{}::{}", area.module, plan.name);
        doc.paragraph("# Permissions");
        doc.paragraph("What an operation needs is a constant, and so is the page that says so.");
        doc.rust(&format!(
            "use {library}::permissions::least_for;\n\nlet least = least_for(Scheme::Application, &[{operation}::META]);\n\
             println!(\"{{:?}}\", least.permissions);"
        ));
    }
    doc.paragraph("# What has no method");
    doc.paragraph("[`Client::raw`] sends what is not documented, with the same tokens, retries and errors.");
    doc.rust("let json = client.raw(runtime::Method::Get, \"/path\").query(\"$top\", \"5\").await?;");
    Ok(doc)
}

/// Lists: how they are narrowed, and how the next pages come.
fn reading(context: &Context<'_>, stop: &Stop<'_, '_>, doc: &mut Doc) -> Result<(), Error> {
    let ResponseKind::Collection(Shape::Model(index)) = stop.plan.response.kind else { return Ok(()) };
    let item = context.plan.type_at(index)?;
    let fields = crate::plan::fields(context.plan.properties(index)?);
    let Some(call) = stop.call.strip_prefix("let page = ").and_then(|call| call.strip_suffix(".await?;")) else {
        return Ok(());
    };
    let mut options = String::new();
    if stop.plan.operation.query_options.contains(&QueryOption::Select) {
        let telling = fields.iter().filter(|field| matches!(&*field.property.name, "id" | "displayName" | "name"));
        let chosen = if telling.clone().next().is_some() {
            telling.take(2).collect()
        } else {
            fields.iter().take(2).collect::<Vec<_>>()
        };
        let names: Vec<String> = chosen.into_iter().map(|field| format!("{}::{}", item.name, field.constant)).collect();
        match names.as_slice() {
            [] => {}
            [name] => options.push_str(&format!("\n    .select({name})")),
            names => options.push_str(&format!("\n    .select(({}))", names.join(", "))),
        }
    }
    if stop.plan.operation.query_options.contains(&QueryOption::Top) {
        options.push_str("\n    .top(25)");
    }
    doc.paragraph("# Reading");
    doc.paragraph(
        "A list comes in pages. A stream follows them; awaiting the call instead gives the first page alone.",
    );
    doc.rust(&format!(
        "let mut items = {call}{options}\n    .stream();\nwhile let Some({name}) = items.try_next().await? {{\n    \
         println!(\"{{{name}:?}}\");\n}}",
        name = item.file
    ));
    Ok(())
}

/// The operation that shows something with the least ado: `rank` says how far it is from ideal, or that it is no
/// candidate.
fn stop<'c, 'a>(
    context: &'c Context<'a>,
    rank: impl Fn(&OperationPlan<'_>) -> Option<usize>,
) -> Result<Option<Stop<'c, 'a>>, Error> {
    let candidates = context.plan.areas.iter().enumerate().flat_map(|(number, area)| {
        let rank = &rank;
        area.operations.iter().enumerate().filter_map(move |(place, plan)| {
            let (rank, path) = (rank(plan)?, &plan.operation.path);
            let is_odd = plan.operation.deprecation.is_some() || plan.required_query().next().is_some();
            let size = Reverse(area.operations.len());
            Some((path.segments.len(), rank, is_odd, size, path.to_string(), &plan.name, number, place))
        })
    });
    let best = candidates.min().map(|(.., number, place)| (number, place));
    let Some((number, place)) = best else { return Ok(None) };
    let examples = Examples::new(context, number)?;
    let Some(call) = examples.sampled(place)? else { return Ok(None) };
    let area = crate::Broken::at(&context.plan.areas, number, "area")?;
    Ok(Some(Stop { area, plan: examples.operation(place)?, call }))
}
