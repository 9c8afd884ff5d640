//! Recursive types.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Plan, Shape};

/// A number for each type, the same for types that hold one another by value, so that fields between them are boxed.
///
/// Collections break a cycle by themselves.
pub(super) fn cycles(plan: &Plan<'_>) -> Vec<usize> {
    let by_value = |index| -> Vec<usize> {
        let shapes = plan.properties(index).into_iter().map(|property| plan.shape(&property.ty));
        let targets = shapes.filter_map(|shape| if let Shape::Model(target) = shape { Some(target) } else { None });
        targets.collect()
    };
    let targets: Vec<Vec<usize>> = (0..plan.types.len()).map(by_value).collect();
    let mut graph = DiGraph::<usize, ()>::with_capacity(plan.types.len(), 0);
    let nodes: Vec<NodeIndex> = (0..plan.types.len()).map(|index| graph.add_node(index)).collect();
    for (from, targets) in nodes.iter().zip(targets) {
        for to in targets.into_iter().filter_map(|target| nodes.get(target)) {
            graph.update_edge(*from, *to, ());
        }
    }
    let mut cycles = vec![0; plan.types.len()];
    for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
        for index in component.into_iter().filter_map(|node| graph.node_weight(node)) {
            if let Some(cycle) = cycles.get_mut(*index) {
                *cycle = number;
            }
        }
    }
    cycles
}

impl Plan<'_> {
    /// Whether a field of the type `from` that holds the type `to` must be boxed.
    pub(crate) fn is_boxed(&self, from: usize, to: usize) -> bool {
        match (self.types.get(from), self.types.get(to)) {
            (Some(from), Some(to)) => from.cycle == to.cycle,
            _ => false,
        }
    }
}
