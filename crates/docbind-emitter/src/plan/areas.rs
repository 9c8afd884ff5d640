//! Areas: the modules and features that operations are divided into.

use std::collections::BTreeMap;

use docbind_ir::{Diagnostic, Segment};
use rayon::prelude::*;

use super::names::{self, Case, Wire, assign};
use super::{NodePlan, OperationPlan, Plan, operations, tree};

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

pub(super) fn plan<'a>(plan: &Plan<'a>, tables: &[usize]) -> (Vec<Area<'a>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut members: BTreeMap<String, (&'a str, Vec<usize>)> = BTreeMap::new();
    for (index, operation) in plan.api.operations.iter().enumerate() {
        let segment: &'a str = match operation.path.segments.first() {
            Some(Segment::Literal(word)) => word,
            _ => "",
        };
        let (spelling, indices) = members.entry(segment.to_lowercase()).or_insert((segment, Vec::new()));
        *spelling = (*spelling).min(segment);
        indices.push(index);
    }
    let wires: Vec<Wire<'_>> =
        members.values().map(|(segment, _)| Wire::new(if segment.is_empty() { "root" } else { segment })).collect();
    let modules = assign(Case::Snake, &[names::ROOT, names::FILES].concat(), &wires);
    let methods = assign(Case::Snake, names::CLIENT, &wires).names;
    let features =
        assign(Case::Kebab, &[&["default", "full"], crate::runtime::features().as_slice()].concat(), &wires).names;
    operations_report(plan, &members, &modules, &mut diagnostics);
    let named = modules.names.into_iter().zip(features).zip(methods);
    let named: Vec<_> = members.into_values().zip(named).collect();
    let (mut areas, found): (Vec<Area<'a>>, Vec<Vec<Diagnostic>>) = named
        .into_par_iter()
        // Some are a hundred times as large as others.
        .with_max_len(1)
        .map(|((segment, indices), ((module, feature), method))| {
            let mut found = Vec::new();
            let skip = usize::from(!segment.is_empty());
            let operations = operations::plan(plan, &indices, skip, tables, &mut found);
            let nodes = tree::plan(&operations, &module, skip, &plan.api.namespace, &mut found);
            (Area { segment, module, feature, method, operations, nodes }, found)
        })
        .unzip();
    diagnostics.extend(found.into_iter().flatten());
    areas.sort_by(|a, b| a.module.cmp(&b.module));
    (areas, diagnostics)
}

fn operations_report(
    plan: &Plan<'_>,
    members: &BTreeMap<String, (&str, Vec<usize>)>,
    modules: &names::Assigned,
    diagnostics: &mut Vec<Diagnostic>,
) {
    super::models::report(modules, diagnostics, |index| {
        let (segment, indices) = members.values().nth(index)?;
        let operation = plan.api.operations.get(*indices.first()?)?;
        Some(((*segment).to_owned(), operation.source.clone()))
    });
}
