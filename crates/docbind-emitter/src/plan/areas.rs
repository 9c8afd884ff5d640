//! Areas: the modules and features that operations are divided into.

use std::collections::BTreeMap;

use docbind_ir::{Diagnostic, Operation, Segment};
use rayon::prelude::*;

use super::names::{self, Case, Wire, assign};
use super::{BodyPlan, NodePlan, OperationPlan, Plan, operations, tree};
use crate::Broken;

/// The operations below one first segment.
#[derive(Debug)]
pub(crate) struct Area<'a> {
    /// The first segment; empty for paths that begin with none.
    pub(crate) segment: &'a str,
    pub(crate) module: String,
    pub(crate) feature: String,
    /// The method of the client that leads to it.
    pub(crate) method: String,
    /// Sorted by name.
    pub(crate) operations: Vec<OperationPlan<'a>>,
    /// The first is the area itself.
    pub(crate) nodes: Vec<NodePlan<'a>>,
}

/// The operations of an area, each with the place of its permission table.
pub(super) type Members<'a> = Vec<(&'a Operation, usize)>;

impl<'a> Area<'a> {
    /// The node of the area itself.
    pub(crate) fn root(&self) -> Result<&NodePlan<'a>, Broken> {
        Broken::at(&self.nodes, 0, "node")
    }
}

pub(super) fn plan<'a>(
    plan: &Plan<'a>,
    tables: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Area<'a>>, Broken> {
    if plan.api.operations.len() != tables.len() {
        return Err(Broken(format!(
            "{} operations have {} permission tables",
            plan.api.operations.len(),
            tables.len()
        )));
    }
    let mut members: BTreeMap<String, (&'a str, Members<'a>)> = BTreeMap::new();
    for (operation, table) in plan.api.operations.iter().zip(tables) {
        let segment: &'a str = match operation.path.segments.first() {
            Some(Segment::Literal(word)) => plan.spellings.usual(word),
            _ => "",
        };
        let (_, operations) = members.entry(segment.to_lowercase()).or_insert((segment, Vec::new()));
        operations.push((operation, *table));
    }
    let wires: Vec<Wire<'_>> =
        members.values().map(|(segment, _)| Wire::new(if segment.is_empty() { "root" } else { segment })).collect();
    let modules = assign(Case::Snake, &[names::ROOT, names::FILES].concat(), &wires);
    let methods = assign(Case::Snake, names::CLIENT, &wires).names;
    let features = assign(
        Case::Kebab,
        &[&["default", "full", crate::emit::LOOKUP], crate::runtime::features().as_slice()].concat(),
        &wires,
    )
    .names;
    report(&members, &modules, diagnostics);
    let named = modules.names.into_iter().zip(features).zip(methods);
    let named: Vec<_> = members.into_values().zip(named).collect();
    let planned: Vec<(Area<'a>, Vec<Diagnostic>)> = named
        .into_par_iter()
        // Some are a hundred times as large as others.
        .with_max_len(1)
        .map(|((segment, members), ((module, feature), method))| {
            let mut found = Vec::new();
            let skip = usize::from(!segment.is_empty());
            let operations = operations::plan(plan, &members, skip, &mut found)?;
            let nodes = tree::plan(plan, &operations, &module, skip, &mut found)?;
            Ok((Area { segment, module, feature, method, operations, nodes }, found))
        })
        .collect::<Result<_, Broken>>()?;
    let mut areas = Vec::with_capacity(planned.len());
    for (area, found) in planned {
        areas.push(area);
        diagnostics.extend(found);
    }
    areas.sort_by(|a, b| a.module.cmp(&b.module));
    Ok(areas)
}

fn report(
    members: &BTreeMap<String, (&str, Members<'_>)>,
    modules: &names::Assigned,
    diagnostics: &mut Vec<Diagnostic>,
) {
    super::models::report(modules, diagnostics, |index| {
        let (segment, members) = members.values().nth(index)?;
        let (operation, _) = members.first()?;
        Some(((*segment).to_owned(), operation.source.clone()))
    });
}

impl<'a> Area<'a> {
    /// The operation of a path whose GET gives a collection, when nothing else has to be said in its call.
    pub(crate) fn lone_list(&self, node: &NodePlan<'_>) -> Option<&OperationPlan<'a>> {
        let (_, operation) = node.operations.iter().find(|(verb, _)| verb == "list")?;
        let is_taken = node.operations.iter().any(|(verb, _)| verb == "get")
            || node.children.iter().any(|child| child.method == "get");
        self.operations
            .get(*operation)
            .filter(|plan| !is_taken && matches!(plan.body, BodyPlan::None) && plan.required_query().next().is_none())
    }
}
